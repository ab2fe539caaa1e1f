import type {
  IssueAction,
  IssueActionAnswer,
  IssueStanding,
  MergeSuggestion,
  StepDetails,
} from '../domain/issues/transitions.ts';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';

/** One step of one issue, made once: repeated under the same `clientId` it changes nothing. */
export interface Transition {
  readonly action: IssueAction;
  readonly issueId: number;
  /** A UUID of this browser's. */
  readonly clientId: string;
  /** How many events the person saw; null skips the question whether something came between. */
  readonly seen: number | null;
  readonly details: StepDetails;
}

/**
 * @returns how the issue stands now
 * @throws ProblemError `refused` when a rule forbids it or somebody was faster; `away` when no answer
 *   came: it may have been done, so ask again with the same `clientId`
 */
export function transition(
  client: DatabaseClient,
  { action, issueId, clientId, seen, details }: Transition,
): Promise<IssueStanding> {
  const parameters = {
    issue_id: issueId,
    client_id: clientId,
    // A comment hurts nothing that came between.
    seen: action === 'comment_issue' ? undefined : (seen ?? undefined),
    reason: details.reason,
    note: details.note,
    unit_id: details.unitId,
    assisting_unit_ids: details.assistingUnitIds,
    person: details.person,
    measures: details.measures,
    deadline_at: details.deadlineAt,
    into_id: details.intoId,
    until: details.until,
    photos: details.photos,
  };
  // What is undefined is not sent: the function has its own default, or does not take it.
  return callFunction<IssueStanding>(client, action, parameters);
}

/** Every step, and whether this member may take it now. */
export function fetchIssueActions(
  client: DatabaseClient,
  issueId: number,
  signal?: AbortSignal,
): Promise<readonly IssueActionAnswer[]> {
  return callFunction(client, 'issue_actions', { issue_id: issueId }, signal);
}

/** Of the same indicator within 50 m and 24 h. */
export function fetchMergeSuggestions(
  client: DatabaseClient,
  issueId: number,
  signal?: AbortSignal,
): Promise<readonly MergeSuggestion[]> {
  return callFunction(client, 'merge_suggestions', { issue_id: issueId }, signal);
}
