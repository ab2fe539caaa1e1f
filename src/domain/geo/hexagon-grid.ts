/**
 * The fixed hexagon grid on which problems are counted: PostGIS's own (`ST_HexagonGrid`), in a projected
 * CRS that is true to scale over a city. Hexagons are flat-topped; PostGIS numbers them by column i
 * (eastward) and row j (northward), odd columns standing half a row to the north. That is awkward for
 * neighbours (they differ between odd and even columns), so everything computed here uses axial
 * coordinates: q = i, and r so that the six neighbours are always at AXIAL_NEIGHBOURS.
 *
 * PostGIS's "size" is the length of an edge. The design's 250 m is the distance between opposite flats,
 * which is the distance between the centres of neighbours: that is what a reader of the map measures,
 * and it makes rows exactly 250 m apart. The edge is then 250 / √3 ≈ 144.34 m, the area 54,127 m².
 *
 * Outlines in longitude and latitude come from the database; nothing is projected here.
 */

export interface AxialCell {
  q: number;
  r: number;
}

/** A cell as `ST_HexagonGrid` numbers it. */
export interface PostgisCell {
  i: number;
  j: number;
}

/** Easting and northing in metres. */
export type ProjectedPoint = [eastingMeters: number, northingMeters: number];

/** Distance between opposite flats of the default cell, and between the centres of neighbours. */
export const DEFAULT_CELL_WIDTH_METERS = 250;

/** Steps to the six neighbours in axial coordinates, counter-clockwise from the north-east. */
export const AXIAL_NEIGHBOURS: readonly (readonly [q: number, r: number])[] = [
  [1, 0],
  [0, 1],
  [-1, 1],
  [-1, 0],
  [0, -1],
  [1, -1],
];

/** Length of an edge, PostGIS's "size", of a hexagon so wide between opposite flats. */
export function edgeMeters(widthMeters: number): number {
  return widthMeters / Math.sqrt(3);
}

/** i and j are integers of either sign. */
export function axialFromPostgis({ i, j }: PostgisCell): AxialCell {
  return { q: i, r: j - Math.floor(i / 2) };
}

/** The inverse of axialFromPostgis. */
export function postgisFromAxial({ q, r }: AxialCell): PostgisCell {
  return { i: q, j: r + Math.floor(q / 2) };
}

/** The centre, in the CRS of the grid. */
export function hexagonCentre({ q, r }: AxialCell, edge: number): ProjectedPoint {
  return [1.5 * edge * q, Math.sqrt(3) * edge * (r + q / 2)];
}

/** The closed ring of the outline (seven points), counter-clockwise from the western corner as in PostGIS. */
export function hexagonCorners(cell: AxialCell, edge: number): ProjectedPoint[] {
  const [easting, northing] = hexagonCentre(cell, edge);
  const half = edge / 2;
  const apothem = (Math.sqrt(3) / 2) * edge;
  return [
    [easting - edge, northing],
    [easting - half, northing - apothem],
    [easting + half, northing - apothem],
    [easting + edge, northing],
    [easting + half, northing + apothem],
    [easting - half, northing + apothem],
    [easting - edge, northing],
  ];
}

/**
 * The CGCS2000 3-degree Gauss-Krüger zone (EPSG:4534 at 75°E to EPSG:4554 at 135°E, false
 * easting 500,000 m without the zone's number before it) whose central meridian is nearest.
 *
 * @throws RangeError where no such zone is: outside 73.5°E to 136.5°E
 */
export function cgcs2000Zone(longitude: number): { epsg: number; centralMeridian: number } {
  if (!(longitude >= 73.5 && longitude <= 136.5)) {
    throw new RangeError(
      `经度 ${longitude} 不在 CGCS2000 三度带范围（73.5 至 136.5）内 / ` +
        `longitude ${longitude} is outside the CGCS2000 3-degree zones (73.5 to 136.5)`,
    );
  }
  const number = Math.min(20, Math.round((longitude - 75) / 3));
  return { epsg: 4534 + number, centralMeridian: 75 + 3 * number };
}
