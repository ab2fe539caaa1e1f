import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IssueState } from '../issues/vocabulary.ts';
import { siteStatus, type SiteFacts } from './compliance.ts';
import { DAY, EDITION, allPass, day, seen, site, step } from './site-facts.fixture.ts';
import { sameRow, statusPeriods } from './status-periods.ts';

describe('statusPeriods', () => {
  it('a fail merged into a deferred issue elsewhere counts from the day that one resumes', () => {
    const merged = step(day(2), 'merged', { mergedInto: 9 });
    const facts = site(
      [...allPass(day(1)), seen(1, day(2), 'fail', { issueId: 1 })],
      [
        { id: 1, code: 1, steps: [step(day(2), 'reported'), merged] },
        {
          id: 9,
          code: 1,
          elsewhere: true,
          steps: [step(0, 'accepted'), step(day(1), 'deferred', { resumesAt: day(5) })],
        },
      ],
    );
    const starts = statusPeriods(facts, day(6)).map(({ from, score }) => [from / DAY, score]);
    expect(starts).toEqual([
      [0, null],
      [1, 1],
      // Half of the weight fails.
      [5, 0.5],
    ]);
  });

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
