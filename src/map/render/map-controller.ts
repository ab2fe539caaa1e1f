import { MapLibreOverlay } from '@deck.gl/maplibre';
import {
  addProtocol,
  Map as MapLibreMap,
  type MapMouseEvent,
  setWorkerUrl,
  type StyleSpecification,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type {
  Bounds,
  Insets,
  LngLat,
  MapProblem,
  MapView,
  PickEvent,
  SiteInView,
  Theme,
} from '../api.ts';
import type { Basemap } from '../basemaps/basemap.ts';
import { groundUnder } from '../basemaps/read-basemaps.ts';
import { styleOf, withAnchors } from '../basemaps/style-of.ts';
import { anchorOf, inOrder } from '../layer-order.ts';
import type { LayerSpec } from '../layers/spec.ts';
import { paletteOf } from '../palette.ts';
import { drawPatternImages } from '../pattern-images.ts';
import { type Clearance, clearanceOf } from './clearance.ts';
import { DeckLayers, isDeckSpec } from './deck-layers.ts';
import { picksAt, type PointerKind, sitesInRectangle } from './picking.ts';
import { isOverlaySource, VectorLayers } from './vector-layers.ts';

setWorkerUrl(workerUrl);

const REST_BEFORE_REPORT_MS = 200;
const FIT_MARGIN_PIXELS = 24;
/** A city of one site has no extent: look at its street. */
const CLOSEST_FIT_ZOOM = 16;

export interface ControllerEvents {
  moved(view: MapView, bounds: Bounds): void;
  /** Every frame of a movement: for the scale bar and the north arrow only. */
  camera(view: MapView, metersPerPixel: number): void;
  hovered(event: PickEvent | null): void;
  selected(event: PickEvent): void;
  ready(): void;
  /** False at the moment before a style goes, with everything added to it; true when one is there. */
  styled(isStyled: boolean): void;
  idle(isIdle: boolean): void;
  problem(problem: MapProblem): void;
  contextRestored(): void;
}

export interface ControllerOptions {
  container: HTMLElement;
  view: MapView | null;
  bounds: Bounds;
  insets: Insets;
  label: string;
  reducedMotion: boolean;
  events: ControllerEvents;
}

/** One MapLibre map with its deck.gl overlay, kept equal to what it was last told to show. */
export class MapController {
  readonly map: MapLibreMap;
  private readonly overlay: MapLibreOverlay;
  private readonly vectors: VectorLayers;
  private readonly deckLayers = new DeckLayers();
  private readonly events: ControllerEvents;
  private specs: readonly LayerSpec[] = [];
  private insets: Insets;
  private basemap: Basemap | null = null;
  private theme: Theme = 'light';
  private styleRequest = 0;
  private isStyleReady = false;
  private isOverlayReady = false;
  private isReported = false;
  private isPointerOurs = true;
  private hoverFrame = 0;
  private moveTimer: ReturnType<typeof setTimeout> | undefined;
  private reportedBasemap: Basemap | null = null;
  private isDestroyed = false;
  private clearance: Clearance | null = null;
  private readonly container: HTMLElement;

  /** @throws when the browser has no WebGL 2 */
  constructor(options: ControllerOptions) {
    const { container, view, bounds, insets, events } = options;
    this.events = events;
    this.insets = insets;
    this.container = container;
    this.map = new MapLibreMap({
      container,
      style: withAnchors({ version: 8, sources: {}, layers: [] }),
      ...(view
        ? { center: [...view.center], zoom: view.zoom, bearing: view.bearing, pitch: view.pitch }
        : { bounds: [...bounds], fitBoundsOptions: this.fitOptions() }),
      attributionControl: false,
      renderWorldCopies: false,
      minZoom: 3,
      maxZoom: 20,
      maxPitch: 60,
      fadeDuration: options.reducedMotion ? 0 : 200,
      locale: { 'Map.Title': options.label },
    });
    this.vectors = new VectorLayers(this.map);
    this.overlay = new MapLibreOverlay({
      interleaved: true,
      layers: [],
      // deck.gl writes a cursor of its own on every frame; what is there stays, ours or the tool's.
      getCursor: () => this.map.getCanvas().style.cursor,
      onLoad: () => {
        this.isOverlayReady = true;
        this.map.triggerRepaint();
      },
      onError: (error) => {
        events.problem({ kind: 'layer', message: error.message });
      },
    });
    this.map.once('load', () => {
      if (this.isDestroyed) return;
      this.map.addControl(this.overlay);
      this.drawLayers();
    });
    this.listen();
  }

  destroy(): void {
    this.isDestroyed = true;
    clearTimeout(this.moveTimer);
    cancelAnimationFrame(this.hoverFrame);
    this.map.remove();
  }

  setLayers(specs: readonly LayerSpec[]): void {
    this.specs = inOrder(specs);
    this.drawLayers();
  }

  setLabel(label: string): void {
    this.map.getCanvas().setAttribute('aria-label', label);
  }

  setInsets(insets: Insets): void {
    this.insets = insets;
  }

  /** While a tool draws, clicks and hovering are the tool's. */
  setPointerOurs(isOurs: boolean): void {
    this.isPointerOurs = isOurs;
    if (!isOurs) this.events.hovered(null);
    this.map.getCanvas().style.cursor = '';
  }

  async setBasemap(basemap: Basemap, theme: Theme): Promise<void> {
    if (basemap === this.basemap && theme === this.theme) return;
    this.basemap = basemap;
    this.theme = theme;
    const request = ++this.styleRequest;
    this.events.idle(false);
    let style: StyleSpecification | string;
    try {
      style = await styleOf(basemap, theme, addProtocol as never);
    } catch (error) {
      this.reportBasemap(error);
      style = await styleOf({ kind: 'built-in', data: null }, theme, addProtocol as never);
    }
    // Another choice was made meanwhile, or the map is gone.
    if (request !== this.styleRequest || this.isDestroyed) return;
    this.applyStyle(style);
  }

  setView(view: MapView): void {
    this.map.jumpTo({
      center: [...view.center],
      zoom: view.zoom,
      bearing: view.bearing,
      pitch: view.pitch,
    });
  }

  view(): MapView {
    const { lng, lat } = this.map.getCenter();
    return {
      center: [lng, lat],
      zoom: this.map.getZoom(),
      bearing: this.map.getBearing(),
      pitch: this.map.getPitch(),
    };
  }

  bounds(): Bounds {
    const bounds = this.map.getBounds();
    return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  }

  flyTo(target: LngLat, minZoom: number): void {
    const { left, right, top, bottom } = this.insets;
    this.map.flyTo({
      center: [...target],
      zoom: Math.max(this.map.getZoom(), minZoom),
      // The target comes to the middle of what the panels leave free.
      offset: [(left - right) / 2, (top - bottom) / 2],
      maxDuration: 2000,
    });
  }

  fitBounds(bounds: Bounds): void {
    this.map.fitBounds([...bounds], this.fitOptions());
  }

  sitesInView(maxCount: number): SiteInView[] {
    const marks = this.specs.find((spec) => spec.renderer === 'site-marks');
    if (!marks) return [];
    const { clientWidth, clientHeight } = this.container;
    const { left, top, right, bottom } = this.insets;
    const free = { left, top, right: clientWidth - right, bottom: clientHeight - bottom };
    return sitesInRectangle(this.map, marks, free, maxCount);
  }

  /** The canvas is only readable within the frame that drew it. */
  image(): Promise<Blob> {
    return new Promise((resolve, reject) => {
      this.map.once('render', () => {
        this.map.getCanvas().toBlob((blob) => {
          if (blob) resolve(blob);
          else reject(new Error('the map could not be turned into an image'));
        }, 'image/png');
      });
      this.map.triggerRepaint();
    });
  }

  private fitOptions() {
    const { clientWidth, clientHeight } = this.container;
    const { left, top, right, bottom } = this.insets;
    // Panels that leave nothing free (a phone's sheet at full height) are not reckoned with.
    const isRoom = clientWidth - left - right > 120 && clientHeight - top - bottom > 120;
    const margin = FIT_MARGIN_PIXELS;
    return {
      maxZoom: CLOSEST_FIT_ZOOM,
      padding: isRoom
        ? { left: left + margin, top: top + margin, right: right + margin, bottom: bottom + margin }
        : margin,
    };
  }

  private applyStyle(style: StyleSpecification | string): void {
    this.isStyleReady = false;
    this.events.styled(false);
    this.vectors.forget();
    this.map.setStyle(style, {
      diff: false,
      transformStyle: (_previous, next) => withAnchors(next),
    });
  }

  private drawLayers(): void {
    this.events.idle(false);
    if (!this.isStyleReady || this.isDestroyed) return;
    this.drawVectors();
    this.overlay.setProps({ interleaved: true, layers: this.deckLayers.layersOf(this.specs) });
    this.map.triggerRepaint();
  }

  private drawVectors(): void {
    const vectors = this.specs.filter((spec) => spec.renderer === 'vector');
    const marks = this.specs.find((spec) => spec.renderer === 'site-marks');
    this.clearance = clearanceOf(this.map, marks, this.clearance);
    this.vectors.draw(this.clearance ? [...vectors, this.clearance.spec] : vectors);
  }

  /** The overlay inserts its layers only while nothing of the style is loading, so look again at rest. */
  private isOverlayInserted(): boolean {
    const order = this.map.getLayersOrder();
    return this.specs
      .filter(isDeckSpec)
      .every(({ id }) => order.some((name) => name.endsWith(`before:${anchorOf(id)}`)));
  }

  private listen(): void {
    const { map, events } = this;
    map.on('style.load', () => {
      // The empty style of the constructor comes first.
      if (!this.basemap) return;
      this.isStyleReady = true;
      const palette = paletteOf(groundUnder(this.basemap, this.theme));
      for (const { id, image, pixelRatio } of drawPatternImages(palette)) {
        if (!map.hasImage(id)) map.addImage(id, image, { pixelRatio });
      }
      this.drawLayers();
      events.styled(true);
    });
    map.on('idle', () => {
      if (!this.isStyleReady || !this.isOverlayReady) return;
      if (!this.isOverlayInserted()) {
        this.drawLayers();
        return;
      }
      if (!this.isReported) {
        this.isReported = true;
        events.ready();
      }
      events.idle(true);
    });
    map.on('dataloading', () => {
      events.idle(false);
    });
    map.on('movestart', () => {
      events.idle(false);
    });
    map.on('move', () => {
      this.reportCamera();
    });
    map.on('resize', () => {
      events.idle(false);
      this.reportCamera();
    });
    map.on('moveend', () => {
      if (this.isStyleReady) this.drawVectors();
      clearTimeout(this.moveTimer);
      this.moveTimer = setTimeout(() => {
        events.moved(this.view(), this.bounds());
      }, REST_BEFORE_REPORT_MS);
    });
    map.on('click', (event) => {
      if (this.isPointerOurs) events.selected(this.pick(event, pointerKindOf(event)));
    });
    map.on('mousemove', (event) => {
      if (!this.isPointerOurs || map.isMoving()) return;
      cancelAnimationFrame(this.hoverFrame);
      this.hoverFrame = requestAnimationFrame(() => {
        const picked = this.pick(event, 'mouse');
        map.getCanvas().style.cursor = picked.picks.length > 0 ? 'pointer' : '';
        events.hovered(picked.picks.length > 0 ? picked : null);
      });
    });
    map.on('mouseout', () => {
      cancelAnimationFrame(this.hoverFrame);
      events.hovered(null);
    });
    map.on('error', (event) => {
      const sourceId = (event as { sourceId?: string }).sourceId;
      if (sourceId !== undefined && isOverlaySource(sourceId)) {
        events.problem({ kind: 'layer', message: event.error.message });
        return;
      }
      this.reportBasemap(event.error);
      // A style that never came: ours are drawn on a plain ground rather than not at all.
      if (!this.isStyleReady && this.basemap?.kind === 'style') {
        void styleOf({ kind: 'built-in', data: null }, this.theme, addProtocol as never).then(
          (style) => {
            if (!this.isStyleReady && !this.isDestroyed) this.applyStyle(style);
          },
        );
      }
    });
    map.on('webglcontextlost', () => {
      events.problem({ kind: 'context_lost' });
    });
    map.on('webglcontextrestored', () => {
      events.contextRestored();
    });
  }

  private pick(event: MapMouseEvent, pointer: PointerKind): PickEvent {
    const { x, y } = event.point;
    return {
      picks: this.isStyleReady ? picksAt(this.map, this.vectors, this.specs, [x, y], pointer) : [],
      lngLat: [event.lngLat.lng, event.lngLat.lat],
      point: [x, y],
    };
  }

  reportCamera(): void {
    const { clientWidth, clientHeight } = this.container;
    const y = clientHeight / 2;
    const left = this.map.unproject([clientWidth / 2 - 50, y]);
    const right = this.map.unproject([clientWidth / 2 + 50, y]);
    this.events.camera(this.view(), left.distanceTo(right) / 100);
  }

  /** Once a basemap: a hundred tiles that fail are one problem. */
  private reportBasemap(error: unknown): void {
    if (this.reportedBasemap === this.basemap) return;
    this.reportedBasemap = this.basemap;
    const message = error instanceof Error ? error.message : String(error);
    this.events.problem({ kind: 'basemap', message });
  }
}

function pointerKindOf(event: MapMouseEvent): PointerKind {
  const { originalEvent } = event;
  return originalEvent instanceof PointerEvent && originalEvent.pointerType === 'touch'
    ? 'touch'
    : 'mouse';
}
