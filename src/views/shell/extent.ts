import type { Bounds } from '../../map/index.ts';

/** Less of the city than this, in either direction, is a part one should begin with. */
const SMALL_PART = 0.6;

/** Around a single site there must be something to see, in degrees: about 500 m. */
const LEAST_DEGREES = 0.005;

/**
 * @param positions longitude, latitude interleaved, EPSG:4326
 * @returns what holds them all; null when there are none
 */
export function extentOf(positions: Float64Array): Bounds | null {
  if (positions.length === 0) return null;
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < positions.length; at += 2) {
    west = Math.min(west, positions[at]!);
    east = Math.max(east, positions[at]!);
    south = Math.min(south, positions[at + 1]!);
    north = Math.max(north, positions[at + 1]!);
  }
  const addLongitude = Math.max(0, LEAST_DEGREES - (east - west)) / 2;
  const addLatitude = Math.max(0, LEAST_DEGREES - (north - south)) / 2;
  return [west - addLongitude, south - addLatitude, east + addLongitude, north + addLatitude];
}

export function isSmallPart(part: Bounds, whole: Bounds): boolean {
  return (
    part[2] - part[0] < SMALL_PART * (whole[2] - whole[0]) ||
    part[3] - part[1] < SMALL_PART * (whole[3] - whole[1])
  );
}
