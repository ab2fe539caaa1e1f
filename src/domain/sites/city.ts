/**
 * The city as the map draws it: one entry a site in every array, in the same order (ascending id).
 * Typed arrays go straight into the map's attributes; names and details are fetched when needed.
 */
export interface CitySites {
  readonly count: number;
  /** Changes whenever the set of visible sites does; a status message carries the one it fits. */
  readonly checksum: string;
  readonly asOf: string;
  readonly ids: Uint32Array;
  /** Longitude, latitude interleaved, EPSG:4326 degrees. */
  readonly positions: Float64Array;
  /** Index into `typeIds`. */
  readonly types: Uint8Array;
  /** Index into `areaIds`, `NO_INDEX` for none. */
  readonly areas: Uint16Array;
  /** Index into `unitIds`, `NO_INDEX` for none. */
  readonly units: Uint16Array;
  readonly typeIds: readonly string[];
  readonly areaIds: Uint32Array;
  readonly unitIds: Uint32Array;
}

/** The status of every site at one moment, in the order of `CitySites`. */
export interface CityStatus {
  readonly asOf: string;
  readonly checksum: string;
  /** The raw byte of each site; read it with the functions below. */
  readonly codes: Uint8Array;
}

export const NO_INDEX = 0xffff;

export const STATUSES = ['compliant', 'attention', 'serious', 'unknown'] as const;
export type SiteStatus = (typeof STATUSES)[number];

/** `absent`: not in being at that moment; `hidden`: this role may not see statuses. */
export type DrawnStatus = SiteStatus | 'absent' | 'hidden';

export const UNKNOWN_REASONS = ['never_inspected', 'lapsed', 'partial'] as const;
export type UnknownReason = (typeof UNKNOWN_REASONS)[number];

const DRAWN: readonly DrawnStatus[] = [
  'absent',
  'compliant',
  'attention',
  'serious',
  'unknown',
  'hidden',
];

/** Bits 0–2. */
export function statusOf(code: number): DrawnStatus {
  return DRAWN[code & 7] ?? 'absent';
}

/** Bit 3: a re-check (回头看) is due, so a compliant mark is drawn hollow. */
export function recheckDueOf(code: number): boolean {
  return (code & 8) !== 0;
}

/** Bit 4: an issue is deferred (挂账), so the site is hatched. */
export function deferredOf(code: number): boolean {
  return (code & 16) !== 0;
}

/** Bits 5–6, of an unknown site only. */
export function unknownReasonOf(code: number): UnknownReason | null {
  return statusOf(code) === 'unknown' ? (UNKNOWN_REASONS[(code >> 5) & 3] ?? null) : null;
}
