import { columnBytes, positionColumns } from './columns.ts';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';

export interface IssueFilters {
  readonly siteTypes?: readonly string[];
  readonly codes?: readonly number[];
  readonly vetoOnly?: boolean;
  readonly unitId?: number;
  readonly areaId?: number;
  readonly zoneId?: number;
}

/** The open issues as points, for the density map. */
export interface OpenIssuePoints {
  readonly asOf: string;
  readonly count: number;
  /** Longitude, latitude interleaved, EPSG:4326. */
  readonly positions: Float64Array;
  /** The indicator of each. */
  readonly codes: Uint8Array;
}

export interface OpenIssuePointsMessage {
  readonly asOf: string;
  readonly count: number;
  readonly origin: readonly [number, number];
  readonly scale: readonly [number, number];
  readonly lon: string;
  readonly lat: string;
  readonly code: string;
}

/** One value a day, first to last day included. */
export interface DailyOpenIssues {
  readonly from: string;
  readonly to: string;
  readonly open: readonly number[];
  /** Sites with status serious. */
  readonly serious: readonly number[];
}

/** @param asOf ISO 8601; null = now */
export async function fetchOpenIssuePoints(
  client: DatabaseClient,
  asOf: string | null,
  filters: IssueFilters,
  signal?: AbortSignal,
): Promise<OpenIssuePoints> {
  const message = await callFunction<OpenIssuePointsMessage>(
    client,
    'open_issue_points',
    { as_of: asOf, filters },
    signal,
  );
  return decodeOpenIssuePoints(message);
}

export function decodeOpenIssuePoints(message: OpenIssuePointsMessage): OpenIssuePoints {
  const { asOf, count, lon, lat, origin, scale, code } = message;
  return {
    asOf,
    count,
    positions: positionColumns(lon, lat, count, origin, scale),
    codes: columnBytes('code', code, count, 1),
  };
}

/** @param fromDay local dates YYYY-MM-DD, Asia/Shanghai */
export function fetchDailyOpenIssues(
  client: DatabaseClient,
  fromDay: string,
  toDay: string,
  signal?: AbortSignal,
): Promise<DailyOpenIssues> {
  return callFunction<DailyOpenIssues>(
    client,
    'daily_open_issues',
    { from_day: fromDay, to_day: toDay },
    signal,
  );
}
