import type { FeatureCollection, Geometry, Point } from 'geojson';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';

/** The features of the built-in ground, EPSG:4326. */
export interface BaseMap {
  readonly roads: FeatureCollection<
    Geometry,
    {
      readonly class: string;
      readonly name: string | null;
      readonly ref: string | null;
      readonly bridge: boolean;
      readonly tunnel: boolean;
      readonly layer: number;
    }
  >;
  readonly water: FeatureCollection<
    Geometry,
    { readonly class: string; readonly name: string | null }
  >;
  readonly greens: FeatureCollection;
  readonly labels: FeatureCollection<Point, { readonly class: string; readonly name: string }>;
  readonly attribution: string | null;
}

export function fetchBaseMap(client: DatabaseClient, signal?: AbortSignal): Promise<BaseMap> {
  return callFunction<BaseMap>(client, 'base_map', {}, signal);
}
