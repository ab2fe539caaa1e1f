import type { Datum } from '../geo/datum.ts';
import type { LedgerField } from './fields.ts';
import type { KnownIndicator } from './indicator-words.ts';
import { Places, type KnownArea, type KnownSite } from './places.ts';
import type { LedgerContext } from './row-reader.ts';
import { UnitNames, type KnownUnit } from './unit-names.ts';

/** What a sheet is read against: the answer of the database function `ledger_import_context`. */
export interface KnownCity {
  /** The local day, `2026-03-02`. */
  readonly today: string;
  readonly sites: readonly (KnownSite & { readonly lon: number; readonly lat: number })[];
  readonly areas: readonly KnownArea[];
  readonly units: readonly KnownUnit[];
  readonly indicators: readonly KnownIndicator[];
  /** What a person last chose for each header. */
  readonly mapping: Readonly<Record<string, LedgerField | null>>;
}

/** What `readLedger` needs to know of the city, and of the file. */
export function ledgerContext(
  city: KnownCity,
  file: {
    readonly fileName: string;
    readonly datum: Datum | undefined;
    readonly otherwise: number | undefined;
  },
): LedgerContext {
  return {
    places: new Places(city.sites, city.areas),
    units: new UnitNames(city.units),
    indicators: city.indicators,
    today: city.today,
    ...file,
  };
}
