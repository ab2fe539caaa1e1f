import type { PlannedRoute, StopStanding, VersionState } from './plan.ts';

/** A route of one's own on one day. */
export interface MyRoute {
  readonly planName: string;
  readonly teamName: string;
  readonly route: PlannedRoute;
}

/** What a crew says of a stop; kept on the phone until it is sent. */
export interface StopRecord {
  /** Made by the client: sending it twice changes nothing. */
  readonly clientId: string;
  readonly stopId: number;
  readonly kind: 'done' | 'skipped' | 'reopened';
  /** A skip needs one; 200 characters at most. */
  readonly reason?: string;
  /** When it was, ISO 8601; now when absent. */
  readonly at?: string;
}

export interface StopAnswer {
  readonly stopId: number;
  /** The same request was taken in before. */
  readonly repeated: boolean;
  /** Somebody was faster; `standing` says who. */
  readonly already: boolean;
  readonly standing: StopStanding;
}

export interface ProgressFigures {
  readonly planned: number;
  readonly done: number;
  /** Of the done ones. */
  readonly late: number;
  readonly skipped: number;
  /** Open on a day that is over. */
  readonly missed: number;
  /** Open today and later. */
  readonly open: number;
  /** Of the open ones, past their hour by more than the policy's minutes. */
  readonly behind: number;
}

export interface PlanProgress {
  readonly planId: number;
  readonly version: number;
  readonly versionState: VersionState;
  readonly asOf: string;
  readonly lateMinutes: number;
  readonly total: ProgressFigures;
  /** In the order of days. */
  readonly byCrewAndDay: readonly (ProgressFigures & {
    readonly crewId: number;
    readonly crewName: string;
    /** YYYY-MM-DD. */
    readonly date: string;
    /** From 0. */
    readonly day: number;
  })[];
  readonly skipped: readonly {
    readonly stopId: number;
    readonly siteId: number;
    readonly siteName: string;
    readonly crewId: number;
    readonly date: string;
    readonly arrivesAt: string;
    readonly reason: string;
    readonly at: string;
    readonly by: string | null;
  }[];
}
