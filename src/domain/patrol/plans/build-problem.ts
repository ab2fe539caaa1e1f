import { addDays, daysBetween, localDayOf } from '../../time/local-time.ts';
import { secondOfDay, weekdayOf } from '../problem/days.ts';
import type {
  PlanJob,
  PlanMatrix,
  PlanPin,
  PlanProblem,
  PlanVehicle,
  Position,
  Span,
} from '../problem/problem.ts';
import { FAIRNESS } from '../problem/weights.ts';
import { BREAK_ID, type BegunRoute } from './begun-routes.ts';
import type { CandidateList, PlanCandidate } from './candidate.ts';
import type { StayingDays } from './staying-days.ts';
import type { UnservedVisit } from './plan.ts';
import type { TravelProfile } from '../../roads/travel-profile.ts';
import type { Crew, Leave, Shift, Stretch } from './roster.ts';

/** A crew that is to go, with the shift it works in this plan. */
export interface PlanningCrew {
  readonly crew: Crew;
  readonly shift: Pick<Shift, 'starts' | 'ends' | 'weekdays' | 'break'>;
}

/** One visit of a site that the captain settled in part. Days from 0 on the first day of the candidates. */
export interface VisitPin {
  readonly siteId: number;
  readonly crewId?: number;
  readonly day?: number;
  /** When it may begin, seconds of the day. */
  readonly window?: Span;
}

/** A visit of this plan that has been made. */
export interface DoneVisit {
  readonly siteId: number;
  /** ISO 8601 */
  readonly at: string;
}

export interface PlanQuestion {
  readonly list: CandidateList;
  readonly crews: readonly PlanningCrew[];
  readonly leave: readonly Leave[];
  readonly pins: readonly VisitPin[];
  /** Sites not to be visited in this plan. */
  readonly excluded: ReadonlySet<number>;
  /** Sites to be visited once at least, whatever the policy says. */
  readonly added: ReadonlySet<number>;
  readonly done: readonly DoneVisit[];
  /** ISO 8601: nobody sets out before it. */
  readonly now: string;
  /** Seconds of travel that a unit of staggering loss is worth. */
  readonly staggerWeight: number;
  /** By crew, where it goes on from today; from its start without one. */
  readonly whereabouts?: ReadonlyMap<number, Position>;
  /** Routes to begin the search with, as far as they still hold. */
  readonly begun?: readonly BegunRoute[];
  /** What a plan that goes on has beside these days: the later ones, and visits left out and not tried again. */
  readonly staying?: StayingDays;
  readonly untried?: readonly UnservedVisit[];
}

/** By mode: rows and columns in the order of `placesOfPlan`. Without one, as the crow flies. */
export type TravelMatrices = Readonly<Partial<Record<TravelProfile, PlanMatrix>>>;

/** The sites that are to be visited in this plan at all. */
export function stopsOf({ list, excluded, added }: PlanQuestion): PlanCandidate[] {
  return list.candidates.filter(
    ({ siteId, visits }) => !excluded.has(siteId) && (visits > 0 || added.has(siteId)),
  );
}

/** Where crews may have to go: the stops, then each crew's start and end, then where crews are now. */
export function placesOfPlan(question: PlanQuestion): Position[] {
  return [
    ...stopsOf(question).map(({ lon, lat }): Position => [lon, lat]),
    ...question.crews.flatMap(({ crew }) => [crew.start, crew.end ?? crew.start]),
    ...crewsOut(question).map((crewId) => question.whereabouts!.get(crewId)!),
  ];
}

function crewsOut({ crews, whereabouts }: PlanQuestion): number[] {
  return crews.flatMap(({ crew }) => (whereabouts?.has(crew.id) ? [crew.id] : []));
}

/**
 * The planning problem of candidates, crews and what the captain settled: a job per site, by its id, and a
 * vehicle per crew and day on which it works.
 *
 * @param matrices of all modes of the crews, or none
 */
export function buildProblem(question: PlanQuestion, matrices?: TravelMatrices): PlanProblem {
  const { list, crews } = question;
  const stops = stopsOf(question);
  const isMeasured = matrices !== undefined;
  const out = crewsOut(question);
  const vehicles = crews.flatMap((each, at) => {
    const { crew } = each;
    const homeRow = stops.length + 2 * at;
    const outRow = stops.length + 2 * crews.length + out.indexOf(crew.id);
    return vehiclesOf(question, each, at).map((vehicle) => ({
      ...vehicle,
      ...(isMeasured && {
        start_index: vehicle.start === crew.start ? homeRow : outRow,
        end_index: homeRow + 1,
      }),
    }));
  });
  const jobs = stops.flatMap((candidate, row) => {
    const job = jobOf(question, candidate);
    return job === null ? [] : [isMeasured ? { ...job, location_index: row } : job];
  });
  return {
    days: list.days,
    vehicles,
    jobs,
    ...(isMeasured && { matrices: matrices as Readonly<Record<string, PlanMatrix>> }),
    stagger: { ...list.stagger, weight: question.staggerWeight },
    fairness: FAIRNESS,
  };
}

