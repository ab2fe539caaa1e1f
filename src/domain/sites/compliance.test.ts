import { describe, expect, it } from 'vitest';
import { siteStatus, type Edition } from './compliance.ts';
import { EDITION, allPass, day, seen, site, step } from './site-facts.fixture.ts';

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
