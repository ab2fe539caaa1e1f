import {
  fetchLedgerCounts,
  fetchLedgerGroups,
  fetchLedgerPage,
  fetchLedgerSiteIds,
  fetchMyWork,
} from '../db/ledger.ts';
import { deleteFilter, fetchMyFilters, saveFilter } from '../db/saved-filters.ts';
import { OPENING_LEDGER_QUERY } from '../domain/issues/ledger-opening.ts';
import {
  formatLedgerQuery,
  isSameFilters,
  parseLedgerQuery,
  type LedgerFilters,
  type LedgerGroupBy,
  type LedgerQuery,
  type LedgerSort,
} from '../domain/issues/ledger-query.ts';
import type {
  LedgerCounts,
  LedgerCursor,
  LedgerGroup,
  LedgerRow,
  LedgerSiteIds,
  SavedFilter,
  WorkList,
} from '../domain/issues/ledger.ts';
import { isAborted, problemOf, type Problem } from '../domain/problem.ts';
import type { Connection } from './connection.svelte.ts';
import { Loading } from './loading.svelte.ts';

export const LEDGER_PAGE_SIZE = 100;

/** Pages that come into sight within so long are asked for together: a dragged scroll bar rests. */
const GATHER_MILLISECONDS = 40;

/**
 * The ledger that one signed-in member looks at.
 *
 * A view does this:
 * - `await ledger.open()` once, `ledger.dispose()` at the end;
 * - a virtual list of `ledger.length` rows that draws `ledger.rowAt(index)`; null means that the row
 *   is on its way (rowAt asks for it): draw a grey bar. `ledger.problem` says why rows do not come,
 *   `ledger.retry()` asks again;
 * - `filterBy`, `sortBy`, `groupBy` change the question and load what it needs; `link` is the text
 *   for the address bar, `openLink(text)` the opposite;
 * - `counts.value` holds total, by state, overdue, due today, waiting for me of the present filters;
 *   `badges.value` the same of the whole ledger, for the navigation;
 * - `groups.value` when grouped; open a group with `filterBy({...filters, unitId: group.id})`;
 * - `selected` is a set of ids: `select`, `toggle`, `selectRange`, `clearSelection`; `selectedRows`
 *   are those of them that are loaded;
 * - `siteIds.value` for the map after `loadSiteIds()`;
 * - after a transition: `await ledger.refresh()` (keeps what is on the screen until newer comes).
 */
export class Ledger {
  /** What is unsettled, until a link or the member asks for something else. */
  query = $state.raw<LedgerQuery>(OPENING_LEDGER_QUERY);
  readonly filters: LedgerFilters = $derived(this.query.filters);
  /** What an address bar shows; empty for the usual question. */
  readonly link: string = $derived(formatLedgerQuery(this.query));

  readonly counts = new Loading<LedgerCounts>();
  /** Of all that the member sees, whatever the filters. */
  readonly badges = new Loading<LedgerCounts>();
  readonly groups = new Loading<readonly LedgerGroup[]>();
  readonly siteIds = new Loading<LedgerSiteIds>();
  readonly work = new Loading<readonly WorkList[]>();
  readonly savedFilters = new Loading<readonly SavedFilter[]>();

  /** Why rows do not come; null while all is well. */
  problem = $state.raw<Problem | null>(null);
  /** Whether rows are on their way. */
  busy = $state(false);
  selected = $state.raw<ReadonlySet<number>>(new Set());

