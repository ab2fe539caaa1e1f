import { fetchIssueActions } from '../db/issue-transitions.ts';
import { fetchLedgerPage } from '../db/ledger.ts';
import { newClientId } from '../domain/client-id.ts';
import { STATES_AT_UNIT } from '../domain/issues/lifecycle.ts';
import type { LedgerRow } from '../domain/issues/ledger.ts';
import type { StepDetails } from '../domain/issues/transitions.ts';
import { isAborted, problemOf, type Problem } from '../domain/problem.ts';
import type { Connection } from './connection.svelte.ts';
import { takeStep } from './issue-actions.svelte.ts';

export const BULK_ACTIONS = ['accept_issue', 'assign_issue'] as const;
export type BulkAction = (typeof BULK_ACTIONS)[number];

/** More at once would be decided without being looked at. */
export const MOST_AT_ONCE = 200;

/** Questions under way at once: the embedded database answers one after another anyway. */
const LANES = 4;

export type BulkFate =
  | { readonly kind: 'ready' }
  /** A redirection needs its own reason. */
  | { readonly kind: 'one_by_one' }
  | { readonly kind: 'not_allowed'; readonly zh: string; readonly en: string }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly problem: Problem };

export interface BulkItem {
  readonly row: LedgerRow;
  readonly clientId: string;
  readonly fate: BulkFate;
}

/**
 * One step for many issues: first what will happen to each, then doing it, one after another, each by
 * itself. What is refused stays as it was and says why.
 */
export class BulkStep {
  readonly action: BulkAction;
  items = $state.raw<readonly BulkItem[]>([]);
  /** Looking: how many of `items` are known yet. Doing: how many are done. */
  stage = $state<'looking' | 'ready' | 'doing' | 'finished'>('looking');
  progress = $state(0);
  problem = $state.raw<Problem | null>(null);

  readonly ready: readonly BulkItem[] = $derived(
    this.items.filter(({ fate }) => fate.kind === 'ready'),
  );

  readonly #connection: Connection;
  readonly #calledOff = new AbortController();

  constructor(connection: Connection, action: BulkAction) {
    this.#connection = connection;
    this.action = action;
  }

  /** Asks for each issue whether the step may be taken. */
  async look(issueIds: readonly number[]): Promise<void> {
    const { signal } = this.#calledOff;
    try {
      const { rows } = await this.#connection.read(
        (client, inner) =>
          fetchLedgerPage(
            client,
            { ids: [...issueIds].slice(0, MOST_AT_ONCE) },
            'number',
            false,
            null,
            MOST_AT_ONCE,
            inner,
          ),
        signal,
      );
      const looked = new Map<number, BulkItem>();
      await inLanes(rows, async (row) => {
        const answers = await this.#connection.read(
          (client, inner) => fetchIssueActions(client, row.id, inner),
          signal,
        );
        const answer = answers.find(({ action }) => action === this.action);
        const isRedirection = this.action === 'assign_issue' && STATES_AT_UNIT.has(row.state);
        const fate: BulkFate =
          answer?.allowed === true
            ? { kind: isRedirection ? 'one_by_one' : 'ready' }
            : { kind: 'not_allowed', zh: answer?.whyZh ?? '', en: answer?.whyEn ?? '' };
        looked.set(row.id, { row, clientId: newClientId(), fate });
        this.progress = looked.size / rows.length;
      });
      this.items = rows.flatMap((row) => looked.get(row.id) ?? []);
      this.stage = 'ready';
    } catch (error) {
      if (!isAborted(error)) this.problem = problemOf(error);
    }
  }

  /** @param detailsOf what the step is told for each issue; null leaves it as it is */
  async go(detailsOf: (row: LedgerRow) => StepDetails | null): Promise<void> {
    if (this.stage !== 'ready') return;
    this.stage = 'doing';
    this.progress = 0;
    const { ready } = this;
    for (const [at, item] of ready.entries()) {
      if (this.#calledOff.signal.aborted) break;
      const details = detailsOf(item.row);
      if (details) this.#settle(item, await this.#take(item, details));
      this.progress = (at + 1) / ready.length;
    }
    this.stage = 'finished';
  }

  /** Nothing more is begun; what was done stays done. */
  stop(): void {
    this.#calledOff.abort(new DOMException('stopped', 'AbortError'));
  }

  async #take({ row, clientId }: BulkItem, details: StepDetails): Promise<BulkFate> {
    try {
      await takeStep(this.#connection, {
        action: this.action,
        issueId: row.id,
        clientId,
        seen: row.eventCount,
        details,
      });
      return { kind: 'done' };
    } catch (error) {
      return { kind: 'failed', problem: problemOf(error) };
    }
  }

  #settle(item: BulkItem, fate: BulkFate): void {
    this.items = this.items.map((each) => (each === item ? { ...item, fate } : each));
  }
}

async function inLanes<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const lane = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}
