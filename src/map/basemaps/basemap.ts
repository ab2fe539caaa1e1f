import type { BaseMapData } from '../api.ts';

/** What the ground looks like, so that marks and labels can be drawn to stand out from it. */
export type Ground = 'light' | 'dark' | 'satellite';

interface Configured {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
  /** Shown on the map as it stands. */
  readonly attribution: string;
  /** 审图号, which Chinese law wants shown with a published map. */
  readonly approvalNumber?: string;
}

/** A basemap that an office configured; everything but the built-in one may leave the intranet. */
export type ConfiguredBasemap =
  | (Configured & { readonly kind: 'style'; readonly url: string; readonly ground: Ground })
  | (Configured & {
      readonly kind: 'raster';
      /** With {z} {x} {y}, in Web Mercator, WGS-84 or CGCS2000. GCJ-02 tiles would be 500 m off. */
      readonly tiles: readonly string[];
      readonly tileSize: 256 | 512;
      readonly minZoom: number;
      readonly maxZoom: number;
      readonly ground: Ground;
    })
  | (Configured & { readonly kind: 'pmtiles'; readonly url: string })
  | (Configured & {
      readonly kind: 'tianditu';
      readonly layer: 'vector' | 'imagery';
      /** The key 天地图 gave the office (tk). */
      readonly key: string;
    });

export type Basemap =
  | {
      readonly kind: 'built-in';
      /** Null until it is loaded: a plain ground. */
      readonly data: BaseMapData | null;
    }
  | ConfiguredBasemap;
