import FlatQueue from 'flatqueue';

import { type Arcs, mayGo, type RoadGraph } from './road-graph.ts';
import type { SnappedStop } from './snap-stops.ts';

/** No arc: the search began here. */
const NONE = 0xffffffff;

/** One of the nodes by which a stop on an edge is entered or left, with the piece of the edge between. */
export interface Approach {
  readonly node: number;
  readonly seconds: number;
  readonly meters: number;
}

type Place = NonNullable<SnappedStop['place']>;

/** The nodes that can be reached from a place without passing another node. */
export function waysOut(graph: RoadGraph, place: Place): Approach[] {
  return approaches(graph, place, 'out');
}

/** The nodes from which a place can be reached without passing another node. */
export function waysIn(graph: RoadGraph, place: Place): Approach[] {
  return approaches(graph, place, 'in');
}

function approaches(graph: RoadGraph, { edge, fraction }: Place, way: 'in' | 'out'): Approach[] {
  const { fromNode, toNode, lengthMeters } = graph.network;
  const length = lengthMeters[edge]!;
  const found: Approach[] = [];
  const add = (node: number, against: boolean, meters: number) => {
    // Who stands at the node itself is there, whichever way the street runs.
    if (meters > 0 && !mayGo(graph, edge, against)) return;
    found.push({ node, meters, seconds: meters / graph.speed[edge]! });
  };
  add(fromNode[edge]!, way === 'out', fraction * length);
  add(toNode[edge]!, way === 'in', (1 - fraction) * length);
  return found;
}

/** From one place to another on the same edge without leaving it; null where a one-way street forbids it. */
export function alongEdge(graph: RoadGraph, from: Place, to: Place): Approach | null {
  if (from.edge !== to.edge) return null;
  const share = to.fraction - from.fraction;
  if (share !== 0 && !mayGo(graph, from.edge, share < 0)) return null;
  const meters = Math.abs(share) * graph.network.lengthMeters[from.edge]!;
  return { node: NONE, meters, seconds: meters / graph.speed[from.edge]! };
}

/**
 * Dijkstra's search from one place to many nodes (Numerische Mathematik 1, 1959), by time, on compressed
 * adjacency with a heap from which nothing is deleted: an entry that came too late is passed over. The
 * arrays are kept from one search to the next.
 *
 * flatqueue with a fixed capacity is as quick as a binary heap of our own over typed arrays, measured beside
 * each other by `npm run bench -- road-matrix`.
 */
export class PathSearch {
  /** Of the last search; Infinity for what it did not reach. */
  readonly seconds: Float64Array;
  readonly meters: Float64Array;
  readonly #arc: Uint32Array;
  readonly #tail: Uint32Array;
  readonly #isWanted: Uint8Array;
  readonly #queue: FlatQueue<number>;
  readonly #graph: Arcs;

  constructor(graph: Arcs) {
    const { nodeCount } = graph;
    this.#graph = graph;
    this.seconds = new Float64Array(nodeCount);
    this.meters = new Float64Array(nodeCount);
    this.#arc = new Uint32Array(nodeCount);
    this.#tail = new Uint32Array(nodeCount);
    this.#isWanted = new Uint8Array(nodeCount);
    // An arc enters the queue at most once, when its tail is settled; a place has two ways out.
    this.#queue = new FlatQueue(graph.arcCount + 2);
  }

  /** Ends as soon as every target is settled; without targets it goes on to all that can be reached. */
  run(start: readonly Approach[], targets: Iterable<number> = []): void {
    const { firstArc, head, arcSeconds, arcMeters } = this.#graph;
    const { seconds, meters } = this;
    const [arcs, tails, isWanted, queue] = [this.#arc, this.#tail, this.#isWanted, this.#queue];
    seconds.fill(Infinity);
    queue.clear();
    isWanted.fill(0);
    let left = 0;
    for (const target of targets) {
      if (isWanted[target] === 0) left++;
      isWanted[target] = 1;
    }
    if (left === 0) left = Infinity;
    for (const approach of start) {
      if (!(approach.seconds < seconds[approach.node]!)) continue;
      seconds[approach.node] = approach.seconds;
      meters[approach.node] = approach.meters;
      arcs[approach.node] = NONE;
      queue.push(approach.node, approach.seconds);
    }
    while (queue.length > 0) {
      const reached = queue.peekValue()!;
      const node = queue.pop()!;
      if (reached > seconds[node]!) continue;
      if (isWanted[node] === 1) {
        isWanted[node] = 0;
        if (--left === 0) return;
      }
      for (let arc = firstArc[node]!; arc < firstArc[node + 1]!; arc++) {
        const next = head[arc]!;
        const later = reached + arcSeconds[arc]!;
        if (later >= seconds[next]!) continue;
        seconds[next] = later;
        meters[next] = meters[node]! + arcMeters[arc]!;
        arcs[next] = arc;
        tails[next] = node;
        queue.push(next, later);
      }
    }
  }

  /** The arcs of the last search from its start to a node that it reached, in order. */
  arcsTo(node: number): { readonly startNode: number; readonly arcs: number[] } {
    const arcs: number[] = [];
    let at = node;
    while (this.#arc[at] !== NONE) {
      arcs.push(this.#arc[at]!);
      at = this.#tail[at]!;
    }
    return { startNode: at, arcs: arcs.reverse() };
  }
}
