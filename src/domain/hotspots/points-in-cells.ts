import type { Polygon } from 'geojson';
import { boundsOf, contains } from '../geo/geometry.ts';

const CORNERS = 6;

/**
 * Which points stand in one of some cells.
 *
 * @param outlines of all cells: six corners a cell, longitude and latitude in turn
 * @param cells positions in that list
 * @param positions longitude and latitude in turn, of which those of `among` are looked at
 * @param among places in `positions`, counted in points
 * @returns those of `among`, in their order
 */
export function pointsInCells(
  outlines: Float64Array,
  cells: readonly number[],
  positions: Float64Array,
  among: readonly number[],
): number[] {
  const hexagons = cells.map((cell) => {
    const ring = Array.from({ length: CORNERS + 1 }, (_, corner) => {
      const at = (cell * CORNERS + (corner % CORNERS)) * 2;
      return [outlines[at]!, outlines[at + 1]!];
    });
    const outline: Polygon = { type: 'Polygon', coordinates: [ring] };
    return { outline, bounds: boundsOf(outline)! };
  });
  return among.filter((place) => {
    const point = [positions[place * 2]!, positions[place * 2 + 1]!] as const;
    const [x, y] = point;
    return hexagons.some(
      // The box first: most cells lie elsewhere.
      ({ outline, bounds: [west, south, east, north] }) =>
        x >= west && x <= east && y >= south && y <= north && contains(outline, point),
    );
  });
}
