import type { MultiPolygon, Polygon } from 'geojson';

type Point = readonly [longitude: number, latitude: number];

export type ZoneGeometry = Polygon | MultiPolygon;

/** The database refuses a smaller zone. */
export const LEAST_SQUARE_METERS = 100;

/** How it was drawn, so that a circle stays a circle when it is edited. */
export type ZoneShape =
  | { readonly kind: 'polygon' }
  | {
      readonly kind: 'circle';
      readonly center: Point;
      readonly radiusMeters: number;
    };

export interface Zone {
  readonly id: number;
  readonly name: string;
  readonly geometry: ZoneGeometry;
  readonly shape: ZoneShape | null;
  readonly owner: { readonly id: number; readonly name: string };
  readonly team: { readonly id: number; readonly name: string } | null;
  readonly areaSquareMeters: number;
  /** Counts saves; a save carrying an older one is refused, so that nobody's change is lost. */
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly mine: boolean;
  readonly editable: boolean;
}

/** What is sent to be saved: without an id it is new, with one it carries the version it started from. */
export interface ZoneDraft {
  readonly id?: number;
  readonly name: string;
  readonly geometry: ZoneGeometry;
  readonly shape?: ZoneShape;
  readonly teamId?: number | null;
  readonly version?: number;
}

/** What the drawing tool of the map hands over while one draws. */
export interface ZoneDrawing {
  readonly geometry: ZoneGeometry;
  readonly shape: ZoneShape;
  /** Where the outline crosses itself, if it does. */
  readonly selfIntersection: Point | null;
}

export interface ZoneStatistics {
  readonly asOf: string;
  readonly areaSquareMeters: number;
  readonly sites: readonly {
    readonly type: string;
    /** Also where statuses are hidden from this role. */
    readonly count: number;
    readonly compliant: number;
    readonly attention: number;
    readonly serious: number;
    readonly unknown: number;
  }[];
  readonly openIssues: number;
  readonly overdue: number;
  /** The indicators with most open issues, most first. */
  readonly worst: readonly {
    readonly code: number;
    readonly nameZh: string;
    readonly nameEn: string;
    readonly veto: boolean;
    readonly open: number;
  }[];
}
