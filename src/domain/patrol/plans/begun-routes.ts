import type { PlanVehicle } from '../problem/problem.ts';
import type { PlannedDay } from './planned-visits.ts';

type Steps = NonNullable<PlanVehicle['steps']>;

/** A crew's day as it stood before: what the search begins with. */
export interface BegunRoute {
  readonly crewId: number;
  /** From 0 on the first day planned. */
  readonly day: number;
  readonly steps: Steps;
}

/** A shift has one break, which `buildProblem` numbers so. */
export const BREAK_ID = 1;

/** Visits and breaks in the order of their seconds of the day. */
export function stepsInTime(
  visits: readonly { readonly siteId: number; readonly begins: number }[],
  breaks: readonly { readonly begins: number }[],
): Steps {
  return [
    ...visits.map(({ siteId, begins }) => ({ type: 'job' as const, id: siteId, begins })),
    ...breaks.map(({ begins }) => ({ type: 'break' as const, id: BREAK_ID, begins })),
  ]
    .sort((a, b) => a.begins - b.begins)
    .map(({ type, id }) => ({ type, id }));
}

/** Whether the same crews make the same visits on the same days in the same order. */
export function sameVisits(some: readonly BegunRoute[], others: readonly BegunRoute[]): boolean {
  return String(linesOf(some)) === String(linesOf(others));
}

function linesOf(routes: readonly BegunRoute[]): string[] {
  return routes
    .map(({ crewId, day, steps }) => {
      const sites = steps.flatMap(({ type, id }) => (type === 'job' ? [id] : []));
      return sites.length > 0 ? [day, crewId, ...sites].join('/') : '';
    })
    .filter((line) => line !== '')
    .sort();
}

export function begunRoutes(days: readonly PlannedDay[]): BegunRoute[] {
  return days.map(({ crewId, day, visits, breaks }) => ({
    crewId,
    day,
    steps: stepsInTime(visits, breaks),
  }));
}
