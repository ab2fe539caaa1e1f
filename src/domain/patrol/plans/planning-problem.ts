import type { TravelProfile } from '../../roads/travel-profile.ts';
import { addDays, daysBetween } from '../../time/local-time.ts';
import type {
  PlanJob,
  PlanPin,
  PlanProblem,
  PlanVehicle,
  Seconds,
  Span,
} from '../problem/problem.ts';
import type { CandidateList, PlanCandidate } from './candidate.ts';
import type { LonLat, NamedMember, Roster, Shift, Stretch } from './roster.ts';

/** A crew as it takes part in one plan: the roster's, as the captain changed it. Kept with the plan. */
export interface CrewSetting {
  readonly crewId: number;
  readonly name: string;
  readonly members: readonly NamedMember[];
  readonly start: LonLat;
  readonly end: LonLat | null;
  readonly mode: TravelProfile;
  readonly skills: readonly number[];
  readonly shift: Pick<Shift, 'starts' | 'ends' | 'break'>;
  /** The days of the horizon, from 0, on which it walks. */
  readonly days: readonly number[];
}

/** A visit that is settled in part; `crewId` and `day` as in the plan, the hours as seconds of the day. */
export interface VisitPin {
  readonly crewId?: number;
  readonly day?: number;
  readonly hours?: Span;
}

export interface PlanningChoices {
  readonly crews: readonly CrewSetting[];
  /** What one whole unit of staggering loss is worth, in seconds of travel; 0 plans without it. */
  readonly staggerWeight: number;
  /** Seconds of travel that one second of uneven work is worth. */
  readonly fairness?: number;
  /** Sites left out by hand. */
  readonly excluded?: ReadonlySet<number>;
  /** Sites to be visited once at least, though nothing else asks for it. */
  readonly added?: ReadonlySet<number>;
  /** By site. */
  readonly pins?: ReadonlyMap<number, readonly VisitPin[]>;
}

/** Where a crew has no usual shift. */
const WHOLE_DAY: CrewSetting['shift'] = { starts: '09:00', ends: '17:00', break: null };

/**
 * The team's active crews with their usual shifts, on the shift's weekdays and not on leave: a crew is away
 * when it is, or when nobody of it is there.
 *
 * @param from YYYY-MM-DD, the first day
 */
export function usualCrews(
  { crews, shifts, leave }: Pick<Roster, 'crews' | 'shifts' | 'leave'>,
  from: string,
  days: number,
): CrewSetting[] {
  return crews
    .filter(({ active }) => active)
    .map(({ id, name, members, start, end, mode, skills, shiftId }) => {
      const shift = shifts.find((each) => each.id === shiftId);
      const isAway = (day: number): boolean => {
        const date = addDays(from, day);
        const covering = leave.filter((each) => each.from <= date && date <= each.to);
        return (
          covering.some(({ crewId }) => crewId === id) ||
          members.every((member) => covering.some(({ memberId }) => memberId === member.id))
        );
      };
      return {
        crewId: id,
        name,
        members,
        start,
        end,
        mode,
        skills,
        shift: shift
          ? { starts: shift.starts, ends: shift.ends, break: shift.break }
          : { ...WHOLE_DAY },
        days: Array.from({ length: days }, (_, day) => day).filter(
          (day) =>
            !isAway(day) && (shift?.weekdays.includes(weekdayOf(addDays(from, day))) ?? true),
        ),
      };
    });
}

/**
 * The problem of visiting a list's candidates: a job per site under the site's id, a vehicle per crew and
 * day under the crew's number. Travel times are still to be put in (`matrices`); without them the solver
 * takes them as the crow flies.
 */
export function planningProblem(list: CandidateList, choices: PlanningChoices): PlanProblem {
  const { crews, staggerWeight, fairness, excluded, added, pins } = choices;
  return {
    days: list.days,
    vehicles: crews.flatMap((crew, order) => vehiclesOf(crew, order, list.days)),
    jobs: list.candidates
      .filter(({ siteId }) => !(excluded?.has(siteId) ?? false))
      .flatMap((candidate) => {
        const pinned = pins?.get(candidate.siteId) ?? [];
        const wanted = added?.has(candidate.siteId) ? 1 : 0;
        const visits = Math.min(list.days, Math.max(candidate.visits, wanted, pinned.length));
        return visits === 0 ? [] : [jobOf(candidate, visits, pinned)];
      }),
    stagger: { ...list.stagger, weight: staggerWeight },
    ...(fairness !== undefined && { fairness }),
  };
}

function vehiclesOf(crew: CrewSetting, order: number, days: number): PlanVehicle[] {
  const { crewId, name, start, end, mode, skills, shift } = crew;
  return crew.days.map((day) => ({
    id: order * days + day + 1,
    crew: crewId,
    day,
    description: name,
    profile: mode,
    start,
    end: end ?? start,
    skills,
    time_window: spanOf(shift),
    ...(shift.break && {
      breaks: [
        { id: 1, time_windows: [breakSpan(shift.break)], service: shift.break.minutes * 60 },
      ],
    }),
  }));
}

function jobOf(candidate: PlanCandidate, visits: number, pins: readonly VisitPin[]): PlanJob {
  const { siteId, name, lon, lat, serviceSeconds, windows, priority } = candidate;
  return {
    id: siteId,
    description: name,
    location: [lon, lat],
    service: serviceSeconds,
    // A problem's window says when a visit may begin; the site is open until it ends.
    time_windows: windows.map(([from, to]): Span => [from, Math.max(from, to - serviceSeconds)]),
    priority,
    visits,
    min_gap_days: visits > candidate.visits ? 1 : candidate.minGapDays,
    ...(candidate.maxGapDays !== null && {
      max_gap_days: Math.max(candidate.maxGapDays, candidate.minGapDays),
    }),
    last_visits: candidate.lastVisits,
    ...(pins.length > 0 && { pins: pins.map(pinOf) }),
  };
}

function pinOf({ crewId, day, hours }: VisitPin): PlanPin {
  return {
    ...(crewId !== undefined && { vehicle: crewId }),
    ...(day !== undefined && { day }),
    ...(hours !== undefined && { time_window: hours }),
  };
}

function spanOf({ starts, ends }: Stretch): Span {
  return [secondsOf(starts), secondsOf(ends)];
}

/** When the break may begin. */
function breakSpan(rest: Stretch & { readonly minutes: number }): Span {
  const [from, to] = spanOf(rest);
  return [from, to - rest.minutes * 60];
}

function secondsOf(time: string): Seconds {
  const [hours, minutes] = time.split(':').map(Number);
  return (hours ?? 0) * 3600 + (minutes ?? 0) * 60;
}

/** ISO: 1 is Monday. 2024-01-01 was one. */
function weekdayOf(date: string): number {
  return (((daysBetween('2024-01-01', date) % 7) + 7) % 7) + 1;
}
