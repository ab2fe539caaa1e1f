import { daysBetween, localDayOf } from '../../time/local-time.ts';
import { secondOfDay } from '../problem/days.ts';
import type { Position, Span } from '../problem/problem.ts';
import type { DoneVisit, VisitPin } from './build-problem.ts';
import { type BegunRoute, stepsInTime } from './begun-routes.ts';
import type { CandidateList, PlanCandidate, VisitReason } from './candidate.ts';
import type { PatrolPlan, PlannedRoute, PlannedStop, UnservedVisit } from './plan.ts';

/** A saved plan that is worked on again, perhaps while crews walk it. */
export interface PlanUnderWay {
  /** The draft where there is one, else what is published. */
  readonly plan: PatrolPlan;
  /** The version published last, with what was done, even where it is withdrawn by now; null: none ever was. */
  readonly walked: PatrolPlan | null;
}

/** today: the days after it stay as they are; rest: today and all days after it. */
export type ContinueScope = 'today' | 'rest';

type Horizon = Pick<CandidateList, 'from' | 'days'>;

/** Why a visit cannot wait for its turn. */
const URGENT: ReadonlySet<VisitReason['code']> = new Set(['veto', 'overdue', 'recheck', 'due']);

/** Whether crews are or were out with it: its first day has come. */
export function isRunning({ walked }: PlanUnderWay, today: string): boolean {
  return walked !== null && walked.from <= today;
}

/** The days that can still be planned; null: they are over, or the draft's first day passed unpublished. */
export function horizonAhead(
  { plan, walked }: PlanUnderWay,
  scope: ContinueScope,
  today: string,
): { from: string; days: number } | null {
  if (plan.from > today) return { from: plan.from, days: plan.days };
  const left = plan.days - daysBetween(plan.from, today);
  if (left <= 0 || (walked === null && plan.from < today)) return null;
  return { from: today, days: scope === 'today' && walked !== null ? 1 : left };
}

/** The plan's routes within a horizon with the stops that nobody has done or skipped. Days from 0 on `from`. */
function routesAhead(
  { plan, walked }: PlanUnderWay,
  from: string,
  days = Infinity,
): { route: PlannedRoute; day: number; stops: readonly PlannedStop[] }[] {
  const settled = new Set<string>();
  for (const { route, stop } of stopsOf(walked)) {
    if (stop.standing.state === 'done') settled.add(`${route.date}/${stop.siteId}`);
    // Skipped and planned anew for another hour or crew is to be tried again.
    if (stop.standing.state === 'skipped') settled.add(sameStop(route, stop));
  }
  return plan.routes.flatMap((route) => {
    const day = daysBetween(from, route.date);
    if (day < 0 || day >= days) return [];
    const stops = route.stops.filter(
      (stop) => !settled.has(`${route.date}/${stop.siteId}`) && !settled.has(sameStop(route, stop)),
    );
    return stops.length > 0 ? [{ route, day, stops }] : [];
  });
}

function stopsOf(plan: PatrolPlan | null): { route: PlannedRoute; stop: PlannedStop }[] {
  return (plan?.routes ?? []).flatMap((route) => route.stops.map((stop) => ({ route, stop })));
}

function sameStop({ date, crewId }: PlannedRoute, { siteId, arrivesAt }: PlannedStop): string {
  return `${date}/${siteId}/${crewId}/${Date.parse(arrivesAt)}`;
}

/** Sites that the plan still has to visit or leaves out, on any day from this one, for asking what is known of them. */
export function sitesAhead(under: PlanUnderWay, from: string): number[] {
  const stops = routesAhead(under, from).flatMap((route) => route.stops);
  return [...new Set([...stops, ...under.plan.unserved].map(({ siteId }) => siteId))];
}

/** Of those, by their names, that are closed by now: no candidates any more. */
function sitesGone(under: PlanUnderWay, list: CandidateList): Map<number, string> {
  const inUse = new Set(list.candidates.map(({ siteId }) => siteId));
  const stops = routesAhead(under, list.from).flatMap((route) => route.stops);
  return new Map(
    stops.flatMap(({ siteId, siteName }) => (inUse.has(siteId) ? [] : [[siteId, siteName]])),
  );
}

/** Whether these days are all that is left of the plan. */
export function reachesEnd({ plan }: PlanUnderWay, { from, days }: Horizon): boolean {
  return daysBetween(plan.from, from) + days >= plan.days;
}

