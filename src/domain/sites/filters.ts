import { NO_INDEX, type CitySites, type CityStatus, type SiteStatus } from './city.ts';
import type { AreaEntry } from '../areas/area.ts';

/** What of the city is shown; null = all. A set is never empty: to show nothing is no use. */
export interface SiteFilters {
  readonly types: ReadonlySet<string> | null;
  readonly statuses: ReadonlySet<SiteStatus> | null;
  /** With everything below it. */
  readonly areaId: number | null;
  readonly unitId: number | null;
}

export const NO_FILTERS: SiteFilters = { types: null, statuses: null, areaId: null, unitId: null };

/**
 * Each count respects the other filters but not its own kind, so that a legend says what a click
 * would bring.
 */
export interface FilteredCity {
  /** 1 = shown, one byte a site. */
  readonly mask: Uint8Array;
  readonly shown: number;
  /** Sites in being at that moment, whatever the filters. */
  readonly present: number;
  readonly byStatus: Readonly<Record<SiteStatus, number>>;
  /** Of `byStatus.unknown`. */
  readonly neverInspected: number;
  readonly lapsed: number;
  readonly partial: number;
  readonly recheckDue: number;
  readonly deferred: number;
  /** By type id. */
  readonly byType: ReadonlyMap<string, number>;
}

/** Bits of a status byte, see city.ts; numbers here since this runs 100,000 times a keystroke. */
const STATUS_BITS = 7;
const RECHECK_BIT = 8;
const DEFERRED_BIT = 16;
const HIDDEN = 5;

/** Their order is that of the status codes 1–4. */
const CODED: readonly SiteStatus[] = ['compliant', 'attention', 'serious', 'unknown'];

/**
 * One pass over the city: 100,000 sites take about 1 ms.
 *
 * @param areas to know what lies below the area asked for
 * @throws RangeError when the statuses are not of these sites
 */
export function filterCity(
  sites: CitySites,
  status: CityStatus,
  filters: SiteFilters,
  areas: readonly AreaEntry[],
): FilteredCity {
  const { count } = sites;
  if (status.codes.length !== count) {
    throw new RangeError(`${status.codes.length} statuses do not fit ${count} sites`);
  }
  const typeWanted = flags(sites.typeIds, (id) => filters.types === null || filters.types.has(id));
  const areaWanted = wantedAreas(sites, filters.areaId, areas);
  const unitWanted = wantedUnit(sites, filters.unitId);
  const statusWanted = flags(
    [null, ...CODED],
    (id) => filters.statuses === null || (id !== null && filters.statuses.has(id)),
  );

  const mask = new Uint8Array(count);
  const statusCounts = new Uint32Array(6);
  const typeCounts = new Uint32Array(sites.typeIds.length);
  const unknownCounts = new Uint32Array(4);
  let shown = 0;
  let present = 0;
  let recheckDue = 0;
  let deferred = 0;
  for (let at = 0; at < count; at++) {
    const code = status.codes[at]!;
    const kind = code & STATUS_BITS;
    if (kind === 0) continue;
    present++;
    const area = sites.areas[at]!;
    if (areaWanted && (area === NO_INDEX || areaWanted[area] === 0)) continue;
    if (unitWanted !== null && sites.units[at] !== unitWanted) continue;
    const type = sites.types[at]!;
    const isType = typeWanted[type] === 1;
    // Where statuses are hidden, a filter by them would hide everything or tell them.
    const isStatus = kind === HIDDEN || statusWanted[kind] === 1;
    if (isType) {
      statusCounts[kind]!++;
      if (kind === 4) unknownCounts[(code >> 5) & 3]!++;
      if (code & RECHECK_BIT) recheckDue++;
      if (code & DEFERRED_BIT) deferred++;
    }
    if (isStatus) typeCounts[type]!++;
    if (isType && isStatus) {
      mask[at] = 1;
      shown++;
    }
  }
  return {
    mask,
    shown,
    present,
    byStatus: {
      compliant: statusCounts[1]!,
      attention: statusCounts[2]!,
      serious: statusCounts[3]!,
      unknown: statusCounts[4]!,
    },
    neverInspected: unknownCounts[0]!,
    lapsed: unknownCounts[1]!,
    partial: unknownCounts[2]!,
    recheckDue,
    deferred,
    byType: new Map(sites.typeIds.map((id, index) => [id, typeCounts[index]!])),
  };
}

/** The area and everything below it, by id. */
export function areaSubtree(areaId: number, areas: readonly AreaEntry[]): ReadonlySet<number> {
  const children = new Map<number, number[]>();
  for (const { id, parentId } of areas) {
    if (parentId === null) continue;
    const siblings = children.get(parentId);
    if (siblings) siblings.push(id);
    else children.set(parentId, [id]);
  }
  const subtree = new Set<number>();
  const waiting = [areaId];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (subtree.has(next)) continue;
    subtree.add(next);
    waiting.push(...(children.get(next) ?? []));
  }
  return subtree;
}

function flags<T>(values: readonly T[], isWanted: (value: T) => boolean): Uint8Array {
  return Uint8Array.from(values, (value) => (isWanted(value) ? 1 : 0));
}

function wantedAreas(
  sites: CitySites,
  areaId: number | null,
  areas: readonly AreaEntry[],
): Uint8Array | null {
  if (areaId === null) return null;
  const subtree = areaSubtree(areaId, areas);
  return Uint8Array.from(sites.areaIds, (id) => (subtree.has(id) ? 1 : 0));
}

/** Its index; one that no site has when the unit has none. */
function wantedUnit(sites: CitySites, unitId: number | null): number | null {
  if (unitId === null) return null;
  const index = sites.unitIds.indexOf(unitId);
  return index === -1 ? NO_INDEX - 1 : index;
}
