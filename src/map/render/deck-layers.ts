import type { Layer } from '@deck.gl/core';
import { PathLayer, SolidPolygonLayer } from '@deck.gl/layers';
import { anchorOf } from '../layer-order.ts';
import type { HexagonsSpec, HighlightSpec, LayerSpec, SiteMarksSpec } from '../layers/spec.ts';
import { SiteMarkLayer, type SiteMarkLayerProps } from './site-mark-layer.ts';

type DeckSpec = Exclude<LayerSpec, { renderer: 'vector' }>;

export function isDeckSpec(spec: LayerSpec): spec is DeckSpec {
  return spec.renderer !== 'vector';
}

/** Set in the top bit of the second byte of a mark. */
const SHOWN = 128;
/** A spread of none, because the GPU reads unsigned bytes. */
const CENTER = 128;

/** The four bytes a site that its shader reads; see site-mark-shaders.ts. */
export function markBytes(
  { sites, status, iconOfType, spread }: Omit<SiteMarksSpec, 'id' | 'renderer' | 'shown'>,
  shown: Uint8Array | null,
): Uint8Array {
  const { count, types } = sites;
  const { codes } = status;
  const { offsets } = spread;
  const bytes = new Uint8Array(count * 4);
  for (let index = 0, at = 0; index < count; index++, at += 4) {
    bytes[at] = codes[index]!;
    const flag = shown === null || shown[index] === 1 ? SHOWN : 0;
    bytes[at + 1] = iconOfType[types[index]!]! | flag;
    bytes[at + 2] = offsets[2 * index]! + CENTER;
    bytes[at + 3] = offsets[2 * index + 1]! + CENTER;
  }
  return bytes;
}

interface Buffers {
  length: number;
  attributes: Record<string, { value: ArrayLike<number>; size: number; normalized?: boolean }>;
  startIndices?: Uint32Array;
}

/**
 * Turns specs into deck.gl layers. It remembers what it made of the arrays, so that a spec which
 * shares them with the one before costs nothing: positions go to the GPU once a city.
 */
export class DeckLayers {
  private positionsOf = new WeakMap<Float64Array, Buffers['attributes'][string]>();
  private marks: { spec: SiteMarksSpec; data: Buffers } | null = null;
  private highlights = new Map<string, { spec: HighlightSpec; data: Buffers }>();
  private hexagons: { spec: HexagonsSpec; data: Buffers; lines: Buffers } | null = null;

  layersOf(specs: readonly LayerSpec[]): Layer[] {
    return specs.filter(isDeckSpec).flatMap((spec): Layer[] => {
      switch (spec.renderer) {
        case 'site-marks':
          return [this.siteMarks(spec)];
        case 'highlight':
          return [this.highlight(spec)];
        case 'hexagons':
          return this.hexagonLayers(spec);
      }
    });
  }

  private siteMarks(spec: SiteMarksSpec): Layer {
    const old = this.marks?.spec;
    const isSame =
      old?.sites === spec.sites && old.status === spec.status && old.shown === spec.shown;
    const data = isSame ? this.marks!.data : this.markBuffers(spec);
    this.marks = { spec, data };
    return new SiteMarkLayer({
      ...common(spec),
      data: data as never,
      palette: spec.palette,
      ring: null,
      sizeScale: spec.sizeScale,
      fadeOutBelowZoom: spec.fadeOutBelowZoom,
    });
  }

  private markBuffers(spec: SiteMarksSpec): Buffers {
    const { positions, count } = spec.sites;
    let place = this.positionsOf.get(positions);
    if (!place) {
      place = { value: positions, size: 2 };
      this.positionsOf.set(positions, place);
    }
    return {
      length: count,
      attributes: {
        instancePositions: place,
        instanceMarks: { value: markBytes(spec, spec.shown), size: 4, normalized: true },
      },
    };
  }

