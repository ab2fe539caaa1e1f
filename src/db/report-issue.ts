import type { IssueStanding } from '../domain/issues/transitions.ts';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';

/** A problem that somebody saw at a site. */
export interface IssueReport {
  /** A UUID of this browser's: repeated under the same one, it is one report. */
  readonly clientId: string;
  readonly siteId: number;
  readonly code: number;
  readonly description: string;
  /** 当场整改: seen fixed during the same visit. */
  readonly fixed: boolean;
  /** Ids of photos that this member uploaded. */
  readonly photos: readonly number[];
}

/** @throws ProblemError `refused` when a rule forbids it; `away`: ask again with the same `clientId` */
export function reportIssue(client: DatabaseClient, report: IssueReport): Promise<IssueStanding> {
  return callFunction<IssueStanding>(client, 'report_issue', {
    client_id: report.clientId,
    site_id: report.siteId,
    code: report.code,
    description: report.description,
    fixed: report.fixed,
    photos: report.photos,
  });
}
