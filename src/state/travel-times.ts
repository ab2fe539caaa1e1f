import type { DatabaseClient } from '../db/client.ts';
import { fetchRoadNetwork } from '../db/road-network.ts';
import { Refusal } from '../domain/refusal.ts';
import type { RoadNetwork } from '../domain/roads/road-network.ts';
import type { TravelRequest } from '../domain/roads/road-travel.ts';
import { guessedMatrix, type TravelNote } from '../domain/roads/travel-matrix.ts';
import type { TravelPath } from '../domain/roads/travel-path.ts';
import type { TravelProfile } from '../domain/roads/travel-profile.ts';
import { osrmMatrix, osrmPaths } from '../routing/osrm.ts';
import {
  readRouting,
  type ReadRouting,
  type RoutingServers,
  type VroomServer,
} from '../routing/read-routing.ts';
import { RoadDesk } from '../workers/road-matrix.ts';

type Stops = readonly (readonly [longitude: number, latitude: number])[];

/** From each stop to each, by rows: from `i` to `j` at `i × stops + j`. `matrixRows` writes them as rows. */
export interface TravelTimes {
  /** Seconds. */
  readonly durations: Float64Array;
  /** Metres. */
  readonly distances: Float64Array;
  /** `great-circle`: there is no road near any stop, all times are guesses and the view says so. */
  readonly source: 'roads' | 'osrm' | 'great-circle';
  readonly notes: readonly TravelNote[];
}

export interface TravelPaths {
  /** From each stop to the next, one fewer than stops. */
  readonly legs: readonly TravelPath[];
  readonly source: TravelTimes['source'];
}

/** Where times and ways come from. */
export interface TravelSource {
  /** A profile with a server is asked there. */
  readonly osrm: RoutingServers['osrm'];
  /** The others are computed here; the network is fetched when it is first needed. */
  readonly roads: () => Promise<RoadDesk>;
}

interface TravelOptions {
  readonly signal?: AbortSignal | undefined;
  /** How many stops are done, of all. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** The matrix of so many is 64 MB, and no patrol walks more in a horizon. */
const MOST_STOPS = 2000;

/**
 * The time and the distance from each stop to each.
 *
 * @param stops degrees, EPSG:4326; the starts and ends of crews among them
 * @throws Refusal for a stop without a place or for too many, and when the outside server fails: nothing else
 *   is put in its stead without a word. ProblemError when the network does not come. The signal's reason
 */
export async function travelTimes(
  stops: Stops,
  profile: TravelProfile,
  source: TravelSource,
  options: TravelOptions = {},
): Promise<TravelTimes> {
  const request = checked(stops, profile);
  const server = source.osrm[profile];
  if (server) {
    const { matrix, notes } = await osrmMatrix(server, request, options);
    return { ...onlyTimes(matrix), source: 'osrm', notes };
  }
  const desk = await source.roads();
  const { matrix, notes } = await desk.matrix(request, options);
  const offNetwork = notes.filter(({ kind }) => kind === 'off-network').length;
  // Nobody reads a note for every stop: the source says it all.
  return stops.length > 0 && offNetwork === stops.length
    ? { ...onlyTimes(guessedMatrix(stops, profile)), source: 'great-circle', notes: [] }
    : { ...onlyTimes(matrix), source: 'roads', notes };
}

/** The ways that are drawn, from each stop to the next. Throws as `travelTimes` does. */
export async function travelPaths(
  stops: Stops,
  profile: TravelProfile,
  source: TravelSource,
  options: TravelOptions = {},
): Promise<TravelPaths> {
  const request = checked(stops, profile);
  const server = source.osrm[profile];
  if (server) return { legs: await osrmPaths(server, request, options), source: 'osrm' };
  const desk = await source.roads();
  const legs = await desk.paths(request, options);
  const isGuess = legs.length > 0 && legs.every(({ isGuessed }) => isGuessed);
  return { legs, source: isGuess ? 'great-circle' : 'roads' };
}

/**
 * The source for a signed-in member. The whole network is fetched once and stays in its worker until `close`:
 * a way may lead out of a zone and back.
 */
export class MemberTravel implements TravelSource {
  readonly osrm: RoutingServers['osrm'];
  /** For `beginWithVroom`; null where plans are made in the page. */
  readonly vroom: VroomServer | null;
  /** What is wrong with the configuration, one line each. */
  readonly problems: ReadRouting['problems'];
  readonly #client: DatabaseClient;
  #desk: Promise<RoadDesk> | undefined;

  /** @param routing as the server's configuration has it (`Configuration.routing`) */
  constructor(client: DatabaseClient, routing: unknown) {
    const { servers, problems } = readRouting(routing);
    this.#client = client;
    this.osrm = servers.osrm;
    this.vroom = servers.vroom;
    this.problems = problems;
  }

  readonly roads = async (): Promise<RoadDesk> => {
    const asked = (this.#desk ??= this.#open());
    const desk = await asked;
    if (!desk.hasEnded || this.#desk !== asked) return desk;
    // Its worker is gone; the next one may do.
    this.#desk = undefined;
    return this.roads();
  };

  /** Ends the worker and forgets the network, as after an import of roads or on signing out. */
  async close(): Promise<void> {
    const desk = this.#desk;
    this.#desk = undefined;
    (await desk?.catch(() => undefined))?.close();
  }

  async #open(): Promise<RoadDesk> {
    let network: RoadNetwork;
    try {
      network = await fetchRoadNetwork(this.#client);
    } catch (error) {
      // The next one who asks tries again.
      this.#desk = undefined;
      throw error;
    }
    return new RoadDesk(network);
  }
}

function onlyTimes({ durations, distances }: Pick<TravelTimes, 'durations' | 'distances'>) {
  return { durations, distances };
}

function checked(stops: Stops, profile: TravelProfile): TravelRequest {
  if (stops.length > MOST_STOPS) {
    throw new Refusal(
      `一次最多计算 ${MOST_STOPS} 个地点间的路程，现有 ${stops.length} 个，请缩小片区`,
      `travel times are computed between ${MOST_STOPS} places at most, not ${stops.length}: draw a smaller zone`,
    );
  }
  const wrong = stops.findIndex(
    ([x, y]) => !(Math.abs(x) <= 180 && Math.abs(y) <= 90) || (x === 0 && y === 0),
  );
  if (wrong >= 0) {
    const place = stops[wrong]!.join(', ');
    throw new Refusal(
      `第 ${wrong + 1} 个地点的经纬度无效：${place}`,
      `place ${wrong + 1} has no valid longitude and latitude: ${place}`,
    );
  }
  return { stops, profile };
}
