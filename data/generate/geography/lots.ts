import type { Random } from '../random.ts';
import { centroid, signedArea, type Point, type Ring } from './plane.ts';

/** A corner of a block or lot, with what lies on the side that begins there. */
export interface Corner extends Point {
  /** How far a building line keeps from this side. */
  readonly marginMeters: number;
  /** The edge of the plan that runs along this side; null between two lots. */
  readonly edge: number | null;
}

export interface Footprint {
  readonly outer: Ring;
  readonly holes: readonly Ring[];
}

/** Lots that share a side keep this far from it, each. */
const LOT_MARGIN_METERS = 2.5;

/** Cuts a block into lots no larger than `largest` square metres, across its longer side. */
export function cutIntoLots(
  block: readonly Corner[],
  largestSquareMeters: number,
  random: Random,
): Corner[][] {
  const lots: Corner[][] = [];
  const open: Corner[][] = [[...block]];
  for (let lot = open.pop(); lot !== undefined; lot = open.pop()) {
    if (signedArea(lot) <= largestSquareMeters * random.between(0.8, 1.25)) {
      lots.push(lot);
      continue;
    }
    const { centre, direction } = cutLine(lot, random);
    const halves = [1, -1].map((side) => half(lot as Corner[], centre, direction, side));
    if (halves.some((part) => part.length < 3 || signedArea(part) < 150)) lots.push(lot);
    else open.push(...halves);
  }
  return lots;
}

/** A line across the lot's longest side, a little off its middle. */
function cutLine(lot: readonly Corner[], random: Random): { centre: Point; direction: Point } {
  let along: Point = { x: 1, y: 0 };
  let least = Number.POSITIVE_INFINITY;
  let best = { low: 0, high: 0, across: 0 };
  for (let index = 0; index < lot.length; index += 1) {
    const a = lot[index] as Corner;
    const b = lot[(index + 1) % lot.length] as Corner;
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    if (length < 4) continue;
    const u = { x: (b.x - a.x) / length, y: (b.y - a.y) / length };
    let [lowU, highU, lowV, highV] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const { x, y } of lot) {
      const pu = x * u.x + y * u.y;
      const pv = -x * u.y + y * u.x;
      lowU = Math.min(lowU, pu);
      highU = Math.max(highU, pu);
      lowV = Math.min(lowV, pv);
      highV = Math.max(highV, pv);
    }
    const area = (highU - lowU) * (highV - lowV);
    if (area >= least) continue;
    least = area;
    const wide = highU - lowU >= highV - lowV;
    along = wide ? u : { x: -u.y, y: u.x };
    best = wide
      ? { low: lowU, high: highU, across: (lowV + highV) / 2 }
      : { low: lowV, high: highV, across: -(lowU + highU) / 2 };
  }
  const at = best.low + (best.high - best.low) * random.between(0.42, 0.58);
  return {
    centre: {
      x: along.x * at - along.y * best.across,
      y: along.y * at + along.x * best.across,
    },
    direction: along,
  };
}

/** The part of a polygon on one side of a line (Sutherland and Hodgman 1974). */
function half(lot: readonly Corner[], centre: Point, normal: Point, side: number): Corner[] {
  const depth = ({ x, y }: Point) => ((x - centre.x) * normal.x + (y - centre.y) * normal.y) * side;
  return clip(lot, depth, LOT_MARGIN_METERS, null);
}

function clip(
  polygon: readonly Corner[],
  depth: (point: Point) => number,
  cutMargin: number,
  cutEdge: number | null,
): Corner[] {
  const result: Corner[] = [];
  for (let index = 0; index < polygon.length; index += 1) {
    const a = polygon[index] as Corner;
    const b = polygon[(index + 1) % polygon.length] as Corner;
    const da = depth(a);
    const db = depth(b);
    if (da >= 0) result.push(a);
    if (da >= 0 === db >= 0) continue;
    const share = da / (da - db);
    // Leaving: the side along the cut begins here. Coming back: the polygon's own side goes on.
    const leaving = da >= 0;
    result.push({
      x: a.x + (b.x - a.x) * share,
      y: a.y + (b.y - a.y) * share,
      marginMeters: leaving ? cutMargin : a.marginMeters,
      edge: leaving ? cutEdge : a.edge,
    });
  }
  return result;
}

