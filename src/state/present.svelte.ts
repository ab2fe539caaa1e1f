import type { Workspace } from './workspace.svelte.ts';

/** Relative times are in minutes: half a minute is never seen to be late. */
const TICK_MILLISECONDS = 30_000;

/** The moment that relative times are told from: what the map shows as of, or now as it goes on. */
export class Present {
  #now: string = $state('');
  readonly #workspace: Workspace;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    this.#now = workspace.now();
    $effect(() => {
      const timer = setInterval(() => (this.#now = workspace.now()), TICK_MILLISECONDS);
      return () => clearInterval(timer);
    });
  }

  /** ISO 8601. */
  get moment(): string {
    return this.#workspace.timeline.asOf ?? this.#now;
  }
}