/** Seconds of the day; 24:00 is the end of it. */
export function secondsOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 3600 + minutes * 60;
}

function spanOf({ starts, ends }: Stretch): Span {
  return [secondsOf(starts), secondsOf(ends)];
}

/** On a day without any of its people a crew does not go; with one of two it does. */
function isAway({ id, members }: Crew, leave: readonly Leave[], date: string): boolean {
  const now = leave.filter(({ from, to }) => from <= date && date <= to);
  if (now.some(({ crewId }) => crewId === id)) return true;
  const away = new Set(now.map(({ memberId }) => memberId));
  return members.every((member) => away.has(member.id));
}

function vehiclesOf(
  { list, crews, leave, now, whereabouts, begun = [] }: PlanQuestion,
  { crew, shift }: PlanningCrew,
  order: number,
): PlanVehicle[] {
  // Pins name a crew by its number: that of a vehicle must not be taken for it.
  const firstId = Math.max(...crews.map((each) => each.crew.id)) + 1 + order * list.days;
  const today = localDayOf(now);
  return Array.from({ length: list.days }, (_, day) => day).flatMap((day): PlanVehicle[] => {
    const date = addDays(list.from, day);
    const isWorkday = shift.weekdays.includes(weekdayOf(day, list.from) + 1);
    if (!isWorkday || date < today || isAway(crew, leave, date)) return [];
    const [starts, ends] = spanOf(shift);
    const opens = date === today ? Math.max(starts, Math.ceil(secondOfDay(now) / 60) * 60) : starts;
    if (opens >= ends) return [];
    const rest = shift.break && restWithin(shift.break, opens, ends);
    const steps = begun.find((route) => route.crewId === crew.id && route.day === day)?.steps;
    return [
      {
        id: firstId + day,
        crew: crew.id,
        description: crew.name,
        day,
        profile: crew.mode,
        start: (date === today && whereabouts?.get(crew.id)) || crew.start,
        end: crew.end ?? crew.start,
        skills: crew.skills,
        time_window: [opens, ends],
        ...(rest && { breaks: [rest] }),
        ...(steps && { steps }),
      },
    ];
  });
}

/** The break, where the shift still has room for it. */
function restWithin(pause: NonNullable<Shift['break']>, opens: number, ends: number) {
  const [from, to] = spanOf(pause);
  const service = pause.minutes * 60;
  const window: Span = [Math.max(from, opens), Math.min(to, ends) - service];
  return window[0] > window[1] ? null : { id: BREAK_ID, service, time_windows: [window] };
}

function jobOf(
  { list, pins, added, done }: PlanQuestion,
  candidate: PlanCandidate,
): PlanJob | null {
  const { siteId, name, lon, lat, priority, serviceSeconds } = candidate;
  const made = done.filter((visit) => visit.siteId === siteId);
  const madeSince = made.filter(({ at }) => localDayOf(at) >= list.from);
  const wanted = Math.max(candidate.visits, added.has(siteId) ? 1 : 0) - madeSince.length;
  const own = pins.filter((pin) => pin.siteId === siteId);
  const visits = Math.min(list.days, Math.max(wanted, own.length));
  if (visits <= 0) return null;
  const least = Math.max(
    1,
    Math.min(candidate.minGapDays, visits > 1 ? Math.floor((list.days - 1) / (visits - 1)) : 31),
  );
  const dates = new Set(candidate.lastVisits.map((visit) => localDayOf(visit)));
  const before = [
    ...candidate.lastVisits,
    ...made.flatMap(({ at }) => (dates.has(localDayOf(at)) ? [] : [at])),
  ];
  // The solver takes every visit made for one of before the horizon: today's keeps its distance here.
  const blocked = madeSince.map(({ at }) => daysBetween(list.from, localDayOf(at)));
  const days = Array.from({ length: list.days }, (_, day) => day).filter((day) =>
    blocked.every((made_) => day >= made_ + least),
  );
  return {
    id: siteId,
    description: name,
    location: [lon, lat],
    service: serviceSeconds,
    priority: added.has(siteId) ? 100 : priority,
    time_windows: windowsOf(candidate),
    visits,
    min_gap_days: least,
    ...(candidate.maxGapDays !== null && { max_gap_days: Math.max(least, candidate.maxGapDays) }),
    ...(blocked.length > 0 && { days }),
    ...(before.length > 0 && { last_visits: before }),
    ...(own.length > 0 && { pins: own.slice(0, visits).map(pinOf) }),
  };
}

/** When the visit may begin, so that it ends before the site closes; a stretch too short for it is none. */
function windowsOf({ windows, serviceSeconds }: PlanCandidate): Span[] {
  const within = windows
    .map(([from, to]): Span => [from, to - serviceSeconds])
    .filter(([from, to]) => to >= from);
  // A window that no shift can keep: the solver then says that it is the hours.
  return within.length > 0 ? within : [[86_400, 86_400]];
}

function pinOf({ crewId, day, window }: VisitPin): PlanPin {
  return {
    ...(crewId !== undefined && { vehicle: crewId }),
    ...(day !== undefined && { day }),
    ...(window !== undefined && { time_window: window }),
  };
}
