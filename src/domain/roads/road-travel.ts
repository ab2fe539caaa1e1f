import { buildRoadGraph, type RoadGraph } from './road-graph.ts';
import type { RoadNetwork } from './road-network.ts';
import { EdgeIndex, type SnappedStop, snapStops } from './snap-stops.ts';
import { noteOf, type TravelMatrix, travelMatrix, type TravelNote } from './travel-matrix.ts';
import { type TravelPath, travelPath } from './travel-path.ts';
import type { TravelProfile } from './travel-profile.ts';

/** Stops and the profile they are reached by. Degrees, EPSG:4326. */
export interface TravelRequest {
  readonly stops: readonly (readonly [longitude: number, latitude: number])[];
  readonly profile: TravelProfile;
}

export interface RoadMatrix {
  readonly matrix: TravelMatrix;
  readonly notes: readonly TravelNote[];
}

/** A zone of 400 stops keeps 2.5 MB: a few zones and profiles, not a day's work of them. */
const KEPT_MATRICES = 8;

/** A network with all that has been made of it: graphs by profile, matrices by stops and profile. */
export class RoadTravel {
  readonly #network: RoadNetwork;
  #index: EdgeIndex | undefined;
  readonly #graphs = new Map<TravelProfile, RoadGraph>();
  /** The least recently asked for first. */
  readonly #matrices = new Map<string, RoadMatrix>();

  constructor(network: RoadNetwork) {
    this.#network = network;
  }

  /**
   * @yields how many stops are done
   * @returns the same object for the same stops and profile
   */
  *matrix(request: TravelRequest): Generator<number, RoadMatrix> {
    const key = `${request.profile} ${request.stops.join(' ')}`;
    let made = this.#matrices.get(key);
    if (!made) {
      const { graph, snapped } = this.#snap(request);
      const matrix = yield* travelMatrix(graph, snapped);
      const notes = snapped.map(noteOf).filter((note) => note !== null);
      made = { matrix, notes };
    }
    this.#matrices.delete(key);
    this.#matrices.set(key, made);
    for (const oldest of this.#matrices.keys()) {
      if (this.#matrices.size <= KEPT_MATRICES) break;
      this.#matrices.delete(oldest);
    }
    return made;
  }

  /** The legs from each stop to the next, one fewer than stops. */
  *paths(request: TravelRequest): Generator<number, TravelPath[]> {
    const { graph, snapped } = this.#snap(request);
    const legs: TravelPath[] = [];
    for (let at = 1; at < snapped.length; at++) {
      legs.push(travelPath(graph, snapped[at - 1]!, snapped[at]!));
      yield at;
    }
    return legs;
  }

  #snap({ stops, profile }: TravelRequest): { graph: RoadGraph; snapped: SnappedStop[] } {
    let graph = this.#graphs.get(profile);
    if (!graph) {
      graph = buildRoadGraph(this.#network, profile);
      this.#graphs.set(profile, graph);
    }
    this.#index ??= new EdgeIndex(this.#network);
    return { graph, snapped: snapStops(graph, this.#index, stops) };
  }
}
