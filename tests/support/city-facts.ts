import type { SqlExecutor } from '../../supabase/embedded/sql-executor';

/** What the page should say, asked of the tables themselves and never of the page's own functions. */

export const STATUSES = ['compliant', 'attention', 'serious', 'unknown'] as const;
export type Status = (typeof STATUSES)[number];

/** Sites by status, each judged anew by the rule from what was recorded by that moment. */
export async function statusCounts(
  sql: SqlExecutor,
  asOf: string,
): Promise<Record<Status, number>> {
  const rows = await sql.query<{ status: Status; count: number }>(
    `select (private.site_status(s.id, $1::timestamptz)).status::text as status, count(*) as count
       from public.sites s
      where s.opened_at <= $1::timestamptz and (s.closed_at is null or s.closed_at > $1::timestamptz)
      group by 1`,
    [asOf],
  );
  const counts = { compliant: 0, attention: 0, serious: 0, unknown: 0 };
  for (const { status, count } of rows) counts[status] = count;
  return counts;
}

/** Issues that are open at a moment, by the last event recorded by then. */
export async function openIssueCount(sql: SqlExecutor, asOf: string): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    `select count(*) as count from (
       select distinct on (issue_id) state_after, resumes_after
         from public.issue_events where recorded_at <= $1::timestamptz
        order by issue_id, recorded_at desc, id desc) last
      where state_after in ('accepted', 'assigned', 'in_progress', 'returned', 'awaiting_check')
         or (state_after = 'deferred' and resumes_after <= $1::timestamptz)`,
    [asOf],
  );
  return row?.count ?? 0;
}

export interface Place {
  readonly id: number;
  readonly name: string;
  readonly at: readonly [longitude: number, latitude: number];
}

/** Of the hotels and supermarkets of a status, the one furthest from any other site. */
export async function lonelySite(
  sql: SqlExecutor,
  status: Status,
  asOf: string,
  otherStatusNow?: Status,
): Promise<Place> {
  const [row] = await sql.query<{ id: number; name: string; lon: number; lat: number }>(
    `select s.id, s.name, extensions.st_x(s.point) as lon, extensions.st_y(s.point) as lat
       from public.sites s
       join public.site_status_periods p on p.site_id = s.id
        and p.from_at <= $2::timestamptz and (p.to_at is null or p.to_at > $2::timestamptz)
       join public.site_status_periods n on n.site_id = s.id and n.to_at is null
      cross join lateral (
        select extensions.st_distance(o.point, s.point) as nearest from public.sites o
         where o.id <> s.id order by 1 limit 1) other
      where p.status = $1::public.site_status and s.type in ('hotel', 'supermarket')
        and not p.deferred and ($3::text is null or n.status::text = $3)
      order by other.nearest desc limit 1`,
    [status, asOf, otherStatusNow ?? null],
  );
  if (!row) throw new Error(`no hotel or supermarket is ${status} at ${asOf}`);
  return { id: row.id, name: row.name, at: [row.lon, row.lat] };
}

export interface InsideFacts {
  readonly sites: number;
  readonly byStatus: Record<Status, number>;
  readonly openIssues: number;
}

/** @param geometry GeoJSON of a polygon */
export async function insideFacts(
  sql: SqlExecutor,
  geometry: object,
  asOf: string,
): Promise<InsideFacts> {
  const sites = await sql.query<{ status: Status }>(
    `select (private.site_status(s.id, $2::timestamptz)).status::text as status
       from public.sites s
      where extensions.st_contains(extensions.st_geomfromgeojson($1), s.point)
        and s.opened_at <= $2::timestamptz and (s.closed_at is null or s.closed_at > $2::timestamptz)`,
    [JSON.stringify(geometry), asOf],
  );
  const byStatus = { compliant: 0, attention: 0, serious: 0, unknown: 0 };
  for (const { status } of sites) byStatus[status] += 1;
  const [issues] = await sql.query<{ count: number }>(
    `select count(*) as count from public.issues i
      where extensions.st_contains(extensions.st_geomfromgeojson($1), i.point)
        and i.state in ('accepted', 'assigned', 'in_progress', 'returned', 'awaiting_check')`,
    [JSON.stringify(geometry)],
  );
  return { sites: sites.length, byStatus, openIssues: issues?.count ?? 0 };
}
