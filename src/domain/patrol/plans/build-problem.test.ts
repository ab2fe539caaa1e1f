import { describe, expect, it } from 'vitest';
import { checkSolution } from '../checker/check-solution.ts';
import { readProblem } from '../problem/read-problem.ts';
import { solve } from '../solver/solve.ts';
import { buildProblem, placesOfPlan, type PlanQuestion } from './build-problem.ts';
import { blocks, foresee } from './foresee.ts';
import { plannedDays, routeDrafts } from './planned-visits.ts';
import {
  candidate,
  COURTYARD,
  EARLY_CREW,
  everyDay,
  HOTEL,
  LATE_CREW,
  li,
  MARKET,
  question,
  wang,
} from './question.fixture.ts';

const asked = { crewCount: 2, from: '2026-11-23', today: '2026-11-22' };

function workdays(of: PlanQuestion, crewId: number) {
  return buildProblem(of)
    .vehicles.filter((vehicle) => vehicle.crew === crewId)
    .map(({ day }) => day);
}

describe('the problem of a plan', () => {
  it('is one that the solver takes, with a vehicle for every day a crew works', () => {
    const problem = buildProblem(question());
    expect(readProblem(structuredClone(problem))).toEqual(problem);
    expect(workdays(question(), EARLY_CREW)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(workdays(question(), LATE_CREW)).toEqual([0, 1, 2, 3, 4]);
    expect(new Set(problem.vehicles.map(({ id }) => id)).size).toBe(12);
    expect(problem.vehicles.some(({ id }) => id === EARLY_CREW || id === LATE_CREW)).toBe(false);
    expect(problem.vehicles.at(-1)).toMatchObject({
      profile: 'ebike',
      time_window: [9 * 3600, 17.5 * 3600],
      breaks: [{ service: 3600, time_windows: [[12 * 3600, 13 * 3600]] }],
    });
    expect(problem.jobs[0]).toEqual({
      id: HOTEL,
      description: '点位11',
      location: [103.011, 29.98],
      service: 1800,
      priority: 40,
      // The last visit begins half an hour before the site closes.
      time_windows: [[8 * 3600, 19.5 * 3600]],
      visits: 2,
      min_gap_days: 2,
      max_gap_days: 7,
    });
    expect(problem.stagger).toMatchObject({ weight: 600, off_days: [5, 6], off_hours_target: 0.4 });
  });

  it('leaves a crew at home when all of it is on leave, not when one of two is', () => {
    const away = { id: 1, teamId: 5, crewId: null, memberId: null, name: '', reason: null };
    const both = [
      { ...away, memberId: wang.id, from: '2026-11-23', to: '2026-11-25' },
      { ...away, memberId: li.id, from: '2026-11-24', to: '2026-11-24' },
      { ...away, crewId: EARLY_CREW, from: '2026-11-27', to: '2026-11-27' },
    ];
    expect(workdays(question({ leave: both }), EARLY_CREW)).toEqual([0, 2, 3, 5, 6]);
    expect(workdays(question({ leave: both }), LATE_CREW)).toEqual([0, 2, 3, 4]);
  });

  it('sends nobody before now, and nobody whose shift is over', () => {
    const { vehicles } = buildProblem(question({ now: '2026-11-23T13:10:30+08:00' }));
    expect(vehicles.filter(({ day }) => day === 0)).toMatchObject([
      { crew: LATE_CREW, time_window: [13 * 3600 + 11 * 60, 17.5 * 3600] },
    ]);
    // The noon break no longer fits before two.
    expect(vehicles.find(({ day }) => day === 0)).not.toHaveProperty('breaks');
  });

  it('asks for what the captain excluded, added and pinned', () => {
    const { jobs } = buildProblem(
      question(
        {
          excluded: new Set([MARKET]),
          added: new Set([COURTYARD]),
          pins: [{ siteId: HOTEL, crewId: LATE_CREW, day: 2, window: [36_000, 37_800] }],
        },
        [
          candidate(HOTEL),
          candidate(MARKET),
          candidate(COURTYARD, { visits: 0, maxGapDays: null }),
        ],
      ),
    );
    expect(jobs.map(({ id, visits, priority }) => [id, visits, priority])).toEqual([
      [HOTEL, 2, 40],
      [COURTYARD, 1, 100],
    ]);
    expect(jobs[0]!.pins).toEqual([{ vehicle: LATE_CREW, day: 2, time_window: [36_000, 37_800] }]);
  });

  it('counts what has been done, and keeps its distance from it', () => {
    const { jobs } = buildProblem(
      question({
        now: '2026-11-23T13:00:00+08:00',
        done: [{ siteId: HOTEL, at: '2026-11-23T09:30:00+08:00' }],
      }),
    );
    expect(jobs[0]).toMatchObject({
      visits: 1,
      days: [2, 3, 4, 5, 6],
      last_visits: ['2026-11-23T09:30:00+08:00'],
    });
  });

  it('names rows of the matrix where there is one: sites, then starts and ends', () => {
    const of = question();
    const size = placesOfPlan(of).length;
    expect(size).toBe(7);
    const durations = Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (_, j) => (i === j ? 0 : 300)),
    );
    const problem = buildProblem(of, { ebike: { durations } });
    expect(readProblem(structuredClone(problem))).toEqual(problem);
    expect(problem.jobs.map(({ location_index }) => location_index)).toEqual([0, 1, 2]);
    expect(problem.vehicles.at(-1)).toMatchObject({ start_index: 5, end_index: 6 });
  });
});

