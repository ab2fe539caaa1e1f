import type { FeatureCollection, MultiPolygon, Point, Polygon } from 'geojson';
import type { Basemap } from './basemaps/basemap.ts';
import type { LayerSpec } from './layers/spec.ts';

/** Longitude first, EPSG:4326. */
export type LngLat = readonly [longitude: number, latitude: number];
/** West, south, east, north in degrees. */
export type Bounds = readonly [west: number, south: number, east: number, north: number];

export interface MapView {
  readonly center: LngLat;
  readonly zoom: number;
  /** Degrees clockwise from north, −180…180. */
  readonly bearing: number;
  /** Degrees from looking straight down, 0…60. */
  readonly pitch: number;
}

export type Theme = 'light' | 'dark';

/** Pixels at the map's edges that panels lie over: the camera and the controls keep clear of them. */
export interface Insets {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** One thing under the pointer. */
export type MapPick =
  | {
      readonly kind: 'site';
      readonly siteId: number;
      /** Into `CitySites`. */ readonly index: number;
    }
  | { readonly kind: 'area'; readonly areaId: number }
  | { readonly kind: 'hexagon'; readonly index: number }
  | { readonly kind: 'zone'; readonly zoneId: number };

export interface PickEvent {
  /**
   * Everything at the point, nearest and topmost first: several sites at equal coordinates are all
   * here, so the caller offers a list. Empty: the ground was clicked.
   */
  readonly picks: readonly MapPick[];
  readonly lngLat: LngLat;
  /** CSS pixels from the canvas's top left corner, for a tooltip. */
  readonly point: readonly [x: number, y: number];
}

/** A place that was meant by itself. */
export interface PlaceEvent {
  readonly lngLat: LngLat;
  /** CSS pixels from the canvas's top left corner, for a menu. */
  readonly point: readonly [x: number, y: number];
}

export interface SiteInView {
  readonly siteId: number;
  readonly index: number;
  /** CSS pixels from the middle of what the insets leave free. */
  readonly distancePixels: number;
}

/** What `onready` hands over: everything a caller may ask of the map besides its props. */
export interface MapHandle {
  /** Flies there; jumps where the person asked for reduced motion. Zoom never gets smaller. */
  flyTo(target: LngLat, minZoom?: number): void;
  fitBounds(bounds: Bounds): void;
  view(): MapView;
  bounds(): Bounds;
  /** What lies in the middle of what the insets leave free. */
  middle(): LngLat;
  zoomBy(levels: number): void;
  resetNorth(): void;
  /** Sites drawn and inside the free part of the map, nearest its middle first. */
  sitesInView(maxCount: number): SiteInView[];
  focus(): void;
  /** The current drawing, see `DrawingSession`; each is a no-op when nothing is being drawn. */
  drawing: DrawingHandle;
  /** A PNG of the map as it is on screen, for the briefing. */
  image(): Promise<Blob>;
}

export type DrawnGeometry = Polygon;

export type DrawnShape =
  | { readonly kind: 'polygon' }
  | { readonly kind: 'circle'; readonly center: LngLat; readonly radiusMeters: number };

export interface Drawing {
  readonly geometry: DrawnGeometry;
  readonly shape: DrawnShape;
  /** Where the outline crosses itself, if it does: show it and do not save. */
  readonly selfIntersection: LngLat | null;
  /** Corners of a polygon; a circle counts none. */
  readonly cornerCount: number;
}

/**
 * What is being drawn. Give `MapCanvas` another object (or null) to begin another session; the same
 * object again changes nothing. Callbacks are read when they are called.
 */
export type DrawingSession = DrawingCallbacks &
  (
    | { readonly mode: 'polygon' | 'circle' }
    | {
        readonly mode: 'edit';
        readonly geometry: Polygon | MultiPolygon;
        readonly shape?: DrawnShape;
      }
  );

export interface DrawingCallbacks {
  /** While drawing or dragging, at most every 80 ms; null while there are fewer than three corners. */
  readonly onchange?: (drawing: Drawing | null) => void;
  /** Double click, Enter, a click on the first corner, or the end of one edit. */
  readonly onfinish?: (drawing: Drawing) => void;
  /** Escape. In the mode `edit` the geometry is back to what it was at the beginning. */
  readonly oncancel?: () => void;
}

export interface DrawingHandle {
  /** Takes back the last corner, or the last edit. False: there was nothing to take back. */
  undo(): boolean;
  redo(): boolean;
  finish(): boolean;
  cancel(): void;
}

/** Words of the controls; the map knows no language. */
export interface MapTexts {
  /** Name of the map itself for screen readers. */
  readonly map: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly resetNorth: string;
  readonly locate: string;
  readonly fullScreen: string;
  readonly exitFullScreen: string;
  /** Name of the group of buttons. */
  readonly controls: string;
  /** Name of the scale bar, e.g. 比例尺. */
  readonly scale: string;
  /** Name of the line of sources, e.g. 地图来源. */
  readonly attribution: string;
}

export type MapProblem =
  | { readonly kind: 'no_webgl' }
  /** The graphics card took the context away; the map rebuilds itself. */
  | { readonly kind: 'context_lost' }
  | { readonly kind: 'basemap'; readonly message: string }
  | {
      readonly kind: 'locate';
      readonly reason: 'denied' | 'unavailable' | 'timeout' | 'unsupported';
    }
  | { readonly kind: 'layer'; readonly message: string };

export interface MapCanvasProps {
  /** Where to look. Null: fit `bounds`. Handing back what `onmove` reported moves nothing. */
  view: MapView | null;
  /** Of the city; where to look when there is no view and nothing is loaded yet. */
  bounds: Bounds;
  theme: Theme;
  basemap: Basemap;
  layers: readonly LayerSpec[];
  texts: MapTexts;
  drawing?: DrawingSession | null;
  insets?: Insets;
  /** A place that is pointed out. */
  pin?: LngLat | null;
  /** 'none' on the wall. */
  controls?: 'all' | 'none';
  /** 200 ms after the camera came to rest. */
  onmove?: (view: MapView, bounds: Bounds) => void;
  /** At most once a frame; null when the pointer leaves. Not called while drawing. */
  onhover?: (event: PickEvent | null) => void;
  /** A click or tap. Not called while drawing. */
  onselect?: (event: PickEvent) => void;
  /** A right click, the menu key or a long press. Not called while drawing. */
  onplace?: (event: PlaceEvent) => void;
  onready?: (handle: MapHandle) => void;
  onerror?: (problem: MapProblem) => void;
}

/** What the built-in basemap is drawn from: the answer of `base_map()`. */
export interface BaseMapData {
  readonly roads: FeatureCollection;
  readonly water: FeatureCollection;
  readonly greens: FeatureCollection;
  readonly labels: FeatureCollection<Point>;
  readonly attribution: string | null;
}

export type AreaOutlines = FeatureCollection<Polygon | MultiPolygon>;
export type SiteShapes = FeatureCollection<Polygon | MultiPolygon>;
