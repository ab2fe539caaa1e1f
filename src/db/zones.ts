import type { Zone, ZoneDraft, ZoneGeometry, ZoneStatistics } from '../domain/zones/zone.ts';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';

export function fetchZones(client: DatabaseClient, signal?: AbortSignal): Promise<readonly Zone[]> {
  return callFunction<readonly Zone[]>(client, 'list_zones', {}, signal);
}

/**
 * @returns the zone as it was saved
 * @throws ProblemError `refused`: the name, a self-intersection (place.corner = [longitude, latitude]),
 *   outside the city, over 100 km², or a version somebody else has since replaced
 */
export function saveZone(client: DatabaseClient, zone: ZoneDraft): Promise<Zone> {
  return callFunction<Zone>(client, 'save_zone', { zone });
}

export function deleteZone(
  client: DatabaseClient,
  zoneId: number,
): Promise<{ readonly id: number }> {
  return callFunction<{ readonly id: number }>(client, 'delete_zone', { zone_id: zoneId });
}

/** Undoes a deletion. */
export function restoreZone(client: DatabaseClient, zoneId: number): Promise<Zone> {
  return callFunction<Zone>(client, 'restore_zone', { zone_id: zoneId });
}

/**
 * What is inside a shape, computed by PostGIS while it is being drawn.
 *
 * @param asOf ISO 8601; null = now
 * @throws ProblemError `refused` as in `saveZone`
 */
export function fetchZoneStatistics(
  client: DatabaseClient,
  geometry: ZoneGeometry,
  asOf: string | null,
  signal?: AbortSignal,
): Promise<ZoneStatistics> {
  return callFunction<ZoneStatistics>(client, 'zone_statistics', { geometry, as_of: asOf }, signal);
}
