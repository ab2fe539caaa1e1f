import type { AreaLevel } from '../areas/area.ts';
import type { BoundingBox } from '../members/who-am-i.ts';

interface PlaceBase {
  readonly id: number;
  readonly name: string;
  /** The area it lies in, to tell equal names apart. */
  readonly areaName: string | null;
  /** Degrees, EPSG:4326. */
  readonly lon: number;
  readonly lat: number;
  readonly bbox: BoundingBox | null;
}

/** What a search finds. */
export type Place =
  | (PlaceBase & { readonly kind: 'site'; readonly type: string })
  | (PlaceBase & { readonly kind: 'area'; readonly level: AreaLevel });
