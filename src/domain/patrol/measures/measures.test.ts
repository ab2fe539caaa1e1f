import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlanProblem, PlanSolution, PlanStagger } from '../problem/problem.ts';
import { countHits } from './guess.ts';
import { staggeringMeasures } from './measures.ts';
import { spread } from './spread.ts';
import { timeClasses } from './time-classes.ts';

const HOUR = 3600;
const STAGGER: PlanStagger = {
  weight: 100,
  bands: [
    [7 * HOUR, 9 * HOUR],
    [9 * HOUR, 12 * HOUR],
    [12 * HOUR, 14 * HOUR],
    [14 * HOUR, 17 * HOUR],
    [17 * HOUR, 20.5 * HOUR],
    [20.5 * HOUR, 22 * HOUR],
  ],
  start_date: '2026-11-23',
};

describe('time classes', () => {
  const classes = timeClasses(STAGGER, 14);

  it('number weekday and band; hours outside all bands have none', () => {
    // 2026-11-23 is a Monday.
    expect(classes.of(0, 8 * HOUR)).toBe(0);
    expect(classes.of(0, 9 * HOUR)).toBe(1);
    expect(classes.of(6, 21 * HOUR)).toBe(6 * 6 + 5);
    expect(classes.of(7, 7 * HOUR)).toBe(0);
    expect(classes.of(-1, 7 * HOUR)).toBe(6 * 6);
    expect(classes.of(0, 6 * HOUR)).toBe(-1);
    expect(classes.of(0, 22 * HOUR)).toBe(-1);
  });

  it('are outside office hours in the early morning, at noon, in the evening, and at weekends', () => {
    const isOff = (day: number, hour: number) => classes.isOff(classes.of(day, hour * HOUR), day);
    expect([8, 10, 12, 15, 18, 21].map((hour) => isOff(2, hour))).toEqual([
      true,
      false,
      true,
      false,
      true,
      true,
    ]);
    expect([8, 10, 15].map((hour) => isOff(5, hour))).toEqual([true, true, true]);
  });

  it('take holidays as they are given: a working Saturday, a free Monday', () => {
    const holiday = timeClasses({ ...STAGGER, off_days: [0, 6] }, 7);
    expect(holiday.isOff(holiday.of(0, 10 * HOUR), 0)).toBe(true);
    expect(holiday.isOff(holiday.of(5, 10 * HOUR), 5)).toBe(false);
  });
});

describe('spread', () => {
  it.each([
    ['two alike', [3, 3], 10, 0],
    ['two apart', [3, 4], 10, 1],
    ['three, two alike', [1, 1, 2], 10, (Math.log(3) - (2 / 3) * Math.log(2)) / Math.log(3)],
    ['as even as two classes allow', [1, 1, 2], 2, 1],
    ['a single visit', [1], 10, 1],
    ['one open class', [1, 1], 1, 1],
  ])('of %s', (_, classes, open, expected) => {
    expect(spread(classes, open)).toBeCloseTo(expected, 12);
  });

  it('is 1 exactly when the visits are as even as can be', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: 2, max: 9 }),
        (visits, open) => {
          const even = Array.from({ length: visits }, (_, at) => at % open);
          expect(spread(even, open)).toBeCloseTo(1, 12);
          if (visits > 1 && open > 1)
            expect(
              spread(
                even.map(() => 0),
                open,
              ),
            ).toBe(0);
        },
      ),
    );
  });
});

describe('guessers', () => {
  const hits = (classes: number[], from: number) => [...countHits(classes, from, 6)];

  it('name the class before, the most frequent, what followed it last time, its weekday at the usual hour', () => {
    // Always Monday morning: all four are right about the last.
    expect(hits([1, 1, 1], 2)).toEqual([1, 1, 1, 1]);
    // A rotation 1 8 15 1 8 …: only the third knows that 15 follows 8.
    expect(hits([1, 8, 15, 1, 8, 15], 5)).toEqual([0, 0, 1, 0]);
    // Most frequent, though not the last.
    expect(hits([1, 1, 9, 1], 3)).toEqual([0, 1, 0, 0]);
    // Tuesday morning (7) after Tuesday noon (8), mornings being usual.
    expect(hits([1, 13, 8, 7], 3)).toEqual([0, 0, 0, 1]);
  });

  it('know nothing before the first visit and of hours outside all bands', () => {
    expect(hits([5], 0)).toEqual([0, 0, 0, 0]);
    expect(hits([-1, -1, -1], 1)).toEqual([0, 0, 0, 0]);
  });
});

describe('the measures of a plan', () => {
  const problem: PlanProblem = {
    days: 14,
    vehicles: [{ id: 1, start_index: 0, end_index: 0, time_window: [7 * HOUR, 22 * HOUR] }],
    jobs: [
      {
        id: 7,
        location_index: 1,
        service: 600,
        visits: 2,
        last_visits: ['2026-11-20T10:00:00+08:00'],
      },
      {
        id: 8,
        location_index: 2,
        service: 600,
        days: [0, 1, 2, 3, 4],
        time_windows: [[9 * HOUR, 11 * HOUR]],
      },
    ],
    matrices: {
      car: {
        durations: [
          [0, 60, 60],
          [60, 0, 60],
          [60, 60, 0],
        ],
      },
    },
    stagger: STAGGER,
  };
  const step = (id: number, arrival: number) =>
    ({ type: 'job', id, arrival, setup: 0, service: 600, waiting_time: 0, duration: 60 }) as const;
  const route = (day: number, ...steps: ReturnType<typeof step>[]) => ({
    vehicle: 1,
    day,
    cost: 120,
    setup: 0,
    service: 600 * steps.length,
    duration: 120,
    waiting_time: 0,
    priority: 0,
    steps,
  });
  const solution = {
    code: 0,
    // Friday morning again at site 7, then Sunday evening; site 8 on Monday morning.
    routes: [
      route(0, step(8, 10 * HOUR)),
      route(4, step(7, 10 * HOUR)),
      route(6, step(7, 18 * HOUR)),
    ],
    unassigned: [],
  } as unknown as PlanSolution;

  it('count by hand', () => {
    const measures = staggeringMeasures(problem, solution)!;
    expect(measures.visits).toBe(3);
    // Site 8 is never open outside office hours: of the two others one is.
    expect(measures.closedThen).toBe(1);
    expect(measures.offHoursShare).toBe(0.5);
    const [seven, eight] = measures.sites;
    // Friday morning twice, Sunday evening once, of 42 classes.
    expect(seven!.spread).toBeCloseTo((Math.log(3) - (2 / 3) * Math.log(2)) / Math.log(3), 12);
    // The first of the two planned visits is where the last was.
    expect(seven!.guess).toBe(0.5);
    expect(seven!.idealGuess).toBe(1 / 42);
    expect([seven!.longestGapDays, seven!.shortestGapDays]).toEqual([7, 2]);
    expect(eight).toMatchObject({
      planned: 1,
      spread: null,
      guess: null,
      idealGuess: 1 / 5,
      canBeOff: false,
    });
    expect(measures.crews).toMatchObject([
      { crew: 1, visits: 3, travelSeconds: 360, workSeconds: 360 + 1800 },
    ]);
    expect(measures.crews[0]!.offHoursShare).toBeCloseTo(1 / 3, 12);
  });
});
