import { alongEdge, type Approach, PathSearch, waysIn, waysOut } from './path-search.ts';
import type { RoadGraph } from './road-graph.ts';
import { lineBetween } from './road-line.ts';
import type { SnappedStop } from './snap-stops.ts';
import { bestEnd, guessedLeg } from './travel-matrix.ts';
import { accessSeconds } from './travel-profile.ts';

/** The way from one stop to the next as it is drawn. */
export interface TravelPath {
  /** From the stop to its road, along roads, and to the other stop; degrees, EPSG:4326, at least two. */
  readonly coordinates: readonly (readonly [longitude: number, latitude: number])[];
  readonly seconds: number;
  readonly meters: number;
  /** A straight line was drawn for want of a road. */
  readonly isGuessed: boolean;
}

/**
 * The way whose time the matrix holds. A search of its own: the matrix keeps no predecessors, which would
 * take more memory than all the rest, and a route has few legs.
 */
export function travelPath(graph: RoadGraph, from: SnappedStop, to: SnappedStop): TravelPath {
  const straight = {
    coordinates: [from.stop, to.stop],
    ...guessedLeg(from.stop, to.stop, graph.profile),
    isGuessed: true,
  };
  if (from.stop[0] === to.stop[0] && from.stop[1] === to.stop[1]) {
    return { ...straight, isGuessed: false };
  }
  if (!from.place || !to.place) return straight;
  const starts = waysOut(graph, from.place);
  const ends = waysIn(graph, to.place);
  const search = new PathSearch(graph);
  search.run(
    starts,
    ends.map(({ node }) => node),
  );
  const best = bestEnd(search, ends, alongEdge(graph, from.place, to.place));
  if (!best) return straight;
  const line = best.end
    ? lineThrough(graph, search, from.place, to.place, starts, best.end)
    : lineBetween(graph.network, from.place.edge, from.place.fraction, to.place.fraction);
  const access = from.place.meters + to.place.meters;
  return {
    coordinates: withoutRepeats([from.stop, ...line, to.stop]),
    seconds: best.seconds + accessSeconds(access),
    meters: best.meters + access,
    isGuessed: false,
  };
}

function lineThrough(
  { network, course }: RoadGraph,
  search: PathSearch,
  from: NonNullable<SnappedStop['place']>,
  to: NonNullable<SnappedStop['place']>,
  starts: readonly Approach[],
  end: Approach,
): (readonly [number, number])[] {
  const { startNode, arcs } = search.arcsTo(end.node);
  // Both ends of a loop are one node: the piece that was taken is the shorter.
  const taken = starts
    .filter(({ node }) => node === startNode)
    .sort((a, b) => a.seconds - b.seconds)[0]!;
  const exit = fractionAt(network.lengthMeters[from.edge]!, from.fraction, taken.meters, {
    isFrom: network.fromNode[from.edge] === startNode,
    isTo: network.toNode[from.edge] === startNode,
  });
  const entry = fractionAt(network.lengthMeters[to.edge]!, to.fraction, end.meters, {
    isFrom: network.fromNode[to.edge] === end.node,
    isTo: network.toNode[to.edge] === end.node,
  });
  return [
    ...lineBetween(network, from.edge, from.fraction, exit),
    ...arcs.flatMap((arc) => {
      const against = course[arc]! % 2 === 1;
      return lineBetween(network, course[arc]! >> 1, against ? 1 : 0, against ? 0 : 1);
    }),
    ...lineBetween(network, to.edge, entry, to.fraction),
  ];
}

/** Which end of the edge lies at a node, 0 or 1; on a loop the one that is as far off as was said. */
function fractionAt(
  length: number,
  fraction: number,
  meters: number,
  { isFrom, isTo }: { isFrom: boolean; isTo: boolean },
): 0 | 1 {
  if (!isFrom) return 1;
  if (!isTo) return 0;
  return Math.abs(fraction * length - meters) <= Math.abs((1 - fraction) * length - meters) ? 0 : 1;
}

function withoutRepeats(
  line: readonly (readonly [number, number])[],
): (readonly [number, number])[] {
  const kept = line.filter(
    ([x, y], at) => at === 0 || x !== line[at - 1]![0] || y !== line[at - 1]![1],
  );
  return kept.length > 1 ? kept : [line[0]!, line.at(-1)!];
}
