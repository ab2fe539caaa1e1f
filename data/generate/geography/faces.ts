import { signedArea, type Point } from './plane.ts';
import { pruneDeadEnds, type Edge, type PlanarGraph } from './planar-graph.ts';

/** One side of an edge: walked forwards or backwards. */
export interface HalfEdge {
  /** Position in the edges of the graph that the faces were made of. */
  readonly edge: number;
  readonly forward: boolean;
}

/** A region bounded by edges, counter-clockwise. */
export interface Face {
  readonly boundary: readonly HalfEdge[];
  /** Without the first vertex repeated. */
  readonly ring: readonly Point[];
  readonly areaSquareMeters: number;
}

export interface Subdivision<Tag> {
  readonly graph: PlanarGraph<Tag>;
  readonly faces: readonly Face[];
  /** The face to the left of each edge walked forwards, and walked backwards; -1 outside. */
  readonly left: Int32Array;
  readonly right: Int32Array;
}

/**
 * The regions into which a connected planar graph divides the plane. Edges with the same region on
 * both sides (dead ends, stems) bound nothing and are left out of the answer's graph.
 */
export function findFaces<Tag>(graph: PlanarGraph<Tag>): Subdivision<Tag> {
  let current = pruneDeadEnds(graph, () => false);
  for (;;) {
    const walked = walk(current);
    const kept = current.edges.filter((_, edge) => walked.left[edge] !== walked.right[edge]);
    if (kept.length === current.edges.length) return withoutOutside(current, walked);
    current = pruneDeadEnds({ nodes: current.nodes, edges: kept }, () => false);
  }
}

interface Walked {
  readonly boundaries: HalfEdge[][];
  readonly left: Int32Array;
  readonly right: Int32Array;
}

function walk<Tag>({ nodes, edges }: PlanarGraph<Tag>): Walked {
  // Half-edge 2e leaves edge e's first node, 2e + 1 its last.
  const leaving: { half: number; angle: number }[][] = nodes.map(() => []);
  edges.forEach((edge, index) => {
    const { line } = edge;
    leaving[edge.from]?.push({ half: 2 * index, angle: angleOf(line[0], line[1]) });
    leaving[edge.to]?.push({
      half: 2 * index + 1,
      angle: angleOf(line[line.length - 1], line[line.length - 2]),
    });
  });
  const placeAtNode = new Int32Array(edges.length * 2);
  for (const list of leaving) {
    list.sort((a, b) => a.angle - b.angle || a.half - b.half);
    list.forEach(({ half }, place) => {
      placeAtNode[half] = place;
    });
  }
  const next = (half: number): number => {
    const twin = half ^ 1;
    const edge = edges[half >> 1] as Edge<Tag>;
    const node = half & 1 ? edge.from : edge.to;
    const list = leaving[node] as { half: number }[];
    // The next edge clockwise after the one we came by keeps the face on the left.
    const place = (placeAtNode[twin] as number) - 1;
    return (list[(place + list.length) % list.length] as { half: number }).half;
  };
  const faceOf = new Int32Array(edges.length * 2).fill(-1);
  const boundaries: HalfEdge[][] = [];
  for (let start = 0; start < edges.length * 2; start += 1) {
    if (faceOf[start] !== -1) continue;
    const boundary: HalfEdge[] = [];
    for (let half = start; faceOf[half] === -1; half = next(half)) {
      faceOf[half] = boundaries.length;
      boundary.push({ edge: half >> 1, forward: (half & 1) === 0 });
    }
    boundaries.push(boundary);
  }
  const left = new Int32Array(edges.length);
  const right = new Int32Array(edges.length);
  edges.forEach((_, edge) => {
    left[edge] = faceOf[2 * edge] as number;
    right[edge] = faceOf[2 * edge + 1] as number;
  });
  return { boundaries, left, right };
}

function angleOf(from: Point | undefined, to: Point | undefined): number {
  return from && to ? Math.atan2(to.y - from.y, to.x - from.x) : 0;
}

export function ringOf<Tag>(edges: readonly Edge<Tag>[], boundary: readonly HalfEdge[]): Point[] {
  const ring: Point[] = [];
  for (const { edge, forward } of boundary) {
    const { line } = edges[edge] as Edge<Tag>;
    if (forward)
      for (let index = 0; index + 1 < line.length; index += 1) ring.push(line[index] as Point);
    else for (let index = line.length - 1; index > 0; index -= 1) ring.push(line[index] as Point);
  }
  return ring;
}

/** Walks of the outside run clockwise: they are no regions. */
function withoutOutside<Tag>(graph: PlanarGraph<Tag>, walked: Walked): Subdivision<Tag> {
  const number = new Int32Array(walked.boundaries.length).fill(-1);
  const faces: Face[] = [];
  walked.boundaries.forEach((boundary, index) => {
    const ring = ringOf(graph.edges, boundary);
    const area = signedArea(ring);
    if (area <= 0) return;
    number[index] = faces.length;
    faces.push({ boundary, ring, areaSquareMeters: area });
  });
  return {
    graph,
    faces,
    left: walked.left.map((face) => number[face] as number),
    right: walked.right.map((face) => number[face] as number),
  };
}
