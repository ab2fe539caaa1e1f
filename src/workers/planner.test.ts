// @vitest-environment node
// (compiled for the browser, Vite would rewrite the address of the worker file)
import { afterEach, describe, expect, it, vi } from 'vitest';

import { NodeWorker } from '../../tests/support/node-worker.ts';
import { checkSolution } from '../domain/patrol/checker/check-solution.ts';
import type { PlanProblem } from '../domain/patrol/problem/problem.ts';
import { type PlanningProgress, planInWorker } from './planner.ts';

/** Thirty stops on a grid, twice a week each, for two crews. */
const problem: PlanProblem = {
  days: 7,
  vehicles: [1, 2].map((id) => ({
    id,
    profile: 'foot',
    start: [103, 30],
    end: [103, 30],
    time_window: [9 * 3600, 13 * 3600],
  })),
  jobs: Array.from({ length: 30 }, (_, at) => ({
    id: at + 1,
    location: [103 + 0.002 * (at % 6), 30 + 0.002 * Math.floor(at / 6)],
    service: 1200,
    visits: 2,
    min_gap_days: 2,
  })),
};

const aWhile = { seconds: 600, seed: 7 };

afterEach(async () => {
  vi.unstubAllGlobals();
  await Promise.all(NodeWorker.ended);
  NodeWorker.ended = [];
});

describe.each(['inline', 'in a worker'])('planning %s', (where) => {
  const set = () => {
    if (where === 'in a worker') vi.stubGlobal('Worker', NodeWorker);
  };

  it('tells of plans that keep every constraint, and answers with the best', async () => {
    set();
    const told: PlanningProgress[] = [];
    const plan = await planInWorker(problem, {
      seconds: 1,
      seed: 7,
      onProgress: (progress) => told.push(progress),
    });
    expect(checkSolution(problem, plan)).toEqual([]);
    expect(
      plan.routes.flatMap(({ steps }) => steps).filter(({ type }) => type === 'job'),
    ).toHaveLength(60);
    expect(told[0]!.solution).not.toBeNull();
    expect(told.map(({ part }) => part)).toEqual(
      told.map(({ part }) => part).toSorted((a, b) => a - b),
    );
    // Four a second; a busy machine tells fewer.
    expect(told.length).toBeLessThanOrEqual(5);
    const costs = told.flatMap(({ solution }) => solution?.summary.objective.travel ?? []);
    expect(plan.summary.objective.travel).toBeLessThanOrEqual(Math.max(...costs));
    expect(NodeWorker.ended).toHaveLength(where === 'inline' ? 0 : 1);
  });

  it('stops when one is satisfied, with the best plan so far', async () => {
    set();
    const satisfied = new AbortController();
    const plan = await planInWorker(problem, {
      ...aWhile,
      enough: satisfied.signal,
      onProgress: () => satisfied.abort(),
    });
    expect(checkSolution(problem, plan)).toEqual([]);
  });

  it('answers nothing once it is called off', async () => {
    set();
    const reason = new Error('left the page');
    await expect(
      planInWorker(problem, { ...aWhile, signal: AbortSignal.abort(reason) }),
    ).rejects.toBe(reason);
    const control = new AbortController();
    const plan = planInWorker(problem, {
      ...aWhile,
      signal: control.signal,
      onProgress: () => control.abort(reason),
    });
    await expect(plan).rejects.toBe(reason);
  });

  it('says that it failed', async () => {
    set();
    const broken = { ...problem, jobs: null } as unknown as PlanProblem;
    await expect(planInWorker(broken, aWhile)).rejects.toThrow();
  });
});
