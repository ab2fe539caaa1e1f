import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IssueState } from '../issues/vocabulary.ts';
import {
  siteStatus,
  type Edition,
  type IssueFact,
  type IssueStep,
  type ObservationFact,
  type SiteFacts,
} from './compliance.ts';
import { sameRow, statusPeriods } from './status-periods.ts';

const DAY = 86_400_000;
const day = (number: number) => number * DAY;

/** Weights 50, 30, 10 and 10: shares of a hundred that can be added up by hand. */
const EDITION: Edition = {
  inForceFrom: 0,
  indicators: [
    { code: 1, weight: 50, veto: false, validDays: 30 },
    { code: 2, weight: 30, veto: false, validDays: 60 },
    { code: 3, weight: 10, veto: false, validDays: 30 },
    { code: 14, weight: 10, veto: true, validDays: 14 },
  ],
};

let lastId = 0;
function seen(
  code: number,
  observedAt: number,
  result: ObservationFact['result'] = 'pass',
  more: Partial<ObservationFact> = {},
): ObservationFact {
  lastId += 1;
  return {
    id: lastId,
    code,
    result,
    value: result === 'pass' ? 1 : result === 'fail' ? 0 : null,
    observedAt,
    recordedAt: observedAt,
    issueId: null,
    mock: false,
    ...more,
  };
}

function step(recordedAt: number, state: IssueState, more: Partial<IssueStep> = {}): IssueStep {
  return {
    recordedAt,
    state,
    deadlineAt: null,
    resumesAt: null,
    recheckDueAt: null,
    mergedInto: null,
    ...more,
  };
}

function site(
  observations: readonly ObservationFact[],
  issues: readonly IssueFact[] = [],
  more: Partial<SiteFacts> = {},
): SiteFacts {
  return { openedAt: 0, closedAt: null, editions: [EDITION], observations, issues, ...more };
}

const allPass = (at: number) => [1, 2, 3, 14].map((code) => seen(code, at));

