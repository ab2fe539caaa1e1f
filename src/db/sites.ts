import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson';
import type { BoundingBox } from '../domain/members/who-am-i.ts';
import type { SiteCard } from '../domain/sites/site-card.ts';
import type { HistoryKind, HistoryPage } from '../domain/sites/site-history.ts';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';

export interface SiteShapes {
  /** There were more than asked for: zoom in to see all. */
  readonly truncated: boolean;
  /** A feature's id is its site's. */
  readonly features: FeatureCollection<Polygon | MultiPolygon, { readonly type: string }>;
}

export interface SiteName {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly areaName: string | null;
}

/** The footprints of the courtyards in a view. */
export function fetchSiteShapes(
  client: DatabaseClient,
  [west, south, east, north]: BoundingBox,
  maxCount: number,
  signal?: AbortSignal,
): Promise<SiteShapes> {
  return callFunction<SiteShapes>(
    client,
    'site_shapes',
    { west, south, east, north, max_count: maxCount },
    signal,
  );
}

export function fetchSiteNames(
  client: DatabaseClient,
  ids: readonly number[],
  signal?: AbortSignal,
): Promise<readonly SiteName[]> {
  return callFunction<readonly SiteName[]>(client, 'site_names', { ids }, signal);
}

/**
 * @param asOf ISO 8601; null = now
 * @throws ProblemError `refused` when there is no such site for this member
 */
export function fetchSiteCard(
  client: DatabaseClient,
  siteId: number,
  asOf: string | null,
  signal?: AbortSignal,
): Promise<SiteCard> {
  return callFunction<SiteCard>(client, 'site_card', { site_id: siteId, as_of: asOf }, signal);
}

/** A cursor is a moment, a kind and an id; this one comes after everything of its moment. */
const LAST_OF_MOMENT = '|~|9223372036854775807';

/**
 * One page of what happened at a site, newest first.
 *
 * @param before the cursor `next` of the page before; null for the first
 * @param kinds null for all
 * @param asOf where the first page begins, ISO 8601; null = now
 */
export function fetchSiteHistory(
  client: DatabaseClient,
  siteId: number,
  before: string | null,
  kinds: readonly HistoryKind[] | null,
  asOf: string | null,
  pageSize: number,
  signal?: AbortSignal,
): Promise<HistoryPage> {
  const start = asOf === null ? null : `${asOf}${LAST_OF_MOMENT}`;
  return callFunction<HistoryPage>(
    client,
    'site_history',
    { site_id: siteId, before: before ?? start, kinds, page_size: pageSize },
    signal,
  );
}
