const EARTH_RADIUS_METERS = 6_371_008.8;
const RADIANS = Math.PI / 180;

/** Metres of one degree of latitude on the mean sphere. */
export const DEGREE_METERS = EARTH_RADIUS_METERS * RADIANS;

/**
 * Metres between two places on the mean sphere, by the haversine formula (Sinnott, Sky and Telescope 68,
 * 1984), which keeps its digits for small distances; within 0.5 % of the ellipsoid.
 *
 * @param a degrees, longitude first, EPSG:4326; `b` likewise
 */
export function greatCircleMeters(
  a: readonly [number, number],
  b: readonly [number, number],
): number {
  const halfHeight = Math.sin(((b[1] - a[1]) * RADIANS) / 2);
  const halfWidth = Math.sin(((b[0] - a[0]) * RADIANS) / 2);
  const square =
    halfHeight ** 2 + Math.cos(a[1] * RADIANS) * Math.cos(b[1] * RADIANS) * halfWidth ** 2;
  return 2 * EARTH_RADIUS_METERS * Math.asin(Math.min(1, Math.sqrt(square)));
}
