import type { BaseFeature, PolygonCoordinates } from './city-model.ts';
import type { LonLat } from './geography/plane.ts';

/** What a cell holds; times are ISO 8601 text, arrays PostgreSQL literals, geometry EWKT. */
export type Cell = string | number | boolean | null;

/** Rows of one table of the database, in the order of their ids. */
export interface TableRows {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly Cell[]>;
}

/** +08:00 is written out: files are read by people in Shanghai's time. */
export function isoTime(moment: number): string {
  return `${new Date(moment + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
}

export function timeOrNull(moment: number | null): string | null {
  return moment === null ? null : isoTime(moment);
}

export function arrayLiteral(values: readonly (string | number)[]): string {
  return `{${values.join(',')}}`;
}

export function ewktPoint([lon, lat]: readonly [number, number]): string {
  return `SRID=4326;POINT(${lon} ${lat})`;
}

function ringText(ring: readonly LonLat[]): string {
  return `(${ring.map(([lon, lat]) => `${lon} ${lat}`).join(',')})`;
}

export function polygonText(rings: PolygonCoordinates): string {
  return `(${rings.map(ringText).join(',')})`;
}

export function ewktMultiPolygon(polygons: readonly PolygonCoordinates[]): string {
  return `SRID=4326;MULTIPOLYGON(${polygons.map(polygonText).join(',')})`;
}

export function ewktFeature({ geometry }: BaseFeature): string {
  switch (geometry.type) {
    case 'Point':
      return ewktPoint(geometry.coordinates);
    case 'LineString':
      return `SRID=4326;LINESTRING${ringText(geometry.coordinates)}`;
    case 'Polygon':
      return `SRID=4326;POLYGON${polygonText(geometry.coordinates)}`;
  }
}
