import polylabel from 'polylabel';
import type { MultiPolygon, Polygon, Position } from 'geojson';
import { boundsOf } from './geometry.ts';

/** Of the extent of a polygon: as far from the best place as nobody sees. */
const PRECISION = 0.01;

/**
 * Where a polygon's name stands: the place inside that is farthest from its outline (polylabel), of several
 * parts in the one with the most room.
 *
 * @returns null for one without corners
 */
export function labelPosition(geometry: Polygon | MultiPolygon): Position | null {
  const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const bounds = boundsOf(geometry);
  if (!bounds) return null;
  const [west, south, east, north] = bounds;
  const precision = Math.max(PRECISION * Math.min(east - west, north - south), 1e-9);
  const places = parts.map((rings) => polylabel(rings as [number, number][][], precision));
  const [x, y] = places.reduce((a, b) => (b.distance > a.distance ? b : a));
  return [x, y];
}
