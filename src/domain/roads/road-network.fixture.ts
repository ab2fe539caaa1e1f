import { greatCircleMeters } from '../geo/great-circle.ts';
import type { RoadNetwork } from './road-network.ts';

type Position = readonly [longitude: number, latitude: number];

interface DrawnRoad {
  readonly from: number;
  readonly to: number;
  /** The two nodes where it is left out. */
  readonly line?: readonly Position[];
  readonly class?: string;
  readonly oneway?: -1 | 0 | 1;
  readonly foot?: boolean;
  /** As long as its line where it is left out. */
  readonly meters?: number;
}

/** A network out of nodes and the roads between them; roads are residential, both ways, for all. */
export function drawNetwork(nodes: readonly Position[], roads: readonly DrawnRoad[]): RoadNetwork {
  const classNames = [...new Set(roads.map((road) => road.class ?? 'residential'))];
  const lines = roads.map((road) => road.line ?? [nodes[road.from]!, nodes[road.to]!]);
  const firstPoint = new Uint32Array(roads.length + 1);
  lines.forEach((line, edge) => {
    firstPoint[edge + 1] = firstPoint[edge]! + line.length;
  });
  return {
    nodeCount: nodes.length,
    edgeCount: roads.length,
    fromNode: Uint32Array.from(roads, ({ from }) => from),
    toNode: Uint32Array.from(roads, ({ to }) => to),
    lengthMeters: Float64Array.from(roads, ({ meters }, edge) => meters ?? lengthOf(lines[edge]!)),
    classNames,
    classOf: Uint8Array.from(roads, (road) => classNames.indexOf(road.class ?? 'residential')),
    oneway: Int8Array.from(roads, ({ oneway }) => oneway ?? 0),
    foot: Uint8Array.from(roads, ({ foot }) => (foot === false ? 0 : 1)),
    firstPoint,
    points: Float64Array.from(lines.flat(2)),
  };
}

export function lengthOf(line: readonly Position[]): number {
  return line.reduce(
    (sum, point, at) => (at === 0 ? 0 : sum + greatCircleMeters(line[at - 1]!, point)),
    0,
  );
}
