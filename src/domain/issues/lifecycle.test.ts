import { describe, expect, it } from 'vitest';
import { foldEvents, LifecycleError, type IssueEvent, type IssueEventKind } from './lifecycle.ts';

type Details = Partial<
  Record<
    'toUnitId' | 'deadlineAt' | 'resumesAt' | 'checkByAt' | 'recheckDueAt' | 'mergedInto',
    number
  >
>;

/** Events an hour apart, each recorded when it happened. */
function sequence(...steps: (IssueEventKind | [IssueEventKind, Details])[]): IssueEvent[] {
  return steps.map((step, index) => {
    const [kind, details] = typeof step === 'string' ? [step, {}] : step;
    const moment = (index + 1) * 100;
    return { kind, occurredAt: moment, recordedAt: moment, ...details } as IssueEvent;
  });
}

const assigned: [IssueEventKind, Details] = ['assigned', { toUnitId: 7, deadlineAt: 5000 }];
const submitted: [IssueEventKind, Details] = ['submitted', { checkByAt: 6000 }];

describe('foldEvents', () => {
  it('walks the usual life up to 销号', () => {
    const steps = foldEvents(
      sequence('reported', 'accepted', assigned, 'started', submitted, 'verified'),
    );
    expect(steps.map((step) => step.state)).toEqual([
      'reported',
      'accepted',
      'assigned',
      'in_progress',
      'awaiting_check',
      'closed',
    ]);
    expect(steps.map((step) => step.deadlineAt)).toEqual([null, null, 5000, 5000, 5000, 5000]);
    expect(steps.map((step) => step.checkByAt)).toEqual([null, null, null, null, 6000, null]);
    expect(steps.at(-1)).toMatchObject({ closedAt: 600, stateSince: 600, leadUnitId: 7 });
  });

  it('closes what was mended on the spot at once', () => {
    expect(foldEvents(sequence('fixed_on_the_spot'))[0]).toMatchObject({
      state: 'closed',
      closedAt: 100,
      deadlineAt: null,
    });
  });

  it('starts a new clock after a return', () => {
    const steps = foldEvents(
      sequence(
        'reported',
        'accepted',
        assigned,
        ['returned', { toUnitId: 9 }],
        ['assigned', { toUnitId: 9, deadlineAt: 8000 }],
      ),
    );
    expect(steps[3]).toMatchObject({ state: 'returned', deadlineAt: 5000, leadUnitId: 7 });
    expect(steps[4]).toMatchObject({ state: 'assigned', deadlineAt: 8000, leadUnitId: 9 });
  });

  it('moves the deadline by an extension and counts it', () => {
    const steps = foldEvents(
      sequence('reported', 'accepted', assigned, 'started', 'extension_requested', [
        'extension_granted',
        { deadlineAt: 9000 },
      ]),
    );
    expect(steps[4]).toMatchObject({ state: 'in_progress', deadlineAt: 5000, extensionCount: 0 });
    expect(steps[5]).toMatchObject({ deadlineAt: 9000, extensionCount: 1 });
  });

  it('defers with the planned date and the deadline that will then hold', () => {
    const steps = foldEvents(
      sequence(
        'reported',
        'accepted',
        assigned,
        'started',
        'deferral_requested',
        ['deferred', { resumesAt: 20_000, deadlineAt: 24_500 }],
        ['resumed', { deadlineAt: 24_500 }],
      ),
    );
    expect(steps[5]).toMatchObject({ state: 'deferred', resumesAt: 20_000, deadlineAt: 24_500 });
    expect(steps[6]).toMatchObject({ state: 'in_progress', resumesAt: null, deadlineAt: 24_500 });
  });

  it('counts rework, schedules and passes a recheck, and reopens on a relapse', () => {
    const steps = foldEvents(
      sequence(
        'reported',
        'accepted',
        assigned,
        'started',
        submitted,
        ['rework', { deadlineAt: 7000 }],
        submitted,
        'verified',
        ['recheck_scheduled', { recheckDueAt: 30_000 }],
        'recheck_passed',
        ['recheck_scheduled', { recheckDueAt: 60_000 }],
        ['relapsed', { deadlineAt: 65_000 }],
      ),
    );
    expect(steps[5]).toMatchObject({ state: 'in_progress', reworkCount: 1, deadlineAt: 7000 });
    expect(steps[8]).toMatchObject({ state: 'closed', stateSince: 800, recheckDueAt: 30_000 });
    expect(steps[9]).toMatchObject({ state: 'closed', recheckDueAt: null });
    expect(steps[11]).toMatchObject({
      state: 'in_progress',
      relapseCount: 1,
      closedAt: null,
      recheckDueAt: null,
      deadlineAt: 65_000,
      eventCount: 12,
    });
  });

  it('flags supervision and lets cards and comments change nothing', () => {
    const steps = foldEvents(
      sequence(
        'reported',
        'accepted',
        assigned,
        'reminder',
        'warning',
        'yellow_card',
        'red_card',
        'supervised',
        'commented',
      ),
    );
    expect(new Set(steps.slice(2).map((step) => step.state))).toEqual(new Set(['assigned']));
    expect(steps.map((step) => step.stateSince).slice(2)).toEqual(Array(7).fill(300));
    expect(steps.at(-1)).toMatchObject({ supervised: true, deadlineAt: 5000, eventCount: 9 });
  });

  it('names the survivor of a merge', () => {
    expect(foldEvents(sequence('reported', ['merged', { mergedInto: 12 }])).at(-1)).toMatchObject({
      state: 'merged',
      mergedInto: 12,
    });
  });
});

describe('refusals', () => {
  const refused: [string, IssueEvent[], number][] = [
    ['an issue that begins in the middle', sequence('accepted'), 0],
    ['a second report', sequence('reported', 'reported'), 1],
    ['an assignment before the acceptance', sequence('reported', assigned), 1],
    ['work on what was rejected', sequence('reported', 'rejected', assigned), 2],
    ['a fix before the assignment', sequence('reported', 'accepted', submitted), 2],
    [
      'a deferral before work has begun',
      sequence('reported', 'accepted', assigned, [
        'deferred',
        { resumesAt: 9000, deadlineAt: 9500 },
      ]),
      3,
    ],
    ['an extension of what is closed', sequence('fixed_on_the_spot', 'extension_requested'), 1],
    [
      'a relapse of what is open',
      sequence('reported', 'accepted', ['relapsed', { deadlineAt: 1 }]),
      2,
    ],
    ['a card for nothing', sequence('yellow_card'), 0],
    ['supervision of what is closed', sequence('fixed_on_the_spot', 'supervised'), 1],
  ];
  it.each(refused)('%s', (_name, events, position) => {
    const error = captured(() => foldEvents(events));
    expect(error).toBeInstanceOf(LifecycleError);
    expect((error as LifecycleError).position).toBe(position);
  });

  it('an event recorded before its predecessor, or before it happened', () => {
    const [first, second] = sequence('reported', 'accepted') as [IssueEvent, IssueEvent];
    expect(() => foldEvents([first, { ...second, recordedAt: 50, occurredAt: 50 }])).toThrow(
      LifecycleError,
    );
    expect(() => foldEvents([first, { ...second, occurredAt: 250 }])).toThrow(LifecycleError);
  });
});

function captured(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}
