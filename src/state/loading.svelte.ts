import { isAborted, problemOf, type Problem } from '../domain/problem.ts';

/**
 * One thing that is asked of the backend: what came last, whether more is on its way, and what went
 * wrong. What is on screen stays until something newer comes; a newer question calls off the older.
 */
export class Loading<Value> {
  value = $state.raw<Value | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);
  #asking: AbortController | null = null;

  /** @returns the value, or null when it failed or was called off; never throws */
  async load(ask: (signal: AbortSignal) => Promise<Value>): Promise<Value | null> {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    this.busy = true;
    try {
      const value = await ask(asking.signal);
      if (this.#asking !== asking) return null;
      this.value = value;
      this.problem = null;
      return value;
    } catch (error) {
      if (this.#asking === asking && !isAborted(error)) this.problem = problemOf(error);
      return null;
    } finally {
      if (this.#asking === asking) {
        this.busy = false;
        this.#asking = null;
      }
    }
  }

  /** Calls off what is asked and forgets what came. */
  clear(): void {
    this.#asking?.abort();
    this.#asking = null;
    this.busy = false;
    this.value = null;
    this.problem = null;
  }
}
