import type { PlanJob, PlanProblem, PlanVehicle, Span } from '../problem/problem.ts';
import { MOST_DAYS } from '../problem/read-problem.ts';

/** What can be said of a plan before it is searched for. */
export type Foresight =
  | { readonly code: 'no-crews' }
  /** On leave, off shift or past on every day. */
  | { readonly code: 'no-crew-days' }
  | { readonly code: 'no-stops' }
  | { readonly code: 'past'; readonly from: string; readonly today: string }
  | { readonly code: 'too-many-days'; readonly days: number; readonly most: number }
  | {
      readonly code: 'shift-too-short';
      readonly shiftMinutes: number;
      readonly visitMinutes: number;
    }
  /** No crew works when they are open. */
  | { readonly code: 'windows-exclude'; readonly siteIds: readonly number[] }
  /** Entered twice: the same name within some metres. */
  | { readonly code: 'duplicates'; readonly siteIds: readonly number[] }
  | {
      readonly code: 'too-much-work';
      readonly neededHours: number;
      readonly availableHours: number;
    };

const BLOCKING: ReadonlySet<Foresight['code']> = new Set([
  'no-crews',
  'no-crew-days',
  'no-stops',
  'past',
  'too-many-days',
  'shift-too-short',
]);

/** Whether there is nothing to search for. */
export function blocks({ code }: Foresight): boolean {
  return BLOCKING.has(code);
}

/** About 10 m. */
const SAME_PLACE_DEGREES = 1e-4;
const ALL_DAY: readonly Span[] = [[0, 86_400]];

/**
 * What stands in the way of a plan or will leave visits out, told before the search: what blocks it first.
 *
 * @param crewCount those that are switched on
 * @param from YYYY-MM-DD, the first day asked for; `today` likewise
 */
export function foresee(
  problem: PlanProblem,
  { crewCount, from, today }: { crewCount: number; from: string; today: string },
): Foresight[] {
  const { days = 1, vehicles, jobs } = problem;
  if (from < today) return [{ code: 'past', from, today }];
  if (days > MOST_DAYS) return [{ code: 'too-many-days', days, most: MOST_DAYS }];
  if (crewCount === 0) return [{ code: 'no-crews' }];
  if (vehicles.length === 0) return [{ code: 'no-crew-days' }];
  if (jobs.length === 0) return [{ code: 'no-stops' }];
  const longestShift = Math.max(...vehicles.map(workSeconds));
  const shortestVisit = Math.min(...jobs.map(({ service = 0 }) => service));
  if (longestShift < shortestVisit) {
    return [
      {
        code: 'shift-too-short',
        shiftMinutes: Math.floor(longestShift / 60),
        visitMinutes: Math.ceil(shortestVisit / 60),
      },
    ];
  }
  const told: Foresight[] = [];
  const outside = jobs.filter((job) => !vehicles.some((vehicle) => meets(vehicle, job)));
  if (outside.length > 0) {
    told.push({ code: 'windows-exclude', siteIds: outside.map(({ id }) => id) });
  }
  const twice = duplicatesOf(jobs);
  if (twice.length > 0) told.push({ code: 'duplicates', siteIds: twice });
  const needed = jobs.reduce((sum, { visits = 1, service = 0 }) => sum + visits * service, 0);
  const available = vehicles.reduce((sum, vehicle) => sum + workSeconds(vehicle), 0);
  if (needed > available) {
    told.push({
      code: 'too-much-work',
      neededHours: needed / 3600,
      availableHours: available / 3600,
    });
  }
  return told;
}

function workSeconds({ time_window: [from, to] = [0, 86_400], breaks = [] }: PlanVehicle): number {
  return to - from - breaks.reduce((sum, { service = 0 }) => sum + service, 0);
}

/** Whether a visit fits the crew's hours and the site's, travel left aside. */
function meets(
  { day, time_window: [from, to] = [0, 86_400] }: PlanVehicle,
  { days, time_windows = ALL_DAY, service = 0 }: PlanJob,
): boolean {
  if (day !== undefined && days !== undefined && !days.includes(day)) return false;
  return time_windows.some(
    ([opens, closes]) => Math.max(opens, from) <= Math.min(closes, to - service),
  );
}

function duplicatesOf(jobs: readonly PlanJob[]): number[] {
  const byName = new Map<string | undefined, PlanJob[]>();
  const twice: number[] = [];
  for (const job of jobs) {
    const same = byName.get(job.description) ?? [];
    if (same.some((other) => isSamePlace(job, other))) twice.push(job.id);
    byName.set(job.description, [...same, job]);
  }
  return twice;
}

function isSamePlace({ location: a }: PlanJob, { location: b }: PlanJob): boolean {
  if (a === undefined || b === undefined) return false;
  return Math.abs(a[0] - b[0]) < SAME_PLACE_DEGREES && Math.abs(a[1] - b[1]) < SAME_PLACE_DEGREES;
}
