import type { IssueAction } from '../../domain/issues/transitions.ts';
import type { PhotoStage } from '../../domain/issues/vocabulary.ts';

export interface ActionFields {
  readonly reason?: 'required' | 'optional';
  /** A note for the file; of a comment it is the thing itself. */
  readonly note?: 'required' | 'optional';
  readonly unit?: 'lead' | 'proposed';
  /** Person, measures, assisting units and the deadline. */
  readonly assignment?: true;
  readonly into?: true;
  readonly until?: 'required' | 'optional';
  readonly photos?: { readonly stage: PhotoStage; readonly required: boolean };
}

/** What each step asks for; the same as its function of the database. */
export const ACTION_FIELDS: Readonly<Record<IssueAction, ActionFields>> = {
  accept_issue: {},
  reject_issue: { reason: 'required' },
  merge_issue: { into: true, reason: 'optional' },
  assign_issue: { unit: 'lead', assignment: true, reason: 'optional' },
  start_issue: {},
  return_issue: { unit: 'proposed', reason: 'required' },
  request_extension: { until: 'required', reason: 'required' },
  grant_extension: { until: 'optional' },
  refuse_extension: { reason: 'required' },
  request_deferral: { until: 'required', reason: 'required' },
  grant_deferral: { until: 'optional' },
  refuse_deferral: { reason: 'required' },
  resume_issue: { reason: 'optional' },
  waive_photo: { reason: 'required' },
  submit_fix: { photos: { stage: 'after', required: true }, note: 'optional' },
  verify_fix: { note: 'optional', photos: { stage: 'after', required: false } },
  rework_fix: { reason: 'required', photos: { stage: 'before', required: false } },
  pass_recheck: { note: 'optional', photos: { stage: 'after', required: false } },
  relapse_issue: { reason: 'required', photos: { stage: 'before', required: false } },
  supervise_issue: { reason: 'required' },
  comment_issue: { note: 'required' },
};

/** Whether a step is one click: it asks for nothing. */
export function asksNothing(action: IssueAction): boolean {
  return Object.keys(ACTION_FIELDS[action]).length === 0;
}
