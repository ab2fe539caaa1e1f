import type { Random } from '../random.ts';
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

export type RoadClass = 'trunk' | 'primary' | 'secondary' | 'tertiary' | 'residential' | 'footway';

export interface GreatRoad {
  readonly name: string;
  readonly class: RoadClass;
  readonly ref: string | null;
  readonly line: readonly Point[];
  /** Only roads with a bridge may cross the river. */
  readonly bridgeName: string | null;
}

type Pair = readonly [x: number, y: number];

const RIVER: readonly Pair[] = [
  [-10500, 3300],
  [-8500, 2500],
  [-6600, 1700],
  [-4800, 700],
  [-3100, -250],
  [-1500, -430],
  [-250, 150],
  [600, 880],
  [1700, 1050],
  [2700, 620],
  [3600, -450],
  [4900, -1450],
  [6600, -1900],
  [8600, -2700],
  [10500, -3300],
];
const TRIBUTARY: readonly Pair[] = [
  [300, -8600],
  [-500, -6200],
  [-300, -4700],
  [-950, -3300],
  [-650, -2100],
  [-1250, -1100],
  [-1420, -340],
];
const OUTLINE: readonly Pair[] = [
  [-7300, 3000],
  [-6900, 4600],
  [-5300, 5300],
  [-3300, 4900],
  [-1700, 5600],
  [500, 5250],
  [2300, 5700],
  [4300, 5000],
  [5900, 4400],
  [7200, 3000],
  [6900, 1200],
  [7500, -700],
  [7200, -2500],
  [7700, -4000],
  [6200, -5300],
  [4100, -5000],
  [2300, -5900],
  [300, -5500],
  [-1900, -6100],
  [-3700, -5300],
  [-5700, -5500],
  [-6900, -4100],
  [-6500, -2400],
  [-7500, -900],
  [-7000, 900],
];

export const OLD_TOWN: Pair = [600, -650];

const QUARTERS: readonly [string, Pair, number, number, number | null][] = [
  ['old-town', OLD_TOWN, 1350, 1, null],
  ['south', [900, -2100], 1100, 0.62, 0.05],
  ['north', [900, 2150], 1500, 0.8, 0.12],
  ['north-west', [-2300, 1700], 1300, 0.66, -0.3],
  ['west', [-3300, -1700], 1400, 0.66, 0.32],
  ['east', [3900, 1250], 1450, 0.62, -0.42],
  ['south-east', [3100, -1750], 1050, 0.56, -0.62],
  ['草坝', [5300, -3500], 620, 0.5, -0.3],
  ['八步', [-5500, 3550], 560, 0.46, 0.35],
  ['云溪', [-5300, -3800], 520, 0.42, -0.2],
  ['石马', [5200, 3500], 520, 0.42, 0.5],
  ['茶坪', [-1700, -4600], 480, 0.4, 0.1],
  ['望江', [6100, -600], 480, 0.4, -0.5],
];

const GREAT_ROADS: readonly {
  name: string;
  class: RoadClass;
  ref?: string;
  bridge?: string;
  points: readonly Pair[];
}[] = [
  {
    name: '蜀西大道',
    class: 'trunk',
    ref: 'S315',
    points: [
      [-9500, -3300],
      [-7200, -2900],
      [-5300, -2600],
      [-3700, -2850],
      [-1700, -3050],
      [600, -3000],
      [2500, -2750],
      [4200, -3000],
      [6000, -3350],
      [9000, -4000],
    ],
  },
  {
    name: '北环大道',
    class: 'trunk',
    points: [
      [-9500, 4300],
      [-7000, 3750],
      [-4600, 3150],
      [-2300, 3100],
      [500, 3650],
      [2900, 3300],
      [4900, 2700],
      [7200, 2300],
      [9500, 2300],
    ],
  },
  {
    name: '雨都大道',
    class: 'primary',
    bridge: '羌江大桥',
    points: [
      [1500, 8000],
      [1250, 5400],
      [800, 3650],
      [850, 2200],
      [900, 1400],
      [800, 400],
      [620, -600],
      [700, -1700],
      [600, -3000],
      [400, -4400],
      [700, -8000],
    ],
  },
  {
    name: '人民路',
    class: 'primary',
    points: [
      [-5300, -2600],
      [-4200, -1900],
      [-2900, -1350],
      [-1300, -1150],
      [-300, -850],
      [620, -600],
      [1700, -620],
      [2700, -1200],
      [3500, -2000],
      [4200, -3000],
    ],
  },
  {
    name: '江北大道',
    class: 'primary',
    points: [
      [-4600, 3150],
      [-3500, 2250],
      [-2200, 1500],
      [-900, 1700],
      [850, 2200],
      [2500, 1950],
      [3900, 1300],
      [5200, 500],
      [6800, 200],
      [9500, 500],
    ],
  },
  {
    name: '青江路',
    class: 'secondary',
    bridge: '青江大桥',
    points: [
      [4900, 2700],
      [4300, 1900],
      [3900, 1300],
      [3650, 300],
      [3450, -700],
      [3200, -1600],
      [2900, -2300],
      [2500, -2750],
    ],
  },
  {
    name: '西康桥路',
    class: 'secondary',
    bridge: '西门大桥',
    points: [
      [-2300, 3100],
      [-2200, 2300],
      [-2200, 1500],
      [-2500, 600],
      [-2600, -300],
      [-2800, -800],
      [-2900, -1350],
      [-3300, -2100],
      [-3700, -2850],
    ],
  },
  {
    name: '文津路',
    class: 'secondary',
    bridge: '文津桥',
    points: [
      [-700, 3050],
      [-800, 2300],
      [-900, 1700],
      [-500, 800],
      [-250, 250],
      [-200, -300],
      [-300, -850],
      [-150, -1700],
      [-250, -2300],
      [-100, -3000],
    ],
  },
  {
    name: '迎宾路',
    class: 'secondary',
    bridge: '迎宾桥',
    points: [
      [2300, 3500],
      [2450, 2700],
      [2500, 1950],
      [2250, 1300],
      [2000, 700],
      [1850, 0],
      [1700, -620],
      [1650, -1500],
      [1800, -2200],
      [1900, -2850],
    ],
  },
  {
    name: '草坝路',
    class: 'secondary',
    bridge: '草坝大桥',
    points: [
      [5200, 500],
      [5700, -400],
      [5600, -1100],
      [5450, -1900],
      [5300, -2600],
      [5250, -3200],
      [5300, -4200],
      [5000, -5600],
    ],
  },
  {
    name: '八步路',
    class: 'secondary',
    bridge: '八步桥',
    points: [
      [-5100, 6500],
      [-5400, 4600],
      [-5400, 3450],
      [-5650, 2400],
      [-5900, 1400],
      [-5700, 200],
      [-5500, -1000],
      [-5300, -2600],
      [-5300, -3800],
      [-5600, -6500],
    ],
  },
  {
    name: '茶坪路',
    class: 'tertiary',
    points: [
      [-100, -3000],
      [-1150, -3700],
      [-1700, -4600],
      [-2300, -5300],
      [-2600, -7000],
    ],
  },
  {
    name: '石马路',
    class: 'secondary',
    points: [
      [4900, 2700],
      [5200, 3500],
      [5400, 4300],
      [5500, 6000],
    ],
  },
];

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
