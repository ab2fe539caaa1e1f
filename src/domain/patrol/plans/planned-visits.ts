import { addDays, startOfDay } from '../../time/local-time.ts';
import type { PlanProblem, PlanRoute, PlanSolution, Position } from '../problem/problem.ts';
import type { PlanCandidate, VisitReason } from './candidate.ts';
import type { RouteDraft, StopPins } from './plan.ts';
import type { VisitPin } from './build-problem.ts';

/** A stop of a plan that is not saved, as the views show it. Days from 0, seconds of the day. */
export interface PlannedVisit {
  /** Of the site's visits in order of time, from 0: `siteId/number`. */
  readonly key: string;
  readonly siteId: number;
  readonly name: string;
  readonly type: string;
  readonly position: Position;
  readonly crewId: number;
  readonly day: number;
  /** On its route, from 1. */
  readonly sequence: number;
  readonly begins: number;
  readonly serviceSeconds: number;
  readonly reasons: readonly VisitReason[];
  /** 回头看: the first visit of a site where one is due. */
  readonly isRecheck: boolean;
  /** What of it the captain settled; null: all of it may change. */
  readonly pin: VisitPin | null;
}

/** One crew's day. */
export interface PlannedDay {
  readonly crewId: number;
  readonly day: number;
  readonly departs: number;
  readonly returns: number;
  readonly travelSeconds: number;
  readonly start: Position | null;
  readonly end: Position | null;
  readonly visits: readonly PlannedVisit[];
  readonly breaks: readonly { readonly begins: number; readonly seconds: number }[];
}

/** A solution as days of crews, in the order of days. */
export function plannedDays(
  problem: PlanProblem,
  solution: PlanSolution,
  candidates: readonly PlanCandidate[],
  pins: readonly VisitPin[] = [],
): PlannedDay[] {
  const bySite = new Map(candidates.map((candidate) => [candidate.siteId, candidate]));
  const vehicles = new Map(problem.vehicles.map((vehicle) => [vehicle.id, vehicle]));
  const free = [...pins];
  const visited = new Map<number, number>();
  const inOrder = [...solution.routes].sort((a, b) => (a.day ?? 0) - (b.day ?? 0));
  return inOrder.map((route): PlannedDay => {
    const { crew, start, end } = vehicles.get(route.vehicle)!;
    const crewId = crew ?? route.vehicle;
    const day = route.day ?? 0;
    const visits: PlannedVisit[] = [];
    for (const { type, id, arrival, waiting_time } of route.steps) {
      const candidate = type === 'job' ? bySite.get(id!) : undefined;
      if (!candidate) continue;
      const { siteId, name, lon, lat, serviceSeconds, reasons, recheck } = candidate;
      const number = visited.get(siteId) ?? 0;
      visited.set(siteId, number + 1);
      const begins = arrival + waiting_time;
      const isRecheck = recheck && number === 0;
      visits.push({
        key: `${siteId}/${number}`,
        siteId,
        name,
        type: candidate.type,
        position: [lon, lat],
        crewId,
        day,
        sequence: visits.length + 1,
        begins,
        serviceSeconds,
        reasons:
          reasons.length === 0
            ? [{ code: 'added' }]
            : reasons.filter(({ code }) => code !== 'recheck' || isRecheck),
        isRecheck,
        pin: takePin(free, siteId, crewId, day, begins),
      });
    }
    return {
      crewId,
      day,
      departs: route.steps[0]!.arrival,
      returns: endOf(route),
      travelSeconds: route.duration,
      start: start ?? null,
      end: end ?? null,
      visits,
      breaks: route.steps.flatMap(({ type, arrival, waiting_time, service }) =>
        type === 'break' ? [{ begins: arrival + waiting_time, seconds: service }] : [],
      ),
    };
  });
}

/** The pin that this visit keeps; each is kept once. */
function takePin(
  free: VisitPin[],
  siteId: number,
  crewId: number,
  day: number,
  begins: number,
): VisitPin | null {
  const at = free.findIndex(
    (pin) =>
      pin.siteId === siteId &&
      (pin.crewId === undefined || pin.crewId === crewId) &&
      (pin.day === undefined || pin.day === day) &&
      (pin.window === undefined || (begins >= pin.window[0] && begins <= pin.window[1])),
  );
  return at < 0 ? null : free.splice(at, 1)[0]!;
}

function flagsOf(pin: VisitPin | null): StopPins {
  return {
    crew: pin?.crewId !== undefined,
    day: pin?.day !== undefined,
    time: pin?.window !== undefined,
  };
}

function endOf({ steps }: PlanRoute): number {
  const { arrival, setup, service, waiting_time } = steps.at(-1)!;
  return arrival + waiting_time + setup + service;
}

/** What a route looks like on the ground, where that is known. */
export interface RouteGround {
  readonly path: readonly Position[];
  readonly meters: number;
}

/**
 * The days of crews as routes that `save_plan` takes. Moments are whole seconds.
 *
 * @param from the first day of the candidates; the plan's own first day lies `offsetDays` before it
 */
export function routeDrafts(
  days: readonly PlannedDay[],
  from: string,
  offsetDays: number,
  groundOf: (day: PlannedDay) => RouteGround,
): RouteDraft[] {
  return days
    .filter(({ visits }) => visits.length > 0)
    .map((each) => {
      const midnight = Date.parse(startOfDay(addDays(from, each.day)));
      const moment = (second: number) => new Date(midnight + second * 1000).toISOString();
      const { path, meters } = groundOf(each);
      return {
        day: each.day + offsetDays,
        crewId: each.crewId,
        departsAt: moment(Math.floor(each.departs)),
        returnsAt: moment(Math.ceil(each.returns)),
        travelSeconds: Math.round(each.travelSeconds),
        distanceMeters: Math.round(meters),
        path:
          path.length < 2
            ? null
            : { type: 'LineString', coordinates: path.map(([x, y]) => [x, y]) },
        stops: each.visits.map(({ siteId, begins, serviceSeconds, isRecheck, reasons, pin }) => ({
          siteId,
          arrivesAt: moment(Math.round(begins)),
          serviceSeconds,
          kind: isRecheck ? 'recheck' : 'visit',
          reasons,
          pinned: flagsOf(pin),
        })),
      };
    });
}
