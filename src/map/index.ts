/**
 * The map's public side. Types, palettes and layer functions are small and come at once; MapLibre,
 * deck.gl and terra-draw come with `loadMapCanvas()`.
 *
 * ```svelte
 * {#await loadMapCanvas() then MapCanvas}
 *   <MapCanvas {view} {bounds} {theme} {basemap} {layers} {texts} onready={(map) => (handle = map)} />
 * {/await}
 * ```
 * A layer is data: `layers={[siteMarks({ sites, status, shown }, palette)]}`. Make a new spec when
 * something changed, hand over the same arrays where nothing did: buffers and sources are compared by
 * identity. `palette` is `paletteFor(theme, groundOf(basemap))`.
 *
 * For tests, the root element `.map-canvas` carries `data-ready="true"` once the style and the overlay
 * are there, `data-idle="true"` while nothing is left to load or to draw, `data-camera` with longitude,
 * latitude and zoom, and `data-drawing="true"` while the drawing tool is on.
 */
import type { Component } from 'svelte';
import type { MapCanvasProps } from './api.ts';

export type * from './api.ts';
export type { Basemap } from './basemaps/basemap.ts';
export type { LayerSpec } from './layers/spec.ts';
export { groundOf, readBasemaps } from './basemaps/read-basemaps.ts';
export { turnOff, turnOn } from './coloured-meanings.ts';
export type { ColouredMeaning } from './coloured-meanings.ts';
export {
  areaRates,
  rateClassOf,
  DEFAULT_RATE_BREAKS,
  FEW_SITES_BELOW,
} from './layers/area-rates.ts';
export { density } from './layers/density.ts';
export { hotspots } from './layers/hotspots.ts';
export { areasInsteadOfMarksBelowZoom, highlight, siteMarks } from './layers/site-marks.ts';
export { CREW_DASHES, CREW_HUES, patrolRoutes } from './layers/patrol-routes.ts';
export { siteShapes } from './layers/site-shapes.ts';
export { zones } from './layers/zones.ts';
export { locate } from './locate.ts';
export { paletteFor } from './palette.ts';
export type { MapPalette } from './palette.ts';
export { STATUS_MARKS } from './status-marks.ts';

/** The component itself; the promise is shared, so that two callers load it once. */
export function loadMapCanvas(): Promise<Component<MapCanvasProps>> {
  loading ??= import('./MapCanvas.svelte').then((module) => module.default);
  loading.catch(() => {
    // A chunk that did not arrive is asked for again the next time.
    loading = undefined;
  });
  return loading;
}

let loading: Promise<Component<MapCanvasProps>> | undefined;
