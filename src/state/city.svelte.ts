import { fetchCityLists, type CityLists } from '../db/city-lists.ts';
import { fetchCitySites, fetchCityStatus } from '../db/city-sites.ts';
import { fetchSiteNames, fetchSiteShapes, type SiteName, type SiteShapes } from '../db/sites.ts';
import { isAborted, problemOf, type Problem } from '../domain/problem.ts';
import type { BoundingBox } from '../domain/members/who-am-i.ts';
import type { CitySites, CityStatus, SiteStatus } from '../domain/sites/city.ts';
import {
  filterCity,
  NO_FILTERS,
  type FilteredCity,
  type SiteFilters,
} from '../domain/sites/filters.ts';
import type { Connection } from './connection.svelte.ts';
import { Loading } from './loading.svelte.ts';

/** A year by days fits; one status message is a byte a site. */
const KEPT_STATUSES = 400;

/** More footprints at once would be a smear: below this zoom sites are marks anyway. */
const MOST_SHAPES = 3_000;

const KEPT_NAMES = 5_000;

/** All sites of the city at the moment the whole map shows, and which of them are shown. */
export class City {
  sites = $state.raw<CitySites | null>(null);
  status = $state.raw<CityStatus | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);
  filters = $state.raw<SiteFilters>(NO_FILTERS);
  readonly lists = new Loading<CityLists>();
  readonly shapes = new Loading<SiteShapes>();

  readonly filtered: FilteredCity | null = $derived.by(() => {
    const { sites, status } = this;
    if (!sites || !status || sites.checksum !== status.checksum) return null;
    return filterCity(sites, status, this.filters, this.lists.value?.areas ?? []);
  });

  readonly isFiltered: boolean = $derived(
    this.filters.types !== null ||
      this.filters.statuses !== null ||
      this.filters.areaId !== null ||
      this.filters.unitId !== null,
  );

  readonly #connection: Connection;
  /** By the moment asked for; the present is never kept. */
  readonly #statuses = new Map<string, CityStatus>();
  readonly #names = new Map<number, SiteName>();
  #asking: AbortController | null = null;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Shows the city as of a moment; what is on the screen stays until it is here. Never throws.
   *
   * @param asOf ISO 8601; null = now
   */
  async show(asOf: string | null): Promise<void> {
    this.#asking?.abort();
    const kept = asOf === null ? undefined : this.#statuses.get(asOf);
    if (kept && kept.checksum === this.sites?.checksum) {
      this.#asking = null;
      this.busy = false;
      this.status = kept;
      return;
    }
    const asking = new AbortController();
    this.#asking = asking;
    this.busy = true;
    try {
      await this.#load(asOf, asking.signal);
      this.problem = null;
    } catch (error) {
      if (this.#asking === asking && !isAborted(error)) this.problem = problemOf(error);
    } finally {
      if (this.#asking === asking) {
        this.#asking = null;
        this.busy = false;
      }
    }
  }

  /** Fetches a past moment that will be shown soon, so that playing does not wait. */
  async prefetch(asOf: string, signal?: AbortSignal): Promise<void> {
    if (this.#statuses.has(asOf)) return;
    this.#keep(asOf, await this.#fetchStatus(asOf, signal));
  }

  /** Whether `show` would answer at once. */
  isKept(asOf: string): boolean {
    return this.#statuses.get(asOf)?.checksum === this.sites?.checksum;
  }

  async loadLists(): Promise<void> {
    await this.lists.load((signal) => this.#connection.read(fetchCityLists, signal));
  }

  /** The courtyards' footprints within a view; the caller waits until the map rests. */
  async showShapes(bounds: BoundingBox): Promise<void> {
    await this.shapes.load((signal) =>
      this.#connection.read(
        (client, inner) => fetchSiteShapes(client, bounds, MOST_SHAPES, inner),
        signal,
      ),
    );
  }

  /** A name that was fetched before; undefined means: ask for it. */
  keptName(siteId: number): SiteName | undefined {
    return this.#names.get(siteId);
  }

  /** In the order asked for; sites that this member may not see are left out. */
  async names(siteIds: readonly number[], signal?: AbortSignal): Promise<readonly SiteName[]> {
    const missing = siteIds.filter((id) => !this.#names.has(id));
    if (missing.length > 0) {
      const fetched = await this.#connection.read(
        (client, inner) => fetchSiteNames(client, missing, inner),
        signal,
      );
      if (this.#names.size + fetched.length > KEPT_NAMES) this.#names.clear();
      for (const name of fetched) this.#names.set(name.id, name);
    }
    return siteIds.flatMap((id) => this.#names.get(id) ?? []);
  }

  /** Position in the arrays of `sites`; null when there is no such site. Ids are ascending. */
  indexOf(siteId: number): number | null {
    const ids = this.sites?.ids;
    if (!ids) return null;
    let low = 0;
    let high = ids.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const id = ids[middle]!;
      if (id === siteId) return middle;
      if (id < siteId) low = middle + 1;
      else high = middle - 1;
    }
    return null;
  }

  positionOf(siteId: number): readonly [longitude: number, latitude: number] | null {
    const index = this.indexOf(siteId);
    if (index === null || !this.sites) return null;
    return [this.sites.positions[index * 2]!, this.sites.positions[index * 2 + 1]!];
  }

  /** Adds or removes one from what is shown; the first one chosen shows it alone. */
  toggleStatus(status: SiteStatus): void {
    this.filters = { ...this.filters, statuses: toggled(this.filters.statuses, status, 4) };
  }

  toggleType(type: string): void {
    const count = this.sites?.typeIds.length ?? 0;
    this.filters = { ...this.filters, types: toggled(this.filters.types, type, count) };
  }

  clearFilters(): void {
    this.filters = NO_FILTERS;
  }

  dispose(): void {
    this.#asking?.abort();
    this.lists.clear();
    this.shapes.clear();
  }

  async #load(asOf: string | null, signal: AbortSignal): Promise<void> {
    if (this.sites) {
      const status = await this.#fetchStatus(asOf, signal);
      signal.throwIfAborted();
      if (status.checksum === this.sites.checksum) {
        if (asOf !== null) this.#keep(asOf, status);
        this.status = status;
        return;
      }
      // The sites themselves changed: what was kept fits them no longer.
      this.#statuses.clear();
    }
    const city = await this.#connection.read(
      (client, inner) => fetchCitySites(client, asOf, inner),
      signal,
    );
    signal.throwIfAborted();
    this.sites = city.sites;
    this.status = city.status;
  }

  #fetchStatus(asOf: string | null, signal?: AbortSignal): Promise<CityStatus> {
    return this.#connection.read((client, inner) => fetchCityStatus(client, asOf, inner), signal);
  }

  #keep(asOf: string, status: CityStatus): void {
    if (this.#statuses.size >= KEPT_STATUSES) this.#statuses.clear();
    this.#statuses.set(asOf, status);
  }
}

/** Null when nothing or everything is chosen: both mean no filter. */
function toggled<T>(chosen: ReadonlySet<T> | null, one: T, count: number): ReadonlySet<T> | null {
  const next = new Set(chosen);
  if (!next.delete(one)) next.add(one);
  return next.size === 0 || next.size === count ? null : next;
}
