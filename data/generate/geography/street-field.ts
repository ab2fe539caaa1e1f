import type { Random } from '../random.ts';
import type { Plan } from './plan.ts';
import { contains, distance, normalAt, type Point } from './plane.ts';

/**
 * The field that streets follow: at every place a cross of two directions, blended from the grid of
 * each quarter, rings and spokes round the old town, the banks of the rivers and the great roads
 * (Chen, Esch, Wonka, Müller, Zhang: Interactive procedural street modeling, SIGGRAPH 2008). A
 * cross looks the same after a quarter turn, so directions are blended as unit vectors of four
 * times their angle.
 */
export interface StreetField {
  /** The direction of the cross nearest to `like`, in radians. */
  direction(place: Point, like: number): number;
  /** How urban a place is: 0 open country, 1 old town. */
  density(place: Point): number;
  /** Metres to the bank; negative in the water. Far from it: some large number. */
  riverDistance(place: Point): number;
  tributaryDistance(place: Point): number;
  inside(place: Point): boolean;
}

const CELL_METERS = 40;
const FAR = 1e6;

export function buildStreetField(plan: Plan, random: Random): StreetField {
  const xs = plan.outline.map(({ x }) => x);
  const ys = plan.outline.map(({ y }) => y);
  const minX = Math.min(...xs) - 400;
  const minY = Math.min(...ys) - 400;
  const columns = Math.ceil((Math.max(...xs) + 400 - minX) / CELL_METERS) + 1;
  const rows = Math.ceil((Math.max(...ys) + 400 - minY) / CELL_METERS) + 1;
  const size = columns * rows;
  const cosine = new Float64Array(size);
  const sine = new Float64Array(size);
  const density = new Float64Array(size);
  const river = new Float64Array(size).fill(FAR);
  const tributary = new Float64Array(size).fill(FAR);
  const inside = new Uint8Array(size);

  const stream = random.stream('field');
  const [phaseX, phaseY] = [stream.between(0, 6), stream.between(0, 6)];
  const placeOf = (column: number, row: number): Point => ({
    x: minX + column * CELL_METERS,
    y: minY + row * CELL_METERS,
  });

  const nearestAlong = (
    line: readonly Point[],
    halfWidth: readonly number[] | null,
    reachMeters: number,
    distances: Float64Array,
    angles: Float64Array,
  ) => {
    line.forEach((point, index) => {
      const normal = normalAt(line, index);
      const angle = Math.atan2(-normal.x, normal.y);
      const half = halfWidth?.[index] ?? 0;
      eachCellWithin(point, reachMeters + half, (cell, place) => {
        const away = distance(place, point) - half;
        if (away < (distances[cell] as number)) {
          distances[cell] = away;
          angles[cell] = angle;
        }
      });
    });
  };

  function eachCellWithin(
    point: Point,
    radius: number,
    visit: (cell: number, place: Point) => void,
  ): void {
    const firstColumn = Math.max(0, Math.ceil((point.x - radius - minX) / CELL_METERS));
    const lastColumn = Math.min(columns - 1, Math.floor((point.x + radius - minX) / CELL_METERS));
    const firstRow = Math.max(0, Math.ceil((point.y - radius - minY) / CELL_METERS));
    const lastRow = Math.min(rows - 1, Math.floor((point.y + radius - minY) / CELL_METERS));
    for (let row = firstRow; row <= lastRow; row += 1) {
      for (let column = firstColumn; column <= lastColumn; column += 1) {
        visit(row * columns + column, placeOf(column, row));
      }
    }
  }

  const riverAngle = new Float64Array(size);
  nearestAlong(plan.river.line, plan.river.halfWidth, 1100, river, riverAngle);
  const tributaryAngle = new Float64Array(size);
  nearestAlong(plan.tributary.line, plan.tributary.halfWidth, 500, tributary, tributaryAngle);
  const roadDistance = new Float64Array(size).fill(FAR);
  const roadAngle = new Float64Array(size);
  for (const road of plan.greatRoads) nearestAlong(road.line, null, 420, roadDistance, roadAngle);

  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const cell = row * columns + column;
      const place = placeOf(column, row);
      let c = 0;
      let s = 0;
      const add = (angle: number, weight: number) => {
        c += Math.cos(4 * angle) * weight;
        s += Math.sin(4 * angle) * weight;
      };
      add(
        0.2 +
          0.5 * Math.sin(place.x / (2700 * plan.scale) + phaseX) +
          0.45 * Math.sin(place.y / (2300 * plan.scale) + phaseY),
        0.1,
      );
      let densest = 0;
      for (const quarter of plan.quarters) {
        const away = distance(place, quarter.centre);
        const near = away / quarter.radiusMeters;
        if (near > 3.2) continue;
        const weight = Math.exp(-((near / 1.1) ** 2));
        const angle =
          quarter.directionRadians ??
          Math.atan2(place.y - quarter.centre.y, place.x - quarter.centre.x);
        add(angle, quarter.directionRadians === null ? 1.5 * weight : weight);
        densest = Math.max(
          densest,
          quarter.density * Math.max(0, Math.min(1, (1.6 - near) / 0.85)),
        );
      }
      const bank = Math.max(0, river[cell] as number);
      if (bank < FAR) add(riverAngle[cell] as number, 1.3 * Math.exp(-((bank / 320) ** 2)));
      const brook = Math.max(0, tributary[cell] as number);
      if (brook < FAR) add(tributaryAngle[cell] as number, 0.8 * Math.exp(-((brook / 150) ** 2)));
      const road = roadDistance[cell] as number;
      if (road < FAR) add(roadAngle[cell] as number, 1.4 * Math.exp(-((road / 170) ** 2)));
      cosine[cell] = c;
      sine[cell] = s;
      density[cell] = densest;
      inside[cell] = contains(plan.outline, place) ? 1 : 0;
    }
  }

  const sample = (values: Float64Array, place: Point): number => {
    const column = Math.max(0, Math.min(columns - 1.001, (place.x - minX) / CELL_METERS));
    const row = Math.max(0, Math.min(rows - 1.001, (place.y - minY) / CELL_METERS));
    const left = Math.floor(column);
    const low = Math.floor(row);
    const cell = low * columns + left;
    const alongX = column - left;
    const alongY = row - low;
    const below = (values[cell] as number) * (1 - alongX) + (values[cell + 1] as number) * alongX;
    const above =
      (values[cell + columns] as number) * (1 - alongX) +
      (values[cell + columns + 1] as number) * alongX;
    return below * (1 - alongY) + above * alongY;
  };

  return {
    direction(place, like) {
      const base = Math.atan2(sample(sine, place), sample(cosine, place)) / 4;
      const quarterTurns = Math.round((like - base) / (Math.PI / 2));
      return base + (quarterTurns * Math.PI) / 2;
    },
    density: (place) => sample(density, place),
    riverDistance: (place) => sample(river, place),
    tributaryDistance: (place) => sample(tributary, place),
    inside(place) {
      const column = Math.round((place.x - minX) / CELL_METERS);
      const row = Math.round((place.y - minY) / CELL_METERS);
      if (column < 0 || row < 0 || column >= columns || row >= rows) return false;
      return inside[row * columns + column] === 1;
    },
  };
}
