import { daysBetween } from '../../time/local-time.ts';
import type { CandidateList } from './candidate.ts';
import { routesAfter, type PlanUnderWay } from './continue-plan.ts';
import type { PlannedRoute, PlannedStop, RouteDraft } from './plan.ts';

type StopDraft = RouteDraft['stops'][number];

/**
 * All routes of a plan that goes on, as it is saved: the days before and after those planned anew as they
 * were, and on the first of these what crews have done or skipped beside what they are to do. Of the days
 * after them, sites that are closed by now are left out.
 *
 * @param drafts the routes planned anew, their days from 0 on the plan's own first day
 * @param list of the days planned anew, with the sites of `sitesAhead` that are in use
 */
export function wholePlan(
  under: PlanUnderWay,
  drafts: readonly RouteDraft[],
  list: CandidateList,
): RouteDraft[] {
  const { plan, walked } = under;
  const first = daysBetween(plan.from, list.from);
  const inUse = new Set(list.candidates.map(({ siteId }) => siteId));
  const before = (walked ?? plan).routes.filter(({ day }) => day < first).map(draftOf);
  const after = routesAfter(under, list)
    .map(draftOf)
    .map((draft) => ({ ...draft, stops: draft.stops.filter(({ siteId }) => inUse.has(siteId)) }))
    .filter(({ stops }) => stops.length > 0);
  const settled = (walked?.routes ?? [])
    .filter(({ day }) => day === first)
    .map((route) => ({ ...route, stops: route.stops.filter(isSettled) }))
    .filter(({ stops }) => stops.length > 0);
  const together = new Map<number, RouteDraft>();
  for (const route of settled) {
    const planned = drafts.find(({ day, crewId }) => day === first && crewId === route.crewId);
    together.set(route.crewId, planned ? joined(route, planned) : onlySettled(route));
  }
  const anew = drafts.filter(({ day, crewId }) => day !== first || !together.has(crewId));
  return [...before, ...together.values(), ...anew, ...after];
}

function isSettled({ standing }: PlannedStop): boolean {
  return standing.state !== 'open';
}

function draftOf(route: PlannedRoute): RouteDraft {
  const { day, crewId, departsAt, returnsAt, travelSeconds, distanceMeters, mode, path } = route;
  return {
    day,
    crewId,
    departsAt,
    returnsAt,
    travelSeconds,
    distanceMeters,
    mode,
    memberIds: route.members.map(({ id }) => id),
    path,
    stops: route.stops.map(stopDraft),
  };
}

function stopDraft(stop: PlannedStop): StopDraft {
  const { siteId, arrivesAt, serviceSeconds, kind, reasons, pinned } = stop;
  return { siteId, arrivesAt, serviceSeconds, kind, reasons, pinned };
}

/** Nothing more to do: the crew is back when it has done what it did. */
function onlySettled(route: PlannedRoute): RouteDraft {
  return { ...draftOf(route), path: null };
}

/** Done stops keep their planned hours, so that they stand among the others in the order of time. */
function joined(settled: PlannedRoute, planned: RouteDraft): RouteDraft {
  const stops = [...settled.stops.map(stopDraft), ...planned.stops].sort(
    (a, b) => Date.parse(a.arrivesAt) - Date.parse(b.arrivesAt),
  );
  const moments = [settled.departsAt, planned.departsAt, planned.returnsAt].map(Date.parse);
  const arrivals = stops.map(({ arrivesAt }) => Date.parse(arrivesAt));
  return {
    ...planned,
    memberIds: settled.members.map(({ id }) => id),
    departsAt: new Date(Math.min(...moments, ...arrivals)).toISOString(),
    returnsAt: new Date(Math.max(...moments, ...arrivals)).toISOString(),
    stops,
  };
}
