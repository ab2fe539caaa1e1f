import type { AreaEntry } from '../domain/areas/area.ts';
import type { UnitKind } from '../domain/members/who-am-i.ts';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';

export interface UnitEntry {
  readonly id: number;
  readonly name: string;
  readonly kind: UnitKind;
}

export interface CityLists {
  readonly areas: readonly AreaEntry[];
  readonly units: readonly UnitEntry[];
}

/** The areas and units one may filter by. */
export function fetchCityLists(client: DatabaseClient, signal?: AbortSignal): Promise<CityLists> {
  return callFunction<CityLists>(client, 'city_lists', {}, signal);
}
