import type { Random } from '../random.ts';
import {
  GREAT_ROADS,
  OUTLINE,
  QUARTERS,
  RIVER,
  TRIBUTARY,
  type Pair,
  type RoadClass,
} from './plan-sketch.ts';
import { parallel, smooth, type Point } from './plane.ts';

/**
 * What is laid down by hand before streets grow: the river and its tributary, the outline, the
 * quarters with their density, and the great roads. Metres in the plane; the seed shifts the
 * points, so that no two cities are alike and every one is plausible.
 */
export interface Plan {
  readonly outline: readonly Point[];
  readonly river: Watercourse;
  readonly tributary: Watercourse;
  readonly islands: readonly (readonly Point[])[];
  readonly quarters: readonly Quarter[];
  readonly greatRoads: readonly GreatRoad[];
  /** How far the plan was enlarged beyond the default city, as a factor of length. */
  readonly scale: number;
}

export interface Watercourse {
  readonly name: string;
  readonly line: readonly Point[];
  /** Half the width at each point of the line. */
  readonly halfWidth: readonly number[];
}

export interface Quarter {
  readonly id: string;
  readonly centre: Point;
  readonly radiusMeters: number;
  /** 1 is the densest old town. */
  readonly density: number;
  /** Streets run along and across this direction; null in a quarter that is laid out in rings. */
  readonly directionRadians: number | null;
}

export interface GreatRoad {
  readonly name: string;
  readonly class: RoadClass;
  readonly ref: string | null;
  readonly line: readonly Point[];
  /** Only roads with a bridge may cross the river. */
  readonly bridgeName: string | null;
}

/** Riverside roads keep this distance from the bank; the strip between is promenade and park. */
export const EMBANKMENT_METERS = 42;

/**
 * @param scale factor of length: 1 is the default district of about 15 × 11 km
 */
export function drawPlan(random: Random, scale: number): Plan {
  const shift = (key: string, points: readonly Pair[], by: number): Point[] => {
    const stream = random.stream(key);
    return points.map(([x, y]) => ({
      x: x * scale + stream.between(-by, by),
      y: y * scale + stream.between(-by, by),
    }));
  };

  const riverLine = smooth(shift('river', RIVER, 60), 30);
  const widthStream = random.stream('river-width');
  const [phase, other] = [widthStream.between(0, 6), widthStream.between(0, 6)];
  const river: Watercourse = {
    name: '羌江',
    line: riverLine,
    halfWidth: riverLine.map(
      (_, index) => 98 + 16 * Math.sin(index / 23 + phase) + 9 * Math.sin(index / 7.3 + other),
    ),
  };
  const tributaryLine = smooth(shift('tributary', TRIBUTARY, 40), 30);
  // Its mouth lies in the river, whatever the shifts.
  tributaryLine[tributaryLine.length - 1] = nearestOf(
    riverLine,
    tributaryLine[tributaryLine.length - 1] as Point,
  );
  const tributary: Watercourse = {
    name: '清漪河',
    line: tributaryLine,
    halfWidth: tributaryLine.map((_, index) => 13 + 9 * (index / tributaryLine.length)),
  };

  const greatRoads: GreatRoad[] = GREAT_ROADS.map((road) => ({
    name: road.name,
    class: road.class,
    ref: road.ref ?? null,
    bridgeName: road.bridge ?? null,
    line: smooth(
      road.points.map(([x, y]) => ({ x: x * scale, y: y * scale })),
      30,
    ),
  }));
  const along = (from: number, to: number, side: 1 | -1): Point[] => {
    const indices = riverLine
      .map((_, index) => index)
      .filter((index) => {
        const { x } = riverLine[index] as Point;
        return x > from * scale && x < to * scale;
      });
    const offsets = parallel(
      riverLine,
      (index) => side * ((river.halfWidth[index] ?? 0) + EMBANKMENT_METERS),
    );
    // A road bends less than the bank: every fourth point, smoothed.
    return smooth(
      indices.filter((_, position) => position % 4 === 0).map((index) => offsets[index] as Point),
      30,
    );
  };
  greatRoads.push(
    {
      name: '羌江南路',
      class: 'secondary',
      ref: null,
      bridgeName: null,
      line: along(-4500, 5200, -1),
    },
    {
      name: '羌江北路',
      class: 'secondary',
      ref: null,
      bridgeName: null,
      line: along(-3700, 5600, 1),
    },
  );

  return {
    outline: roughen(smooth(shift('outline', OUTLINE, 260), 60, true), random.stream('outline')),
    river,
    tributary,
    islands: [
      island(river, 1650 * scale, 210, 36, 0.12),
      island(river, -3900 * scale, 150, 30, -0.1),
    ],
    quarters: QUARTERS.map(([id, [x, y], radius, density, direction]) => ({
      id,
      centre: { x: x * scale, y: y * scale },
      radiusMeters: radius * scale,
      density,
      directionRadians: direction,
    })),
    greatRoads,
    scale,
  };
}

/** A boundary follows ridges and brooks: three waves of unlike length, none of them smooth to the eye. */
function roughen(ring: readonly Point[], random: Random): Point[] {
  const waves = [
    [5, 120],
    [17, 70],
    [41, 38],
    [97, 16],
  ].map(([count = 1, height = 0]) => ({
    count: count + random.integer(0, 3),
    height: height * random.between(0.7, 1.2),
    phase: random.between(0, 6.3),
  }));
  return parallel(ring, (index) => {
    const turn = (index / ring.length) * 2 * Math.PI;
    return waves.reduce(
      (sum, { count, height, phase }) => sum + height * Math.sin(count * turn + phase),
      0,
    );
  });
}

/** A long drop in midstream, narrower downstream. */
function island(
  river: Watercourse,
  nearX: number,
  halfLength: number,
  halfWidth: number,
  aside: number,
): Point[] {
  let middle = 0;
  river.line.forEach((point, index) => {
    if (Math.abs(point.x - nearX) < Math.abs((river.line[middle] as Point).x - nearX)) {
      middle = index;
    }
  });
  const reach = Math.round(halfLength / 30);
  const stretch = river.line.slice(middle - reach, middle + reach + 1);
  const width = (index: number) => {
    const t = (index / (stretch.length - 1)) * 2 - 1;
    return halfWidth * Math.sqrt(Math.max(0, 1 - t * t)) * (1 - 0.25 * t);
  };
  const offset = (side: number) => (index: number) => side * width(index) + aside * 100;
  const left = parallel(stretch, offset(1));
  const right = parallel(stretch, offset(-1)).reverse();
  return smooth([...left, ...right.slice(1, -1)], 12, true);
}

function nearestOf(line: readonly Point[], point: Point): Point {
  let best = line[0] as Point;
  for (const candidate of line) {
    if (
      Math.hypot(candidate.x - point.x, candidate.y - point.y) <
      Math.hypot(best.x - point.x, best.y - point.y)
    ) {
      best = candidate;
    }
  }
  return best;
}
