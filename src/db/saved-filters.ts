import type { SavedFilter } from '../domain/issues/ledger.ts';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';

/** One's own, by name. */
export function fetchMyFilters(
  client: DatabaseClient,
  signal?: AbortSignal,
): Promise<readonly SavedFilter[]> {
  return callFunction<readonly SavedFilter[]>(client, 'my_filters', {}, signal);
}

/**
 * Saves under a name; what was saved under it before is replaced.
 *
 * @throws ProblemError `refused`: the name, or too many
 */
export function saveFilter(
  client: DatabaseClient,
  name: string,
  view: SavedFilter['view'],
): Promise<SavedFilter> {
  return callFunction<SavedFilter>(client, 'save_filter', { name, view });
}

export function deleteFilter(
  client: DatabaseClient,
  filterId: number,
): Promise<{ readonly id: number }> {
  return callFunction<{ readonly id: number }>(client, 'delete_filter', { filter_id: filterId });
}
