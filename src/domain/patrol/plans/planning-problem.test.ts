import { describe, expect, it } from 'vitest';
import { checkSolution } from '../checker/check-solution.ts';
import type { PlanSolution } from '../problem/problem.ts';
import { readProblem } from '../problem/read-problem.ts';
import { solve } from '../solver/solve.ts';
import type { CandidateList, PlanCandidate } from './candidate.ts';
import { plannedRoutes } from './planned-routes.ts';
import { planningProblem, usualCrews } from './planning-problem.ts';
import type { Crew, Leave, Shift } from './roster.ts';

// A Thursday.
const FROM = '2026-11-26';

const early: Shift = {
  id: 1,
  teamId: 5,
  name: '早班',
  starts: '07:00',
  ends: '12:00',
  weekdays: [1, 2, 3, 4, 5],
  break: { starts: '09:00', ends: '10:00', minutes: 20 },
};
const crew: Crew = {
  id: 31,
  teamId: 5,
  name: '王巡查一组',
  members: [
    { id: 6, name: '王巡查' },
    { id: 11, name: '王同事' },
  ],
  start: [103, 30],
  end: null,
  mode: 'foot',
  skills: [],
  shiftId: 1,
  active: true,
  version: 1,
};
const leaveOf = (more: Partial<Leave>): Leave => ({
  id: 1,
  teamId: 5,
  crewId: null,
  memberId: null,
  name: '',
  from: FROM,
  to: FROM,
  reason: null,
  ...more,
});

const candidate = (siteId: number, more: Partial<PlanCandidate> = {}): PlanCandidate => ({
  siteId,
  name: `示例${siteId}`,
  type: 'hotel',
  lon: 103 + siteId / 1000,
  lat: 30,
  status: 'unknown',
  visits: 1,
  minGapDays: 1,
  maxGapDays: 7,
  priority: 30,
  serviceSeconds: 1200,
  windows: [[25_200, 36_000]],
  lastVisits: [],
  recheck: false,
  reasons: [{ code: 'frequency', visits: 1, per14Days: 2 }],
  ...more,
});
const listOf = (candidates: readonly PlanCandidate[], days: number): CandidateList => ({
  from: FROM,
  days,
  teamId: 5,
  policy: {} as CandidateList['policy'],
  stagger: {
    bands: [
      [25_200, 32_400],
      [32_400, 43_200],
    ],
    working_bands: [1],
    start_date: FROM,
    off_days: [],
    off_hours_target: 0.4,
  },
  candidates,
});

