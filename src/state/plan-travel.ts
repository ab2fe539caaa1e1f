import {
  placesOfPlan,
  type PlanQuestion,
  type TravelMatrices,
} from '../domain/patrol/plans/build-problem.ts';
import type { PlannedDay, RouteGround } from '../domain/patrol/plans/planned-visits.ts';
import type { TravelProfile } from '../domain/roads/travel-profile.ts';
import type { PlanMatrix, Position } from '../domain/patrol/problem/problem.ts';
import { matrixRows, type TravelNote } from '../domain/roads/travel-matrix.ts';
import { travelPaths, travelTimes, type TravelSource, type TravelTimes } from './travel-times.ts';

/** Travel between all places of a plan, by the modes of its crews. */
export interface PlanTravel {
  readonly matrices: TravelMatrices;
  /** `great-circle` where any of them is. */
  readonly source: TravelTimes['source'];
  /** Of stops alone, each once: off the network, or on an island of it. */
  readonly notes: readonly (TravelNote & { readonly siteId: number })[];
}

/** @param onPart 0…1 */
export async function travelOfPlan(
  question: PlanQuestion,
  siteIds: readonly number[],
  source: TravelSource,
  signal: AbortSignal,
  onPart: (part: number) => void,
): Promise<PlanTravel> {
  const places = placesOfPlan(question);
  const modes = [...new Set(question.crews.map(({ crew }) => crew.mode))];
  const matrices: Partial<Record<TravelProfile, PlanMatrix>> = {};
  const notes = new Map<number, TravelNote & { readonly siteId: number }>();
  let from: TravelTimes['source'] = 'roads';
  for (const [at, mode] of modes.entries()) {
    const times = await travelTimes(places, mode, source, {
      signal,
      onProgress: (done, all) => onPart((at + done / Math.max(1, all)) / modes.length),
    });
    // Without the distances, which the search does not need and would be copied to it.
    matrices[mode] = { durations: matrixRows(times.durations, places.length) };
    if (at === 0 || times.source === 'great-circle') from = times.source;
    for (const note of times.notes) {
      const siteId = siteIds[note.stop];
      if (siteId !== undefined) notes.set(siteId, { ...note, siteId });
    }
  }
  return { matrices, source: from, notes: [...notes.values()] };
}

/** The way of one crew's day on the ground: from its start by all stops to its end. */
export async function groundOfDay(
  { start, end, visits }: PlannedDay,
  mode: TravelProfile,
  source: TravelSource,
  signal: AbortSignal,
): Promise<RouteGround> {
  const stops = [start, ...visits.map(({ position }) => position), end].filter(
    (place): place is Position => place !== null,
  );
  const { legs } = await travelPaths(stops, mode, source, { signal });
  return {
    path: legs.flatMap(({ coordinates }) => coordinates),
    meters: legs.reduce((sum, { meters }) => sum + meters, 0),
  };
}