  /** By page, replaced whenever one came. */
  #pages = $state.raw<ReadonlyMap<number, readonly LedgerRow[]>>(new Map());
  /** Where the list ends, once its last page came. */
  #end = $state<number | null>(null);
  /** Rows of the list: what the last page says, else what was counted, else what is loaded. */
  readonly length: number = $derived.by(() => {
    if (this.#end !== null) return this.#end;
    let loaded = 0;
    for (const [page, rows] of this.#pages) {
      loaded = Math.max(loaded, page * LEDGER_PAGE_SIZE + rows.length);
    }
    return Math.max(loaded, this.counts.value?.total ?? 0);
  });
  /** Whether the first page came: an empty list is an answer then. */
  readonly loaded: boolean = $derived(this.#pages.has(0));
  /** Of the selected, those whose rows are loaded. */
  readonly selectedRows: readonly LedgerRow[] = $derived(
    [...this.#pages.values()].flat().filter((row) => this.selected.has(row.id)),
  );

  readonly #connection: Connection;
  /** `next` of each page that came, so that the following one need not be counted off. */
  readonly #cursors = new Map<number, LedgerCursor | null>();
  readonly #wanted = new Set<number>();
  readonly #onTheWay = new Set<number>();
  /** Pages that failed wait for `retry`. */
  readonly #failed = new Set<number>();
  #gathering: ReturnType<typeof setTimeout> | undefined;
  #asking = new AbortController();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The first page, the counts, the badges and the saved filters. */
  async open(): Promise<void> {
    await Promise.all([
      this.#reload(),
      this.loadBadges(),
      this.savedFilters.load((signal) => this.#connection.read(fetchMyFilters, signal)),
    ]);
  }

  /**
   * A row of the list, or null while it is on its way; one that is missing is asked for. Safe to call
   * while drawing.
   */
  rowAt(index: number): LedgerRow | null {
    const page = Math.floor(index / LEDGER_PAGE_SIZE);
    const rows = this.#pages.get(page);
    if (!rows) this.#want(page);
    return rows?.[index % LEDGER_PAGE_SIZE] ?? null;
  }

  /** Where a row that is loaded stands in the list; null when it is not. */
  indexOf(issueId: number): number | null {
    for (const [page, rows] of this.#pages) {
      const at = rows.findIndex(({ id }) => id === issueId);
      if (at >= 0) return page * LEDGER_PAGE_SIZE + at;
    }
    return null;
  }

  async filterBy(filters: LedgerFilters): Promise<void> {
    if (isSameFilters(filters, this.filters)) return;
    this.query = { ...this.query, filters };
    this.siteIds.clear();
    await this.#reload();
  }

  async sortBy(sort: LedgerSort, descending: boolean): Promise<void> {
    if (sort === this.query.sort && descending === this.query.descending) return;
    this.query = { ...this.query, sort, descending };
    await this.#reloadRows();
  }

  /** Null: one list. */
  async groupBy(groupBy: LedgerGroupBy | null): Promise<void> {
    this.query = { ...this.query, groupBy };
    await this.#loadGroups();
  }

  /** @returns the parts of the link that were not understood */
  async openLink(link: string): Promise<readonly string[]> {
    const { query, refused } = parseLedgerQuery(link);
    this.query = query;
    this.siteIds.clear();
    await this.#reload();
    return refused;
  }

  /** After a transition, or from time to time. */
  async refresh(): Promise<void> {
    const pages = [...this.#pages.keys()];
    this.#begin();
    const shown = this.#pages;
    await Promise.all([
      ...pages.map((page) => this.#fetchPage(page)),
      this.#loadCounts(),
      this.#loadGroups(),
      this.loadBadges(),
      ...(this.work.value ? [this.loadWork()] : []),
      ...(this.siteIds.value ? [this.loadSiteIds()] : []),
    ]);
    if (shown.size === 0 && pages.length === 0) await this.#fetchPage(0);
  }

  /** Asks again for the rows that did not come. */
  retry(): void {
    this.problem = null;
    const failed = [...this.#failed];
    this.#failed.clear();
    for (const page of failed) this.#want(page);
  }

  async loadBadges(): Promise<void> {
    await this.badges.load((signal) =>
      this.#connection.read((client, inner) => fetchLedgerCounts(client, {}, inner), signal),
    );
  }

  /** What the member must do now. */
  async loadWork(): Promise<void> {
    await this.work.load((signal) => this.#connection.read(fetchMyWork, signal));
  }

  /** The sites of the issues that match, for the map. */
  async loadSiteIds(): Promise<void> {
    const { filters } = this;
    await this.siteIds.load((signal) =>
      this.#connection.read((client, inner) => fetchLedgerSiteIds(client, filters, inner), signal),
    );
  }

  toggle(issueId: number): void {
    const selected = new Set(this.selected);
    if (!selected.delete(issueId)) selected.add(issueId);
    this.selected = selected;
  }

  select(issueIds: Iterable<number>): void {
    this.selected = new Set(issueIds);
  }

  /** Adds the loaded rows from one index to another, both included. */
  selectRange(from: number, to: number): void {
    const selected = new Set(this.selected);
    for (let index = Math.min(from, to); index <= Math.max(from, to); index++) {
      const row = this.rowAt(index);
      if (row) selected.add(row.id);
    }
    this.selected = selected;
  }

  clearSelection(): void {
    this.selected = new Set();
  }

  /**
   * Saves the present question under a name; what had the name before is replaced.
   *
   * @param more what else the view keeps, e.g. its columns
   * @throws ProblemError `refused`: the name, or too many
   */
  async saveFilter(name: string, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const view = { ...more, query: this.link };
    const saved = await this.#connection.write((client) => saveFilter(client, name, view));
    const others = (this.savedFilters.value ?? []).filter(({ id }) => id !== saved.id);
    this.savedFilters.value = [...others, saved].sort((a, b) => a.name.localeCompare(b.name, 'zh'));
  }

  /** @throws ProblemError */
  async deleteFilter(filterId: number): Promise<void> {
    await this.#connection.write((client) => deleteFilter(client, filterId));
    this.savedFilters.value = (this.savedFilters.value ?? []).filter(({ id }) => id !== filterId);
  }

  dispose(): void {
    this.#begin();
    for (const loading of [
      this.counts,
      this.badges,
      this.groups,
      this.siteIds,
      this.work,
      this.savedFilters,
    ]) {
      loading.clear();
    }
  }

  async #reload(): Promise<void> {
    await Promise.all([this.#reloadRows(), this.#loadCounts(), this.#loadGroups()]);
  }

  async #reloadRows(): Promise<void> {
    this.#begin();
    this.#pages = new Map();
    await this.#fetchPage(0);
  }

  /** Calls off what is on its way; what is shown stays. */
  #begin(): void {
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    this.#asking.abort();
    this.#asking = new AbortController();
    this.#wanted.clear();
    this.#onTheWay.clear();
    this.#failed.clear();
    this.#cursors.clear();
    this.#end = null;
    this.problem = null;
    this.busy = false;
  }

  async #loadCounts(): Promise<void> {
    const { filters } = this;
    await this.counts.load((signal) =>
      this.#connection.read((client, inner) => fetchLedgerCounts(client, filters, inner), signal),
    );
  }

  async #loadGroups(): Promise<void> {
    const { filters, groupBy } = this.query;
    if (groupBy === null) {
      this.groups.clear();
      return;
    }
    await this.groups.load((signal) =>
      this.#connection.read(
        (client, inner) => fetchLedgerGroups(client, filters, groupBy, inner),
        signal,
      ),
    );
  }

  #want(page: number): void {
    if (page < 0 || this.#onTheWay.has(page) || this.#failed.has(page)) return;
    this.#wanted.add(page);
    // Not at once: state may not change while a view is being drawn.
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      const wanted = [...this.#wanted];
      this.#wanted.clear();
      for (const next of wanted) void this.#fetchPage(next);
    }, GATHER_MILLISECONDS);
  }

  async #fetchPage(page: number): Promise<void> {
    const { signal } = this.#asking;
    const { filters, sort, descending } = this.query;
    const before = page === 0 ? null : this.#cursors.get(page - 1);
    const after = page === 0 ? null : (before ?? { offset: page * LEDGER_PAGE_SIZE });
    this.#onTheWay.add(page);
    this.busy = true;
    try {
      const { rows, next } = await this.#connection.read(
        (client, inner) =>
          fetchLedgerPage(client, filters, sort, descending, after, LEDGER_PAGE_SIZE, inner),
        signal,
      );
      signal.throwIfAborted();
      this.#cursors.set(page, next);
      this.#pages = new Map(this.#pages).set(page, rows);
      if (next === null && (rows.length > 0 || page === 0)) {
        this.#end = page * LEDGER_PAGE_SIZE + rows.length;
      }
    } catch (error) {
      if (isAborted(error) || signal.aborted) return;
      this.#failed.add(page);
      this.problem = problemOf(error);
    } finally {
      if (!signal.aborted) {
        this.#onTheWay.delete(page);
        this.busy = this.#onTheWay.size > 0;
      }
    }
  }
}
