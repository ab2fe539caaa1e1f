import { removeLeave, removeShift, saveCrew, saveLeave, saveShift } from '../db/crews.ts';
import type { DatabaseClient } from '../db/client.ts';
import type {
  CrewDraft,
  Leave,
  LeaveDraft,
  Shift,
  ShiftDraft,
} from '../domain/patrol/plans/roster.ts';
import { problemOf, type Problem } from '../domain/problem.ts';
import type { Connection } from './connection.svelte.ts';

/** What was taken out last, so that it can be put back. */
type Removed =
  | { readonly kind: 'shift'; readonly name: string; readonly draft: ShiftDraft }
  | { readonly kind: 'leave'; readonly name: string; readonly draft: LeaveDraft };

/** A team's crews, shifts and leave as its captain keeps them; what is saved is read again by `reload`. */
export class RosterDesk {
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);
  removed = $state.raw<Removed | null>(null);

  readonly #connection: Connection;
  readonly #reload: () => Promise<void>;

  constructor(connection: Connection, reload: () => Promise<void>) {
    this.#connection = connection;
    this.#reload = reload;
  }

  /** @returns whether it was saved; `problem` says why not */
  saveCrew(crew: CrewDraft): Promise<boolean> {
    return this.#do((client) => saveCrew(client, crew));
  }

  saveShift(shift: ShiftDraft): Promise<boolean> {
    return this.#do((client) => saveShift(client, shift));
  }

  saveLeave(leave: LeaveDraft): Promise<boolean> {
    return this.#do((client) => saveLeave(client, leave));
  }

  /** Crews that had it have none, and get none back when it is put back. */
  async removeShift({ id, ...draft }: Shift): Promise<void> {
    if (await this.#do((client) => removeShift(client, id)))
      this.removed = { kind: 'shift', name: draft.name, draft };
  }

  async removeLeave(leave: Leave): Promise<void> {
    const { id, teamId, crewId, memberId, name, from, to, reason } = leave;
    if (await this.#do((client) => removeLeave(client, id)))
      this.removed = {
        kind: 'leave',
        name,
        draft: { teamId, crewId, memberId, from, to, ...(reason !== null && { reason }) },
      };
  }

  async putBack(): Promise<void> {
    const { removed } = this;
    if (!removed || this.busy) return;
    const isBack =
      removed.kind === 'shift'
        ? await this.saveShift(removed.draft)
        : await this.saveLeave(removed.draft);
    // It is kept nowhere else: to be tried again.
    if (!isBack) this.removed = removed;
  }

  async #do(act: (client: DatabaseClient) => Promise<unknown>): Promise<boolean> {
    this.busy = true;
    this.problem = null;
    this.removed = null;
    try {
      await this.#connection.write(act);
      await this.#reload();
      return true;
    } catch (error) {
      this.problem = problemOf(error);
      // Somebody else may have changed it: the next try is over what stands now.
      if (this.problem.kind === 'refused') await this.#reload();
      return false;
    } finally {
      this.busy = false;
    }
  }
}
