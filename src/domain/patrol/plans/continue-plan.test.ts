import { describe, expect, it } from 'vitest';
import { checkSolution } from '../checker/check-solution.ts';
import { solve } from '../solver/solve.ts';
import { begunRoutes } from './begun-routes.ts';
import { buildProblem, placesOfPlan } from './build-problem.ts';
import {
  begunRoutesOf,
  continuedList,
  doneSince,
  horizonAhead,
  isRunning,
  pinsAhead,
  sitesAhead,
  whereaboutsOf,
  type PlanUnderWay,
} from './continue-plan.ts';
import type { PatrolPlan, PlannedRoute, PlannedStop, StopStanding } from './plan.ts';
import { OPEN, plannedRoute, plannedStop } from './plan.fixture.ts';
import { plannedDays, routeDrafts } from './planned-visits.ts';
import {
  candidate,
  COURTYARD,
  EARLY_CREW,
  HOTEL,
  LATE_CREW,
  MARKET,
  question,
} from './question.fixture.ts';
import { wholePlan } from './route-drafts.ts';

const SHOP = 14;
const SCHOOL = 15;
const PARK = 16;
const KITCHEN = 17;
const TODAY = '2026-11-23';
const NOW = `${TODAY}T09:05:00+08:00`;

function stop(siteId: number, at: string, change: Partial<PlannedStop> = {}): PlannedStop {
  const arrivesAt = new Date(`${at}:00+08:00`).toISOString();
  return plannedStop(siteId, arrivesAt, { serviceSeconds: 1200, ...change });
}

function route(day: number, crewId: number, stops: readonly PlannedStop[]): PlannedRoute {
  return plannedRoute(`2026-11-${22 + day}`, day, crewId, stops, ['07:30', '12:00']);
}

const done = (at: string): StopStanding => ({ ...OPEN, state: 'done', at: `${at}:00+08:00` });

/** Three days from Sunday 22 November; it is five past nine on the Monday. */
const plan = {
  id: 3,
  from: '2026-11-22',
  days: 3,
  state: 'published',
  publishedVersion: 2,
  version: 2,
  unserved: [],
  routes: [
    route(0, EARLY_CREW, [
      stop(HOTEL, '2026-11-22T08:00', { standing: done('2026-11-22T08:20') }),
      // Nobody came there.
      stop(SHOP, '2026-11-22T09:00'),
    ]),
    route(1, EARLY_CREW, [
      stop(MARKET, '2026-11-23T08:00', { standing: done('2026-11-23T08:25') }),
      stop(COURTYARD, '2026-11-23T09:30'),
    ]),
    route(1, LATE_CREW, [
      stop(SCHOOL, '2026-11-23T09:00', {
        standing: { ...OPEN, state: 'skipped', at: '2026-11-23T09:02:00+08:00', reason: '关门' },
      }),
      stop(PARK, '2026-11-23T11:00', { pinned: { crew: true, day: false, time: true } }),
    ]),
    route(2, EARLY_CREW, [stop(HOTEL, '2026-11-24T09:00')]),
  ],
} as unknown as PatrolPlan;
const under: PlanUnderWay = { plan, walked: plan };

function listOf(days: number) {
  const known = [HOTEL, MARKET, COURTYARD, SHOP, SCHOOL, PARK, KITCHEN].map((siteId) =>
    candidate(siteId, {
      visits: 1,
      // New since the plan was made.
      ...((siteId === KITCHEN || siteId === HOTEL) && {
        reasons: [{ code: 'veto', count: 1, indicators: [9] }],
      }),
    }),
  );
  const { list } = question({}, known);
  return { ...list, from: TODAY, days };
}

function visitsOf({ list }: ReturnType<typeof continuedList>): Record<number, number> {
  return Object.fromEntries(
    list.candidates.flatMap(({ siteId, visits }) => (visits > 0 ? [[siteId, visits]] : [])),
  );
}

