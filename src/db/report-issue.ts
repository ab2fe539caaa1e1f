import type { ReportPlace } from '../domain/issues/report-place.ts';
import type { IssueStanding } from '../domain/issues/transitions.ts';
import type { IssueSource } from '../domain/issues/vocabulary.ts';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';

/** A problem that somebody saw at a site, or at a place where none stands. */
export interface IssueReport {
  /** A UUID of this browser's: repeated under the same one, it is one report. */
  readonly clientId: string;
  readonly siteId: number | null;
  /** Degrees, EPSG:4326; null: where the site is. */
  readonly position: readonly [longitude: number, latitude: number] | null;
  readonly code: number;
  readonly description: string;
  /** Null: the usual one of the member's role. */
  readonly source: IssueSource | null;
  /** The number it has outside; empty: none. */
  readonly sourceNumber: string;
  /** When it was seen, ISO 8601, within the last 30 days; null: now. */
  readonly occurredAt: string | null;
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
    lon: report.position?.[0] ?? null,
    lat: report.position?.[1] ?? null,
    code: report.code,
    description: report.description,
    source: report.source,
    source_number: report.sourceNumber,
    occurred_at: report.occurredAt,
    fixed: report.fixed,
    photos: report.photos,
  });
}

/** @throws ProblemError `refused`: outside of the city, or of the member's area */
export function fetchReportPlace(
  client: DatabaseClient,
  [lon, lat]: readonly [longitude: number, latitude: number],
  signal?: AbortSignal,
): Promise<ReportPlace> {
  return callFunction<ReportPlace>(client, 'report_place', { lon, lat }, signal);
}
