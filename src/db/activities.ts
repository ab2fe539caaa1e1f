import type {
  ActivityCount,
  ActivityKind,
  ActivityList,
  CountedBy,
  OverdueActivity,
} from '../domain/activities/activity.ts';
import type { BoardQuery, Period } from '../domain/activities/agenda.ts';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';
import { rowsOf } from './rows.ts';

/** Plans that stand in a period and what was held in it, the newest 500. */
export function fetchActivities(
  client: DatabaseClient,
  { from, to }: Period,
  { kind, unitId, areaId }: Omit<BoardQuery, 'page'>,
  signal?: AbortSignal,
): Promise<ActivityList> {
  return callFunction<ActivityList>(
    client,
    'list_activities',
    { from_at: from, to_at: to, area_id: areaId, unit_id: unitId, kind },
    signal,
  );
}

/** @throws ProblemError `refused`: the site is not there, or not to be seen */
export function fetchSiteActivities(
  client: DatabaseClient,
  siteId: number,
  signal?: AbortSignal,
): Promise<ActivityList> {
  return callFunction<ActivityList>(client, 'site_activities', { site_id: siteId }, signal);
}

export function fetchActivityCounts(
  client: DatabaseClient,
  { from, to }: Period,
  by: CountedBy,
  signal?: AbortSignal,
): Promise<readonly ActivityCount[]> {
  return callFunction(client, 'activity_counts', { from_at: from, to_at: to, by }, signal);
}

/** One's own unit's first. */
export function fetchOverdueActivities(
  client: DatabaseClient,
  signal?: AbortSignal,
): Promise<readonly OverdueActivity[]> {
  return callFunction(client, 'overdue_activities', {}, signal);
}

const NEVER = new AbortController().signal;

export async function fetchActivityKinds(
  client: DatabaseClient,
  signal: AbortSignal = NEVER,
): Promise<readonly ActivityKind[]> {
  const rows = await rowsOf<{
    readonly id: string;
    readonly name_zh: string;
    readonly name_en: string;
  }>(
    client.rest
      .from('activity_kinds')
      .select('id,name_zh,name_en')
      .order('ordinal')
      .abortSignal(signal),
    signal,
  );
  return rows.map(({ id, name_zh, name_en }) => ({ id, nameZh: name_zh, nameEn: name_en }));
}
