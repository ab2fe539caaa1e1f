import type { LineString } from 'geojson';
import type { ZoneGeometry } from '../../zones/zone.ts';
import type { VisitReason } from './candidate.ts';
import type { PatrolPolicy, PolicyChanges } from './policy.ts';
import type { NamedMember, TravelMode } from './roster.ts';

/** draft: no crew has it; published: crews walk it; withdrawn: they no longer do. */
export type PlanState = 'draft' | 'published' | 'withdrawn';
export type VersionState = PlanState | 'superseded';

export interface PlanSummary {
  readonly id: number;
  readonly teamId: number;
  readonly teamName: string;
  readonly name: string;
  readonly state: PlanState;
  readonly revision: number;
  /** The version last published; null: never. */
  readonly publishedVersion: number | null;
  /** The version being drafted, for who plans; null: nothing has changed since. */
  readonly draftVersion: number | null;
  readonly from: string;
  readonly days: number;
  /** Of the version last published, before that of the draft. */
  readonly crews: number;
  readonly stops: number;
  readonly done: number;
  readonly updatedAt: string;
  readonly updatedBy: string | null;
}

export interface StopStanding {
  readonly state: 'open' | 'done' | 'skipped';
  /** Done, or not yet come to, more than the policy's minutes past its hour. */
  readonly late: boolean;
  /** When it was done or skipped; with `by` and `reason` of the last event. */
  readonly at: string | null;
  readonly by: string | null;
  readonly reason: string | null;
  /** The inspection that marked it done by itself; such a stop is not reopened. */
  readonly inspectionId: number | null;
}

export interface StopPins {
  readonly crew: boolean;
  readonly day: boolean;
  readonly time: boolean;
}

export interface PlannedStop {
  readonly id: number;
  readonly sequence: number;
  readonly siteId: number;
  readonly siteName: string;
  readonly siteType: string;
  readonly address: string | null;
  readonly lon: number;
  readonly lat: number;
  readonly arrivesAt: string;
  readonly serviceSeconds: number;
  /** recheck: the inspection is a 回头看. */
  readonly kind: 'visit' | 'recheck';
  readonly reasons: readonly VisitReason[];
  readonly pinned: StopPins;
  readonly standing: StopStanding;
}

export interface PlannedRoute {
  readonly id: number;
  readonly planId: number;
  readonly version: number;
  /** From 0. */
  readonly day: number;
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly crewId: number;
  readonly crewName: string;
  /** Who walks it that day. */
  readonly members: readonly NamedMember[];
  readonly mode: TravelMode;
  readonly departsAt: string;
  readonly returnsAt: string;
  /** Null: no road network there. */
  readonly path: LineString | null;
  readonly travelSeconds: number;
  readonly distanceMeters: number;
  readonly stops: readonly PlannedStop[];
}

export interface UnservedVisit {
  readonly siteId: number;
  readonly siteName: string;
  /** The constraint that prevented it, as the solver names it. */
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/** A JSON object that the client keeps with a plan and the database does not look into. */
type Kept = Readonly<Record<string, unknown>>;

/** One version of a plan, whole. */
export interface PatrolPlan {
  readonly id: number;
  readonly clientId: string;
  readonly teamId: number;
  readonly teamName: string;
  readonly name: string;
  readonly state: PlanState;
  /** Counts saves, publications and withdrawals; what carries an older one is refused. */
  readonly revision: number;
  readonly publishedVersion: number | null;
  readonly draftVersion: number | null;
  readonly createdAt: string;
  readonly createdBy: string | null;
  readonly updatedAt: string;
  readonly updatedBy: string | null;
  readonly mayPlan: boolean;
  /** The version that this is. */
  readonly version: number;
  readonly versionState: VersionState;
  readonly versions: readonly {
    readonly version: number;
    readonly state: VersionState;
    readonly publishedAt: string | null;
    readonly publishedBy: string | null;
  }[];
  readonly zoneId: number | null;
  /** The zone's shape when it was saved. */
  readonly area: ZoneGeometry | null;
  readonly from: string;
  readonly days: number;
  readonly seed: number;
  readonly policy: PatrolPolicy;
  /** Crews with shifts and breaks as they were. */
  readonly crews: readonly Kept[];
  readonly choices: Kept;
  readonly measures: Kept;
  readonly routes: readonly PlannedRoute[];
  readonly unserved: readonly UnservedVisit[];
}

/** A route as it is sent: what the database derives is left out. */
export interface RouteDraft extends Pick<
  PlannedRoute,
  'day' | 'crewId' | 'departsAt' | 'returnsAt' | 'travelSeconds' | 'distanceMeters'
> {
  /** The crew's own when absent. */
  readonly mode?: TravelMode;
  /** The crew less those on leave when absent. */
  readonly memberIds?: readonly number[];
  readonly path?: LineString | null;
  readonly stops: readonly (Pick<PlannedStop, 'siteId' | 'arrivesAt' | 'serviceSeconds'> &
    Partial<Pick<PlannedStop, 'kind' | 'reasons' | 'pinned'>>)[];
}

interface PlanContent {
  readonly name: string;
  readonly zoneId?: number | null;
  readonly area?: ZoneGeometry | null;
  readonly from: string;
  readonly days: number;
  readonly seed?: number;
  /** The team's when absent. */
  readonly policy?: PolicyChanges;
  readonly crews?: readonly Kept[];
  readonly choices?: Kept;
  readonly measures?: Kept;
  readonly routes: readonly RouteDraft[];
  readonly unserved?: readonly Omit<UnservedVisit, 'siteName'>[];
}

/** A new plan by its client's id, which makes a repeated save one plan; a changed one by its revision. */
export type PlanDraft = PlanContent &
  (
    | { readonly clientId: string; readonly teamId: number }
    | { readonly id: number; readonly revision: number }
  );
