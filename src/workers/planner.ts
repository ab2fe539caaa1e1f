import type { PlanProblem, PlanSolution } from '../domain/patrol/problem/problem.ts';
import type { PlanningLimits, PlanningProgress } from './plan-in-stretches.ts';

export type { PlanningProgress } from './plan-in-stretches.ts';

export type PlannerMessage =
  { readonly problem: PlanProblem; readonly limits: PlanningLimits } | 'stop';

export type PlannerAnswer =
  | { readonly progress: PlanningProgress }
  | { readonly solution: PlanSolution }
  | { readonly fault: string };

export interface PlanningOptions extends PlanningLimits {
  /** About four times a second. */
  readonly onProgress?: (progress: PlanningProgress) => void;
  /** Satisfied: the best plan so far is the answer. */
  readonly enough?: AbortSignal;
  /** Ends the search without an answer: the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Plans off the main thread, or in stretches on it where there are no workers (Node). Every search has a
 * worker of its own: ending it frees all that it holds.
 *
 * @param problem as `readProblem` accepts it
 */
export async function planInWorker(
  problem: PlanProblem,
  { seconds, seed, onProgress, enough, signal }: PlanningOptions,
): Promise<PlanSolution> {
  signal?.throwIfAborted();
  const limits = { seconds, seed };
  const told = (progress: PlanningProgress) => onProgress?.(progress);
  // Every browser has workers: the built page leaves the solver to them.
  if (!import.meta.env?.PROD && typeof Worker === 'undefined') {
    const { planInStretches } = await import('./plan-in-stretches.ts');
    return planInStretches(problem, limits, told, () => enough?.aborted === true, signal);
  }
  const worker = new Worker(new URL('./planner-worker.ts', import.meta.url), { type: 'module' });
  const ended = new AbortController();
  const tell = (message: PlannerMessage) => worker.postMessage(message);
  try {
    return await new Promise<PlanSolution>((resolve, reject) => {
      const once = { signal: ended.signal };
      signal?.addEventListener('abort', () => reject(signal.reason as Error), once);
      enough?.addEventListener('abort', () => tell('stop'), once);
      worker.onmessage = ({ data }: MessageEvent<PlannerAnswer>) => {
        if ('progress' in data) told(data.progress);
        else if ('solution' in data) resolve(data.solution);
        else reject(failure(data.fault));
      };
      worker.onerror = ({ message }) => reject(failure(message));
      tell({ problem, limits });
      if (enough?.aborted) tell('stop');
    });
  } finally {
    ended.abort();
    worker.terminate();
  }
}

function failure(message: string): Error {
  return new Error(`规划中断：${message} / planning failed: ${message}`);
}
