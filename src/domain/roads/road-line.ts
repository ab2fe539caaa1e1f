import { DEGREE_METERS } from '../geo/great-circle.ts';
import type { RoadNetwork } from './road-network.ts';

type Position = [longitude: number, latitude: number];

/** The place on a line that is nearest to a point. */
export interface NearestPlace {
  /** Along the line, 0 at its start, 1 at its end, by length. */
  readonly fraction: number;
  readonly point: Position;
  readonly meters: number;
}

/**
 * Lines of streets are a few hundred metres long: the plane that touches the earth at the point is true to
 * a millimetre there.
 */
function plane(latitude: number): [xMeters: number, yMeters: number] {
  return [DEGREE_METERS * Math.cos((latitude * Math.PI) / 180), DEGREE_METERS];
}

/** @returns null for an edge without points */
export function nearestOnEdge(
  { firstPoint, points }: RoadNetwork,
  edge: number,
  [longitude, latitude]: readonly [number, number],
): NearestPlace | null {
  const [start, end] = [firstPoint[edge]!, firstPoint[edge + 1]!];
  if (start === end) return null;
  const [xMeters, yMeters] = plane(latitude);
  let best = Infinity;
  let bestAlong = 0;
  let [bestX, bestY] = [0, 0];
  let along = 0;
  let x0 = (points[start * 2]! - longitude) * xMeters;
  let y0 = (points[start * 2 + 1]! - latitude) * yMeters;
  for (let at = start; at < end; at++) {
    const x1 = (points[at * 2]! - longitude) * xMeters;
    const y1 = (points[at * 2 + 1]! - latitude) * yMeters;
    const [dx, dy] = [x1 - x0, y1 - y0];
    const square = dx * dx + dy * dy;
    const share = square > 0 ? Math.min(1, Math.max(0, -(x0 * dx + y0 * dy) / square)) : 0;
    const [x, y] = [x0 + share * dx, y0 + share * dy];
    const length = Math.sqrt(square);
    const distance = Math.hypot(x, y);
    if (distance < best) {
      best = distance;
      bestAlong = along + share * length;
      [bestX, bestY] = [x, y];
    }
    along += length;
    [x0, y0] = [x1, y1];
  }
  return {
    fraction: along > 0 ? bestAlong / along : 0,
    point: [longitude + bestX / xMeters, latitude + bestY / yMeters],
    meters: best,
  };
}

/**
 * The piece of an edge's line between two fractions of its length, in the direction from the first to the
 * second; two equal points where they are equal.
 */
export function lineBetween(
  { firstPoint, points }: RoadNetwork,
  edge: number,
  from: number,
  to: number,
): Position[] {
  const line: Position[] = [];
  for (let at = firstPoint[edge]!; at < firstPoint[edge + 1]!; at++) {
    line.push([points[at * 2]!, points[at * 2 + 1]!]);
  }
  if (line.length === 0) return [];
  if (from > to) return cut(line, to, from).reverse();
  return cut(line, from, to);
}

function cut(line: readonly Position[], from: number, to: number): Position[] {
  const [xMeters, yMeters] = plane(line[0]![1]);
  const lengths = line.map(([x, y], at) => {
    const [x0, y0] = line[Math.max(0, at - 1)]!;
    return Math.hypot((x - x0) * xMeters, (y - y0) * yMeters);
  });
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const piece: Position[] = [];
  let along = 0;
  for (let at = 1; at < line.length; at++) {
    const [a, b] = [line[at - 1]!, line[at]!];
    const length = lengths[at]!;
    const place = (meters: number): Position => {
      const share = length > 0 ? Math.min(1, Math.max(0, (meters - along) / length)) : 0;
      return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
    };
    const reaches = along + length >= from * total;
    if (piece.length === 0 && reaches) piece.push(place(from * total));
    if (along + length >= to * total && reaches) {
      piece.push(place(to * total));
      return piece;
    }
    if (piece.length > 0) piece.push(b);
    along += length;
  }
  // Rounding at the far end.
  const end = line.at(-1)!;
  return piece.length > 0 ? piece : [end, end];
}