describe('a plan that goes on', () => {
  it('has the days that are left: today, or today and after', () => {
    expect(isRunning(under, TODAY)).toBe(true);
    expect(horizonAhead(under, 'today', TODAY)).toEqual({ from: TODAY, days: 1 });
    expect(horizonAhead(under, 'rest', TODAY)).toEqual({ from: TODAY, days: 2 });
    expect(horizonAhead(under, 'rest', '2026-11-25')).toBeNull();
    // Before its first day, or never given to the crews.
    expect(horizonAhead(under, 'today', '2026-11-20')).toEqual({ from: '2026-11-22', days: 3 });
    expect(horizonAhead({ plan, walked: null }, 'today', TODAY)).toBeNull();
  });

  it('visits today what is left of today and what became urgent, and nothing twice', () => {
    const today = continuedList(under, listOf(1));
    expect(visitsOf(today)).toEqual({ [COURTYARD]: 1, [PARK]: 1, [HOTEL]: 1, [KITCHEN]: 1 });
    expect(today.urgent).toEqual([HOTEL, KITCHEN]);
    expect(today.behind).toEqual([]);
    expect(sitesAhead(under, TODAY)).toEqual([COURTYARD, PARK, HOTEL]);
  });

  it('visits over the rest also what crews skipped or missed', () => {
    const rest = continuedList(under, listOf(2));
    expect(visitsOf(rest)).toEqual({
      [COURTYARD]: 1,
      [PARK]: 1,
      // As planned for tomorrow; its veto item is now known to that visit.
      [HOTEL]: 1,
      [SHOP]: 1,
      [SCHOOL]: 1,
      [KITCHEN]: 1,
    });
    expect(rest.urgent).toEqual([KITCHEN]);
    expect(rest.behind).toEqual([SHOP, SCHOOL]);
    expect(rest.list.candidates.find(({ siteId }) => siteId === HOTEL)).toMatchObject({
      serviceSeconds: 1200,
      reasons: [{ code: 'veto' }],
    });
  });

  it('tries again what the plan left out when all the days ahead are planned', () => {
    const left = (siteId: number) => ({
      siteId,
      siteName: `点位${siteId}`,
      code: 'time',
      zh: '各班次时间已满',
      en: 'The shifts are full',
    });
    const unserved = [left(COURTYARD), left(COURTYARD), left(MARKET), left(KITCHEN)];
    const short: PlanUnderWay = { plan: { ...plan, unserved }, walked: plan };
    const ofCourtyard = 3;
    const wanting = (days: number) => {
      const list = listOf(days);
      const wanted = (siteId: number) =>
        siteId === COURTYARD ? ofCourtyard : siteId === MARKET ? 0 : 1;
      const candidates = list.candidates.map((each) => ({
        ...each,
        visits: wanted(each.siteId),
      }));
      return continuedList(short, { ...list, candidates });
    };
    const rest = wanting(2);
    // The market is asked for no more.
    expect(visitsOf(rest)).toMatchObject({ [COURTYARD]: 3, [KITCHEN]: 1 });
    expect(visitsOf(rest)).not.toHaveProperty(String(MARKET));
    expect(rest.retried).toEqual(
      new Map([
        [COURTYARD, 2],
        [KITCHEN, 1],
      ]),
    );
    expect(rest.untried).toEqual([]);
    const today = wanting(1);
    // Of what was left out, today's change tries only what cannot wait; the rest is left out as before.
    expect(visitsOf(today)).toMatchObject({ [COURTYARD]: 1, [KITCHEN]: 1 });
    expect(today.retried).toEqual(new Map([[KITCHEN, 1]]));
    expect(today.untried.map(({ siteId }) => siteId)).toEqual([COURTYARD, COURTYARD, MARKET]);
    // The plan knew of it.
    expect([rest.urgent, today.urgent]).toEqual([[], [HOTEL]]);
  });

  it('goes on from where the crews are, with the pins they keep', () => {
    expect(whereaboutsOf(under, TODAY)).toEqual(
      new Map([
        [
          EARLY_CREW,
          {
            position: [103.012, 29.98],
            siteName: '点位12',
            at: '2026-11-23T08:25:00+08:00',
          },
        ],
      ]),
    );
    expect(pinsAhead(under, TODAY, 1, 600)).toEqual([
      { siteId: PARK, crewId: LATE_CREW, window: [39_000, 40_200] },
    ]);
    expect(begunRoutesOf(under, TODAY, 2, [[LATE_CREW, TODAY, 43_200]])).toEqual([
      { crewId: EARLY_CREW, day: 0, steps: [{ type: 'job', id: COURTYARD }] },
      {
        crewId: LATE_CREW,
        day: 0,
        steps: [
          { type: 'job', id: PARK },
          { type: 'break', id: 1 },
        ],
      },
      { crewId: EARLY_CREW, day: 1, steps: [{ type: 'job', id: HOTEL }] },
    ]);
  });

  it('takes a draft for what is ahead and the version walked for what was done', () => {
    // In the draft the market is planned once more for today, and the park is left out.
    const routes = [
      route(1, EARLY_CREW, [stop(MARKET, '2026-11-23T10:00'), stop(COURTYARD, '2026-11-23T11:00')]),
    ];
    const draft: PlanUnderWay = { plan: { ...plan, version: 3, routes }, walked: plan };
    expect(visitsOf(continuedList(draft, listOf(1)))).toMatchObject({ [COURTYARD]: 1 });
    expect(sitesAhead(draft, TODAY)).toEqual([COURTYARD]);
    expect(whereaboutsOf(draft, TODAY).has(EARLY_CREW)).toBe(true);
  });
});

