import type { MultiPolygon, Polygon, Position } from 'geojson';

export type Bounds = readonly [west: number, south: number, east: number, north: number];

/**
 * The box round a polygon, in its own coordinates. Cities do not cross the 180th meridian.
 *
 * @returns null for one without corners
 */
export function boundsOf(geometry: Polygon | MultiPolygon): Bounds | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [outer] of polygonsOf(geometry)) {
    for (const [x, y] of outer ?? []) {
      west = Math.min(west, x!);
      south = Math.min(south, y!);
      east = Math.max(east, x!);
      north = Math.max(north, y!);
    }
  }
  return west > east ? null : [west, south, east, north];
}

/** Whether a point lies inside, holes left out; on an outline it may be either. */
export function contains(
  geometry: Polygon | MultiPolygon,
  point: readonly [x: number, y: number],
): boolean {
  // By the even-odd rule a point in a hole is crossed over twice.
  return polygonsOf(geometry).some(
    (rings) => rings.filter((ring) => isInRing(ring, point)).length % 2 === 1,
  );
}

function polygonsOf(geometry: Polygon | MultiPolygon): Position[][][] {
  return geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
}

/** Counts the edges that a ray to the east crosses. */
function isInRing(ring: readonly Position[], [x, y]: readonly [number, number]): boolean {
  let inside = false;
  for (let at = 1; at < ring.length; at++) {
    const [x1, y1] = ring[at - 1]!;
    const [x2, y2] = ring[at]!;
    if (y1! > y !== y2! > y && x < ((x2! - x1!) * (y - y1!)) / (y2! - y1!) + x1!) inside = !inside;
  }
  return inside;
}
