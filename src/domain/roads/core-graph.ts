import FlatQueue from 'flatqueue';

import type { Arcs } from './road-graph.ts';

/** A graph of fewer nodes with the same times between those that were to be kept. */
export interface CoreGraph extends Arcs {
  /** The number in the core of each kept node of the whole graph. */
  readonly coreNode: ReadonlyMap<number, number>;
}

/** What joins two nodes, a way in each direction; Infinity where there is none. */
interface Link {
  readonly a: number;
  readonly b: number;
  forwardSeconds: number;
  forwardMeters: number;
  backwardSeconds: number;
  backwardMeters: number;
}

/**
 * Nodes with more neighbours stay. On the benchmark's streets (34,841 nodes, 400 stops) 3 leave a core of 12,650
 * nodes, 6 one of 5,902, and the matrix takes a third of the time; above 7 making the core takes longer again.
 */
const MOST_NEIGHBOURS = 6;

/**
 * Takes node after node out of a graph, those with the fewest neighbours first, and joins its neighbours by
 * the way through it where that is the quicker: dead ends vanish, chains become one arc, a fork of three
 * becomes a triangle. This is node contraction (Geisberger et al., Contraction Hierarchies, 2008) without
 * search for witnesses and without a hierarchy: what remains is a small graph on which plain searches run.
 *
 * @param isWanted 1 for the nodes that may be searched at all: an island's are left out
 * @param kept     the nodes between which times are asked
 */
export function coreGraph(graph: Arcs, isWanted: Uint8Array, kept: Iterable<number>): CoreGraph {
  const links = linksOf(graph, isWanted);
  const isKept = new Set(kept);
  const isGone = new Uint8Array(graph.nodeCount);
  // Every node once, and the neighbours of every node that is taken out. With a capacity it runs over typed
  // arrays, as in the searches: over both kinds it is compiled for neither.
  const queue = new FlatQueue(graph.nodeCount * (MOST_NEIGHBOURS + 1));
  const enqueue = (node: number) => {
    if (isKept.has(node) || links[node]!.length > MOST_NEIGHBOURS) return;
    queue.push(node, links[node]!.length);
  };
  for (let node = 0; node < graph.nodeCount; node++) {
    if (isWanted[node] === 1) enqueue(node);
    else isGone[node] = 1;
  }
  while (queue.length > 0) {
    const degree = queue.peekValue()!;
    const node = queue.pop()!;
    // Its neighbours have changed since: another entry stands for it.
    if (isGone[node] === 1 || links[node]!.length !== degree) continue;
    isGone[node] = 1;
    for (const neighbour of takeOut(links, node)) enqueue(neighbour);
  }
  return compress(links, isGone);
}

function other(link: Link, node: number): number {
  return link.a === node ? link.b : link.a;
}

function linksOf({ nodeCount, firstArc, head, arcSeconds, arcMeters }: Arcs, isWanted: Uint8Array) {
  const links: Link[][] = Array.from({ length: nodeCount }, () => []);
  for (let node = 0; node < nodeCount; node++) {
    if (isWanted[node] === 0) continue;
    for (let arc = firstArc[node]!; arc < firstArc[node + 1]!; arc++) {
      const next = head[arc]!;
      if (isWanted[next] === 0 || next === node) continue;
      offer(links, node, next, arcSeconds[arc]!, arcMeters[arc]!);
    }
  }
  return links;
}

/** Keeps a way from one node to another if it is the quickest so far. */
function offer(links: Link[][], from: number, to: number, seconds: number, meters: number): void {
  if (seconds === Infinity) return;
  let link = links[from]!.find((known) => known.a === to || known.b === to);
  if (!link) {
    link = {
      a: from,
      b: to,
      forwardSeconds: Infinity,
      forwardMeters: Infinity,
      backwardSeconds: Infinity,
      backwardMeters: Infinity,
    };
    links[from]!.push(link);
    links[to]!.push(link);
  }
  if (link.a === from) {
    if (seconds >= link.forwardSeconds) return;
    link.forwardSeconds = seconds;
    link.forwardMeters = meters;
  } else {
    if (seconds >= link.backwardSeconds) return;
    link.backwardSeconds = seconds;
    link.backwardMeters = meters;
  }
}

/** @returns its neighbours */
function takeOut(links: Link[][], node: number): number[] {
  const own = links[node]!;
  const neighbours = own.map((link) => other(link, node));
  own.forEach((link, at) => {
    const beside = links[neighbours[at]!]!;
    beside[beside.indexOf(link)] = beside.at(-1)!;
    beside.pop();
  });
  for (const [i, into] of own.entries()) {
    const [inSeconds, inMeters] =
      into.b === node
        ? [into.forwardSeconds, into.forwardMeters]
        : [into.backwardSeconds, into.backwardMeters];
    for (const [j, out] of own.entries()) {
      if (i === j) continue;
      const [outSeconds, outMeters] =
        out.a === node
          ? [out.forwardSeconds, out.forwardMeters]
          : [out.backwardSeconds, out.backwardMeters];
      offer(links, neighbours[i]!, neighbours[j]!, inSeconds + outSeconds, inMeters + outMeters);
    }
  }
  links[node] = [];
  return neighbours;
}

function compress(links: readonly (readonly Link[])[], isGone: Uint8Array): CoreGraph {
  const coreNode = new Map<number, number>();
  isGone.forEach((gone, node) => {
    if (gone === 0) coreNode.set(node, coreNode.size);
  });
  const firstArc = new Uint32Array(coreNode.size + 1);
  const head: number[] = [];
  const arcSeconds: number[] = [];
  const arcMeters: number[] = [];
  for (const [node, number] of coreNode) {
    for (const link of links[node]!) {
      const seconds = link.a === node ? link.forwardSeconds : link.backwardSeconds;
      if (seconds === Infinity) continue;
      head.push(coreNode.get(other(link, node))!);
      arcSeconds.push(seconds);
      arcMeters.push(link.a === node ? link.forwardMeters : link.backwardMeters);
    }
    firstArc[number + 1] = head.length;
  }
  return {
    nodeCount: coreNode.size,
    arcCount: head.length,
    firstArc,
    head: Uint32Array.from(head),
    arcSeconds: Float64Array.from(arcSeconds),
    arcMeters: Float64Array.from(arcMeters),
    coreNode,
  };
}
