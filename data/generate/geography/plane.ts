/**
 * The plane in which the city is laid out: metres east (x) and north (y) of its centre, and the
 * way from it to EPSG:4326. Over a district the equirectangular approximation is true to scale
 * within a few parts in ten thousand, less than anybody sees.
 */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export type Ring = readonly Point[];
export type LonLat = [lon: number, lat: number];

const CENTRE: LonLat = [102.99, 30.0];
export const METERS_PER_DEGREE_LAT = 110_857;
export const METERS_PER_DEGREE_LON = 96_486;

/** Seven decimals: about a centimetre. */
export function toLonLat({ x, y }: Point): LonLat {
  return [
    Math.round((CENTRE[0] + x / METERS_PER_DEGREE_LON) * 1e7) / 1e7,
    Math.round((CENTRE[1] + y / METERS_PER_DEGREE_LAT) * 1e7) / 1e7,
  ];
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

export function between(a: Point, b: Point, share: number): Point {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}

/** Twice the signed area is positive for a ring that runs counter-clockwise. */
export function signedArea(ring: Ring): number {
  let sum = 0;
  for (let index = 0; index < ring.length; index += 1) {
    const a = ring[index] as Point;
    const b = ring[(index + 1) % ring.length] as Point;
    sum += a.x * b.y - b.x * a.y;
  }
  return sum / 2;
}

export function centroid(ring: Ring): Point {
  let area = 0;
  let x = 0;
  let y = 0;
  const origin = ring[0] as Point;
  for (let index = 1; index + 1 < ring.length; index += 1) {
    const a = ring[index] as Point;
    const b = ring[index + 1] as Point;
    const twice = (a.x - origin.x) * (b.y - origin.y) - (b.x - origin.x) * (a.y - origin.y);
    area += twice;
    x += twice * (a.x + b.x + origin.x);
    y += twice * (a.y + b.y + origin.y);
  }
  return area === 0 ? origin : { x: x / (3 * area), y: y / (3 * area) };
}

export function contains(ring: Ring, point: Point): boolean {
  let inside = false;
  for (let index = 0, before = ring.length - 1; index < ring.length; before = index, index += 1) {
    const a = ring[index] as Point;
    const b = ring[before] as Point;
    if (
      a.y > point.y !== b.y > point.y &&
      point.x < ((b.x - a.x) * (point.y - a.y)) / (b.y - a.y) + a.x
    ) {
      inside = !inside;
    }
  }
  return inside;
}

/** The nearest point of a segment, with how far along it (0–1) and away it lies. */
export function onSegment(
  point: Point,
  a: Point,
  b: Point,
): { share: number; distance: number; nearest: Point } {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length2 = dx * dx + dy * dy;
  const raw = length2 === 0 ? 0 : ((point.x - a.x) * dx + (point.y - a.y) * dy) / length2;
  const share = Math.max(0, Math.min(1, raw));
  const nearest = { x: a.x + dx * share, y: a.y + dy * share };
  return { share, nearest, distance: Math.hypot(point.x - nearest.x, point.y - nearest.y) };
}

export function lengthOf(line: readonly Point[]): number {
  let sum = 0;
  for (let index = 1; index < line.length; index += 1) {
    sum += distance(line[index - 1] as Point, line[index] as Point);
  }
  return sum;
}

/** A smooth curve through the points (centripetal would not show at this scale: uniform Catmull–Rom). */
export function smooth(points: readonly Point[], stepMeters: number, closed = false): Point[] {
  const count = points.length;
  const at = (index: number): Point =>
    (closed
      ? points[((index % count) + count) % count]
      : points[Math.max(0, Math.min(count - 1, index))]) as Point;
  const curve: Point[] = [];
  for (let index = 0; index < (closed ? count : count - 1); index += 1) {
    const [p0, p1, p2, p3] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
    const steps = Math.max(1, Math.round(distance(p1, p2) / stepMeters));
    for (let step = 0; step < steps; step += 1) {
      const t = step / steps;
      const blend = (a: number, b: number, c: number, d: number) =>
        0.5 *
        (2 * b +
          (c - a) * t +
          (2 * a - 5 * b + 4 * c - d) * t * t +
          (3 * b - a - 3 * c + d) * t * t * t);
      curve.push({ x: blend(p0.x, p1.x, p2.x, p3.x), y: blend(p0.y, p1.y, p2.y, p3.y) });
    }
  }
  if (!closed) curve.push(at(count - 1));
  return curve;
}

/** The unit normal to the left of the line at a vertex. */
export function normalAt(line: readonly Point[], index: number): Point {
  const a = line[Math.max(0, index - 1)] as Point;
  const b = line[Math.min(line.length - 1, index + 1)] as Point;
  const length = distance(a, b) || 1;
  return { x: -(b.y - a.y) / length, y: (b.x - a.x) / length };
}

/** A parallel line, to the left where `offset` is positive. */
export function parallel(line: readonly Point[], offset: (index: number) => number): Point[] {
  return line.map((point, index) => {
    const normal = normalAt(line, index);
    const meters = offset(index);
    return { x: point.x + normal.x * meters, y: point.y + normal.y * meters };
  });
}

/** Where two segments cross, as shares of each; null where they do not. */
export function crossing(
  a: Point,
  b: Point,
  c: Point,
  d: Point,
): { first: number; second: number } | null {
  const rx = b.x - a.x;
  const ry = b.y - a.y;
  const sx = d.x - c.x;
  const sy = d.y - c.y;
  const denominator = rx * sy - ry * sx;
  if (Math.abs(denominator) < 1e-12) return null;
  const first = ((c.x - a.x) * sy - (c.y - a.y) * sx) / denominator;
  const second = ((c.x - a.x) * ry - (c.y - a.y) * rx) / denominator;
  if (first < 0 || first > 1 || second < 0 || second > 1) return null;
  return { first, second };
}
