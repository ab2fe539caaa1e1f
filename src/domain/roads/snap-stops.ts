import Flatbush from 'flatbush';

import { DEGREE_METERS } from '../geo/great-circle.ts';
import { isJoinedEdge, type RoadGraph } from './road-graph.ts';
import { nearestOnEdge, type NearestPlace } from './road-line.ts';
import type { RoadNetwork } from './road-network.ts';

/** How far a stop may stand from the road it is reached by; farther off nobody knows the way. */
export const SNAP_LIMIT_METERS = 500;

/** The first circle that is searched; each next one is twice as wide. */
const FIRST_METERS = 60;

/** Where a stop meets the network. */
export interface SnappedStop {
  /** The stop itself, degrees, EPSG:4326. */
  readonly stop: readonly [longitude: number, latitude: number];
  /** Null off the network: nothing that the profile may use within `SNAP_LIMIT_METERS`. */
  readonly place: (NearestPlace & { readonly edge: number }) | null;
  /** The nearest road lies on an island (孤岛), which was passed over. */
  readonly isPastIsland: boolean;
}

/** Finds the edges near a point; made once for a network, whatever the profile. */
export class EdgeIndex {
  readonly #index: Flatbush | null;
  readonly #network: RoadNetwork;

  constructor(network: RoadNetwork) {
    this.#network = network;
    // Flatbush refuses to be empty.
    this.#index = network.edgeCount > 0 ? new Flatbush(network.edgeCount) : null;
    for (let edge = 0; edge < network.edgeCount; edge++) {
      let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
      for (let at = network.firstPoint[edge]!; at < network.firstPoint[edge + 1]!; at++) {
        const [x, y] = [network.points[at * 2]!, network.points[at * 2 + 1]!];
        west = Math.min(west, x);
        south = Math.min(south, y);
        east = Math.max(east, x);
        north = Math.max(north, y);
      }
      this.#index?.add(west, south, east, north);
    }
    this.#index?.finish();
  }

  /**
   * The nearest place on the edges that `isWanted` lets through, null when there is none within the limit;
   * of equals the edge with the smallest number.
   */
  nearest(
    stop: readonly [number, number],
    limitMeters: number,
    isWanted: (edge: number) => boolean,
  ): (NearestPlace & { readonly edge: number }) | null {
    const [longitude, latitude] = stop;
    const widen = 1 / Math.cos((latitude * Math.PI) / 180);
    for (let radius = Math.min(FIRST_METERS, limitMeters); ; radius *= 2) {
      radius = Math.min(radius, limitMeters);
      const reach = radius / DEGREE_METERS;
      const found = this.#index?.search(
        longitude - reach * widen,
        latitude - reach,
        longitude + reach * widen,
        latitude + reach,
        isWanted,
      );
      let best: (NearestPlace & { readonly edge: number }) | null = null;
      for (const edge of (found ?? []).sort((a, b) => a - b)) {
        const place = nearestOnEdge(this.#network, edge, stop);
        if (place && place.meters <= radius && place.meters < (best?.meters ?? Infinity)) {
          best = { ...place, edge };
        }
      }
      // What lies outside the box is farther than its half side.
      if (best || radius >= limitMeters) return best;
    }
  }
}

/**
 * Takes stops to the nearest edge that the profile may use and that is joined to the rest of the network:
 * an island beside the stop is passed over as long as the great component is within the limit.
 */
export function snapStops(
  graph: RoadGraph,
  index: EdgeIndex,
  stops: readonly (readonly [number, number])[],
): SnappedStop[] {
  return stops.map((stop) => {
    const place = index.nearest(stop, SNAP_LIMIT_METERS, (edge) => isJoinedEdge(graph, edge));
    const nearer = index.nearest(
      stop,
      place?.meters ?? SNAP_LIMIT_METERS,
      (edge) => graph.speed[edge]! > 0 && !isJoinedEdge(graph, edge),
    );
    const isPastIsland = place !== null && nearer !== null && nearer.meters < place.meters;
    return { stop, place, isPastIsland };
  });
}
