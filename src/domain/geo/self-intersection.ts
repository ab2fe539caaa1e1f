import type { Position } from 'geojson';

/**
 * The first place, going round, where the outline of a polygon touches or crosses itself: what
 * PostGIS calls a self-intersection and `save_zone` refuses. Told while one draws, it saves a refusal.
 *
 * Every pair of edges is compared: 200 corners, more than anyone draws by hand, take under a
 * millisecond. Coordinates are taken as a plane, as PostGIS does.
 *
 * @param ring corners in order, closed (first = last) or not; any number of dimensions, two are read
 * @returns where, or null for a simple outline; fewer than four corners can cross nothing, but a
 *   corner visited twice or three corners in one line are found
 */
export function firstSelfIntersection(ring: readonly Position[]): [number, number] | null {
  const corners = withoutRepeats(ring);
  const count = corners.length;
  if (count < 3) return null;
  for (let first = 0; first < count; first++) {
    const a = corners[first]!;
    const b = corners[(first + 1) % count]!;
    for (let second = first + 1; second < count; second++) {
      const c = corners[second]!;
      const d = corners[(second + 1) % count]!;
      const found =
        second === first + 1
          ? foldAt(a, b, d)
          : (second + 1) % count === first
            ? foldAt(c, a, b)
            : meeting(a, b, c, d);
      if (found) return found;
    }
  }
  return null;
}

type Corner = readonly [x: number, y: number];

/** Without the closing corner and without corners given twice in a row (a double click does that). */
function withoutRepeats(ring: readonly Position[]): Corner[] {
  const corners: Corner[] = [];
  for (const [x, y] of ring) {
    const last = corners.at(-1);
    if (last && last[0] === x && last[1] === y) continue;
    corners.push([x!, y!]);
  }
  const first = corners[0];
  const last = corners.at(-1);
  if (corners.length > 1 && first && last && first[0] === last[0] && first[1] === last[1]) {
    corners.pop();
  }
  return corners;
}

/** Twice the signed area of the triangle: positive where c lies left of a → b. */
function side(a: Corner, b: Corner, c: Corner): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/** Two edges that share a corner meet there and nowhere else, unless the second runs back on the first. */
function foldAt(before: Corner, corner: Corner, after: Corner): [number, number] | null {
  if (side(before, corner, after) !== 0) return null;
  const isBack =
    (before[0] - corner[0]) * (after[0] - corner[0]) +
      (before[1] - corner[1]) * (after[1] - corner[1]) >
    0;
  return isBack ? [corner[0], corner[1]] : null;
}

function meeting(a: Corner, b: Corner, c: Corner, d: Corner): [number, number] | null {
  const cSide = side(a, b, c);
  const dSide = side(a, b, d);
  const aSide = side(c, d, a);
  const bSide = side(c, d, b);
  if (cSide * dSide < 0 && aSide * bSide < 0) {
    const share = aSide / (aSide - bSide);
    return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
  }
  if (cSide === 0 && isBetween(a, b, c)) return [c[0], c[1]];
  if (dSide === 0 && isBetween(a, b, d)) return [d[0], d[1]];
  if (aSide === 0 && isBetween(c, d, a)) return [a[0], a[1]];
  if (bSide === 0 && isBetween(c, d, b)) return [b[0], b[1]];
  return null;
}

/** Of a point known to lie on the line through both. */
function isBetween(from: Corner, to: Corner, point: Corner): boolean {
  return (
    Math.min(from[0], to[0]) <= point[0] &&
    point[0] <= Math.max(from[0], to[0]) &&
    Math.min(from[1], to[1]) <= point[1] &&
    point[1] <= Math.max(from[1], to[1])
  );
}
