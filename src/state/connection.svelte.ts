import type { DatabaseClient } from '../db/client.ts';
import { ProblemError } from '../domain/problem.ts';
import { backoffMilliseconds } from './backoff.ts';

/** Answers whether the session could be renewed; waits for the user to sign in again if it must. */
export type RenewSession = (signal?: AbortSignal) => Promise<void>;

/**
 * The way to the backend. A read waits out a backend that is away and a session that expired, then
 * goes on where it was, so that what is on the screen stays and completes by itself. A write is tried
 * once: whoever wrote must know.
 */
export class Connection {
  readonly client: DatabaseClient;
  /** Whether the last try failed to reach the backend. */
  away = $state(false);
  /** When the next try will be made, in the browser's milliseconds; null when none waits. */
  retryAt = $state<number | null>(null);
  renewSession: RenewSession | null = null;
  /** Told when the backend refused a read: whoever asked may not be a member any more. */
  onRefused: (() => void) | null = null;
  #failures = 0;
  /** Resolves when it is time to try again; all reads wait for the same moment. */
  #nextTry: { promise: Promise<void>; resolve: () => void } | null = null;

  constructor(client: DatabaseClient) {
    this.client = client;
  }

  /** @throws ProblemError for what trying again cannot mend; the signal's reason when called off */
  async read<Answer>(
    ask: (client: DatabaseClient, signal?: AbortSignal) => Promise<Answer>,
    signal?: AbortSignal,
  ): Promise<Answer> {
    for (;;) {
      signal?.throwIfAborted();
      try {
        const answer = await ask(this.client, signal);
        this.#reached();
        return answer;
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        if (error.problem.kind === 'away') await this.#untilNextTry(signal);
        else if (error.problem.kind === 'expired' && this.renewSession) {
          await this.renewSession(signal);
        } else {
          this.#reached();
          const { kind } = error.problem;
          if (kind === 'refused' || kind === 'forbidden') this.onRefused?.();
          throw error;
        }
      }
    }
  }

  /**
   * An expired session is renewed and the write repeated: the server refused it unread, so that
   * nothing can be written twice.
   *
   * @throws ProblemError, also `away`: it may or may not have been written
   */
  async write<Answer>(ask: (client: DatabaseClient) => Promise<Answer>): Promise<Answer> {
    for (;;) {
      try {
        const answer = await ask(this.client);
        this.#reached();
        return answer;
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        if (error.problem.kind !== 'expired' || !this.renewSession) throw error;
        await this.renewSession();
      }
    }
  }

  /** The user does not want to wait. */
  retryNow(): void {
    this.#nextTry?.resolve();
  }

  #reached(): void {
    this.#failures = 0;
    this.away = false;
    this.retryAt = null;
    this.#nextTry?.resolve();
  }

  async #untilNextTry(signal?: AbortSignal): Promise<void> {
    this.#nextTry ??= this.#scheduleTry();
    const called = this.#nextTry.promise;
    if (!signal) return called;
    await new Promise<void>((resolve, reject) => {
      const abort = () => reject(signal.reason as Error);
      signal.addEventListener('abort', abort, { once: true });
      void called.then(() => {
        signal.removeEventListener('abort', abort);
        resolve();
      });
    });
  }

  #scheduleTry(): { promise: Promise<void>; resolve: () => void } {
    this.#failures += 1;
    const wait = backoffMilliseconds(this.#failures, Math.random());
    this.away = true;
    this.retryAt = Date.now() + wait;
    let resolve: () => void = () => undefined;
    const promise = new Promise<void>((resolved) => (resolve = resolved));
    const end = () => {
      clearTimeout(timer);
      removeEventListener('online', end);
      this.#nextTry = null;
      this.retryAt = null;
      resolve();
    };
    const timer = setTimeout(end, wait);
    addEventListener('online', end);
    return { promise, resolve: end };
  }
}
