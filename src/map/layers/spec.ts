import type { FeatureCollection } from 'geojson';
import type { LayerSpecification } from 'maplibre-gl';
import type { CitySites, CityStatus } from '../../domain/sites/city.ts';
import type { LayerId } from '../layer-order.ts';
import type { MapPalette } from '../palette.ts';
import type { Spread } from './coincident-sites.ts';

/**
 * What a layer is, as plain data: made by the functions in this folder, drawn by `MapCanvas`.
 * Everything that comes as typed arrays is drawn by deck.gl straight from them; what comes as GeoJSON
 * by MapLibre itself.
 */
export type LayerSpec = SiteMarksSpec | HighlightSpec | HexagonsSpec | VectorSpec;

interface SpecBase {
  readonly id: LayerId;
}

export interface SiteMarksSpec extends SpecBase {
  readonly renderer: 'site-marks';
  readonly sites: CitySites;
  readonly status: CityStatus;
  /** 1 for each site to draw, 0 for the others; null draws all. Replace it, never write into it. */
  readonly shown: Uint8Array | null;
  /** Icon in the atlas by index of `sites.typeIds`. */
  readonly iconOfType: Uint8Array;
  /** How sites at one place stand apart when one looks closely. */
  readonly spread: Spread;
  readonly palette: MapPalette;
  /** 1, more on a wall that is looked at from afar. */
  readonly sizeScale: number;
  /** Below this zoom the marks fade out, because areas are drawn instead. */
  readonly fadeOutBelowZoom: number | null;
}

export interface HighlightSpec extends SpecBase {
  readonly renderer: 'highlight';
  readonly sites: CitySites;
  readonly status: CityStatus;
  /** Into `sites`. */
  readonly indexes: readonly number[];
  readonly iconOfType: Uint8Array;
  readonly spread: Spread;
  readonly palette: MapPalette;
  /** 1, more on a wall that is looked at from afar. */
  readonly sizeScale: number;
}

export interface HexagonsSpec extends SpecBase {
  readonly renderer: 'hexagons';
  readonly count: number;
  /** Six corners a cell: longitude, latitude × 6, cell after cell. */
  readonly outlines: Float64Array;
  /** Four bytes a cell. */
  readonly colors: Uint8Array;
  readonly lineColors: Uint8Array;
}

/** Values of `feature-state` by feature id. */
export type FeatureStates = ReadonlyMap<
  number,
  Readonly<Record<string, string | number | boolean>>
>;

export interface VectorSpec extends SpecBase {
  readonly renderer: 'vector';
  /** Compared by identity: hand over the same object and nothing is sent to the worker again. */
  readonly data: FeatureCollection;
  /** Drawn in this order; ids are unique within the spec, sources are filled in. */
  readonly layers: readonly VectorLayer[];
  readonly states?: FeatureStates;
  /** What a click on it means; null: nothing. */
  readonly picks: 'site' | 'area' | 'zone' | null;
  /** These layers' ids answer to clicks. */
  readonly pickLayers: readonly string[];
}

type DistributiveOmit<Value, Key extends PropertyKey> = Value extends unknown
  ? Omit<Value, Key>
  : never;

export type VectorLayer = DistributiveOmit<
  Extract<LayerSpecification, { source: string }>,
  'source' | 'source-layer'
>;
