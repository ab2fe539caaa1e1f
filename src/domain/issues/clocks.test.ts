import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addToClock,
  CLOCK_KINDS,
  deadlineAfterPause,
  elapsedOnClock,
  momentOfShare,
  WorkCalendar,
  type ClockKind,
} from './clocks.ts';

/** 国庆 2026: 1–7 October off, Sunday 20 September and Saturday 10 October worked instead. */
const calendar = new WorkCalendar([
  ...[1, 2, 3, 4, 5, 6, 7].map((day) => ({
    day: `2026-10-0${day}`,
    kind: 'holiday' as const,
  })),
  { day: '2026-09-20', kind: 'workday' },
  { day: '2026-10-10', kind: 'workday' },
]);

const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+08:00`);
const text = (moment: number) =>
  new Date(moment + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
const add = (starts: string, clock: ClockKind, amount: number) =>
  text(addToClock(at(starts), clock, amount, calendar));

describe('addToClock, worked by hand', () => {
  // [starts, clock, amount, deadline]
  const cases: [string, ClockKind, number, string][] = [
    ['2026-10-02 23:30', 'urgent_hours', 4, '2026-10-03 03:30'],
    // Within a morning, over noon, over a night, over a weekend.
    ['2026-11-18 08:30', 'working_hours', 2, '2026-11-18 10:30'],
    ['2026-11-18 11:00', 'working_hours', 4, '2026-11-18 17:00'],
    ['2026-11-18 16:00', 'working_hours', 4, '2026-11-19 10:30'],
    ['2026-11-20 17:00', 'working_hours', 4, '2026-11-23 11:30'],
    // Starting at night, at noon and on a Sunday counts from the next opening.
    ['2026-11-18 02:00', 'working_hours', 4, '2026-11-18 14:30'],
    ['2026-11-18 12:30', 'working_hours', 4, '2026-11-18 18:00'],
    ['2026-11-22 15:00', 'working_hours', 1, '2026-11-23 09:30'],
    // Over the holiday: Wednesday 30 September, 1 h left; the next working day is Thursday 8 October.
    ['2026-09-30 17:00', 'working_hours', 4, '2026-10-08 11:30'],
    // The Saturday of 10 October is worked, the Sunday after is not.
    ['2026-10-10 17:00', 'working_hours', 2, '2026-10-12 09:30'],
    ['2026-11-18 10:00', 'working_days', 1, '2026-11-19 18:00'],
    ['2026-11-20 20:00', 'working_days', 1, '2026-11-23 18:00'],
    ['2026-11-21 09:00', 'working_days', 1, '2026-11-23 18:00'],
    ['2026-09-18 09:00', 'working_days', 1, '2026-09-20 18:00'],
    ['2026-09-30 09:00', 'working_days', 1, '2026-10-08 18:00'],
    ['2026-09-30 09:00', 'working_days', 3, '2026-10-10 18:00'],
    ['2026-09-30 09:00', 'working_days', 5, '2026-10-13 18:00'],
    ['2026-11-18 00:00', 'calendar_days', 1, '2026-11-20 00:00'],
    ['2026-09-30 23:59', 'calendar_days', 3, '2026-10-04 00:00'],
  ];
  it.each(cases)('%s + %s %d = %s', (starts, clock, amount, deadline) => {
    expect(add(starts, clock, amount)).toBe(deadline);
  });

  it('refuses an amount that is not a whole number from 1', () => {
    for (const amount of [0, -1, 1.5, Number.NaN]) {
      expect(() => addToClock(0, 'working_days', amount, calendar)).toThrow(RangeError);
    }
  });
});

describe('elapsed time and what is left', () => {
  const hours = (from: string, to: string, clock: ClockKind) =>
    elapsedOnClock(at(from), at(to), clock, calendar) / 3_600_000;

  it('counts working time only, 7.5 hours a day', () => {
    expect(hours('2026-11-18 08:00', '2026-11-18 20:00', 'working_hours')).toBe(7.5);
    expect(hours('2026-11-18 11:30', '2026-11-18 14:30', 'working_hours')).toBe(1);
    expect(hours('2026-11-20 17:00', '2026-11-23 09:00', 'working_hours')).toBe(1.5);
    expect(hours('2026-09-30 00:00', '2026-10-11 00:00', 'working_hours')).toBe(4 * 7.5);
    expect(hours('2026-11-18 12:00', '2026-11-18 10:00', 'working_hours')).toBe(0);
  });

  it('counts plain time for the other clocks', () => {
    expect(hours('2026-10-01 00:00', '2026-10-02 06:00', 'urgent_hours')).toBe(30);
  });

  it('places reminder, warning and red card by the clock of the deadline', () => {
    // 4 working hours from 11:00: half at 15:00 (1 h before noon, 1 h after), 1.5 × after 6 h.
    const starts = at('2026-11-18 11:00');
    const deadline = addToClock(starts, 'working_hours', 4, calendar);
    const share = (part: number) =>
      text(momentOfShare(starts, deadline, part, 'working_hours', calendar));
    expect(share(0.5)).toBe('2026-11-18 15:00');
    expect(share(0.8)).toBe('2026-11-18 16:12');
    expect(share(1.5)).toBe('2026-11-19 09:30');
  });

  it('goes on with what was left after a pause', () => {
    // Deadline Friday 18:00, stopped on Thursday 17:00: 1 h + 7.5 h left; resumed Tuesday 10:00.
    expect(
      text(
        deadlineAfterPause(
          at('2026-11-20 18:00'),
          at('2026-11-19 17:00'),
          at('2026-11-24 10:00'),
          'working_days',
          calendar,
        ),
      ),
    ).toBe('2026-11-25 11:00');
  });

  it('leaves nothing once the clock had run out', () => {
    const resumes = at('2026-11-24 10:00');
    expect(
      deadlineAfterPause(
        at('2026-11-20 18:00'),
        at('2026-11-21 09:00'),
        resumes,
        'working_days',
        calendar,
      ),
    ).toBe(resumes);
  });
});

describe('properties', () => {
  const moment = fc.integer({ min: at('2026-09-01 00:00'), max: at('2026-12-01 00:00') });

  it('adding working time and measuring it are inverse', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 400 * 3_600_000 }), (starts, duration) => {
        const ends = calendar.addWorkingTime(starts, duration);
        expect(calendar.workingTimeBetween(starts, ends)).toBe(duration);
        expect(calendar.workingTimeBetween(starts, ends - 1)).toBe(duration - 1);
      }),
    );
  });

  it('a later start never has an earlier deadline', () => {
    fc.assert(
      fc.property(
        moment,
        moment,
        fc.constantFrom(...CLOCK_KINDS),
        fc.integer({ min: 1, max: 20 }),
        (a, b, clock, amount) => {
          const [early, late] = a < b ? [a, b] : [b, a];
          expect(addToClock(early, clock, amount, calendar)).toBeLessThanOrEqual(
            addToClock(late, clock, amount, calendar),
          );
        },
      ),
    );
  });

  it('elapsed times add up', () => {
    fc.assert(
      fc.property(moment, moment, moment, fc.constantFrom(...CLOCK_KINDS), (x, y, z, clock) => {
        const [a, b, c] = [x, y, z].sort((left, right) => left - right) as [number, number, number];
        expect(elapsedOnClock(a, b, clock, calendar) + elapsedOnClock(b, c, clock, calendar)).toBe(
          elapsedOnClock(a, c, clock, calendar),
        );
      }),
    );
  });
});
