import type { PlannedRoute, PlannedStop, StopStanding } from './plan.ts';
import { wang } from './question.fixture.ts';

export const OPEN: StopStanding = {
  state: 'open',
  late: false,
  at: null,
  by: null,
  reason: null,
  inspectionId: null,
};

/** @param arrivesAt ISO 8601 */
export function plannedStop(
  siteId: number,
  arrivesAt: string,
  change: Partial<PlannedStop> = {},
): PlannedStop {
  return {
    id: siteId * 100,
    sequence: 1,
    siteId,
    siteName: `点位${siteId}`,
    siteType: 'hotel',
    address: null,
    lon: 103 + siteId / 1000,
    lat: 29.98,
    arrivesAt,
    serviceSeconds: 1800,
    kind: 'visit',
    reasons: [{ code: 'frequency', visits: 1, per14Days: 2 }],
    pinned: { crew: false, day: false, time: false },
    standing: OPEN,
    ...change,
  };
}

/** @param date YYYY-MM-DD of its `day`; from and to HH:MM */
export function plannedRoute(
  date: string,
  day: number,
  crewId: number,
  stops: readonly PlannedStop[],
  [from, to]: readonly [from: string, to: string] = ['08:00', '18:00'],
): PlannedRoute {
  return {
    id: day * 10 + crewId,
    planId: 3,
    version: 1,
    day,
    date,
    crewId,
    crewName: `${crewId}组`,
    members: [wang],
    mode: 'ebike',
    departsAt: new Date(`${date}T${from}:00+08:00`).toISOString(),
    returnsAt: new Date(`${date}T${to}:00+08:00`).toISOString(),
    path: null,
    travelSeconds: 600,
    distanceMeters: 2000,
    stops,
  };
}