/** The routes of the days after these, which stay as they are. */
export function routesAfter({ plan }: PlanUnderWay, { from, days }: Horizon): PlannedRoute[] {
  const first = daysBetween(plan.from, from) + days;
  return plan.routes.filter(({ day }) => day >= first);
}

export interface ContinuedList {
  readonly list: CandidateList;
  /** Sites to be visited at once that the plan knew nothing of. */
  readonly urgent: readonly number[];
  /** Sites that crews skipped or missed, to be visited all the same. */
  readonly behind: readonly number[];
  /** By site, visits that the plan left out and that are tried again. */
  readonly retried: ReadonlyMap<number, number>;
  /** Visits that it left out and that these days alone cannot make good. */
  readonly untried: readonly UnservedVisit[];
  /** By site, the names of those that the plan was to visit and that are closed by now. */
  readonly gone: ReadonlyMap<number, string>;
}

/**
 * What is to be visited when a plan goes on: as often as it still plans to, with what is known today; then
 * what became urgent since, and what crews skipped or missed or the plan left out, where the policy still
 * asks for it.
 *
 * @param list of today's knowledge over the days that are planned anew, with the sites of `sitesAhead`
 */
export function continuedList(under: PlanUnderWay, list: CandidateList): ContinuedList {
  const ahead = new Map<number, { day: number; stop: PlannedStop }[]>();
  const known = new Map<number, Set<string>>();
  for (const { day, stops } of routesAhead(under, list.from)) {
    for (const stop of stops) {
      const codes = known.get(stop.siteId) ?? new Set();
      for (const { code } of stop.reasons) codes.add(code);
      known.set(stop.siteId, codes);
      if (day >= list.days) continue;
      ahead.set(stop.siteId, [...(ahead.get(stop.siteId) ?? []), { day, stop }]);
    }
  }
  const done = countBySite(doneSince(under, list.from));
  const settled = new Set(
    stopsOf(under.walked)
      .filter(({ route, stop }) => route.date === list.from && stop.standing.state !== 'open')
      .map(({ stop }) => stop.siteId),
  );
  const leftBehind = new Set(
    stopsOf(under.walked)
      .filter(
        ({ route, stop }) =>
          stop.standing.state === 'skipped' ||
          (stop.standing.state === 'open' && route.date < list.from),
      )
      .map(({ stop }) => stop.siteId),
  );
  const isWhole = reachesEnd(under, list);
  const leftOut = countBySite(under.plan.unserved);
  const urgent: number[] = [];
  const behind: number[] = [];
  const retried = new Map<number, number>();
  const candidates = list.candidates.map((candidate): PlanCandidate => {
    const { siteId } = candidate;
    const made = done.get(siteId) ?? 0;
    const planned = ahead.get(siteId);
    const cannotWait = candidate.reasons.some(({ code }) => URGENT.has(code));
    const missed = Math.min(leftOut.get(siteId) ?? 0, candidate.visits - (planned?.length ?? 0));
    // On one day alone, no more than what cannot wait.
    const again = Math.max(0, isWhole ? missed : cannotWait && !planned ? Math.min(1, missed) : 0);
    if (again > 0) retried.set(siteId, again);
    if (planned) {
      const [first] = planned;
      return {
        ...candidate,
        visits: planned.length + made + again,
        minGapDays: Math.min(candidate.minGapDays, leastGap(candidate, list.from, planned)),
        serviceSeconds: first!.stop.serviceSeconds,
        reasons: candidate.reasons.length > 0 ? candidate.reasons : first!.stop.reasons,
      };
    }
    const isUrgent =
      candidate.visits > 0 &&
      !settled.has(siteId) &&
      // The plan knew of what it left out.
      !leftOut.has(siteId) &&
      candidate.reasons.some(({ code }) => URGENT.has(code) && !known.get(siteId)?.has(code));
    if (isUrgent) urgent.push(siteId);
    // On one day alone, what was left behind waits for the plan's own days.
    const isBehind =
      candidate.visits > 0 &&
      made === 0 &&
      list.days > 1 &&
      leftBehind.has(siteId) &&
      !known.has(siteId);
    if (isBehind && !isUrgent) behind.push(siteId);
    return { ...candidate, visits: Math.max(again, isUrgent || isBehind ? 1 : 0) };
  });
  const untried = isWhole ? [] : without(under.plan.unserved, retried);
  const gone = sitesGone(under, list);
  return { list: { ...list, candidates }, urgent, behind, retried, untried, gone };
}