describe('a solution', () => {
  const pins = [{ siteId: HOTEL, crewId: LATE_CREW, day: 2, window: [36_000, 37_800] as const }];
  const of = question({ pins }, [candidate(HOTEL, { recheck: true }), candidate(MARKET)]);
  const problem = buildProblem(of);
  const solution = solve(problem, { iterations: 300 });
  const days = plannedDays(problem, solution, of.list.candidates, pins);

  it('keeps pins and says so, with why each stop is there', () => {
    expect(checkSolution(problem, solution)).toEqual([]);
    const visits = days.flatMap((day) => day.visits);
    expect(visits).toHaveLength(4);
    const pinned = visits.filter(({ pin }) => pin !== null);
    expect(pinned).toMatchObject([{ siteId: HOTEL, crewId: LATE_CREW, day: 2 }]);
    expect(pinned[0]!.begins).toBeGreaterThanOrEqual(36_000);
    expect(pinned[0]!.begins).toBeLessThanOrEqual(37_800);
    expect(visits.filter(({ isRecheck }) => isRecheck)).toHaveLength(1);
    expect(visits.every(({ reasons }) => reasons[0]!.code === 'frequency')).toBe(true);
    expect(new Set(visits.map(({ key }) => key)).size).toBe(4);
  });

  it('becomes routes with moments of the city, days counted from the plan’s first', () => {
    const drafts = routeDrafts(days, '2026-11-23', 3, () => ({ path: [], meters: 1234.6 }));
    expect(drafts.map(({ day }) => day)).toEqual(days.map(({ day }) => day + 3));
    const index = days.findIndex(({ visits }) => visits.some(({ pin }) => pin !== null));
    const stop = drafts[index]!.stops.find(({ pinned }) => pinned?.time)!;
    expect(stop.arrivesAt >= '2026-11-25T02:00:00.000Z').toBe(true);
    expect(stop.arrivesAt <= '2026-11-25T02:30:00.000Z').toBe(true);
    expect(drafts[0]).toMatchObject({ distanceMeters: 1235, path: null });
    for (const { departsAt, returnsAt, stops } of drafts) {
      const moments = [departsAt, ...stops.map(({ arrivesAt }) => arrivesAt), returnsAt];
      expect(moments).toEqual(moments.toSorted());
    }
  });
});

describe('what is foreseen', () => {
  const codes = (of: PlanQuestion, more = asked) => foresee(buildProblem(of), more);

  it('is nothing where all is well', () => {
    expect(codes(question())).toEqual([]);
  });

  it('blocks without crews, without days, without stops, in the past, beyond a month', () => {
    expect(codes(question({ crews: [] }), { ...asked, crewCount: 0 })).toEqual([
      { code: 'no-crews' },
    ]);
    const leave = [
      {
        id: 1,
        teamId: 5,
        crewId: null,
        memberId: wang.id,
        name: '',
        reason: null,
        from: '2026-11-01',
        to: '2026-12-31',
      },
      {
        id: 2,
        teamId: 5,
        crewId: null,
        memberId: li.id,
        name: '',
        reason: null,
        from: '2026-11-01',
        to: '2026-12-31',
      },
    ];
    expect(codes(question({ leave }))).toEqual([{ code: 'no-crew-days' }]);
    expect(codes(question({}, []))).toEqual([{ code: 'no-stops' }]);
    expect(codes(question(), { ...asked, today: '2026-11-24' })).toEqual([
      { code: 'past', from: '2026-11-23', today: '2026-11-24' },
    ]);
    const { list } = question();
    expect(codes(question({ list: { ...list, days: 32 } }))).toEqual([
      { code: 'too-many-days', days: 32, most: 31 },
    ]);
    for (const told of [...codes(question({}, [])), ...codes(question({ leave }))]) {
      expect(blocks(told)).toBe(true);
    }
  });

  it('blocks when no shift is as long as a visit', () => {
    const [first] = question().crews;
    const crews = [
      { ...first!, shift: { starts: '09:00', ends: '09:20', weekdays: everyDay, break: null } },
    ];
    expect(codes(question({ crews }), { ...asked, crewCount: 1 })).toEqual([
      { code: 'shift-too-short', shiftMinutes: 20, visitMinutes: 30 },
    ]);
  });

  it('warns of sites that are closed when crews work, and of sites entered twice', () => {
    const closed = candidate(HOTEL, { windows: [[19 * 3600, 22 * 3600]] });
    const tooShort = candidate(MARKET, { windows: [[9 * 3600, 9 * 3600 + 600]] });
    const twin = candidate(99, { name: '点位13', lon: 103.01300001 });
    const told = codes(question({}, [closed, tooShort, candidate(COURTYARD), twin]));
    expect(told).toEqual([
      { code: 'windows-exclude', siteIds: [HOTEL, MARKET] },
      { code: 'duplicates', siteIds: [99] },
    ]);
    expect(told.some(blocks)).toBe(false);
  });

  it('warns of more work than hours, in hours', () => {
    const long = Array.from({ length: 20 }, (_, at) =>
      candidate(100 + at, { visits: 7, minGapDays: 1, serviceSeconds: 3600 }),
    );
    // 7 days of 5 hours, and 5 days of 8.5 less one for the break.
    expect(codes(question({}, long))).toEqual([
      { code: 'too-much-work', neededHours: 140, availableHours: 72.5 },
    ]);
  });
});
