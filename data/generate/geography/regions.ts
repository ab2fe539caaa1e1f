import { ringOf, type HalfEdge, type Subdivision } from './faces.ts';
import type { PolygonCoordinates } from '../city-model.ts';
import { contains, signedArea, toLonLat, type LonLat, type Point } from './plane.ts';

/** A polygon: its outer ring counter-clockwise, its holes clockwise. */
export interface Polygon {
  readonly outer: readonly Point[];
  readonly holes: readonly (readonly Point[])[];
}

/**
 * The outlines of groups of faces. They consist of the subdivision's own edges, so that two groups
 * side by side share every vertex of their border, and all groups together tile what the faces tile.
 *
 * @param groupOf the group of each face
 */
export function regionOutlines<Tag>(
  subdivision: Subdivision<Tag>,
  groupOf: ArrayLike<number>,
  groupCount: number,
): Polygon[][] {
  const { graph, faces, left, right } = subdivision;
  const group = (face: number) => (face === -1 ? -1 : (groupOf[face] as number));
  const faceOn = ({ edge, forward }: HalfEdge) => (forward ? left[edge] : right[edge]) as number;
  const twin = ({ edge, forward }: HalfEdge): HalfEdge => ({ edge, forward: !forward });
  const idOf = ({ edge, forward }: HalfEdge) => edge * 2 + (forward ? 0 : 1);

  const next = new Map<number, HalfEdge>();
  for (const { boundary } of faces) {
    boundary.forEach((half, index) => {
      next.set(idOf(half), boundary[(index + 1) % boundary.length] as HalfEdge);
    });
  }

  const rings: Point[][][] = Array.from({ length: groupCount }, () => []);
  const walked = new Set<number>();
  for (const { boundary } of faces) {
    for (const start of boundary) {
      const own = group(faceOn(start));
      if (own === group(faceOn(twin(start))) || walked.has(idOf(start))) continue;
      const border: HalfEdge[] = [];
      for (let half = start; !walked.has(idOf(half));) {
        walked.add(idOf(half));
        border.push(half);
        // Turn about the node through the group's own faces until its border goes on.
        half = next.get(idOf(half)) as HalfEdge;
        while (group(faceOn(twin(half))) === own) half = next.get(idOf(twin(half))) as HalfEdge;
      }
      rings[own]?.push(...splitAtRepeats(ringOf(graph.edges, border)));
    }
  }
  return rings.map(toPolygons);
}

/** A ring that touches itself in a point becomes two that touch there: a ring must be simple. */
function splitAtRepeats(ring: readonly Point[]): Point[][] {
  const simple: Point[][] = [];
  const path: Point[] = [];
  const position = new Map<string, number>();
  for (const point of ring) {
    const key = `${point.x},${point.y}`;
    const seen = position.get(key);
    if (seen !== undefined) {
      const loop = path.splice(seen);
      for (const { x, y } of loop) position.delete(`${x},${y}`);
      if (loop.length > 2) simple.push(loop);
    }
    position.set(key, path.length);
    path.push(point);
  }
  if (path.length > 2) simple.push(path);
  return simple;
}

function toPolygons(rings: readonly Point[][]): Polygon[] {
  const outers = rings
    .filter((ring) => signedArea(ring) > 0)
    .map((outer) => ({ outer, holes: [] as Point[][], area: signedArea(outer) }))
    .sort((a, b) => a.area - b.area);
  for (const hole of rings) {
    if (signedArea(hole) > 0) continue;
    const inner = innerPoint(hole);
    outers.find(({ outer }) => contains(outer, inner))?.holes.push(hole);
  }
  return outers.reverse().map(({ outer, holes }) => ({ outer, holes }));
}

/** A point just inside a clockwise ring, beside the middle of its longest side. */
function innerPoint(ring: readonly Point[]): Point {
  let best = 0;
  let longest = -1;
  for (let index = 0; index < ring.length; index += 1) {
    const a = ring[index] as Point;
    const b = ring[(index + 1) % ring.length] as Point;
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    if (length > longest) {
      longest = length;
      best = index;
    }
  }
  const a = ring[best] as Point;
  const b = ring[(best + 1) % ring.length] as Point;
  const length = longest || 1;
  return {
    x: (a.x + b.x) / 2 + ((b.y - a.y) / length) * 0.02,
    y: (a.y + b.y) / 2 - ((b.x - a.x) / length) * 0.02,
  };
}

/** As GeoJSON has it: rings closed, EPSG:4326. */
export function coordinates({ outer, holes }: Polygon): PolygonCoordinates {
  const close = (ring: readonly Point[]): LonLat[] => {
    const points = ring.map(toLonLat);
    return [...points, points[0] as LonLat];
  };
  return [close(outer), ...holes.map(close)];
}