describe('the rest of today, a crew missing', () => {
  const { list } = continuedList(under, listOf(1));
  const whereabouts = new Map(
    [...whereaboutsOf(under, TODAY)].map(([crewId, { position }]) => [crewId, position]),
  );
  const missing = {
    id: -1,
    teamId: 5,
    crewId: LATE_CREW,
    memberId: null,
    name: '',
    from: TODAY,
    to: TODAY,
    reason: null,
  };
  const of = question({
    list,
    leave: [missing],
    done: doneSince(under, TODAY),
    whereabouts,
    begun: begunRoutesOf(under, TODAY, 1, []),
    now: NOW,
  });
  const problem = buildProblem(of);
  const solution = solve(problem, { iterations: 200 });
  const days = plannedDays(problem, solution, list.candidates);

  it('sends the crew that is there on from its last stop, after now', () => {
    expect(checkSolution(problem, solution)).toEqual([]);
    expect(days).toHaveLength(1);
    const [day] = days;
    expect(day).toMatchObject({
      crewId: EARLY_CREW,
      start: [103.012, 29.98],
      end: [103.01, 29.98],
    });
    expect(day!.departs).toBeGreaterThanOrEqual(9 * 3600 + 5 * 60);
    expect(day!.visits.map(({ siteId }) => siteId).toSorted()).toEqual([
      HOTEL,
      COURTYARD,
      PARK,
      KITCHEN,
    ]);
    expect(placesOfPlan(of).at(-1)).toEqual([103.012, 29.98]);
  });

  it('names the row of the matrix where the crew is', () => {
    const size = placesOfPlan(of).length;
    const durations = Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (_, j) => (i === j ? 0 : 300)),
    );
    expect(buildProblem(of, { ebike: { durations } }).vehicles).toMatchObject([
      { crew: EARLY_CREW, start_index: size - 1, end_index: size - 4 },
    ]);
  });

  it('is saved within the whole plan: past, what was done today, what comes, the days after', () => {
    const drafts = routeDrafts(days, TODAY, 1, () => ({ path: [], meters: 900 }));
    const whole = wholePlan(under, drafts, listOf(1));
    expect(
      whole.map(({ day, crewId, stops }) => [day, crewId, stops.map(({ siteId }) => siteId)]),
    ).toEqual([
      [0, EARLY_CREW, [HOTEL, SHOP]],
      [1, EARLY_CREW, [MARKET, ...days[0]!.visits.map(({ siteId }) => siteId)]],
      [1, LATE_CREW, [SCHOOL]],
      [2, EARLY_CREW, [HOTEL]],
    ]);
    const today = whole[1]!;
    const moments = [
      today.departsAt,
      ...today.stops.map(({ arrivesAt }) => arrivesAt),
      today.returnsAt,
    ];
    expect(moments).toEqual(moments.toSorted());
    expect(today.departsAt).toBe('2026-11-22T23:30:00.000Z');
  });

  it('is saved without the later visits of a site that is closed by now', () => {
    const { candidates, ...rest } = listOf(1);
    const open = candidates.filter(({ siteId }) => siteId !== HOTEL);
    const closed = { ...rest, candidates: open };
    expect(continuedList(under, closed).gone).toEqual(new Map([[HOTEL, '点位11']]));
    // What was done there stays.
    const whole = wholePlan(under, [], closed);
    expect(whole.map(({ day }) => day)).toEqual([0, 1, 1]);
    expect(whole[0]!.stops.map(({ siteId }) => siteId)).toEqual([HOTEL, SHOP]);
  });

  it('begins the next search with the routes found', () => {
    expect(begunRoutes(days)).toEqual([
      {
        crewId: EARLY_CREW,
        day: 0,
        steps: days[0]!.visits.map(({ siteId }) => ({ type: 'job', id: siteId })),
      },
    ]);
  });
});
