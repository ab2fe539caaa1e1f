import { describe, expect, it } from 'vitest';
import type { PlanProblem, PlanRoute, PlanSolution, PlanStep } from '../problem/problem.ts';
import { solve } from '../solver/solve.ts';
import { checkSolution } from './check-solution.ts';

const PROBLEM: PlanProblem = {
  days: 3,
  vehicles: [
    {
      id: 1,
      start_index: 0,
      end_index: 0,
      time_window: [0, 6000],
      capacity: [3],
      skills: [1],
      max_tasks: 4,
      max_travel_time: 2000,
      breaks: [{ id: 9, service: 300, time_windows: [[1000, 3000]] }],
    },
    { id: 2, start_index: 0, end_index: 0, time_window: [0, 6000], max_duration: 5000 },
  ],
  jobs: [
    {
      id: 1,
      location_index: 1,
      service: 500,
      setup: 50,
      visits: 2,
      min_gap_days: 2,
      delivery: [1],
      skills: [1],
    },
    {
      id: 2,
      location_index: 2,
      service: 500,
      time_windows: [[2000, 4000]],
      pins: [{ vehicle: 2, day: 1 }],
    },
    { id: 3, location_index: 3, service: 500, patterns: [[0], [2]], delivery: [1] },
  ],
  matrices: {
    car: {
      durations: [
        [0, 100, 200, 300],
        [100, 0, 150, 250],
        [200, 150, 0, 120],
        [300, 250, 120, 0],
      ],
    },
  },
};

const SOLUTION = solve(PROBLEM, { iterations: 300 });

/** The solution with one thing changed. */
function broken(change: (solution: Writable<PlanSolution>) => void): PlanSolution {
  const copy = structuredClone(SOLUTION) as unknown as Writable<PlanSolution>;
  change(copy);
  return copy as unknown as PlanSolution;
}
type Writable<Value> = Value extends readonly (infer Item)[]
  ? Writable<Item>[]
  : Value extends object
    ? { -readonly [Key in keyof Value]: Writable<Value[Key]> }
    : Value;

const jobStep = (solution: Writable<PlanSolution>, id: number): Writable<PlanStep> =>
  solution.routes
    .flatMap(({ steps }) => steps)
    .find((step) => step.type === 'job' && step.id === id)!;
const routeOf = (solution: Writable<PlanSolution>, id: number): Writable<PlanRoute> =>
  solution.routes.find(({ steps }) => steps.some((step) => step.type === 'job' && step.id === id))!;

describe('the checker', () => {
  it('finds nothing wrong with a right solution', () => {
    expect(checkSolution(PROBLEM, SOLUTION)).toEqual([]);
    expect(SOLUTION.unassigned).toEqual([]);
  });

  it.each<[string, (solution: Writable<PlanSolution>) => void, RegExp]>([
    [
      'a visit too early',
      (s) => void (jobStep(s, 2).arrival = 1500),
      /job 2 at \d+, outside its windows/,
    ],
    [
      'a visit lost',
      (s) => void (routeOf(s, 3).steps = routeOf(s, 3).steps.filter(({ id }) => id !== 3)),
      /job 3: 0 planned and 0 left out, of 1/,
    ],
    [
      'a visit invented',
      (s) => void routeOf(s, 3).steps.splice(1, 0, { ...jobStep(s, 3) }),
      /job 3: 2 planned/,
    ],
    [
      'a stop nobody asked for',
      (s) => void (jobStep(s, 3).id = 77),
      /job 77 is not in the problem/,
    ],
    ['a way too short', (s) => void (jobStep(s, 3).arrival -= 200), /there at|begins before/],
    ['a pin moved', (s) => void (routeOf(s, 2).day = 0), /job 2: a pin is not kept/],
    [
      'days too near',
      (s) =>
        s.routes
          .filter(({ steps }) => steps.some(({ type, id }) => type === 'job' && id === 1))
          .forEach((route, at) => (route.day = at)),
      /job 1: visited on days 0,1, 2 apart/,
    ],
    [
      'days that are no pattern',
      (s) => void (routeOf(s, 3).day = 1),
      /job 3: days 1 are no pattern/,
    ],
    [
      'a break left out',
      (s) =>
        s.routes.forEach(
          (route) => (route.steps = route.steps.filter(({ type }) => type !== 'break')),
        ),
      /breaks taken: $/,
    ],
    [
      'a break at another hour',
      (s) =>
        s.routes.forEach(({ steps }) =>
          steps.forEach((step) => step.type === 'break' && (step.arrival += 4000)),
        ),
      /break 9 at \d+, outside its windows/,
    ],
    ['the skills of another', (s) => void (routeOf(s, 1).vehicle = 2), /job 1 needs other skills/],
    [
      'a service cut short',
      (s) => void (jobStep(s, 1).service = 5),
      /job 1 : service 5|job 1: service 5/,
    ],
    ['a setup left out', (s) => void (jobStep(s, 1).setup = 0), /setup 0, not 50/],
    [
      'work after the shift',
      (s) => s.routes.forEach(({ steps }) => (steps.at(-1)!.arrival = 7000)),
      /after 6000/,
    ],
    ['another travel time', (s) => void (s.routes[0]!.duration += 10), /travel \d+, not \d+/],
    ['another objective', (s) => void (s.summary.objective.travel += 10), /objective: travel/],
    [
      'a crew in two places',
      (s) => void s.routes.push(structuredClone(s.routes[0]!)),
      /two routes on day/,
    ],
  ])('notices %s', (_, change, message) => {
    expect(checkSolution(PROBLEM, broken(change)).join('\n')).toMatch(message);
  });

  it('notices too many visits, too much load, too much travel, too long a day', () => {
    const tight: PlanProblem = {
      ...PROBLEM,
      vehicles: [
        { ...PROBLEM.vehicles[0]!, max_tasks: 0, capacity: [0], max_travel_time: 10 },
        { ...PROBLEM.vehicles[1]!, max_duration: 10 },
      ],
    };
    const faults = checkSolution(tight, SOLUTION).join('\n');
    expect(faults).toMatch(/visits, at most 0/);
    expect(faults).toMatch(/load \d over capacity 0/);
    expect(faults).toMatch(/travels \d+ s, at most 10/);
    expect(faults).toMatch(/takes \d+ s, at most 10/);
  });
});