describe('the rule, worked by hand', () => {
  it('compliant: everything seen and passed', () => {
    expect(siteStatus(site(allPass(day(1))), day(2))).toEqual({
      status: 'compliant',
      reason: 'all_met',
      code: null,
      issueId: null,
      deadlineAt: null,
      score: 1,
      coverage: 1,
      recheckDue: false,
      deferred: false,
      lapsesAt: day(15),
    });
  });

  it('unknown, never inspected; a mock inspection does not count', () => {
    const facts = site(allPass(day(1)).map((fact) => ({ ...fact, mock: true })));
    expect(siteStatus(facts, day(2))).toMatchObject({
      status: 'unknown',
      reason: 'never_inspected',
      score: null,
      coverage: 0,
      lapsesAt: null,
    });
  });

  it('unknown, partial: 30 + 10 of 100 seen', () => {
    expect(siteStatus(site([seen(2, day(1)), seen(3, day(1))]), day(2))).toMatchObject({
      status: 'unknown',
      reason: 'partial',
      score: 1,
      coverage: 0.4,
    });
  });

  it('unknown, lapsed: after 30 days only indicator 2 still counts', () => {
    const facts = site(allPass(day(1)));
    expect(siteStatus(facts, day(31) - 1)).toMatchObject({ status: 'compliant', coverage: 0.9 });
    // An observation lapses at the very moment at which it is 30 days old.
    expect(siteStatus(facts, day(31))).toMatchObject({
      status: 'unknown',
      reason: 'lapsed',
      coverage: 0.3,
      lapsesAt: day(61),
    });
  });

  it('0.6 of the weight is enough to be known', () => {
    const facts = site([seen(1, day(1)), seen(3, day(1))]);
    expect(siteStatus(facts, day(2))).toMatchObject({ status: 'compliant', coverage: 0.6 });
  });

  it('serious by veto, and the issue brings its deadline', () => {
    const issue = { id: 7, code: 14, steps: [step(day(3), 'accepted', { deadlineAt: day(9) })] };
    expect(siteStatus(site(allPass(day(1)), [issue]), day(4))).toMatchObject({
      status: 'serious',
      reason: 'veto',
      code: 14,
      issueId: 7,
      deadlineAt: day(9),
      score: 0.9,
    });
  });

  it('serious by overdue: from the deadline on, only while the unit has it', () => {
    const assigned = step(day(2), 'assigned', { deadlineAt: day(5) });
    const submitted = step(day(6), 'awaiting_check', { deadlineAt: day(5) });
    const facts = site(allPass(day(1)), [{ id: 7, code: 3, steps: [assigned, submitted] }]);
    expect(siteStatus(facts, day(5) - 1)).toMatchObject({
      status: 'attention',
      reason: 'open_issue',
      lapsesAt: day(5),
    });
    expect(siteStatus(facts, day(5))).toMatchObject({
      status: 'serious',
      reason: 'overdue',
      issueId: 7,
      code: 3,
      deadlineAt: day(5),
    });
    expect(siteStatus(facts, day(6))).toMatchObject({ status: 'attention', reason: 'open_issue' });
  });

  it('serious by a low score, named by the heaviest failure; below 0.6 known it is not', () => {
    const failing = [seen(1, day(1), 'fail'), seen(2, day(1)), seen(3, day(1), 'fail')];
    expect(siteStatus(site(failing), day(2))).toMatchObject({
      status: 'serious',
      reason: 'low_score',
      code: 1,
      score: 30 / 90,
    });
    expect(siteStatus(site([seen(2, day(1), 'fail')]), day(2))).toMatchObject({
      status: 'attention',
      reason: 'below_target',
      code: 2,
      score: 0,
      coverage: 0.3,
    });
  });

  it('attention below 0.95: a grade B of weight 30 leaves 0.85; 0.95 itself is enough', () => {
    const graded = allPass(day(1)).map((fact) =>
      fact.code === 2 ? { ...fact, value: 0.5 } : fact,
    );
    expect(siteStatus(site(graded), day(2))).toMatchObject({
      status: 'attention',
      reason: 'below_target',
      code: 2,
      score: 0.85,
    });
    const slight = allPass(day(1)).map((fact) =>
      fact.code === 3 ? { ...fact, value: 0.5 } : fact,
    );
    expect(siteStatus(site(slight), day(2))).toMatchObject({ status: 'compliant', score: 0.95 });
  });

  it('a fail counts once its issue is accepted; until then the earlier value stays', () => {
    const facts = site(
      [...allPass(day(1)), seen(1, day(2), 'fail', { issueId: 9 })],
      [{ id: 9, code: 1, steps: [step(day(2), 'reported'), step(day(4), 'accepted')] }],
    );
    expect(siteStatus(facts, day(3))).toMatchObject({ status: 'compliant', score: 1 });
    expect(siteStatus(facts, day(4))).toMatchObject({
      status: 'serious',
      reason: 'low_score',
      score: 0.5,
    });
  });

  it('a rejected issue voids its observation', () => {
    const facts = site(
      [...allPass(day(1)), seen(1, day(2), 'fail', { issueId: 9 })],
      [{ id: 9, code: 1, steps: [step(day(2), 'reported'), step(day(4), 'rejected')] }],
    );
    expect(siteStatus(facts, day(5))).toMatchObject({ status: 'compliant', score: 1 });
  });

  it('a merged issue counts while the one it was merged into is open', () => {
    const facts = site(
      [...allPass(day(1)), seen(3, day(2), 'fail', { issueId: 9 })],
      [
        {
          id: 9,
          code: 3,
          steps: [step(day(2), 'reported'), step(day(3), 'merged', { mergedInto: 20 })],
        },
        {
          id: 20,
          code: 3,
          elsewhere: true,
          steps: [step(day(1), 'accepted'), step(day(6), 'closed')],
        },
      ],
    );
    expect(siteStatus(facts, day(4))).toMatchObject({
      score: 0.9,
      status: 'attention',
      reason: 'below_target',
      issueId: 9,
    });
    expect(siteStatus(facts, day(6))).toMatchObject({ score: 1, status: 'compliant' });
  });

  it('a deferred issue leaves score and coverage, and is open again on its date', () => {
    const facts = site(allPass(day(1)), [
      {
        id: 7,
        code: 1,
        steps: [step(day(3), 'deferred', { resumesAt: day(8), deadlineAt: day(10) })],
      },
    ]);
    expect(siteStatus(facts, day(4))).toMatchObject({
      status: 'compliant',
      deferred: true,
      score: 1,
      coverage: 1,
      lapsesAt: day(8),
    });
    expect(siteStatus(facts, day(8))).toMatchObject({
      status: 'serious',
      reason: 'low_score',
      deferred: false,
      score: 0.5,
      lapsesAt: day(10),
    });
    expect(siteStatus(facts, day(10))).toMatchObject({ reason: 'overdue', deadlineAt: day(10) });
  });

  it('not applicable leaves both sums; all of it leaves nothing known', () => {
    const facts = site([
      seen(1, day(1), 'not_applicable'),
      seen(2, day(1)),
      seen(3, day(1)),
      seen(14, day(1), 'not_applicable'),
    ]);
    expect(siteStatus(facts, day(2))).toMatchObject({ status: 'compliant', coverage: 1 });
    const nothing = site([1, 2, 3, 14].map((code) => seen(code, day(1), 'not_applicable')));
    expect(siteStatus(nothing, day(2))).toMatchObject({
      status: 'unknown',
      reason: 'partial',
      coverage: 0,
    });
  });

  it('hollow while a re-check is due', () => {
    const closed = step(day(2), 'closed', { recheckDueAt: day(5) });
    const facts = site(allPass(day(1)), [{ id: 7, code: 3, steps: [closed] }]);
    expect(siteStatus(facts, day(4))).toMatchObject({ recheckDue: false, lapsesAt: day(5) });
    expect(siteStatus(facts, day(5))).toMatchObject({ recheckDue: true, status: 'compliant' });
  });

  it('a late upload counts from when it was recorded', () => {
    const facts = site(
      [1, 2, 3, 14].map((code) => seen(code, day(1), 'pass', { recordedAt: day(3) })),
    );
    expect(siteStatus(facts, day(2))).toMatchObject({ reason: 'never_inspected' });
    expect(siteStatus(facts, day(3))).toMatchObject({ status: 'compliant', lapsesAt: day(15) });
  });

  it('has no status before its opening and from its closing on', () => {
    const facts = site(allPass(day(2)), [], { openedAt: day(1), closedAt: day(5) });
    expect(siteStatus(facts, day(1) - 1)).toBeNull();
    expect(siteStatus(facts, day(5))).toBeNull();
    expect(siteStatus(facts, day(4))).toMatchObject({ status: 'compliant', lapsesAt: day(5) });
  });

  it('a new edition judges by its own indicators', () => {
    const later: Edition = { inForceFrom: day(3), indicators: EDITION.indicators.slice(1, 2) };
    const facts = site([seen(2, day(1))], [], { editions: [EDITION, later] });
    expect(siteStatus(facts, day(2))).toMatchObject({ reason: 'partial', lapsesAt: day(3) });
    expect(siteStatus(facts, day(3))).toMatchObject({ status: 'compliant', coverage: 1 });
  });
});

