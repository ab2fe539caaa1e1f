import { greatCircleMeters } from '../geo/great-circle.ts';
import { coreGraph } from './core-graph.ts';
import { alongEdge, type Approach, PathSearch, waysIn, waysOut } from './path-search.ts';
import type { RoadGraph } from './road-graph.ts';
import type { SnappedStop } from './snap-stops.ts';
import {
  accessSeconds,
  DETOUR_FACTOR,
  type TravelProfile,
  unmappedSeconds,
} from './travel-profile.ts';

/** From each stop to each, by rows: from `i` to `j` at `i × stopCount + j`. */
export interface TravelMatrix {
  readonly stopCount: number;
  /** Seconds. */
  readonly durations: Float64Array;
  /** Metres. */
  readonly distances: Float64Array;
}

/** Something that the reader of a plan should know about a stop. */
export interface TravelNote {
  /** Its place in the list of stops. */
  readonly stop: number;
  /**
   * - `island`: 孤岛, the nearest road leads nowhere; the stop is reached from another one.
   * - `off-network`: no road near by; its times are guesses from the great circle.
   * - `unreachable`: the outside server knows no way to or from it; those times are guesses likewise.
   */
  readonly kind: 'island' | 'off-network' | 'unreachable';
  /** To the road that is used; null where there is none. */
  readonly meters: number | null;
}

interface Leg {
  readonly seconds: number;
  readonly meters: number;
}

/** What is said where there is no network: the great circle × 1.3 at the speed of a small street. */
export function guessedLeg(
  from: readonly [number, number],
  to: readonly [number, number],
  profile: TravelProfile,
): Leg {
  const meters = greatCircleMeters(from, to) * DETOUR_FACTOR;
  return { meters, seconds: unmappedSeconds(meters, profile) };
}

/** The matrix without any network. */
export function guessedMatrix(
  stops: readonly (readonly [number, number])[],
  profile: TravelProfile,
): TravelMatrix {
  const matrix = emptyMatrix(stops.length);
  stops.forEach((from, i) => {
    stops.forEach((to, j) => {
      const { seconds, meters } = guessedLeg(from, to, profile);
      matrix.durations[i * stops.length + j] = seconds;
      matrix.distances[i * stops.length + j] = meters;
    });
  });
  return matrix;
}

export function emptyMatrix(stopCount: number): TravelMatrix {
  const size = stopCount * stopCount;
  return { stopCount, durations: new Float64Array(size), distances: new Float64Array(size) };
}

/** The matrix as the problem formats write it: rows of whole numbers, seconds or metres. */
export function matrixRows(values: Float64Array, stopCount: number): number[][] {
  return Array.from({ length: stopCount }, (_, row) =>
    Array.from(values.subarray(row * stopCount, (row + 1) * stopCount), Math.round),
  );
}

/** Of a stop in `snapped`, if there is anything to say. */
export function noteOf({ place, isPastIsland }: SnappedStop, stop: number): TravelNote | null {
  if (!place) return { stop, kind: 'off-network', meters: null };
  return isPastIsland ? { stop, kind: 'island', meters: place.meters } : null;
}

/**
 * The times between stops on a network, one search for each stop; every time and distance includes the walk
 * from the stop to its road and back. To or from a stop off the network it is guessed.
 *
 * @yields how many stops are done as sources, so that whoever runs it can tell, pause or leave off
 */
export function* travelMatrix(
  graph: RoadGraph,
  stops: readonly SnappedStop[],
): Generator<number, TravelMatrix> {
  const matrix = emptyMatrix(stops.length);
  const starts = stops.map(({ place }) => (place ? waysOut(graph, place) : []));
  const ends = stops.map(({ place }) => (place ? waysIn(graph, place) : []));
  const wanted = new Set([...starts, ...ends].flat().map(({ node }) => node));
  const core = coreGraph(graph, graph.isJoined, wanted);
  const inCore = (way: Approach) => ({ ...way, node: core.coreNode.get(way.node)! });
  const coreStarts = starts.map((ways) => ways.map(inCore));
  const coreEnds = ends.map((ways) => ways.map(inCore));
  const targets = new Set(coreEnds.flat().map(({ node }) => node));
  const search = new PathSearch(core);
  for (const [i, from] of stops.entries()) {
    if (from.place) search.run(coreStarts[i]!, targets);
    for (const [j, to] of stops.entries()) {
      const leg = legBetween(graph, search, from, to, coreEnds[j]!);
      matrix.durations[i * stops.length + j] = leg.seconds;
      matrix.distances[i * stops.length + j] = leg.meters;
    }
    yield i + 1;
  }
  return matrix;
}

function legBetween(
  graph: RoadGraph,
  search: PathSearch,
  from: SnappedStop,
  to: SnappedStop,
  ends: readonly Approach[],
): Leg {
  // Two stops in one place: nobody goes out to the road and back.
  if (from.stop[0] === to.stop[0] && from.stop[1] === to.stop[1]) return { seconds: 0, meters: 0 };
  if (!from.place || !to.place) return guessedLeg(from.stop, to.stop, graph.profile);
  const best = bestEnd(search, ends, alongEdge(graph, from.place, to.place));
  if (!best) return guessedLeg(from.stop, to.stop, graph.profile);
  const access = from.place.meters + to.place.meters;
  return { seconds: best.seconds + accessSeconds(access), meters: best.meters + access };
}

/**
 * The quickest way into a stop after a search from another one.
 *
 * @param direct the way along their common edge, null where they have none
 * @returns null when the search did not reach it; `end` null for the direct way
 */
export function bestEnd(
  { seconds, meters }: PathSearch,
  ends: readonly Approach[],
  direct: Approach | null,
): (Leg & { readonly end: Approach | null }) | null {
  let found: (Leg & { readonly end: Approach | null }) | null = direct && { ...direct, end: null };
  for (const end of ends) {
    const time = seconds[end.node]! + end.seconds;
    if (time < (found?.seconds ?? Infinity)) {
      found = { seconds: time, meters: meters[end.node]! + end.meters, end };
    }
  }
  return found;
}
