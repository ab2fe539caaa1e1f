import type { Random } from '../random.ts';
import type { Network, PlanLine } from './network.ts';
import { type Plan } from './plan.ts';
import { OLD_TOWN, type RoadClass } from './plan-sketch.ts';
import { between, distance, lengthOf, type Point } from './plane.ts';
import type { Edge } from './planar-graph.ts';
import type { Street } from './streets.ts';
import type { StreetField } from './street-field.ts';
import type { Waters } from './water.ts';

/** A road as the base map has it: roads meet where they share a vertex. */
export interface RoadFeature {
  readonly class: RoadClass;
  readonly name: string;
  readonly ref: string | null;
  readonly oneway: -1 | 0 | 1;
  readonly bridge: boolean;
  readonly layer: number;
  readonly line: readonly Point[];
}

/** Half the width of a road with its pavements: what a building line keeps from its middle. */
export const ROAD_HALF_METERS: Readonly<Record<RoadClass, number>> = {
  trunk: 24,
  primary: 20,
  secondary: 15,
  tertiary: 11,
  residential: 8,
  footway: 3,
};

/** How far a bridge reaches beyond the bank. */
const ABUTMENT_METERS = 12;

/** Joins the edges of each street to long lines, and cuts bridges out of them. */
export function drawRoads(
  plan: Plan,
  network: Network,
  streets: readonly Street[],
  names: readonly string[],
  waters: Waters,
  field: StreetField,
  random: Random,
): RoadFeature[] {
  const edgesOf: Edge<PlanLine>[][] = streets.map(() => []);
  for (const edge of network.streetEdges) {
    if (edge.tag.kind === 'street') edgesOf[edge.tag.street]?.push(edge);
  }
  const chains = edgesOf.map(chain);
  const oneway = onewayPairs(plan, chains, streets, random.stream('oneway'));
  return streets.flatMap((street, index) =>
    (chains[index] as Point[][]).flatMap((line) => {
      const common = {
        class: street.class,
        name: names[index] as string,
        ref: street.ref,
        oneway: oneway.get(index) ?? 0,
      } as const;
      return cutBridges(line, waters, field).map(({ line: part, bridge }): RoadFeature => ({
        ...common,
        name: bridge && street.bridgeName !== null ? street.bridgeName : common.name,
        bridge,
        layer: bridge ? 1 : 0,
        line: part,
      }));
    }),
  );
}

/** Edges of one street in lines as long as they run on; each line simple. */
function chain(edges: readonly Edge<PlanLine>[]): Point[][] {
  const at = new Map<number, number[]>();
  edges.forEach(({ from, to }, index) => {
    for (const node of [from, to]) at.set(node, [...(at.get(node) ?? []), index]);
  });
  const used = new Set<number>();
  const lines: Point[][] = [];
  const walk = (first: number, startNode: number) => {
    let index: number | undefined = first;
    let node = startNode;
    const line: Point[] = [];
    while (index !== undefined) {
      used.add(index);
      const edge = edges[index] as Edge<PlanLine>;
      const forward = edge.from === node;
      const points = forward ? edge.line : [...edge.line].reverse();
      line.push(...(line.length === 0 ? points : points.slice(1)));
      node = forward ? edge.to : edge.from;
      const touching: number[] = at.get(node) ?? [];
      index = touching.length === 2 ? touching.find((other) => !used.has(other)) : undefined;
    }
    lines.push(line);
  };
  // From ends first, so that no line starts in the middle of another; rings last.
  edges.forEach((edge, index) => {
    if (used.has(index)) return;
    if (at.get(edge.from)?.length !== 2) walk(index, edge.from);
    else if (at.get(edge.to)?.length !== 2) walk(index, edge.to);
  });
  edges.forEach((edge, index) => {
    if (!used.has(index)) walk(index, edge.from);
  });
  return lines;
}

