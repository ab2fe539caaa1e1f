import type { LedgerFilters } from '../domain/issues/ledger-query.ts';
import type { Selection } from './selection.ts';

/**
 * What is selected on the map beside the ledger says which issues are meant: those of a site, within
 * a zone, in an area. The former place gives way.
 *
 * @returns null for what is no place of issues
 */
export function filtersOfPlace(filters: LedgerFilters, place: Selection): LedgerFilters | null {
  const { siteIds: _sites, zoneId: _zone, areaId: _area, ...others } = filters;
  switch (place.kind) {
    case 'site':
      return { ...others, siteIds: [place.id] };
    case 'zone':
      return { ...others, zoneId: place.id };
    case 'area':
      return { ...others, areaId: place.id };
    case 'hotspot':
    case 'issue':
      return null;
  }
}
