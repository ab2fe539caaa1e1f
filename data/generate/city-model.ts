import type { LonLat } from './geography/plane.ts';

/** Rings closed, outer counter-clockwise, holes clockwise, EPSG:4326. */
export type PolygonCoordinates = LonLat[][];

export type AreaLevel = 'district' | 'street' | 'community';
export type SiteType = 'community' | 'courtyard' | 'hotel' | 'supermarket';

export interface Area {
  readonly id: number;
  readonly parentId: number | null;
  readonly level: AreaLevel;
  readonly name: string;
  readonly nameEn: string;
  readonly initials: string;
  /** Ids from the root to this area, joined by dots. */
  readonly path: string;
  readonly outline: PolygonCoordinates[];
  readonly point: LonLat;
}

export interface Site {
  readonly id: number;
  readonly type: SiteType;
  readonly name: string;
  readonly initials: string;
  readonly address: string;
  /** Null for a site that is a point. */
  readonly polygons: PolygonCoordinates[] | null;
  readonly point: LonLat;
  /** The community. */
  readonly areaId: number;
  readonly person: string;
  readonly phone: string;
}

export interface BaseFeature {
  readonly id: number;
  readonly kind: 'road' | 'water' | 'green' | 'label';
  readonly class: string;
  readonly name: string | null;
  readonly nameEn: string | null;
  readonly ref: string | null;
  readonly oneway: -1 | 0 | 1;
  readonly foot: boolean;
  readonly bridge: boolean;
  readonly layer: number;
  readonly geometry:
    | { readonly type: 'Point'; readonly coordinates: LonLat }
    | { readonly type: 'LineString'; readonly coordinates: LonLat[] }
    | { readonly type: 'Polygon'; readonly coordinates: PolygonCoordinates };
}

/** A place that something is planted at, in degrees. */
export interface Landmark {
  readonly name: string;
  readonly kind: 'market' | 'station' | 'old_quarter' | 'square';
  readonly point: LonLat;
}

export interface Geography {
  readonly nameZh: string;
  readonly nameEn: string;
  readonly areas: readonly Area[];
  readonly sites: readonly Site[];
  readonly baseFeatures: readonly BaseFeature[];
  readonly landmarks: readonly Landmark[];
}

export interface SiteCounts {
  readonly communities: number;
  readonly courtyards: number;
  readonly hotels: number;
  readonly supermarkets: number;
}

/** The default city's mix of 1,530 sites, kept for any number from 48 on. */
export function countsFor(sites: number): SiteCounts {
  if (!Number.isInteger(sites) || sites < 48 || sites > 200_000) {
    throw new RangeError(
      `${sites} sites: a whole number from 48 to 200000 is needed, so that each of the twelve streets and towns has a community.`,
    );
  }
  const communities = Math.max(12, Math.min(Math.round((sites * 90) / 1530), 900));
  const hotels = Math.round((sites * 180) / 1530);
  const supermarkets = Math.round((sites * 260) / 1530);
  return {
    communities,
    hotels,
    supermarkets,
    courtyards: sites - communities - hotels - supermarkets,
  };
}