/** The line in pieces, every other one a bridge. */
export function cutBridges(
  line: readonly Point[],
  waters: Waters,
  field: StreetField,
): { line: readonly Point[]; bridge: boolean }[] {
  // Walk in steps of about 4 m, remember where it is wet, then cut before and after.
  const wet: [from: number, to: number][] = [];
  let chainage = 0;
  for (let index = 1; index < line.length; index += 1) {
    const a = line[index - 1] as Point;
    const b = line[index] as Point;
    const length = distance(a, b);
    const isNear = field.riverDistance(a) < length + 60 || field.tributaryDistance(a) < length + 60;
    const steps = isNear ? Math.max(1, Math.ceil(length / 4)) : 0;
    for (let step = 0; step < steps; step += 1) {
      if (!waters.contains(between(a, b, step / steps))) continue;
      const here = chainage + (length * step) / steps;
      const last = wet[wet.length - 1];
      if (last && here - last[1] < 60) last[1] = here;
      else wet.push([here, here]);
    }
    chainage += length;
  }
  if (wet.length === 0) return [{ line, bridge: false }];
  const cuts = wet.flatMap(([from, to]) => [
    Math.max(0, from - ABUTMENT_METERS),
    Math.min(chainage, to + ABUTMENT_METERS),
  ]);
  return cutAt(line, cuts)
    .map((part, index) => ({ line: part, bridge: index % 2 === 1 }))
    .filter(({ line: part }) => part.length > 1 && lengthOf(part) > 0.5);
}

/** The line in pieces between the given chainages; a cut near a vertex is made at the vertex. */
function cutAt(line: readonly Point[], chainages: readonly number[]): Point[][] {
  const pieces: Point[][] = [];
  let piece: Point[] = [line[0] as Point];
  let done = 0;
  let chainage = 0;
  for (let index = 1; index < line.length; index += 1) {
    const a = line[index - 1] as Point;
    const b = line[index] as Point;
    const length = distance(a, b);
    while (done < chainages.length && (chainages[done] as number) <= chainage + length) {
      const rest = (chainages[done] as number) - chainage;
      const place = rest < 2 ? a : rest > length - 2 ? b : between(a, b, rest / length);
      if (place !== piece[piece.length - 1]) piece.push(place);
      pieces.push(piece);
      piece = [place];
      done += 1;
    }
    if (piece[piece.length - 1] !== b) piece.push(b);
    chainage += length;
  }
  pieces.push(piece);
  return pieces;
}

/** Neighbouring parallel streets of the old town, one each way. */
function onewayPairs(
  plan: Plan,
  chains: readonly (readonly Point[][])[],
  streets: readonly Street[],
  random: Random,
): Map<number, -1 | 1> {
  const centre = { x: OLD_TOWN[0] * plan.scale, y: OLD_TOWN[1] * plan.scale };
  const candidates = streets.flatMap((street, index) => {
    const lines = chains[index] as Point[][];
    const line = lines[0];
    if (!line || lines.length !== 1 || street.name !== null) return [];
    const length = lengthOf(line);
    const middle = line[Math.floor(line.length / 2)] as Point;
    const a = line[0] as Point;
    const b = line[line.length - 1] as Point;
    const straight = distance(a, b) / length > 0.9;
    if (!straight || length < 350 || distance(middle, centre) > 1900 * plan.scale) return [];
    return [{ index, middle, direction: Math.atan2(b.y - a.y, b.x - a.x) }];
  });
  const result = new Map<number, -1 | 1>();
  for (const one of random.shuffled(candidates)) {
    if (result.size >= 10) break;
    if (result.has(one.index)) continue;
    const other = candidates.find(
      ({ index, middle, direction }) =>
        index !== one.index &&
        !result.has(index) &&
        distance(middle, one.middle) < 240 &&
        Math.abs(Math.cos(direction - one.direction)) > 0.97,
    );
    if (!other) continue;
    const sameWay = Math.cos(other.direction - one.direction) > 0;
    result.set(one.index, 1);
    result.set(other.index, sameWay ? -1 : 1);
  }
  return result;
}
