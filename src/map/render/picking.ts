import type { Map as MapLibreMap } from 'maplibre-gl';
import { statusOf } from '../../domain/sites/city.ts';
import type { MapPick, SiteInView } from '../api.ts';
import { layerRank } from '../layer-order.ts';
import { spreadAt } from '../layers/coincident-sites.ts';
import type { HexagonsSpec, LayerSpec, SiteMarksSpec } from '../layers/spec.ts';
import { markLookAt } from '../mark-size.ts';
import { indexOfSite } from '../site-index.ts';
import type { VectorLayers } from './vector-layers.ts';

/** A finger covers more than a cursor. */
const REACH_PIXELS = { mouse: 4, touch: 14 } as const;
export type PointerKind = keyof typeof REACH_PIXELS;

type ScreenPoint = readonly [x: number, y: number];

/**
 * Everything at a point of the screen, nearest and topmost first.
 *
 * Sites are found by one pass over their coordinates (100,000: about 0.2 ms), not by drawing them
 * again in pick colours: that returns one of several sites at one place, stalls the GPU at every
 * mouse move, and takes half a second where the browser draws in software.
 */
export function picksAt(
  map: MapLibreMap,
  vectors: VectorLayers,
  specs: readonly LayerSpec[],
  point: ScreenPoint,
  pointer: PointerKind,
): MapPick[] {
  const marks = specs.find((spec) => spec.renderer === 'site-marks');
  const hexagons = specs.find((spec) => spec.renderer === 'hexagons');
  const found: { rank: number; pick: MapPick }[] = [];
  if (hexagons) {
    const { lng, lat } = map.unproject([point[0], point[1]]);
    const index = hexagonAt(hexagons, lng, lat);
    if (index >= 0) found.push({ rank: layerRank(hexagons.id), pick: { kind: 'hexagon', index } });
  }
  for (const { pick, rank } of vectorPicks(map, vectors, marks, point)) found.push({ pick, rank });
  found.sort((a, b) => b.rank - a.rank);
  const picks: MapPick[] = marks ? sitesAt(map, marks, point, pointer) : [];
  const isKnown = new Set(picks.map((pick) => JSON.stringify(pick)));
  for (const { pick } of found) {
    const key = JSON.stringify(pick);
    if (!isKnown.has(key)) picks.push(pick);
    isKnown.add(key);
  }
  return picks;
}

function sitesAt(
  map: MapLibreMap,
  marks: SiteMarksSpec,
  point: ScreenPoint,
  pointer: PointerKind,
): MapPick[] {
  const zoom = map.getZoom();
  if (marks.fadeOutBelowZoom !== null && zoom < marks.fadeOutBelowZoom - 0.3) return [];
  const reach = markLookAt(zoom, marks.sizeScale).radiusPixels + REACH_PIXELS[pointer];
  const found: { index: number; distance: number }[] = [];
  const spread = spreadAt(zoom);
  forEachSiteNear(map, marks, point, reach + (spread > 0 ? 130 * spread : 0), (index, at) => {
    const x = at.x + marks.spread.offsets[2 * index]! * spread;
    const y = at.y + marks.spread.offsets[2 * index + 1]! * spread;
    const distance = Math.hypot(x - point[0], y - point[1]);
    if (distance <= reach) found.push({ index, distance });
  });
  found.sort((a, b) => a.distance - b.distance || a.index - b.index);
  return found.map(({ index }) => ({ kind: 'site', index, siteId: marks.sites.ids[index]! }));
}

/** Visits the drawn sites whose true place is within `reach` pixels of a point. */
function forEachSiteNear(
  map: MapLibreMap,
  { sites, status, shown }: SiteMarksSpec,
  [x, y]: ScreenPoint,
  reach: number,
  visit: (index: number, at: { x: number; y: number }) => void,
): void {
  // Corners of the square around the point, on the ground: with a tilted map a trapezoid.
  const corners = [
    map.unproject([x - reach, y - reach]),
    map.unproject([x + reach, y - reach]),
    map.unproject([x - reach, y + reach]),
    map.unproject([x + reach, y + reach]),
  ];
  const west = Math.min(...corners.map(({ lng }) => lng));
  const east = Math.max(...corners.map(({ lng }) => lng));
  const south = Math.min(...corners.map(({ lat }) => lat));
  const north = Math.max(...corners.map(({ lat }) => lat));
  const { positions, count } = sites;
  for (let index = 0; index < count; index++) {
    const longitude = positions[2 * index]!;
    if (longitude < west || longitude > east) continue;
    const latitude = positions[2 * index + 1]!;
    if (latitude < south || latitude > north) continue;
    if ((status.codes[index]! & 7) === 0 || (shown !== null && shown[index] !== 1)) continue;
    visit(index, map.project([longitude, latitude]));
  }
}

