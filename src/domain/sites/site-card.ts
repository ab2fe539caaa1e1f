import type { AreaLevel } from '../areas/area.ts';
import type { IssueState, ObservationResult } from '../issues/vocabulary.ts';
import type { SiteStatus } from './city.ts';

export const STATUS_REASONS = [
  'veto',
  'overdue',
  'low_score',
  'open_issue',
  'below_target',
  'never_inspected',
  'lapsed',
  'partial',
  'all_met',
] as const;
export type StatusReason = (typeof STATUS_REASONS)[number];

/** How a site stood at the moment asked for, and what decided it. Times are ISO 8601. */
export interface SiteStatusDetail {
  readonly status: SiteStatus;
  readonly reason: StatusReason;
  /** The deciding indicator, where the reason names one. */
  readonly code: number | null;
  readonly indicatorZh: string | null;
  readonly indicatorEn: string | null;
  readonly issue: {
    readonly id: number;
    readonly number: string;
    readonly state: IssueState;
    readonly deadlineAt: string | null;
    readonly unitName: string | null;
    readonly description: string | null;
  } | null;
  readonly deadlineAt: string | null;
  /** 0–1; null when nothing is known. */
  readonly score: number | null;
  /** 0–1: the weight known of the weight applicable. */
  readonly coverage: number;
  readonly recheckDue: boolean;
  readonly deferred: boolean;
  readonly since: string;
  /** When this status would change by itself; null when it would not. */
  readonly lapsesAt: string | null;
}

export interface SiteIndicator {
  readonly code: number;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly weight: number;
  readonly veto: boolean;
  /** pass 1, grade B 0.5, fail 0; null when unknown or out of the sums. */
  readonly value: number | null;
  readonly result: ObservationResult | 'unknown' | 'deferred' | 'open_issue';
  readonly observedAt: string | null;
  readonly validUntil: string | null;
  readonly issueId: number | null;
}

export interface SiteIssue {
  readonly id: number;
  readonly number: string;
  readonly code: number;
  readonly indicatorZh: string;
  readonly indicatorEn: string;
  readonly state: IssueState;
  readonly deadlineAt: string | null;
  readonly overdue: boolean;
  readonly unitName: string | null;
  readonly supervised: boolean;
  readonly description: string | null;
  /** Of its indicator. */
  readonly veto: boolean | null;
}

/** Everything the panel of one site shows above its history. */
export interface SiteCard {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly typeNameZh: string;
  readonly typeNameEn: string;
  readonly address: string | null;
  /** Degrees, EPSG:4326. */
  readonly lon: number;
  readonly lat: number;
  /** From the city down to the community. */
  readonly areaPath: readonly {
    readonly id: number;
    readonly name: string;
    readonly level: AreaLevel;
  }[];
  readonly unit: { readonly id: number; readonly name: string } | null;
  readonly person: string | null;
  readonly phone: string | null;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly pairings: readonly {
    readonly unitId: number;
    readonly unitName: string;
    readonly leader: string | null;
    /** Local dates, YYYY-MM-DD; `to` null while it runs. */
    readonly from: string;
    readonly to: string | null;
  }[];
  /** The moment all of this is as of. */
  readonly asOf: string;
  /** Null for the assessor, who inspects blind, and before the site opened. */
  readonly status: SiteStatusDetail | null;
  readonly indicators: readonly SiteIndicator[];
  readonly openIssues: readonly SiteIssue[];
}
