import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson';
import type { AreaCompliance, AreaLevel, AreaOutlineProperties } from '../domain/areas/area.ts';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';

export type AreaOutlines = FeatureCollection<Polygon | MultiPolygon, AreaOutlineProperties>;

/** The outlines of every area of a level, EPSG:4326; a feature's id is its area's. */
export function fetchAreaOutlines(
  client: DatabaseClient,
  level: AreaLevel,
  signal?: AbortSignal,
): Promise<AreaOutlines> {
  return callFunction<AreaOutlines>(client, 'area_outlines', { level }, signal);
}

/**
 * @param parentId only areas below this one; null for all of the level
 * @param asOf ISO 8601; null = now
 */
export function fetchAreaCompliance(
  client: DatabaseClient,
  level: AreaLevel,
  parentId: number | null,
  asOf: string | null,
  signal?: AbortSignal,
): Promise<readonly AreaCompliance[]> {
  return callFunction<readonly AreaCompliance[]>(
    client,
    'area_compliance',
    { level, parent_id: parentId, as_of: asOf },
    signal,
  );
}
