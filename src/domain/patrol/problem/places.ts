import type { PlanProblem, PlanVehicle, Position } from './problem.ts';

/** The places of a problem as rows of its matrices, and what lies between them. */
export interface Places {
  readonly count: number;
  readonly jobNodes: readonly number[];
  readonly shipmentNodes: readonly (readonly [pickup: number, delivery: number])[];
  /** By vehicle; undefined where the route is open. */
  readonly startNodes: readonly (number | undefined)[];
  readonly endNodes: readonly (number | undefined)[];
  readonly vehicleAt: ReadonlyMap<number, number>;
  /** Seconds and costs from one node to another; Infinity where there is no way. */
  readonly matrices: ReadonlyMap<string, { readonly durations: Between; readonly costs: Between }>;
  /** True where travel is taken as the crow flies. */
  readonly isGuessed: boolean;
}

type Between = (from: number, to: number) => number;

/** Kilometres an hour as the crow flies × 1.3, where no matrix is given: walking, electric bicycle, car in town. */
const SPEEDS: Readonly<Record<string, number>> = { foot: 4.5, ebike: 15, car: 25 };
const DETOUR = 1.3;
const EARTH_RADIUS_METERS = 6_371_008.8;

interface Somewhere {
  readonly location?: Position | undefined;
  readonly location_index?: number | undefined;
}

/** Numbers the places: by the matrices' rows where there are matrices, else by equal coordinates. */
export function placesOf(problem: PlanProblem): Places {
  const given = problem.matrices;
  const positions: Position[] = [];
  const rowOf = new Map<string, number>();
  const node = (somewhere: Somewhere): number => {
    if (somewhere.location_index !== undefined && given !== undefined)
      return somewhere.location_index;
    const key = String(somewhere.location);
    const known = rowOf.get(key);
    if (known !== undefined) return known;
    rowOf.set(key, positions.length);
    positions.push(somewhere.location!);
    return positions.length - 1;
  };
  const ends = (vehicle: PlanVehicle, which: 'start' | 'end'): number | undefined => {
    const location = vehicle[which];
    const location_index = vehicle[`${which}_index`];
    return location === undefined && location_index === undefined
      ? undefined
      : node({ location, location_index });
  };
  const jobNodes = problem.jobs.map(node);
  const shipmentNodes = (problem.shipments ?? []).map(
    ({ pickup, delivery }) => [node(pickup), node(delivery)] as const,
  );
  const startNodes = problem.vehicles.map((vehicle) => ends(vehicle, 'start'));
  const endNodes = problem.vehicles.map((vehicle) => ends(vehicle, 'end'));
  const matrices = new Map<string, { durations: Between; costs: Between }>();
  let count = positions.length;
  for (const profile of new Set(problem.vehicles.map(({ profile = 'car' }) => profile))) {
    const matrix = given?.[profile];
    if (matrix === undefined) {
      const speed = SPEEDS[profile] ?? SPEEDS['car']!;
      const seconds: Between = (from, to) =>
        Math.round(((greatCircleMeters(positions[from]!, positions[to]!) * DETOUR) / speed) * 3.6);
      matrices.set(profile, { durations: seconds, costs: seconds });
    } else {
      count = matrix.durations.length;
      const durations: Between = (from, to) => matrix.durations[from]![to] ?? Infinity;
      const { costs } = matrix;
      matrices.set(profile, {
        durations,
        costs: costs === undefined ? durations : (from, to) => costs[from]![to] ?? Infinity,
      });
    }
  }
  return {
    count,
    jobNodes,
    shipmentNodes,
    startNodes,
    endNodes,
    vehicleAt: new Map(problem.vehicles.map(({ id }, at) => [id, at])),
    matrices,
    isGuessed: given === undefined,
  };
}

function greatCircleMeters([lon1, lat1]: Position, [lon2, lat2]: Position): number {
  const radians = Math.PI / 180;
  const half = (angle: number) => Math.sin(angle / 2) ** 2;
  const h =
    half((lat2 - lat1) * radians) +
    Math.cos(lat1 * radians) * Math.cos(lat2 * radians) * half((lon2 - lon1) * radians);
  return 2 * EARTH_RADIUS_METERS * Math.asin(Math.sqrt(h));
}
