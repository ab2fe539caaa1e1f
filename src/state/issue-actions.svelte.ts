import {
  fetchIssueActions,
  fetchMergeSuggestions,
  transition,
  type Transition,
} from '../db/issue-transitions.ts';
import { fetchLedgerPage } from '../db/ledger.ts';
import { newClientId } from '../domain/client-id.ts';
import {
  ISSUE_ACTIONS,
  type IssueAction,
  type IssueActionAnswer,
  type IssueStanding,
  type MergeSuggestion,
  type StepDetails,
} from '../domain/issues/transitions.ts';
import { problemOf, type Problem } from '../domain/problem.ts';
import type { Connection } from './connection.svelte.ts';
import { Loading } from './loading.svelte.ts';

/** A lost answer is asked for again this often before the person is told. */
const TRIES = 3;

/** One action of the open issue: may it be taken now, and if not, why. */
export interface KnownAction extends IssueActionAnswer {
  readonly action: IssueAction;
}

/** What this member may do to the issue that is open, and doing it. */
export class IssueActions {
  readonly #answers = new Loading<readonly IssueActionAnswer[]>();
  readonly suggestions = new Loading<readonly MergeSuggestion[]>();
  readonly actions: readonly KnownAction[] | null = $derived(
    this.#answers.value?.filter(isKnown) ?? null,
  );
  /** The step that is on its way. */
  acting = $state<IssueAction | null>(null);
  /** Why the last step was not taken. */
  refusal = $state.raw<{ readonly action: IssueAction; readonly problem: Problem } | null>(null);

  readonly #connection: Connection;
  readonly #taken: () => Promise<unknown>;
  #issueId: number | null = null;
  /** A step without an answer keeps its id, so that asking again cannot do it twice. */
  #unanswered: { readonly key: string; readonly clientId: string } | null = null;

  /** @param taken what is to be asked for again after a step */
  constructor(connection: Connection, taken: () => Promise<unknown>) {
    this.#connection = connection;
    this.#taken = taken;
  }

  get problem(): Problem | null {
    return this.#answers.problem;
  }

  async show(issueId: number | null): Promise<void> {
    if (issueId !== this.#issueId) {
      this.#answers.clear();
      this.suggestions.clear();
      this.refusal = null;
    }
    this.#issueId = issueId;
    if (issueId === null) return;
    await this.#answers.load((signal) =>
      this.#connection.read((client, inner) => fetchIssueActions(client, issueId, inner), signal),
    );
  }

  /** For the form that merges. */
  async suggest(): Promise<void> {
    const issueId = this.#issueId;
    if (issueId === null) return;
    await this.suggestions.load((signal) =>
      this.#connection.read(
        (client, inner) => fetchMergeSuggestions(client, issueId, inner),
        signal,
      ),
    );
  }

  /** @returns the id of the issue of this very number; null where there is none that one may see */
  async idOf(number: string): Promise<number | null> {
    const wanted = number.trim();
    if (wanted.length < 2) return null;
    const { rows } = await this.#connection.read((client) =>
      fetchLedgerPage(client, { text: wanted }, 'number', false, null, 20),
    );
    return rows.find((row) => row.number === wanted)?.id ?? null;
  }

  /**
   * Takes a step and asks anew for all that shows it.
   *
   * @param seen how many events the person saw
   * @returns how the issue stands; null when it was not taken, see `refusal`
   */
  async act(
    action: IssueAction,
    seen: number,
    details: StepDetails,
  ): Promise<IssueStanding | null> {
    const issueId = this.#issueId;
    if (issueId === null || this.acting !== null) return null;
    this.acting = action;
    this.refusal = null;
    const key = JSON.stringify([action, issueId, details]);
    const clientId = this.#unanswered?.key === key ? this.#unanswered.clientId : newClientId();
    this.#unanswered = { key, clientId };
    try {
      const standing = await takeStep(this.#connection, {
        action,
        issueId,
        clientId,
        seen,
        details,
      });
      this.#unanswered = null;
      await this.#taken();
      return standing;
    } catch (error) {
      const problem = problemOf(error);
      if (problem.kind !== 'away') this.#unanswered = null;
      this.refusal = { action, problem };
      // Somebody else was faster: show what they did.
      if (problem.kind === 'refused') await this.#taken();
      return null;
    } finally {
      this.acting = null;
    }
  }

  dispose(): void {
    this.#answers.clear();
    this.suggestions.clear();
  }
}

/**
 * One step, asked for again under the same id while no answer comes.
 *
 * @throws ProblemError as `transition` of db/issue-transitions does
 */
export async function takeStep(connection: Connection, step: Transition): Promise<IssueStanding> {
  for (let tried = 1; ; tried++) {
    try {
      return await connection.write((client) => transition(client, step));
    } catch (error) {
      if (problemOf(error).kind !== 'away' || tried === TRIES) throw error;
    }
  }
}

function isKnown(answer: IssueActionAnswer): answer is KnownAction {
  return (ISSUE_ACTIONS as readonly string[]).includes(answer.action);
}
