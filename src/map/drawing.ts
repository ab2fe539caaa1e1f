import { type Map as MapLibreMap, Marker } from 'maplibre-gl';
import type { Position } from 'geojson';
import {
  type GeoJSONStoreFeatures,
  TerraDraw,
  TerraDrawCircleMode,
  TerraDrawModeUndoRedo,
  TerraDrawPolygonMode,
  TerraDrawSelectMode,
} from 'terra-draw';
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter';
import type { Drawing, DrawingHandle, DrawingSession, DrawnShape } from './api.ts';
import { closed, drawingOf, editableRing, ValueHistory } from './drawn-geometry.ts';
import type { MapPalette, Rgba } from './palette.ts';

const CHANGE_INTERVAL_MS = 80;
/** A finger hits a corner of this many pixels; the tool's own default is made for a mouse. */
const POINTER_REACH_PIXELS = 24;
const CIRCLE_CORNERS = 64;

type FeatureId = string | number;
type Kind = DrawnShape['kind'];

/**
 * One session of drawing: a polygon or a circle from nothing, or the editing of one that is there.
 * A shape that was finished stays under the tool: its corners can be dragged, added and deleted until
 * the session ends, and every edit can be taken back.
 */
export class DrawingTool implements DrawingHandle {
  private readonly draw: TerraDraw;
  private readonly history = new ValueHistory<Position[]>();
  private readonly crossing: Marker;
  private readonly stopListening: () => void;
  private kind: Kind;
  private featureId: FeatureId | null = null;
  private isFinished = false;
  private isOurChange = false;
  private changeTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly map: MapLibreMap,
    readonly session: DrawingSession,
    palette: MapPalette,
    /** Of the shape when the style changed under the tool; it goes on from there. */
    resumeFrom?: { ring: Position[]; kind: Kind } | null,
  ) {
    this.kind =
      resumeFrom?.kind ??
      (session.mode === 'edit' ? (session.shape?.kind ?? 'polygon') : session.mode);
    this.crossing = createCrossing(palette);
    this.draw = createTool(map, palette);
    this.draw.start();
    this.draw.on('change', (ids, type) => {
      if (!this.isOurChange) this.onToolChange(ids, type);
    });
    this.draw.on('finish', (id, { action }) => {
      this.onToolFinish(id, action);
    });
    this.stopListening = this.listen();
    const ring =
      resumeFrom?.ring ?? (session.mode === 'edit' ? editableRing(session.geometry) : null);
    if (ring) {
      this.history.push(closed(ring));
      this.show(closed(ring));
    } else {
      this.draw.setMode(this.kind);
    }
  }

  /** What is drawn now, to go on with after a change of style; null before there is an area. */
  snapshot(): { ring: Position[]; kind: Kind } | null {
    const ring = this.ring();
    return ring && drawingOf(ring, this.kind) ? { ring, kind: this.kind } : null;
  }

  undo(): boolean {
    if (!this.isFinished) {
      const isUndone = this.draw.undo();
      if (isUndone) this.reportSoon();
      return isUndone;
    }
    const before = this.history.back();
    if (before) {
      this.show(before);
      this.report(true);
      return true;
    }
    if (this.session.mode === 'edit') return false;
    // Taking back the finishing itself: begin anew.
    this.startOver();
    return true;
  }

  redo(): boolean {
    if (!this.isFinished) {
      const isRedone = this.draw.redo();
      if (isRedone) this.reportSoon();
      return isRedone;
    }
    const after = this.history.forth();
    if (!after) return false;
    this.show(after);
    this.report(true);
    return true;
  }

  finish(): boolean {
    if (this.isFinished) {
      this.report(true);
      return true;
    }
    const ring = this.ring();
    if (!ring || !drawingOf(ring, this.kind)) return false;
    this.history.push(closed(ring));
    this.show(closed(ring));
    this.report(true);
    return true;
  }

  cancel(): void {
    const original = this.session.mode === 'edit' ? this.history.toBeginning() : undefined;
    if (original) {
      this.show(original);
      this.report(false);
    } else {
      this.startOver();
    }
    this.session.oncancel?.();
  }

  destroy(): void {
    clearTimeout(this.changeTimer);
    this.stopListening();
    this.crossing.remove();
    this.draw.stop();
  }

  private onToolChange(ids: FeatureId[], type: string): void {
    if (type !== 'create' && type !== 'update') return;
    const shape = ids
      .map((id) => this.draw.getSnapshotFeature(id))
      .find((feature) => feature?.geometry.type === 'Polygon');
    if (!shape) return;
    this.featureId = shape.id ?? null;
    this.reportSoon();
  }

  private onToolFinish(id: FeatureId, action: string): void {
    this.featureId = id;
    const ring = this.ring();
    if (!ring) return;
    this.history.push(closed(ring));
    // The tool is in the middle of its own click: change its mode when it is done.
    if (action === 'draw') queueMicrotask(() => this.show(closed(ring)));
    this.isFinished = true;
    this.report(true);
  }

  /** Corners placed so far; while drawing without the one that follows the pointer. */
  private ring(): Position[] | null {
    const feature = this.featureId === null ? null : this.draw.getSnapshotFeature(this.featureId);
    if (feature?.geometry.type !== 'Polygon') return null;
    const ring = feature.geometry.coordinates[0] ?? [];
    if (this.isFinished || this.kind === 'circle') return ring;
    const committed = feature.properties['committedCoordinateCount'];
    return typeof committed === 'number' ? ring.slice(0, committed) : ring;
  }

  /** Puts a finished shape under the editing tool in place of what is there. */
  private show(ring: Position[]): void {
    this.isOurChange = true;
    this.draw.clear();
    const id = this.draw.getFeatureId();
    const feature: GeoJSONStoreFeatures = {
      id,
      type: 'Feature',
      geometry: { type: 'Polygon', coordinates: [ring] },
      properties: { mode: this.kind },
    };
    this.draw.setMode('select');
    const [result] = this.draw.addFeatures([feature]);
    this.featureId = result?.valid ? id : null;
    if (result?.valid) this.draw.selectFeature(id);
    this.isFinished = true;
    this.isOurChange = false;
    this.markCrossing(drawingOf(ring, this.kind));
  }

  private startOver(): void {
    this.isOurChange = true;
    this.draw.clear();
    this.history.clear();
    this.featureId = null;
    this.isFinished = false;
    this.draw.setMode(this.kind);
    this.isOurChange = false;
    this.markCrossing(null);
    this.session.onchange?.(null);
  }

  private reportSoon(): void {
    this.changeTimer ??= setTimeout(() => {
      this.changeTimer = undefined;
      this.report(false);
    }, CHANGE_INTERVAL_MS);
  }

  private report(isFinished: boolean): void {
    clearTimeout(this.changeTimer);
    this.changeTimer = undefined;
    const ring = this.ring();
    const drawing = ring ? drawingOf(ring, this.kind) : null;
    this.markCrossing(drawing);
    this.session.onchange?.(drawing);
    if (isFinished && drawing) this.session.onfinish?.(drawing);
  }

  private markCrossing(drawing: Drawing | null): void {
    if (drawing?.selfIntersection) {
      this.crossing.setLngLat([...drawing.selfIntersection]).addTo(this.map);
    } else {
      this.crossing.remove();
    }
  }

  /** A long press on a corner takes it away; with a mouse the tool itself does so on a right click. */
  private deleteCornerAt(x: number, y: number): void {
    const ring = this.isFinished && this.kind === 'polygon' ? this.ring() : null;
    if (!ring || ring.length <= 4) return;
    const distances = ring.slice(0, -1).map((corner) => {
      const at = this.map.project([corner[0]!, corner[1]!]);
      return Math.hypot(at.x - x, at.y - y);
    });
    const nearest = distances.indexOf(Math.min(...distances));
    if (distances[nearest]! > POINTER_REACH_PIXELS) return;
    const rest = closed(ring.slice(0, -1).filter((_, index) => index !== nearest));
    this.history.push(rest);
    this.show(rest);
    this.report(true);
  }

  /** On the map itself: a key pressed in a form beside it means something else. */
  private listen(): () => void {
    const container = this.map.getContainer();
    const onKey = (event: KeyboardEvent) => {
      const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z';
      if (event.key === 'Escape') this.cancel();
      else if (event.key === 'Enter') this.finish();
      else if (isUndo && event.shiftKey) this.redo();
      else if (isUndo) this.undo();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    const onLongPress = (event: MouseEvent) => {
      if (!(event instanceof PointerEvent) || event.pointerType !== 'touch') return;
      const { left, top } = container.getBoundingClientRect();
      this.deleteCornerAt(event.clientX - left, event.clientY - top);
    };
    container.addEventListener('keydown', onKey);
    container.addEventListener('contextmenu', onLongPress);
    return () => {
      container.removeEventListener('keydown', onKey);
      container.removeEventListener('contextmenu', onLongPress);
    };
  }
}

