import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSolution } from '../checker/check-solution.ts';
import type { PlanProblem, PlanSolution } from '../problem/problem.ts';
import { readProblem } from '../problem/read-problem.ts';
import { anyProblem } from './problems.fixture.ts';
import { solve } from './solve.ts';

/** Six stops on a line, a minute apart, for two crews over two days; day 0 with a break at noon. */
const LINE: PlanProblem = {
  days: 2,
  vehicles: [10, 11, 20, 21].map((id) => ({
    id,
    crew: Math.floor(id / 10),
    day: id % 10,
    start_index: 0,
    end_index: 0,
    time_window: [0, 3_600],
    ...(id % 10 === 0 && { breaks: [{ id: 7, service: 300, time_windows: [[1_200, 1_800]] }] }),
  })),
  jobs: [1, 2, 3, 4, 5, 6].map((id) => ({
    id,
    location_index: id,
    service: 600,
    visits: id === 6 ? 2 : 1,
  })),
  matrices: {
    car: {
      durations: Array.from({ length: 7 }, (_, from) =>
        Array.from({ length: 7 }, (__, to) => 60 * Math.abs(from - to)),
      ),
    },
  },
};

function withSteps(problem: PlanProblem, routes: Readonly<Record<number, readonly string[]>>) {
  return readProblem({
    ...problem,
    vehicles: problem.vehicles.map((vehicle) => ({
      ...vehicle,
      steps: (routes[vehicle.id] ?? []).map((step) =>
        step === 'break' ? { type: 'break', id: 7 } : { type: 'job', id: Number(step) },
      ),
    })),
  });
}

function routesOf({ routes }: PlanSolution): Record<number, string[]> {
  return Object.fromEntries(
    routes.map(({ vehicle, steps }) => [
      vehicle,
      steps
        .filter(({ type }) => type === 'job' || type === 'break')
        .map(({ type, id }) => (type === 'break' ? 'break' : String(id))),
    ]),
  );
}

describe('a search that begins with given routes', () => {
  // Neither short nor in a good order: nothing but what was given leads to them.
  const given = { 10: ['3', 'break', '1'], 11: ['6', '2'], 20: ['6', '5', 'break', '4'] };

  it('begins with just these', () => {
    const solution = solve(withSteps(LINE, given), { iterations: 0 });
    expect(routesOf(solution)).toEqual(given);
    // 3 and back by 1: 180 + 120 + 60 s; 6 and 2: 360 + 240 + 120; 6, 5, 4: 360 + 60 + 60 + 240.
    expect(solution.summary.duration).toBe(360 + 720 + 720);
  });

  it('leaves out of them what a pin, a skill or another visit forbids, and puts it elsewhere', () => {
    const pinned = {
      ...LINE,
      jobs: LINE.jobs.map((job) => (job.id === 5 ? { ...job, pins: [{ vehicle: 1 }] } : job)),
    };
    const solution = solve(withSteps(pinned, { ...given, 21: ['6', '9'] }), { iterations: 0 });
    expect(checkSolution(pinned, solution)).toEqual([]);
    expect(solution.unassigned).toEqual([]);
    const routes = routesOf(solution);
    expect(routes[20]).toEqual(['6', 'break', '4']);
    expect([...(routes[10] ?? []), ...(routes[11] ?? [])]).toContain('5');
    expect(routes[21]).toBeUndefined();
  });

  it('moves the second of two visits of one day to the other', () => {
    const solution = solve(withSteps(LINE, { 10: ['6'], 20: ['6'] }), { iterations: 0 });
    expect(checkSolution(LINE, solution)).toEqual([]);
    expect(solution.unassigned).toEqual([]);
  });

  it('makes room for a visit that is newly held to a crew and an hour', () => {
    const pin = { vehicle: 1, day: 0, time_window: [720, 780] as const };
    const pinned = {
      ...LINE,
      jobs: LINE.jobs.map((job) => (job.id === 4 ? { ...job, pins: [pin] } : job)),
    };
    // Until 3 is done at 2280 the crew has no ten minutes to spare, least of all at 720.
    const steps = { 10: ['1', '2', 'break', '3'], 20: ['6', '4'] };
    const solution = solve(withSteps(pinned, steps), { iterations: 0 });
    expect(checkSolution(pinned, solution)).toEqual([]);
    expect(solution.unassigned).toEqual([]);
    expect(routesOf(solution)[10]).toContain('4');
  });

  it('keeps every constraint whatever was given', () => {
    fc.assert(
      fc.property(anyProblem(), anyProblem(), (problem, other) => {
        const { routes } = solve(other, { iterations: 20 });
        const begun = readProblem({
          ...problem,
          vehicles: problem.vehicles.map((vehicle, at) => ({
            ...vehicle,
            steps: routes[at % Math.max(1, routes.length)]?.steps ?? [],
          })),
        });
        expect(checkSolution(problem, solve(begun, { iterations: 20 }))).toEqual([]);
      }),
      { numRuns: process.env['DEEP'] === '1' ? 5_000 : 50 },
    );
  });

  it('refuses steps that are none', () => {
    const [first, ...rest] = LINE.vehicles;
    const bad = { ...LINE, vehicles: [{ ...first, steps: [{ type: 'tea', id: 1 }] }, ...rest] };
    expect(() => readProblem(bad)).toThrow(/vehicles\[0\]\.steps\[0\]\.type.*"tea".*break/);
  });
});
