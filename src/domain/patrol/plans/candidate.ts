import type { ZoneGeometry } from '../../zones/zone.ts';
import type { PatrolPolicy, PolicyChanges, PolicyState } from './policy.ts';

/** Why a stop is there, with its figures; moments ISO 8601. Travels to the printed sheet. */
export type VisitReason =
  | { readonly code: 'veto'; readonly count: number; readonly indicators: readonly number[] }
  | { readonly code: 'overdue'; readonly count: number; readonly since: string }
  /** 回头看 due within the horizon. */
  | { readonly code: 'recheck'; readonly count: number; readonly dueAt: string }
  /** Issues whose unit's deadline lies within the horizon. */
  | { readonly code: 'due'; readonly count: number; readonly dueAt: string }
  /** Fixes that wait to be verified. */
  | { readonly code: 'check'; readonly count: number; readonly dueAt: string | null }
  | { readonly code: 'hotspot' }
  /** Days since the last visit; null: never. */
  | { readonly code: 'stale'; readonly days: number | null }
  | { readonly code: 'frequency'; readonly visits: number; readonly per14Days: number }
  /** Added by hand. */
  | { readonly code: 'added' };

export interface PlanCandidate {
  readonly siteId: number;
  readonly name: string;
  readonly type: string;
  readonly lon: number;
  readonly lat: number;
  readonly status: PolicyState;
  /** Within the horizon; 0: nothing asks for a visit. */
  readonly visits: number;
  readonly minGapDays: number;
  /** Null where no visit is asked for. */
  readonly maxGapDays: number | null;
  /** 0 to 100. */
  readonly priority: number;
  readonly serviceSeconds: number;
  /** Seconds of the day. */
  readonly windows: readonly (readonly [from: number, to: number])[];
  /** Of the last 60 days, the latest 20, oldest first. */
  readonly lastVisits: readonly string[];
  /** A 回头看 is due: one of the visits is of that kind. */
  readonly recheck: boolean;
  /** The weightiest first. */
  readonly reasons: readonly VisitReason[];
}

export interface CandidateList {
  /** YYYY-MM-DD. */
  readonly from: string;
  readonly days: number;
  readonly teamId: number | null;
  readonly policy: PatrolPolicy;
  /** As a planning problem has it; its weight is the captain's. */
  readonly stagger: {
    readonly bands: readonly (readonly [start: number, end: number])[];
    readonly working_bands: readonly number[];
    readonly start_date: string;
    /** Days of the horizon, from 0, that are weekend or holiday by the office's calendar. */
    readonly off_days: readonly number[];
    readonly off_hours_target: number;
  };
  readonly candidates: readonly PlanCandidate[];
}

/** The sites of a zone, by id or as drawn, and those named. */
export interface CandidateQuery {
  /** YYYY-MM-DD, today or later. */
  readonly from: string;
  /** 1 to 60. */
  readonly days: number;
  readonly zoneId?: number;
  readonly geometry?: ZoneGeometry;
  readonly siteIds?: readonly number[];
  /** Sites in a significant hotspot, as the page computed them. */
  readonly hotspotSiteIds?: readonly number[];
  /** Instead of the team's. */
  readonly policy?: PolicyChanges;
  /** The asker's own when absent. */
  readonly teamId?: number;
}
