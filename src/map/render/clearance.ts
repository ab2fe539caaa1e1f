import type { Map as MapLibreMap } from 'maplibre-gl';
import type { CitySites } from '../../domain/sites/city.ts';
import {
  CLEARANCE_FROM_ZOOM,
  labelClearance,
  MOST_CLEARED_SITES,
} from '../layers/label-clearance.ts';
import type { SiteMarksSpec, VectorSpec } from '../layers/spec.ts';
import { sitesInRectangle } from './picking.ts';

export interface Clearance {
  readonly sites: CitySites;
  /** Which marks of the city. */
  readonly key: string;
  readonly spec: VectorSpec;
}

/**
 * Boxes under the marks in view, which words make way for; the very same ones as long as the same
 * marks are in view, so that nothing is sent to the worker again. Null from afar.
 */
export function clearanceOf(
  map: MapLibreMap,
  marks: SiteMarksSpec | undefined,
  before: Clearance | null,
): Clearance | null {
  if (!marks || map.getZoom() < CLEARANCE_FROM_ZOOM) return null;
  const { clientWidth, clientHeight } = map.getContainer();
  const screen = { left: 0, top: 0, right: clientWidth, bottom: clientHeight };
  const inView = sitesInRectangle(map, marks, screen, MOST_CLEARED_SITES);
  const indexes = inView.map(({ index }) => index).sort((a, b) => a - b);
  const key = indexes.join();
  const { sites } = marks;
  if (before?.key === key && before.sites === sites) return before;
  const places = indexes.map(
    (index) => [sites.positions[2 * index]!, sites.positions[2 * index + 1]!] as const,
  );
  return { sites, key, spec: labelClearance(places) };
}
