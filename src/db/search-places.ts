import type { Place } from '../domain/places/place.ts';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';

/** Sites and areas by a part of their name or address, or by the initials of their pinyin. */
export function searchPlaces(
  client: DatabaseClient,
  query: string,
  maxCount: number,
  signal?: AbortSignal,
): Promise<readonly Place[]> {
  return callFunction<readonly Place[]>(
    client,
    'search_places',
    { query, max_count: maxCount },
    signal,
  );
}
