import type { DrawingSession, LngLat, MapHandle } from './api.ts';
import type { LayerSpec } from './layers/spec.ts';
import type { MapPalette } from './palette.ts';

/**
 * The one map of the page, as the views that share it see it: they ask the handle, and hand over what
 * is to be drawn by hand.
 */
export class MapStage {
  /** Null until the map is ready. */
  handle = $state.raw<MapHandle | null>(null);
  /** Null: nothing is being drawn, clicks select. */
  drawing = $state.raw<DrawingSession | null>(null);
  /** Whoever asks for a place takes the next click or tap, whatever lies there; null: clicks select. */
  pointing = $state.raw<((place: LngLat) => void) | null>(null);
  /** A place that is pointed out. */
  pin = $state.raw<LngLat | null>(null);
  /** The zone under the drawing tool, which draws it itself. */
  hiddenZoneId = $state<number | null>(null);
  /** The site that is pointed at in a list. */
  hoveredSiteId = $state<number | null>(null);
  /** Layers of the open view alone; their code comes with it. */
  ownLayers = $state.raw<((palette: MapPalette) => readonly LayerSpec[]) | null>(null);
}