/**
 * The part of a lot that keeps every side's margin: the half planes inside all of them. Always
 * convex and within the lot, so that footprints of different lots cannot touch; null if little
 * is left.
 */
export function buildable(lot: readonly Corner[], leastSquareMeters: number): Corner[] | null {
  let part: Corner[] = lot.map((corner) => ({ ...corner }));
  for (let index = 0; index < lot.length; index += 1) {
    const a = lot[index] as Corner;
    const b = lot[(index + 1) % lot.length] as Corner;
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    if (length < 0.01) continue;
    const normal = { x: -(b.y - a.y) / length, y: (b.x - a.x) / length };
    part = clip(
      part,
      ({ x, y }) => (x - a.x) * normal.x + (y - a.y) * normal.y - a.marginMeters,
      a.marginMeters,
      a.edge,
    );
    if (part.length < 3) return null;
  }
  const cleaned = withoutShortSides(part);
  return cleaned.length >= 3 && signedArea(cleaned) >= leastSquareMeters ? cleaned : null;
}

function withoutShortSides(ring: readonly Corner[]): Corner[] {
  return ring.filter((corner, index) => {
    const next = ring[(index + 1) % ring.length] as Corner;
    return Math.hypot(next.x - corner.x, next.y - corner.y) > 1;
  });
}

/** How much wider than high the thing is that a polygon encloses: 1 for a circle, more for a sliver. */
export function slenderness(ring: Ring): number {
  let perimeter = 0;
  for (let index = 0; index < ring.length; index += 1) {
    const a = ring[index] as Point;
    const b = ring[(index + 1) % ring.length] as Point;
    perimeter += Math.hypot(b.x - a.x, b.y - a.y);
  }
  return (perimeter * perimeter) / (4 * Math.PI * signedArea(ring));
}

/** A compound on its buildable ground: mostly the whole, some with a corner left out or a yard. */
export function footprint(ground: Ring, random: Random): Footprint {
  const area = signedArea(ground);
  const shape = random.next();
  if (shape < 0.16 && area > 900) {
    const notched = withoutCorner(ground, random);
    if (notched) return { outer: notched, holes: [] };
  }
  if (shape > 0.93 && area > 2500) {
    const middle = centroid(ground);
    const share = random.between(0.28, 0.42);
    const yard = ground
      .map(({ x, y }) => ({
        x: middle.x + (x - middle.x) * share,
        y: middle.y + (y - middle.y) * share,
      }))
      .reverse();
    return { outer: ground, holes: [yard] };
  }
  return { outer: ground, holes: [] };
}

/** An L: the parallelogram at one corner left out. Null where the corner is too sharp or too blunt. */
function withoutCorner(ground: Ring, random: Random): Ring | null {
  const start = random.integer(0, ground.length - 1);
  for (let turn = 0; turn < ground.length; turn += 1) {
    const index = (start + turn) % ground.length;
    const before = ground[(index + ground.length - 1) % ground.length] as Point;
    const corner = ground[index] as Point;
    const after = ground[(index + 1) % ground.length] as Point;
    const back = { x: before.x - corner.x, y: before.y - corner.y };
    const on = { x: after.x - corner.x, y: after.y - corner.y };
    const lengths = Math.hypot(back.x, back.y) * Math.hypot(on.x, on.y);
    const cosine = (back.x * on.x + back.y * on.y) / lengths;
    if (Math.abs(cosine) > 0.35 || lengths < 600) continue;
    const first = random.between(0.35, 0.55);
    const second = random.between(0.35, 0.55);
    const notch = [
      { x: corner.x + back.x * first, y: corner.y + back.y * first },
      {
        x: corner.x + back.x * first + on.x * second,
        y: corner.y + back.y * first + on.y * second,
      },
      { x: corner.x + on.x * second, y: corner.y + on.y * second },
    ];
    return [...ground.slice(0, index), ...notch, ...ground.slice(index + 1)];
  }
  return null;
}
