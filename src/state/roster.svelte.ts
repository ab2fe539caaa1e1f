import { fetchSiteDeadlines } from '../db/site-deadlines.ts';
import type { SiteName } from '../db/sites.ts';
import { isAborted, problemOf, type Problem } from '../domain/problem.ts';
import { orderSites, type SiteDeadline } from '../domain/sites/site-order.ts';
import type { City } from './city.svelte.ts';
import type { Connection } from './connection.svelte.ts';
import { Loading } from './loading.svelte.ts';

/** Up to so many sites are listed by name; more are fetched as they come into sight. */
const MOST_NAMES_AT_ONCE = 3_000;

/** Rows that come into sight within so long are asked for together. */
const GATHER_MILLISECONDS = 60;

/** The sites that are shown as a list to be worked through. */
export class Roster {
  readonly deadlines = new Loading<readonly SiteDeadline[]>();
  /** Replaced whenever names came, so that what reads it follows. */
  names = $state.raw<ReadonlyMap<number, SiteName>>(new Map());

  namesProblem = $state.raw<Problem | null>(null);

  /** Indexes into the city's sites, the most urgent first; null while the city is loading. */
  readonly order: readonly number[] | null = $derived.by(() => {
    const { sites, status, filtered } = this.#city;
    if (!sites || !status || !filtered) return null;
    const { names } = this;
    const byName = filtered.shown <= MOST_NAMES_AT_ONCE;
    return orderSites(sites, status, filtered.mask, this.deadlines.value ?? [], (id) =>
      byName ? names.get(id)?.name : undefined,
    );
  });

  readonly deadlineOf: ReadonlyMap<number, string> = $derived(
    new Map((this.deadlines.value ?? []).map(({ siteId, deadlineAt }) => [siteId, deadlineAt])),
  );

  readonly #connection: Connection;
  readonly #city: City;
  readonly #wanted = new Set<number>();
  #gathering: ReturnType<typeof setTimeout> | undefined;
  #asking: AbortController | null = null;

  constructor(connection: Connection, city: City) {
    this.#connection = connection;
    this.#city = city;
  }

  /** @param asOf ISO 8601; null = now */
  async loadDeadlines(asOf: string | null): Promise<void> {
    await this.deadlines.load((signal) =>
      this.#connection.read((client, inner) => fetchSiteDeadlines(client, asOf, inner), signal),
    );
  }

  /** All names, where there are few enough to sort by them. */
  loadNames(): void {
    const { sites, filtered } = this.#city;
    if (!sites || !filtered || filtered.shown > MOST_NAMES_AT_ONCE) return;
    for (let index = 0; index < sites.count; index++) {
      if (filtered.mask[index]) this.wantName(sites.ids[index]!);
    }
  }

  /** A row came into sight. */
  wantName(siteId: number): void {
    if (this.names.has(siteId) || this.#wanted.has(siteId)) return;
    this.#wanted.add(siteId);
    this.#gathering ??= setTimeout(() => void this.#fetchWanted(), GATHER_MILLISECONDS);
  }

  /** The site so many rows further down the list; null at its ends, or when it is not listed. */
  besides(siteId: number, step: 1 | -1): number | null {
    const { sites } = this.#city;
    const index = this.#city.indexOf(siteId);
    if (!sites || !this.order || index === null) return null;
    const at = this.order.indexOf(index);
    const next = at === -1 ? undefined : this.order[at + step];
    return next === undefined ? null : sites.ids[next]!;
  }

  dispose(): void {
    clearTimeout(this.#gathering);
    this.#asking?.abort();
    this.deadlines.clear();
  }

  async #fetchWanted(): Promise<void> {
    this.#gathering = undefined;
    const ids = [...this.#wanted];
    this.#wanted.clear();
    this.#asking ??= new AbortController();
    try {
      const fetched = await this.#city.names(ids, this.#asking.signal);
      const names = new Map(this.names);
      for (const name of fetched) names.set(name.id, name);
      this.names = names;
      this.namesProblem = null;
    } catch (error) {
      // Rows keep their marks and deadlines, and are asked for again when they come into sight.
      if (!isAborted(error)) this.namesProblem = problemOf(error);
    }
  }
}
