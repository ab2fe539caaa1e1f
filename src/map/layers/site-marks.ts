import { lookOfSiteType } from '../../domain/sites/types.ts';
import type { CitySites, CityStatus } from '../../domain/sites/city.ts';
import { iconIndexOf } from '../atlas.ts';
import type { MapPalette } from '../palette.ts';
import { type Spread, spreadOfCoincidentSites } from './coincident-sites.ts';
import type { HighlightSpec, SiteMarksSpec } from './spec.ts';

export interface SiteMarksData {
  readonly sites: CitySites;
  readonly status: CityStatus;
  /** 1 to draw, 0 not to: the mask of `filterCity`. Null draws every site. */
  readonly shown: Uint8Array | null;
}

export interface SiteMarksOptions {
  /** See `areasInsteadOfMarksBelowZoom`; null keeps the marks at every zoom. */
  readonly fadeOutBelowZoom?: number | null;
  /** 1, more on a wall that is looked at from afar. */
  readonly sizeScale?: number;
}

interface OfCity {
  readonly iconOfType: Uint8Array;
  readonly spread: Spread;
}

// Computed once a city: both depend on nothing but its arrays, which are replaced whole.
const ofCity = new WeakMap<CitySites, OfCity>();

function derivedFrom(sites: CitySites): OfCity {
  let derived = ofCity.get(sites);
  if (!derived) {
    derived = {
      iconOfType: Uint8Array.from(sites.typeIds, (id) => iconIndexOf(lookOfSiteType(id).icon)),
      spread: spreadOfCoincidentSites(sites.positions),
    };
    ofCity.set(sites, derived);
  }
  return derived;
}

function guardSameCity(sites: CitySites, status: CityStatus): void {
  if (status.codes.length !== sites.count) {
    throw new Error(
      `status of ${status.codes.length} sites does not fit a city of ${sites.count} sites`,
    );
  }
}

/** Sites as marks: status by colour and shape, type by icon where there is room for one. */
export function siteMarks(
  { sites, status, shown }: SiteMarksData,
  palette: MapPalette,
  options: SiteMarksOptions = {},
): SiteMarksSpec {
  guardSameCity(sites, status);
  return {
    id: 'site-marks',
    renderer: 'site-marks',
    sites,
    status,
    shown,
    ...derivedFrom(sites),
    palette,
    fadeOutBelowZoom: options.fadeOutBelowZoom ?? null,
    sizeScale: options.sizeScale ?? 1,
  };
}

/**
 * A ring around sites, and the mark of the one selected lifted above everything; never another colour
 * of the mark.
 *
 * @param indexes into `sites`
 */
export function highlight(
  { sites, status, indexes }: { sites: CitySites; status: CityStatus; indexes: readonly number[] },
  palette: MapPalette,
  options: { readonly as: 'selection' | 'hover' | 'chosen'; readonly sizeScale?: number },
): HighlightSpec {
  guardSameCity(sites, status);
  for (const index of indexes) {
    if (index >= 0 && index < sites.count) continue;
    throw new Error(`no site at index ${index} of a city of ${sites.count} sites`);
  }
  return {
    id: options.as,
    renderer: 'highlight',
    sites,
    status,
    indexes,
    ...derivedFrom(sites),
    palette,
    sizeScale: options.sizeScale ?? 1,
  };
}

/**
 * Share of the ground under marks, were none to overlap, above which one sees a carpet and no longer
 * sites. Tried on the sample city: at 1.3 one still tells the red ones apart.
 */
const CARPET_SHARE = 1.3;
const SMALLEST_MARK_PIXELS = 7;
const EARTH_PIXELS_AT_ZOOM_0 = 512;

/**
 * The zoom below which the marks of a city would cover too much of it, so that areas say more. Null
 * when there is no such zoom between 4 and 14 (few sites).
 *
 * @param positions longitude, latitude interleaved, EPSG:4326
 */
export function areasInsteadOfMarksBelowZoom(positions: Float64Array): number | null {
  const count = positions.length / 2;
  if (count < 2) return null;
  // The middle 80 % of the sites in each direction: a single far-off site must not thin the city out.
  const longitudes = positions.filter((_, i) => i % 2 === 0).sort();
  const latitudes = positions.filter((_, i) => i % 2 === 1).sort();
  const low = Math.floor(count * 0.1);
  const high = Math.ceil(count * 0.9) - 1;
  const middleLatitude = ((latitudes[low]! + latitudes[high]!) / 2) * (Math.PI / 180);
  const widthShare = (longitudes[high]! - longitudes[low]!) / 360;
  const heightShare = (latitudes[high]! - latitudes[low]!) / 360 / Math.cos(middleLatitude);
  if (!(widthShare > 0 && heightShare > 0)) return null;
  const markArea = Math.PI * (SMALLEST_MARK_PIXELS / 2) ** 2;
  const inMiddle = high - low + 1;
  const pixelArea = (inMiddle * markArea) / CARPET_SHARE;
  const scale = Math.sqrt(pixelArea / (widthShare * heightShare)) / EARTH_PIXELS_AT_ZOOM_0;
  const zoom = Math.log2(scale);
  return zoom < 4 ? null : Math.min(14, Math.round(zoom * 10) / 10);
}
