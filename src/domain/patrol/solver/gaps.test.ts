import { expect, it } from 'vitest';
import type { PlanProblem } from '../problem/problem.ts';
import { compile } from './compile.ts';
import { Plan } from './plan.ts';

const STOPS = 40;

/** Stops a minute apart in a line, the crews beginning before the first; the second takes three. */
const problem: PlanProblem = {
  vehicles: [
    { id: 1, start_index: 0, end_index: 0 },
    { id: 2, start_index: 0, end_index: 0, max_tasks: 3, time_window: [0, 36_000] },
  ],
  jobs: Array.from({ length: STOPS }, (_, at) => ({ id: at + 1, location_index: at + 1 })),
  matrices: {
    car: {
      durations: Array.from({ length: STOPS + 1 }, (_, from) =>
        Array.from({ length: STOPS + 1 }, (__, to) => 60 * Math.abs(from - to)),
      ),
    },
  },
};

function gapsOf({ gaps }: Plan, slot: number) {
  const { first, count, before, after, cost, ready } = gaps;
  return Array.from({ length: count[slot]! }, (_, at) => {
    const gap = first[slot]! + at;
    return [before[gap], after[gap], cost[gap], ready[gap]];
  });
}

it('holds what lies before and after each gap, and what the way over it costs', () => {
  const plan = new Plan(compile(problem));
  plan.place(1, 1, 1);
  plan.place(4, 1, 2);
  expect(gapsOf(plan, 1)).toEqual([
    [0, 2, 120, 0],
    [2, 5, 180, 120],
    [5, 0, 300, 300],
  ]);
  expect([...plan.gaps.isEmpty]).toEqual([1, 0]);
});

it('has no gap where no visit more is allowed', () => {
  const plan = new Plan(compile(problem));
  for (const task of [0, 1, 2]) plan.place(task, 1, 1);
  expect(gapsOf(plan, 1)).toEqual([]);
});

it('grows with a route, the others keeping theirs, and goes back with it', () => {
  const plan = new Plan(compile(problem));
  plan.place(38, 1, 1);
  plan.place(39, 0, 1);
  plan.commit();
  const before = [gapsOf(plan, 0), gapsOf(plan, 1)];
  for (let task = 0; task < 38; task++) plan.place(task, 0, task + 1);
  expect(gapsOf(plan, 0)).toHaveLength(40);
  expect(gapsOf(plan, 0).map(([node]) => node)).toEqual([...Array(39).keys(), 40]);
  expect(gapsOf(plan, 1)).toEqual(before[1]);
  plan.revert();
  expect([gapsOf(plan, 0), gapsOf(plan, 1)]).toEqual(before);
});