describe('statusPeriods', () => {
  it('begins each period at its exact moment and joins equal neighbours', () => {
    const facts = site([...allPass(day(1)), ...allPass(day(10))]);
    const rows = statusPeriods(facts, day(50)).map(({ from, to, status, coverage, lapsesAt }) => [
      from / DAY,
      to === null ? null : to / DAY,
      status,
      coverage,
      lapsesAt === null ? null : lapsesAt / DAY,
    ]);
    expect(rows).toEqual([
      [0, 1, 'unknown', 0, null],
      // Seen again on day 10: the row stays equal, only its lapse moves from day 15 to day 24.
      [1, 24, 'compliant', 1, 24],
      [24, 40, 'compliant', 0.9, 40],
      [40, null, 'unknown', 0.3, 70],
    ]);
  });

  it('ends with the site', () => {
    const facts = site(allPass(day(1)), [], { closedAt: day(5) });
    expect(
      statusPeriods(facts, day(50)).map(({ from, to }) => [from / DAY, (to ?? 0) / DAY]),
    ).toEqual([
      [0, 1],
      [1, 5],
    ]);
  });

  const moment = fc.integer({ min: 0, max: 80 * 24 }).map((hours) => hours * 3_600_000);
  const states: IssueState[] = [
    'reported',
    'accepted',
    'rejected',
    'merged',
    'assigned',
    'in_progress',
    'returned',
    'deferred',
    'awaiting_check',
    'closed',
  ];
  const issueArbitrary = (id: number) =>
    fc
      .record({
        code: fc.constantFrom(1, 2, 3, 14),
        elsewhere: fc.boolean(),
        steps: fc.array(
          fc.record({
            recordedAt: moment,
            state: fc.constantFrom(...states),
            deadlineAt: fc.option(moment),
            resumesAt: fc.option(moment),
            recheckDueAt: fc.option(moment),
            mergedInto: fc.option(fc.integer({ min: 1, max: 4 })),
          }),
          { minLength: 1, maxLength: 6 },
        ),
      })
      .map(({ code, elsewhere, steps }) => ({
        id,
        code,
        elsewhere,
        steps: steps.sort((a, b) => a.recordedAt - b.recordedAt),
      }));
  const factsArbitrary: fc.Arbitrary<SiteFacts> = fc.record({
    openedAt: moment,
    closedAt: fc.option(moment.map((at) => at + day(40))),
    editions: fc.constantFrom(
      [EDITION],
      [EDITION, { inForceFrom: day(40), indicators: EDITION.indicators.slice(1) }],
    ),
    observations: fc
      .array(
        fc.record({
          code: fc.constantFrom(1, 2, 3, 14),
          outcome: fc.constantFrom(
            { result: 'pass' as const, value: 1 },
            { result: 'pass' as const, value: 0.5 },
            { result: 'fail' as const, value: 0 },
            { result: 'not_applicable' as const, value: null },
          ),
          observedAt: moment,
          delay: fc.constantFrom(0, 0, 3_600_000, day(3)),
          issueId: fc.option(fc.integer({ min: 1, max: 4 })),
          mock: fc.integer({ min: 0, max: 9 }).map((roll) => roll === 0),
        }),
        { maxLength: 25 },
      )
      .map((list) =>
        list.map(({ outcome, delay, ...rest }, index) => ({
          ...rest,
          ...outcome,
          id: index + 1,
          recordedAt: rest.observedAt + delay,
        })),
      ),
    issues: fc.tuple(issueArbitrary(1), issueArbitrary(2), issueArbitrary(3)),
  });

  it('equals the rule applied at any moment', () => {
    fc.assert(
      fc.property(
        factsArbitrary,
        fc.array(moment, { minLength: 5, maxLength: 20 }),
        (facts, moments) => {
          const until = day(100);
          const periods = statusPeriods(facts, until);
          const edges = periods.flatMap(({ from }) => [from, from - 1, from + 1]);
          for (const at of [...moments, ...edges]) {
            if (at > until) continue;
            const row = siteStatus(facts, at);
            const period = periods.find(({ from, to }) => from <= at && (to === null || at < to));
            expect(period === undefined).toBe(row === null);
            if (period && row) expect(sameRow(period, row), `at ${at / DAY}`).toBe(true);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('leaves no gap, no overlap and no equal neighbours', () => {
    fc.assert(
      fc.property(factsArbitrary, (facts) => {
        const periods = statusPeriods(facts, day(100));
        periods.forEach((period, index) => {
          const next = periods[index + 1];
          if (next) {
            expect(period.to).toBe(next.from);
            expect(sameRow(period, next)).toBe(false);
          } else {
            expect(period.to).toBe(
              facts.closedAt !== null && facts.closedAt <= day(100) ? facts.closedAt : null,
            );
          }
          if (period.lapsesAt !== null) expect(period.lapsesAt).toBeGreaterThan(period.from);
        });
        const standing = periods.at(-1);
        if (standing?.to === null) {
          expect(standing.lapsesAt).toBe(siteStatus(facts, day(100))?.lapsesAt ?? null);
        }
      }),
    );
  });
});