  private highlight(spec: HighlightSpec): Layer {
    const old = this.highlights.get(spec.id);
    const isSame =
      old?.spec.sites === spec.sites &&
      old.spec.status === spec.status &&
      isSameList(old.spec.indexes, spec.indexes);
    const data = isSame ? old.data : highlightBuffers(spec);
    this.highlights.set(spec.id, { spec, data });
    const isSelection = spec.id === 'selection';
    const ring: SiteMarkLayerProps['ring'] = isSelection
      ? { widthPixels: 3, color: spec.palette.accent, liftPixels: 3 }
      : { widthPixels: 2, color: spec.palette.accent, liftPixels: 0 };
    return new SiteMarkLayer({
      ...common(spec),
      data: data as never,
      palette: spec.palette,
      ring,
      sizeScale: spec.sizeScale,
      fadeOutBelowZoom: null,
    });
  }

  private hexagonLayers(spec: HexagonsSpec): Layer[] {
    const old = this.hexagons;
    if (old?.spec.outlines !== spec.outlines || old.spec.colors !== spec.colors) {
      this.hexagons = { spec, ...hexagonBuffers(spec) };
    }
    const { data, lines } = this.hexagons!;
    return [
      new SolidPolygonLayer({
        ...common(spec),
        data: data as never,
        _normalize: false,
      }),
      new PathLayer({
        ...common(spec),
        id: `${spec.id}-lines`,
        data: lines as never,
        _pathType: 'open',
        widthUnits: 'pixels',
        getWidth: 1.25,
        jointRounded: true,
      }),
    ];
  }
}

/** `beforeId` is read by the overlay: the layer lies under the anchor of its own id. */
function common(spec: DeckSpec) {
  return {
    id: spec.id,
    beforeId: anchorOf(spec.id),
    pickable: false,
    // Everything lies flat on the map: what comes later covers what came before.
    parameters: { depthWriteEnabled: false, depthCompare: 'always' },
  } as const;
}

function highlightBuffers({ sites, status, indexes, iconOfType, spread }: HighlightSpec): Buffers {
  const places = new Float64Array(2 * indexes.length);
  const marks = new Uint8Array(4 * indexes.length);
  for (const [at, index] of indexes.entries()) {
    places.set(sites.positions.subarray(2 * index, 2 * index + 2), 2 * at);
    marks[4 * at] = status.codes[index]!;
    marks[4 * at + 1] = iconOfType[sites.types[index]!]! | SHOWN;
    marks[4 * at + 2] = spread.offsets[2 * index]! + CENTER;
    marks[4 * at + 3] = spread.offsets[2 * index + 1]! + CENTER;
  }
  return {
    length: indexes.length,
    attributes: {
      instancePositions: { value: places, size: 2 },
      instanceMarks: { value: marks, size: 4, normalized: true },
    },
  };
}

function isSameList(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((value, at) => value === other[at]);
}

const CORNERS = 6;
/** With the first corner again at the end. */
const CLOSED = CORNERS + 1;

function hexagonBuffers(spec: HexagonsSpec): { data: Buffers; lines: Buffers } {
  const { count, outlines } = spec;
  const corners = new Float64Array(count * CLOSED * 2);
  const fills = new Uint8Array(count * CLOSED * 4);
  const strokes = new Uint8Array(count * CLOSED * 4);
  const startIndices = new Uint32Array(count + 1);
  for (let cell = 0; cell < count; cell++) {
    startIndices[cell] = cell * CLOSED;
    for (let corner = 0; corner < CLOSED; corner++) {
      const from = (cell * CORNERS + (corner % CORNERS)) * 2;
      const to = cell * CLOSED + corner;
      corners[2 * to] = outlines[from]!;
      corners[2 * to + 1] = outlines[from + 1]!;
      fills.set(spec.colors.subarray(cell * 4, cell * 4 + 4), to * 4);
      strokes.set(spec.lineColors.subarray(cell * 4, cell * 4 + 4), to * 4);
    }
  }
  startIndices[count] = count * CLOSED;
  const place = { value: corners, size: 2 };
  return {
    data: {
      length: count,
      startIndices,
      attributes: { getPolygon: place, getFillColor: { value: fills, size: 4, normalized: true } },
    },
    lines: {
      length: count,
      startIndices,
      attributes: { getPath: place, getColor: { value: strokes, size: 4, normalized: true } },
    },
  };
}
