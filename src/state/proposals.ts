import { fetchDefaultUnits } from '../db/default-units.ts';
import type { UnitEntry } from '../db/city-lists.ts';
import { defaultUnit, type DefaultUnit } from '../domain/issues/default-unit.ts';
import type { LedgerRow } from '../domain/issues/ledger.ts';
import { NO_INDEX } from '../domain/sites/city.ts';
import type { City } from './city.svelte.ts';
import type { Connection } from './connection.svelte.ts';
import { Loading } from './loading.svelte.ts';

/** Whom the office would usually ask to mend something. */
export class Proposals {
  readonly defaults = new Loading<readonly DefaultUnit[]>();
  readonly #connection: Connection;
  readonly #city: City;

  constructor(connection: Connection, city: City) {
    this.#connection = connection;
    this.#city = city;
  }

  /** They change seldom: fetched once. */
  async load(): Promise<void> {
    if (this.defaults.value || this.defaults.busy) return;
    await this.defaults.load((signal) => this.#connection.read(fetchDefaultUnits, signal));
  }

  /** The default by area, type and indicator, else the site's own unit; null when there is neither. */
  unitOf(row: LedgerRow): UnitEntry | null {
    const lists = this.#city.lists.value;
    const unitId =
      defaultUnit(row, this.defaults.value ?? [], lists?.areas ?? []) ?? this.#ownUnit(row.siteId);
    return lists?.units.find(({ id }) => id === unitId) ?? null;
  }

  dispose(): void {
    this.defaults.clear();
  }

  #ownUnit(siteId: number | null): number | null {
    const { sites } = this.#city;
    const index = siteId === null ? null : this.#city.indexOf(siteId);
    const unit = index === null ? undefined : sites?.units[index];
    return unit === undefined || unit === NO_INDEX ? null : (sites?.unitIds[unit] ?? null);
  }
}
