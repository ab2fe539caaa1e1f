import type { PlanProblem, PlanSolution } from '../problem/problem.ts';
import { Search } from './search.ts';
import { solutionOf } from './solution.ts';

/** Attempts between two looks at the clock: some milliseconds. */
const STRIDE = 64;

export interface SolveLimits {
  /** As long as this; the outcome then depends on the machine. */
  readonly seconds?: number;
  /** So many attempts: the same seed gives the same plan on every machine. */
  readonly iterations?: number;
  readonly seed?: number;
}

export interface SolveProgress {
  /** 0…1 */
  readonly part: number;
  readonly iterations: number;
  /** Whether the plan became better since the last report. */
  readonly isBetter: boolean;
  /** Visits left out of the best plan so far, each counted 1 + priority. */
  readonly leftOut: number;
  /** The best plan so far; worked out when it is asked for. */
  solution(): PlanSolution;
}

/** Attempts where neither a time nor a number is given. */
const DEFAULT_SECONDS = 5;

/**
 * Solves in stretches: each `next` works for about `stretchMs` and reports. Stopping early leaves the best
 * plan found; it always keeps every constraint, for visits without a place are left out.
 */
export function* solveInSteps(
  problem: PlanProblem,
  { seconds, iterations, seed = 1 }: SolveLimits = {},
  stretchMs = 50,
): Generator<SolveProgress, PlanSolution> {
  const search = new Search(problem, { seed });
  const limit = iterations ?? Infinity;
  const milliseconds = iterations === undefined ? (seconds ?? DEFAULT_SECONDS) * 1000 : Infinity;
  const began = performance.now();
  let reported = Infinity;
  let yielded = began;
  for (;;) {
    const now = performance.now();
    const part = Math.max(share(search.iterations, limit), share(now - began, milliseconds));
    if (part >= 1 || !search.canImprove) break;
    if (now - yielded >= stretchMs || reported === Infinity) {
      const isBetter = search.bestTotal < reported;
      reported = search.bestTotal;
      yield {
        part,
        iterations: search.iterations,
        isBetter,
        leftOut: search.bestLeftOut,
        solution: () => solutionOf(search),
      };
      yielded = performance.now();
    }
    search.advance(Math.min(STRIDE, limit - search.iterations), part);
  }
  return solutionOf(search);
}

/** Nothing of no limit, all of a limit of nothing. */
function share(done: number, limit: number): number {
  return limit === Infinity ? 0 : limit === 0 ? 1 : done / limit;
}

/** Solves without interruption. */
export function solve(problem: PlanProblem, limits: SolveLimits = {}): PlanSolution {
  const steps = solveInSteps(problem, limits, Infinity);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}
