import type { Polygon } from 'geojson';

const EARTH_RADIUS_METERS = 6_371_008.8;
const RADIANS = Math.PI / 180;

/** A centimetre. The drawing tool refuses more than nine decimals, the database keeps seven. */
const DECIMALS = 7;

/** As many as the drawing tool's own. */
const CORNERS = 64;

/**
 * A circle on the mean sphere as a polygon, counter-clockwise: each corner is reached from the centre by
 * the great circle of its bearing (Snyder, "Map Projections", 1987, 5-5 and 5-6).
 *
 * @param center degrees, EPSG:4326, not within a radius of a pole
 * @throws RangeError when the radius is not above 0
 */
export function circlePolygon(
  [longitude, latitude]: readonly [number, number],
  radiusMeters: number,
): Polygon {
  if (!(radiusMeters > 0)) throw new RangeError(`a radius is above 0 m, not ${radiusMeters}`);
  const distance = radiusMeters / EARTH_RADIUS_METERS;
  const [sin, cos] = [Math.sin(latitude * RADIANS), Math.cos(latitude * RADIANS)];
  const ring = Array.from({ length: CORNERS + 1 }, (_, at) => {
    const bearing = -(2 * Math.PI * (at % CORNERS)) / CORNERS;
    const sinLatitude = sin * Math.cos(distance) + cos * Math.sin(distance) * Math.cos(bearing);
    const east = Math.atan2(
      Math.sin(bearing) * Math.sin(distance) * cos,
      Math.cos(distance) - sin * sinLatitude,
    );
    return [round(longitude + east / RADIANS), round(Math.asin(sinLatitude) / RADIANS)];
  });
  return { type: 'Polygon', coordinates: [ring] };
}

function round(degrees: number): number {
  return Number(degrees.toFixed(DECIMALS));
}
