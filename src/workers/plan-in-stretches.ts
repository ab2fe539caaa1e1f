import type { PlanProblem, PlanSolution } from '../domain/patrol/problem/problem.ts';
import { solveInSteps } from '../domain/patrol/solver/solve.ts';

export interface PlanningProgress {
  /** 0…1 */
  readonly part: number;
  readonly iterations: number;
  /** The best plan so far; null: still the one told last. */
  readonly solution: PlanSolution | null;
}

export interface PlanningLimits {
  readonly seconds: number;
  readonly seed: number;
}

/** Between two looks at who wants it to stop: half of what a page may take before it feels stuck. */
const STRETCH_MILLISECONDS = 25;
/** About four plans a second are drawn; more would be work for nobody. */
const TELL_MILLISECONDS = 250;

/**
 * Searches in stretches, so that whoever shares the thread (a message that stops it, the page itself where
 * there are no workers) gets a turn in between.
 *
 * @param isStopped asked between stretches: the best plan so far is then the answer
 * @throws the signal's reason once it is aborted
 */
export async function planInStretches(
  problem: PlanProblem,
  limits: PlanningLimits,
  onProgress: (progress: PlanningProgress) => void,
  isStopped: () => boolean,
  signal?: AbortSignal,
): Promise<PlanSolution> {
  const steps = solveInSteps(problem, limits, STRETCH_MILLISECONDS);
  let toldAt = -Infinity;
  let isNews = false;
  for (;;) {
    signal?.throwIfAborted();
    const { done, value } = steps.next();
    if (done === true) return value;
    if (isStopped()) return value.solution();
    isNews ||= value.isBetter;
    if (performance.now() - toldAt >= TELL_MILLISECONDS) {
      const { part, iterations } = value;
      onProgress({ part, iterations, solution: isNews ? value.solution() : null });
      toldAt = performance.now();
      isNews = false;
    }
    await new Promise((resolve) => setTimeout(resolve));
  }
}
