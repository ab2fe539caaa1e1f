import type { IssueState } from './vocabulary.ts';

/** What may be done to an issue, in the order in which `issue_actions` lists it. */
export const ISSUE_ACTIONS = [
  'accept_issue',
  'reject_issue',
  'merge_issue',
  'assign_issue',
  'start_issue',
  'return_issue',
  'request_extension',
  'grant_extension',
  'refuse_extension',
  'request_deferral',
  'grant_deferral',
  'refuse_deferral',
  'resume_issue',
  'waive_photo',
  'submit_fix',
  'verify_fix',
  'rework_fix',
  'pass_recheck',
  'relapse_issue',
  'supervise_issue',
  'comment_issue',
] as const;
export type IssueAction = (typeof ISSUE_ACTIONS)[number];

/** Whether this member may take a step now; when not, one line in each language says why. */
export interface IssueActionAnswer {
  readonly action: string;
  readonly allowed: boolean;
  readonly whyZh: string | null;
  readonly whyEn: string | null;
}

/**
 * What a step is told beyond the issue; each step takes some of it. Moments are ISO 8601, photos are
 * ids of photos that this member uploaded and that belong to no event yet.
 */
export interface StepDetails {
  readonly reason?: string;
  readonly note?: string;
  readonly unitId?: number;
  readonly assistingUnitIds?: readonly number[];
  readonly person?: string;
  readonly measures?: string;
  readonly deadlineAt?: string;
  readonly intoId?: number;
  readonly until?: string;
  readonly photos?: readonly number[];
}

/** How an issue stands after a step. Times are ISO 8601. */
export interface IssueStanding {
  readonly id: number;
  readonly number: string;
  readonly state: IssueState;
  readonly stateSince: string;
  readonly deadlineAt: string | null;
  readonly checkByAt: string | null;
  readonly resumesAt: string | null;
  readonly recheckDueAt: string | null;
  readonly leadUnitId: number | null;
  readonly eventCount: number;
  readonly reworkCount: number;
  readonly relapseCount: number;
  readonly extensionCount: number;
  readonly supervised: boolean;
  readonly eventId: number;
  /** The step had been taken before, by the same request: nothing changed. */
  readonly repeated: boolean;
}

/** An issue that may be the same: of the same indicator, near and of about the same time. */
export interface MergeSuggestion {
  readonly id: number;
  readonly number: string;
  readonly state: IssueState;
  readonly meters: number;
  readonly hours: number;
  readonly description: string | null;
}