type Hex = `#${string}`;

function hex([red, green, blue]: Rgba): Hex {
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

function createTool(map: MapLibreMap, palette: MapPalette): TerraDraw {
  const line = hex(palette.zone);
  const ground = hex(palette.mark.ground);
  const shape = {
    fillColor: line,
    fillOpacity: 0.14,
    outlineColor: line,
    outlineWidth: 2.5,
  } as const;
  return new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map, prefixId: 'drawing' }),
    // While drawing, the tool itself takes corners back one by one.
    undoRedo: { modeLevel: new TerraDrawModeUndoRedo() },
    modes: [
      new TerraDrawPolygonMode({
        pointerDistance: POINTER_REACH_PIXELS,
        // Ours, so that the caller hears of them.
        keyEvents: null,
        showCoordinatePoints: true,
        styles: {
          ...shape,
          closingPointColor: line,
          closingPointWidth: 7,
          closingPointOutlineColor: ground,
          closingPointOutlineWidth: 2,
          coordinatePointColor: ground,
          coordinatePointWidth: 5,
          coordinatePointOutlineColor: line,
          coordinatePointOutlineWidth: 2,
        },
      }),
      new TerraDrawCircleMode({
        keyEvents: null,
        segments: CIRCLE_CORNERS,
        drawInteraction: 'click-move-or-drag',
        styles: shape,
      }),
      new TerraDrawSelectMode({
        pointerDistance: POINTER_REACH_PIXELS,
        keyEvents: { deselect: null, delete: null, rotate: null, scale: null },
        allowManualDeselection: false,
        flags: {
          polygon: {
            feature: {
              draggable: true,
              coordinates: { midpoints: true, draggable: true, deletable: true },
            },
          },
          circle: {
            feature: { draggable: true, coordinates: { resizable: 'center-fixed' } },
          },
        },
        styles: {
          selectedPolygonColor: line,
          selectedPolygonFillOpacity: 0.16,
          selectedPolygonOutlineColor: line,
          selectedPolygonOutlineWidth: 2.5,
          selectionPointColor: ground,
          selectionPointWidth: 6,
          selectionPointOutlineColor: line,
          selectionPointOutlineWidth: 2.5,
          midPointColor: line,
          midPointWidth: 3.5,
          midPointOutlineColor: ground,
          midPointOutlineWidth: 1.5,
        },
      }),
    ],
  });
}

/** A ring around the corner at fault, above everything. */
function createCrossing(palette: MapPalette): Marker {
  const element = document.createElement('div');
  element.dataset['crossing'] = 'true';
  Object.assign(element.style, {
    width: '22px',
    height: '22px',
    boxSizing: 'border-box',
    borderRadius: '50%',
    border: `3px solid ${hex(palette.status.serious)}`,
    boxShadow: `0 0 0 2px ${hex(palette.mark.ground)}, inset 0 0 0 2px ${hex(palette.mark.ground)}`,
    pointerEvents: 'none',
  });
  return new Marker({ element });
}