function vectorPicks(
  map: MapLibreMap,
  vectors: VectorLayers,
  marks: SiteMarksSpec | undefined,
  [x, y]: ScreenPoint,
): { rank: number; pick: MapPick }[] {
  const pickable = vectors.pickable();
  if (pickable.length === 0) return [];
  const features = map.queryRenderedFeatures(
    [
      [x - 2, y - 2],
      [x + 2, y + 2],
    ],
    { layers: pickable.map(({ layerId }) => layerId) },
  );
  return features.flatMap(({ id, layer, state }): { rank: number; pick: MapPick }[] => {
    const spec = pickable.find(({ layerId }) => layerId === layer.id)?.spec;
    if (!spec || spec.picks === null || typeof id !== 'number') return [];
    if (state['shown'] === false || state['visible'] === false) return [];
    const rank = layerRank(spec.id);
    switch (spec.picks) {
      case 'area':
        return [{ rank, pick: { kind: 'area', areaId: id } }];
      case 'zone':
        return [{ rank, pick: { kind: 'zone', zoneId: id } }];
      case 'site': {
        const index = marks ? indexOfSite(marks.sites, id) : -1;
        // A shape of a site that is not in the city (any more) opens nothing.
        if (index < 0 || statusOf(marks!.status.codes[index]!) === 'absent') return [];
        return [{ rank, pick: { kind: 'site', index, siteId: id } }];
      }
    }
  });
}

/** Index of the cell around a place, −1 for none. */
export function hexagonAt(
  { count, outlines }: Pick<HexagonsSpec, 'count' | 'outlines'>,
  longitude: number,
  latitude: number,
): number {
  for (let cell = 0; cell < count; cell++) {
    const base = cell * 12;
    let isInside = false;
    for (let corner = 0, last = 5; corner < 6; last = corner++) {
      const x = outlines[base + 2 * corner]!;
      const y = outlines[base + 2 * corner + 1]!;
      const lastX = outlines[base + 2 * last]!;
      const lastY = outlines[base + 2 * last + 1]!;
      if (y > latitude !== lastY > latitude) {
        const crossing = x + ((latitude - y) / (lastY - y)) * (lastX - x);
        if (longitude < crossing) isInside = !isInside;
      }
    }
    if (isInside) return cell;
  }
  return -1;
}

/** Drawn sites inside a rectangle of the screen, nearest its middle first. */
export function sitesInRectangle(
  map: MapLibreMap,
  marks: SiteMarksSpec,
  rectangle: { left: number; top: number; right: number; bottom: number },
  maxCount: number,
): SiteInView[] {
  const middle: ScreenPoint = [
    (rectangle.left + rectangle.right) / 2,
    (rectangle.top + rectangle.bottom) / 2,
  ];
  const halfWidth = (rectangle.right - rectangle.left) / 2;
  const halfHeight = (rectangle.bottom - rectangle.top) / 2;
  if (halfWidth <= 0 || halfHeight <= 0) return [];
  const found: SiteInView[] = [];
  forEachSiteNear(map, marks, middle, Math.hypot(halfWidth, halfHeight), (index, { x, y }) => {
    if (Math.abs(x - middle[0]) > halfWidth || Math.abs(y - middle[1]) > halfHeight) return;
    const distancePixels = Math.hypot(x - middle[0], y - middle[1]);
    found.push({ siteId: marks.sites.ids[index]!, index, distancePixels });
  });
  found.sort((a, b) => a.distancePixels - b.distancePixels || a.siteId - b.siteId);
  return found.slice(0, maxCount);
}