describe('the usual crews of a plan', () => {
  const daysOf = (leave: readonly Leave[], shiftId: number | null = 1) =>
    usualCrews({ crews: [{ ...crew, shiftId }], shifts: [early], leave }, FROM, 7)[0]!.days;

  it('walk on their shift’s weekdays', () => {
    expect(daysOf([])).toEqual([0, 1, 4, 5, 6]);
    expect(daysOf([], null)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('are away when the crew is, or everybody of it', () => {
    expect(daysOf([leaveOf({ crewId: 31, to: '2026-11-27' })])).toEqual([4, 5, 6]);
    expect(daysOf([leaveOf({ memberId: 6 })])).toEqual([0, 1, 4, 5, 6]);
    expect(daysOf([leaveOf({ memberId: 6 }), leaveOf({ memberId: 11 })])).toEqual([1, 4, 5, 6]);
  });

  it('leave out who is put aside', () => {
    const idle = { ...crew, active: false };
    expect(usualCrews({ crews: [idle], shifts: [early], leave: [] }, FROM, 7)).toEqual([]);
  });
});

describe('the problem of a plan', () => {
  const crews = usualCrews({ crews: [crew], shifts: [early], leave: [] }, FROM, 2);

  it('is one that the solver reads, a job per site and a vehicle per crew and day', () => {
    const problem = planningProblem(listOf([candidate(1), candidate(2, { visits: 2 })], 2), {
      crews,
      staggerWeight: 600,
      fairness: 0.5,
    });
    expect(readProblem(JSON.parse(JSON.stringify(problem)))).toEqual(problem);
    expect(problem.vehicles).toEqual([
      {
        id: 1,
        crew: 31,
        day: 0,
        description: '王巡查一组',
        profile: 'foot',
        start: [103, 30],
        end: [103, 30],
        skills: [],
        time_window: [25_200, 43_200],
        breaks: [{ id: 1, time_windows: [[32_400, 34_800]], service: 1200 }],
      },
      expect.objectContaining({ id: 2, crew: 31, day: 1 }),
    ]);
    // A visit of twenty minutes begins twenty minutes before closing at the latest.
    expect(problem.jobs[0]).toMatchObject({ id: 1, time_windows: [[25_200, 34_800]] });
    expect(problem).toMatchObject({ days: 2, fairness: 0.5, stagger: { weight: 600 } });
  });

  it('leaves out what is excluded or asks for nothing, and takes in what is added or pinned', () => {
    const list = listOf(
      [1, 2, 3, 4].map((id) => candidate(id, { visits: id === 1 ? 1 : 0 })),
      2,
    );
    const { jobs } = planningProblem(list, {
      crews,
      staggerWeight: 0,
      excluded: new Set([1]),
      added: new Set([2]),
      pins: new Map([[3, [{ crewId: 31, day: 1, hours: [28_800, 30_000] as const }]]]),
    });
    expect(jobs.map(({ id, visits, pins }) => [id, visits, pins])).toEqual([
      [2, 1, undefined],
      [3, 1, [{ vehicle: 31, day: 1, time_window: [28_800, 30_000] }]],
    ]);
  });
});

describe('the routes of a solution', () => {
  it('are moments with reasons, the re-check first, what is pinned marked', () => {
    const crews = usualCrews({ crews: [crew], shifts: [early], leave: [] }, FROM, 2);
    const list = listOf(
      [
        candidate(1, {
          visits: 2,
          recheck: true,
          reasons: [
            { code: 'recheck', count: 1, dueAt: '2026-11-27T00:00:00+08:00' },
            { code: 'hotspot' },
          ],
        }),
        candidate(2),
        candidate(3, { windows: [[80_000, 82_000]] }),
      ],
      2,
    );
    const pins = new Map([[2, [{ day: 1, hours: [30_000, 31_000] as const }]]]);
    const problem = planningProblem(list, { crews, staggerWeight: 0, pins });
    const solution = solve(problem, { iterations: 300 });
    expect(checkSolution(problem, solution)).toEqual([]);
    const { routes, unserved } = plannedRoutes(problem, solution, list, { crews, pins }, () => ({
      path: null,
      distanceMeters: 12.6,
    }));
    expect(
      routes.map(({ day, crewId, mode, distanceMeters }) => [day, crewId, mode, distanceMeters]),
    ).toEqual([
      [0, 31, 'foot', 13],
      [1, 31, 'foot', 13],
    ]);
    const stops = routes.flatMap(({ stops: own }) => own);
    expect(stops.filter(({ siteId }) => siteId === 1)).toMatchObject([
      { kind: 'recheck', reasons: [{ code: 'recheck' }, { code: 'hotspot' }] },
      { kind: 'visit', reasons: [{ code: 'hotspot' }] },
    ]);
    const pinned = stops.find(({ siteId }) => siteId === 2)!;
    expect(pinned.pinned).toEqual({ crew: false, day: true, time: true });
    // 30,000 to 31,000 seconds of Friday: 08:20 to 08:36:40 in Shanghai.
    expect(pinned.arrivesAt >= '2026-11-27T00:20:00.000Z').toBe(true);
    expect(pinned.arrivesAt <= '2026-11-27T00:36:40.000Z').toBe(true);
    expect(unserved).toEqual([
      {
        siteId: 3,
        code: 'time_windows',
        zh: '开放时段内排不进任何班次',
        en: 'No shift falls within its opening hours',
      },
    ]);
  });

  it('leave out a route without a stop, and say each visit left out', () => {
    const crews = usualCrews({ crews: [crew], shifts: [early], leave: [] }, FROM, 1);
    const list = listOf([candidate(1)], 1);
    const problem = planningProblem(list, { crews, staggerWeight: 0 });
    const end = { arrival: 0, setup: 0, service: 0, waiting_time: 0, duration: 0 } as const;
    const empty: PlanSolution = {
      code: 0,
      summary: {} as PlanSolution['summary'],
      routes: [
        {
          vehicle: 1,
          day: 0,
          cost: 0,
          setup: 0,
          service: 0,
          duration: 0,
          waiting_time: 0,
          priority: 0,
          steps: [
            { type: 'start', ...end },
            { type: 'end', ...end },
          ],
        },
      ],
      unassigned: [{ id: 1, type: 'job', visits: 2, reason: 'time' }],
    };
    const way = () => ({ path: null, distanceMeters: 0 });
    const { routes, unserved } = plannedRoutes(problem, empty, list, { crews }, way);
    expect(routes).toEqual([]);
    expect(unserved.map(({ code }) => code)).toEqual(['time', 'time']);
  });
});
