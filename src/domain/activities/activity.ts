import type { MemberRole } from '../members/who-am-i.ts';

export const RECURRENCES = ['once', 'weekly', 'monthly'] as const;
export type Recurrence = (typeof RECURRENCES)[number];

/** One row of `activity_kinds`: a new kind is data. */
export interface ActivityKind {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
}

/** Where something is held: at a site, or in a whole area. */
export interface ActivityPlace {
  readonly siteId: number | null;
  readonly areaId: number | null;
  readonly name: string;
}

/** What, where and by whom. With a site, the area is the one it lies in. */
export interface HeldBy {
  readonly kind: string;
  readonly kindZh: string;
  readonly kindEn: string;
  readonly siteId: number | null;
  readonly siteName: string | null;
  readonly areaId: number | null;
  readonly areaName: string | null;
  readonly unitId: number;
  readonly unitName: string;
}

/** Times are ISO 8601, days YYYY-MM-DD of the city. */
export interface ActivityPlan extends HeldBy {
  readonly planId: number;
  readonly startsAt: string;
  readonly recurs: Recurrence;
  readonly until: string | null;
  readonly note: string | null;
  /** The next time, today's included, that is not recorded. */
  readonly nextAt: string | null;
  /** The last time that should have been recorded by now; null while nothing is overdue. */
  readonly overdueAt: string | null;
  readonly mayRecord: boolean;
}

export interface Activity extends HeldBy {
  readonly activityId: number;
  /** Null: not planned. */
  readonly planId: number | null;
  readonly plannedAt: string | null;
  readonly heldAt: string;
  readonly people: number | null;
  readonly note: string | null;
  /** Ids. */
  readonly photos: readonly number[];
  readonly mayWithdraw: boolean;
}

export interface ActivityList {
  readonly plans: readonly ActivityPlan[];
  /** The newest `MOST_HELD` of the period. */
  readonly held: readonly Activity[];
}

/** As many as `list_activities` answers at once. */
export const MOST_HELD = 500;

/** A plan whose last time passed without a record. */
export interface OverdueActivity extends HeldBy {
  readonly planId: number;
  readonly recurs: Recurrence;
  readonly plannedAt: string;
  /** How many times in a row. */
  readonly missed: number;
  /** Of one's own unit. */
  readonly mine: boolean;
}

/** One time of a plan, to be recorded. */
export interface PlannedTime extends HeldBy {
  readonly planId: number;
  readonly recurs: Recurrence;
  readonly plannedAt: string;
}

export const COUNTED_BY = ['unit', 'street', 'area'] as const;
export type CountedBy = (typeof COUNTED_BY)[number];

/** Of one unit, street or community; `id` is null for what was held in a whole district. */
export interface ActivityCount {
  readonly id: number | null;
  readonly name: string | null;
  readonly times: number;
  /** The sum over the `counted` times whose people were counted. */
  readonly people: number;
  readonly counted: number;
  /** Times that were planned and whose day is over, and how many of them were held. */
  readonly due: number;
  readonly kept: number;
  /** Times by kind. */
  readonly kinds: Readonly<Record<string, number>>;
}

/** What somebody records; without a plan it says what, where and by whom itself. */
export interface ActivityRecord {
  /** A UUID of this browser's: repeated under the same one, it is one record. */
  readonly clientId: string;
  readonly heldAt: string;
  readonly time: PlannedTime | null;
  readonly kind: string | null;
  readonly place: ActivityPlace | null;
  readonly unitId: number | null;
  readonly people: number | null;
  readonly note: string;
  /** Ids of photos that this member uploaded; none is compulsory. */
  readonly photos: readonly number[];
}

export interface ActivityPlanDraft {
  readonly clientId: string;
  readonly kind: string;
  readonly place: ActivityPlace;
  readonly unitId: number | null;
  readonly startsAt: string;
  readonly recurs: Recurrence;
  /** The last day, YYYY-MM-DD; null: without an end. */
  readonly until: string | null;
  readonly note: string;
}

/** 知晓率: so many of those asked at a site knew. */
export interface AwarenessSample {
  readonly clientId: string;
  readonly siteId: number;
  readonly good: number;
  readonly total: number;
  readonly note: string;
}

/** The indicator that awareness samples are findings of (居民知晓率抽问). */
export const AWARENESS_CODE = 35;

const HOLDERS: readonly MemberRole[] = ['office', 'department', 'community', 'sponsor'];

/** Whether a role plans and records activities at all; where, the database says. */
export function holdsActivities(role: MemberRole): boolean {
  return HOLDERS.includes(role);
}

/** Whether a role asks residents; leaders look on, assessors do it blind. */
export function asksResidents(role: MemberRole): boolean {
  return role !== 'leader' && role !== 'assessor';
}

/** By which name a place is called: its site's, else its area's. */
export function placeOf({ siteId, siteName, areaId, areaName }: HeldBy): ActivityPlace {
  return { siteId, areaId, name: siteName ?? areaName ?? '' };
}
