/** What the ledger's functions answer with. Moments are ISO 8601. */

import type { IssueEventKind, IssueSource, IssueState, PhotoStage } from './vocabulary.ts';

export interface LedgerRow {
  readonly id: number;
  readonly number: string;
  readonly state: IssueState;
  /** Null where no site stands, or where this member sees the issue but not its site. */
  readonly siteId: number | null;
  readonly siteName: string | null;
  readonly siteType: string | null;
  readonly areaId: number | null;
  readonly areaName: string | null;
  readonly code: number;
  readonly indicatorZh: string;
  readonly indicatorEn: string;
  readonly veto: boolean;
  readonly source: IssueSource;
  readonly sourceNumber: string | null;
  readonly description: string | null;
  readonly leadUnitId: number | null;
  readonly leadUnitName: string | null;
  readonly reportedAt: string;
  readonly stateSince: string | null;
  /** The unit's; it runs only while assigned or in progress. */
  readonly deadlineAt: string | null;
  /** The verifier's. */
  readonly checkByAt: string | null;
  /** Of a deferred one (挂账): the planned date, from which its unit's clock goes on. */
  readonly resumesAt: string | null;
  readonly recheckDueAt: string | null;
  readonly closedAt: string | null;
  /** At its unit. */
  readonly overdue: boolean;
  readonly reworkCount: number;
  readonly relapseCount: number;
  readonly extensionCount: number;
  readonly supervised: boolean;
  readonly photoCount: number;
  readonly lon: number;
  readonly lat: number;
  /** Handed back to a transition as `seen`. */
  readonly eventCount: number;
}

/** Made by the backend, handed back unread. */
export type LedgerCursor = Readonly<Record<string, unknown>>;

export interface LedgerPage {
  readonly rows: readonly LedgerRow[];
  /** Null on the last page. */
  readonly next: LedgerCursor | null;
}

export interface LedgerCounts {
  readonly total: number;
  /** States without any are left out. */
  readonly byState: Readonly<Partial<Record<IssueState, number>>>;
  readonly overdue: number;
  readonly dueToday: number;
  readonly waitingForMe: number;
}

export interface LedgerGroup {
  /** Of the unit, the area; the indicator's code; the state; the site type. Null: none. */
  readonly id: number | string | null;
  /** In Chinese; null for states and types, whose words the interface has, and for none. */
  readonly name: string | null;
  readonly count: number;
  readonly overdue: number;
}

export interface LedgerSiteIds {
  readonly siteIds: readonly number[];
  /** There were more. */
  readonly truncated: boolean;
}

export const WORK_KINDS = [
  'overdue',
  'returned',
  'to_accept',
  'to_assign',
  'extension_asked',
  'deferral_asked',
  'to_start',
  'to_fix',
  'to_verify',
  'to_recheck',
  'cards',
] as const;
export type WorkKind = (typeof WORK_KINDS)[number];

/** One heading of the work list; up to 20 of its issues, the most pressing first. */
export interface WorkList {
  readonly kind: WorkKind;
  readonly count: number;
  readonly issues: readonly LedgerRow[];
}

export interface SavedFilter {
  readonly id: number;
  readonly name: string;
  /** As it was saved: the text of `formatLedgerQuery` and what else the view keeps. */
  readonly view: Readonly<Record<string, unknown>>;
}

export interface IssuePhoto {
  readonly id: number;
  readonly stage: PhotoStage;
  readonly takenAt: string | null;
  readonly caption: string | null;
  /** What the verifier should know: reused, far, early, unknown. */
  readonly flags: readonly string[];
}

export interface IssueEventLine {
  readonly id: number;
  readonly kind: IssueEventKind;
  readonly at: string;
  /** Later than `at` when it was uploaded late. */
  readonly recordedAt: string;
  /** Null: the system. */
  readonly memberName: string | null;
  readonly unitName: string | null;
  readonly toUnitName: string | null;
  readonly reason: string | null;
  readonly note: string | null;
  readonly deadlineAt: string | null;
  /** After the event. */
  readonly state: IssueState;
  /** Share of the unit's clock that had run, 1 = at the deadline; null where none runs. */
  readonly elapsedShare: number | null;
  readonly photos: readonly IssuePhoto[];
}

export interface IssueFacts extends LedgerRow {
  readonly person: string | null;
  readonly measures: string | null;
  readonly assistingUnits: readonly { readonly id: number; readonly name: string }[];
  readonly reportedByName: string | null;
  readonly waivedPhoto: boolean;
  readonly extensionAsked: boolean;
  readonly deferralAsked: boolean;
  readonly mergedInto: { readonly id: number; readonly number: string } | null;
}

export interface IssuePage {
  readonly issue: IssueFacts;
  readonly indicator: {
    readonly code: number;
    readonly nameZh: string;
    readonly nameEn: string;
    readonly veto: boolean;
    readonly weight: number;
    readonly clock: 'urgent_hours' | 'working_hours' | 'working_days' | 'calendar_days';
    readonly clockAmount: number;
    readonly hourSensitive: boolean;
  };
  /** Null where no site stands, or where this member may not see it. */
  readonly site: {
    readonly id: number;
    readonly name: string;
    readonly type: string;
    readonly address: string | null;
    readonly lon: number;
    readonly lat: number;
    readonly unitName: string | null;
  } | null;
  /** The oldest first. */
  readonly events: readonly IssueEventLine[];
  /** Photos that belong to no event. */
  readonly photos: readonly IssuePhoto[];
  readonly merged: readonly LedgerRow[];
  /** The same indicator at the same site or within 50 m; the newest first, up to 20. */
  readonly related: readonly LedgerRow[];
}
