import type { SiteDeadline } from '../domain/sites/site-order.ts';
import type { DatabaseClient } from './client.ts';
import { rowsOf } from './rows.ts';

interface PeriodRow {
  readonly site_id: number;
  readonly deadline_at: string;
}

/** A list is worked through from its top: whoever is due later than so many others can wait. */
const MOST_DEADLINES = 2_000;

const NEVER = new AbortController().signal;

/**
 * The deadlines that decide statuses at a moment, the earliest first; a site without one is not there.
 *
 * @param asOf ISO 8601; null = now
 */
export async function fetchSiteDeadlines(
  client: DatabaseClient,
  asOf: string | null,
  signal: AbortSignal = NEVER,
): Promise<readonly SiteDeadline[]> {
  const periods = client.rest
    .from('site_status_periods')
    .select('site_id,deadline_at')
    .not('deadline_at', 'is', null);
  const moment = asOf === null ? null : new Date(asOf).toISOString();
  const current =
    moment === null
      ? periods.is('to_at', null)
      : periods.lte('from_at', moment).or(`to_at.is.null,to_at.gt.${moment}`);
  const rows = await rowsOf<PeriodRow>(
    current.order('deadline_at').limit(MOST_DEADLINES).abortSignal(signal),
    signal,
  );
  return rows.map(({ site_id, deadline_at }) => ({ siteId: site_id, deadlineAt: deadline_at }));
}
