import { largestComponent } from './road-islands.ts';
import type { RoadNetwork } from './road-network.ts';
import { obeysOneway, speedOn, type TravelProfile } from './travel-profile.ts';

/**
 * Directed arcs as compressed adjacency (CSR): those that leave node `n` stand from `firstArc[n]` up to
 * `firstArc[n + 1]`.
 */
export interface Arcs {
  readonly nodeCount: number;
  readonly arcCount: number;
  readonly firstArc: Uint32Array;
  /** The node an arc leads to. */
  readonly head: Uint32Array;
  readonly arcSeconds: Float64Array;
  readonly arcMeters: Float64Array;
}

/** What one profile can use of a network. */
export interface RoadGraph extends Arcs {
  readonly network: RoadNetwork;
  readonly profile: TravelProfile;
  /** The edge an arc runs along, twice its number, plus 1 when it runs against the edge's direction. */
  readonly course: Uint32Array;
  /** Metres per second of each edge, 0 where the profile may not go. */
  readonly speed: Float64Array;
  /** 1 for the nodes of the great component: all of them can be reached from each other. */
  readonly isJoined: Uint8Array;
}

/** An edge both of whose ends lie in the great component can be reached and be left. */
export function isJoinedEdge({ network, isJoined, speed }: RoadGraph, edge: number): boolean {
  return (
    speed[edge]! > 0 &&
    isJoined[network.fromNode[edge]!] === 1 &&
    isJoined[network.toNode[edge]!] === 1
  );
}

/** Whether the profile may go along an edge (`against` its own direction when true). */
export function mayGo(
  { network, profile, speed }: Pick<RoadGraph, 'network' | 'profile' | 'speed'>,
  edge: number,
  against: boolean,
): boolean {
  if (!(speed[edge]! > 0)) return false;
  return !obeysOneway(profile) || network.oneway[edge] !== (against ? 1 : -1);
}

export function buildRoadGraph(network: RoadNetwork, profile: TravelProfile): RoadGraph {
  const { nodeCount, edgeCount, fromNode, toNode } = network;
  const speed = new Float64Array(edgeCount);
  for (let edge = 0; edge < edgeCount; edge++) {
    const name = network.classNames[network.classOf[edge]!]!;
    speed[edge] = speedOn(name, network.foot[edge] === 1, profile);
  }
  const rule = { network, profile, speed };
  const firstArc = new Uint32Array(nodeCount + 1);
  for (let edge = 0; edge < edgeCount; edge++) {
    if (mayGo(rule, edge, false)) firstArc[fromNode[edge]! + 1]!++;
    if (mayGo(rule, edge, true)) firstArc[toNode[edge]! + 1]!++;
  }
  for (let node = 0; node < nodeCount; node++) firstArc[node + 1]! += firstArc[node]!;

  const arcCount = firstArc[nodeCount]!;
  const head = new Uint32Array(arcCount);
  const course = new Uint32Array(arcCount);
  const arcSeconds = new Float64Array(arcCount);
  const arcMeters = new Float64Array(arcCount);
  const next = firstArc.slice();
  for (let edge = 0; edge < edgeCount; edge++) {
    for (const against of [false, true]) {
      if (!mayGo(rule, edge, against)) continue;
      const arc = next[against ? toNode[edge]! : fromNode[edge]!]!++;
      head[arc] = against ? fromNode[edge]! : toNode[edge]!;
      course[arc] = edge * 2 + (against ? 1 : 0);
      arcMeters[arc] = network.lengthMeters[edge]!;
      arcSeconds[arc] = arcMeters[arc]! / speed[edge]!;
    }
  }
  const isJoined = largestComponent({ nodeCount, firstArc, head, arcMeters });
  const arcs = { nodeCount, arcCount, firstArc, head, course, arcSeconds, arcMeters };
  return { network, profile, ...arcs, speed, isJoined };
}
