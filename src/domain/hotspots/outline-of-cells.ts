import type { Polygon, Position } from 'geojson';

/** What is needed of a cube to know where its cells lie. */
export interface LocatedCells {
  /** Axial coordinates, see hexagon-grid.ts. */
  readonly q: Int32Array;
  readonly r: Int32Array;
  /** Six corners a cell, longitude and latitude in turn, in any order round the cell. */
  readonly outlines: Float64Array;
}

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly end: Position;
}

/**
 * Corners of a flat-topped hexagon counter-clockwise from the west, as whole steps of half an edge
 * eastward and half a height northward from its centre: neighbours name a corner they share alike,
 * which coordinates rounded each for itself would not.
 */
const CORNERS = [
  [-2, 0],
  [-1, -1],
  [1, -1],
  [2, 0],
  [1, 1],
  [-1, 1],
] as const;

/**
 * The outline round cells that hang together, holes included: the edges that only one of them has.
 * Three cells meet in a corner, so that an outline passes each corner at most once.
 *
 * @param cells positions in the lists, connected by edges, each once
 * @returns counter-clockwise outer ring first, holes clockwise, closed; EPSG:4326
 * @throws RangeError when there is no cell, or cells do not hang together
 */
export function outlineOfCells(
  { q, r, outlines }: LocatedCells,
  cells: readonly number[],
): Polygon {
  if (cells.length === 0) throw new RangeError('an outline needs at least one cell');
  const all = new Map<string, Edge>();
  for (const cell of cells) {
    const corners = cornersFromWest(outlines, cell);
    const keys = CORNERS.map(([x, y]) => `${3 * q[cell]! + x},${2 * r[cell]! + q[cell]! + y}`);
    keys.forEach((from, at) => {
      const next = (at + 1) % 6;
      const to = keys[next]!;
      // The neighbour runs along a shared edge the other way: it is inside.
      if (!all.delete(`${to} ${from}`)) all.set(`${from} ${to}`, { from, to, end: corners[next]! });
    });
  }
  const rings = chain(new Map([...all.values()].map((edge) => [edge.from, edge])));
  const [outer, ...others] = rings.sort((a, b) => signedArea(b) - signedArea(a));
  if (!outer || others.some((ring) => signedArea(ring) > 0)) {
    throw new RangeError(`the ${cells.length} cells do not hang together`);
  }
  return { type: 'Polygon', coordinates: [outer, ...others] };
}

function cornersFromWest(outlines: Float64Array, cell: number): Position[] {
  const corners: Position[] = [];
  for (let at = cell * 12; at < cell * 12 + 12; at += 2) {
    corners.push([outlines[at]!, outlines[at + 1]!]);
  }
  const longitude = corners.reduce((sum, [x]) => sum + x!, 0) / 6;
  const latitude = corners.reduce((sum, [, y]) => sum + y!, 0) / 6;
  // The projection turns a cell by less than a degree, far from the 30 between west and a neighbour.
  const angleFromWest = ([x, y]: Position) => {
    const angle = Math.atan2(y! - latitude, x! - longitude) + Math.PI;
    return (angle + Math.PI / 6) % (2 * Math.PI);
  };
  return corners.sort((a, b) => angleFromWest(a) - angleFromWest(b));
}

function chain(edges: Map<string, Edge>): Position[][] {
  const rings: Position[][] = [];
  for (const start of [...edges.keys()]) {
    const ring: Position[] = [];
    let key = start;
    for (let edge = edges.get(key); edge; edge = edges.get(key)) {
      edges.delete(key);
      ring.push(edge.end);
      key = edge.to;
    }
    if (ring.length > 0) rings.push([ring.at(-1)!, ...ring]);
  }
  return rings;
}

/** Positive counter-clockwise. */
function signedArea(ring: readonly Position[]): number {
  let sum = 0;
  for (let at = 1; at < ring.length; at++) {
    const [x1, y1] = ring[at - 1]!;
    const [x2, y2] = ring[at]!;
    sum += x1! * y2! - x2! * y1!;
  }
  return sum / 2;
}
