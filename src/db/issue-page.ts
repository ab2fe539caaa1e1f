import type { IssuePage } from '../domain/issues/ledger.ts';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';

/** @throws ProblemError `refused` when there is no such issue for this member */
export function fetchIssuePage(
  client: DatabaseClient,
  issueId: number,
  signal?: AbortSignal,
): Promise<IssuePage> {
  return callFunction<IssuePage>(client, 'issue_page', { issue_id: issueId }, signal);
}