/** Days between a site's visits as the plan has them, so that the plan itself is never against its own rule. */
function leastGap(
  { lastVisits }: PlanCandidate,
  from: string,
  planned: readonly { readonly day: number }[],
): number {
  const days = [
    ...lastVisits.map((visit) => daysBetween(from, localDayOf(visit))).filter((day) => day < 0),
    ...planned.map(({ day }) => day),
  ].sort((a, b) => a - b);
  const gaps = days.slice(1).map((day, at) => day - days[at]!);
  return Math.max(1, Math.min(Infinity, ...gaps.filter((gap) => gap > 0)));
}

/** Less so many visits of each site. */
function without(
  visits: readonly UnservedVisit[],
  less: ReadonlyMap<number, number>,
): UnservedVisit[] {
  const left = new Map(less);
  return visits.filter(({ siteId }) => {
    const count = left.get(siteId) ?? 0;
    left.set(siteId, count - 1);
    return count <= 0;
  });
}

function countBySite(visits: readonly { readonly siteId: number }[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { siteId } of visits) counts.set(siteId, (counts.get(siteId) ?? 0) + 1);
  return counts;
}

/** Visits of the plan made on this day or later. @param day YYYY-MM-DD */
export function doneSince({ walked }: PlanUnderWay, day: string): DoneVisit[] {
  return stopsOf(walked).flatMap(({ stop: { siteId, standing } }) =>
    standing.state === 'done' && standing.at !== null && localDayOf(standing.at) >= day
      ? [{ siteId, at: standing.at }]
      : [],
  );
}

export interface Whereabouts {
  readonly position: Position;
  /** Where it was last. */
  readonly siteName: string;
  /** ISO 8601 */
  readonly at: string;
}

/** By crew, where it was last seen today; a crew that has done nothing yet is at its start. */
export function whereaboutsOf(
  { walked }: PlanUnderWay,
  today: string,
): ReadonlyMap<number, Whereabouts> {
  const seen = new Map<number, Whereabouts>();
  for (const { route, stop } of stopsOf(walked)) {
    const { state, at } = stop.standing;
    if (route.date !== today || state !== 'done' || at === null) continue;
    const before = seen.get(route.crewId);
    if (before && Date.parse(before.at) > Date.parse(at)) continue;
    seen.set(route.crewId, {
      position: [stop.lon, stop.lat],
      siteName: stop.siteName,
      at,
    });
  }
  return seen;
}

/** The routes to begin the search with. @param breaks as the plan was saved with them */
export function begunRoutesOf(
  under: PlanUnderWay,
  from: string,
  days: number,
  breaks: readonly KeptBreak[],
): BegunRoute[] {
  return routesAhead(under, from, days).map(({ route: { crewId, date }, day, stops }) => ({
    crewId,
    day,
    steps: stepsInTime(
      stops.map(({ siteId, arrivesAt }) => ({ siteId, begins: secondOfDay(arrivesAt) })),
      breaks.flatMap(([crew, on, begins]) => (crew === crewId && on === date ? [{ begins }] : [])),
    ),
  }));
}

/** What a plan keeps of its breaks: crew, YYYY-MM-DD, second of the day. */
export type KeptBreak = readonly [crewId: number, date: string, begins: number];

/** The pins that its stops still carry. @param slack seconds by which a held hour may shift either way */
export function pinsAhead(
  under: PlanUnderWay,
  from: string,
  days: number,
  slack: number,
): VisitPin[] {
  return routesAhead(under, from, days).flatMap(({ route: { crewId }, day, stops }) =>
    stops.flatMap(({ siteId, arrivesAt, pinned }): VisitPin[] => {
      if (!pinned.crew && !pinned.day && !pinned.time) return [];
      const begins = secondOfDay(arrivesAt);
      const window: Span = [Math.max(0, begins - slack), begins + slack];
      return [
        {
          siteId,
          ...(pinned.crew && { crewId }),
          ...(pinned.day && { day }),
          ...(pinned.time && { window }),
        },
      ];
    }),
  );
}

/** The crews that were chosen for a plan, or walk it where its maker did not say. */
export function crewsOf({ crews, routes }: PatrolPlan): ReadonlySet<unknown> {
  return new Set([...crews.map((crew) => crew['id']), ...routes.map(({ crewId }) => crewId)]);
}
