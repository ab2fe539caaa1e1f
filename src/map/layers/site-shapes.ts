import type { ExpressionSpecification } from 'maplibre-gl';
import type { SiteShapes } from '../api.ts';
import {
  type CitySites,
  type CityStatus,
  deferredOf,
  type DrawnStatus,
  recheckDueOf,
  statusOf,
} from '../../domain/sites/city.ts';
import { indexOfSite } from '../site-index.ts';
import { css, type MapPalette } from '../palette.ts';
import { HATCH_IMAGE } from '../pattern-images.ts';
import type { FeatureStates, VectorSpec } from './spec.ts';

export interface SiteShapesData {
  /** `feature.id` is the site's id. Hand over the same object while the shapes are the same. */
  readonly shapes: SiteShapes;
  readonly sites: CitySites;
  readonly status: CityStatus;
  readonly shown: Uint8Array | null;
}

const state = (name: string): ExpressionSpecification => ['feature-state', name];
const isState = (name: string): ExpressionSpecification => ['boolean', state(name), false];

function statusColor(palette: MapPalette, alpha = 1): ExpressionSpecification {
  const color = (status: DrawnStatus) => css(palette.status[status], alpha);
  return [
    'match',
    ['coalesce', state('status'), 'absent'],
    'compliant',
    color('compliant'),
    'attention',
    color('attention'),
    'serious',
    color('serious'),
    'unknown',
    color('unknown'),
    'hidden',
    color('hidden'),
    'rgba(0,0,0,0)',
  ];
}

/**
 * Inwards by half its width, so that each of two neighbours keeps its own colour along the border they
 * share. MapLibre turns outer rings clockwise, so that inside is to the right.
 */
function insideBy(share: number): ExpressionSpecification {
  const offset = (base: number): ExpressionSpecification => [
    'match',
    ['coalesce', state('status'), 'absent'],
    'serious',
    base * 2 * share,
    'attention',
    base * 1.5 * share,
    base * share,
  ];
  return ['interpolate', ['linear'], ['zoom'], 10, offset(0.8), 16, offset(1.8)];
}

/** Worse is wider, so that the outline speaks without colour as well. */
function outlineWidth(extraPixels: number): ExpressionSpecification {
  const width = (base: number): ExpressionSpecification => [
    'match',
    ['coalesce', state('status'), 'absent'],
    'serious',
    base * 2 + extraPixels,
    'attention',
    base * 1.5 + extraPixels,
    base + extraPixels,
  ];
  return ['interpolate', ['linear'], ['zoom'], 10, width(0.8), 16, width(1.8)];
}

const opacityWhen = (
  condition: ExpressionSpecification,
  fromZoom: number,
  opacity = 1,
): ExpressionSpecification => [
  'interpolate',
  ['linear'],
  ['zoom'],
  fromZoom,
  0,
  fromZoom + 1,
  ['case', ['all', isState('shown'), condition], opacity, 0],
];

/**
 * Sites that are polygons: the outline carries the status, the fill is a breath of it; dashed where
 * unknown, hatched where something is deferred, without fill while a re-check is due.
 */
export function siteShapes(
  { shapes, sites, status, shown }: SiteShapesData,
  palette: MapPalette,
  options: { readonly id: 'courtyards' | 'community-outlines' },
): VectorSpec {
  const { id } = options;
  const isCommunity = id === 'community-outlines';
  // Courtyards are smaller than their own mark before zoom 14.
  const fromZoom = isCommunity ? 8 : 14;
  const fillAlpha = isCommunity ? 0.05 : 0.14;
  const isUnknown: ExpressionSpecification = ['==', ['coalesce', state('status'), ''], 'unknown'];
  const isKnown: ExpressionSpecification = ['!', isUnknown];
  const notHollow: ExpressionSpecification = ['!', isState('hollow')];
  return {
    id,
    renderer: 'vector',
    data: shapes,
    states: statesOf(shapes, sites, status, shown),
    picks: 'site',
    // A click into a community means what lies there, not the community: only its line answers.
    pickLayers: isCommunity ? [`${id}:halo`] : [`${id}:fill`],
    layers: [
      {
        id: `${id}:fill`,
        type: 'fill',
        minzoom: fromZoom,
        paint: {
          'fill-color': statusColor(palette, fillAlpha),
          'fill-opacity': opacityWhen(notHollow, fromZoom),
          'fill-antialias': false,
        },
      },
      {
        id: `${id}:hatch`,
        type: 'fill',
        minzoom: fromZoom,
        paint: {
          'fill-pattern': HATCH_IMAGE,
          'fill-opacity': opacityWhen(isState('deferred'), fromZoom, isCommunity ? 0.4 : 1),
        },
      },
      {
        id: `${id}:halo`,
        type: 'line',
        minzoom: fromZoom,
        layout: { 'line-join': 'round' },
        paint: {
          'line-color': css(palette.halo, 0.75),
          'line-width': outlineWidth(2),
          'line-opacity': opacityWhen(true as never, fromZoom),
        },
      },
      {
        id: `${id}:outline`,
        type: 'line',
        minzoom: fromZoom,
        layout: { 'line-join': 'round' },
        paint: {
          'line-color': statusColor(palette),
          'line-width': outlineWidth(0),
          ...(isCommunity ? { 'line-offset': insideBy(0.5) } : {}),
          'line-opacity': opacityWhen(isKnown, fromZoom),
        },
      },
      {
        id: `${id}:outline-unknown`,
        type: 'line',
        minzoom: fromZoom,
        layout: { 'line-join': 'round' },
        paint: {
          'line-color': statusColor(palette),
          'line-width': outlineWidth(0),
          ...(isCommunity ? { 'line-offset': insideBy(0.5) } : {}),
          'line-dasharray': [3, 2],
          'line-opacity': opacityWhen(isUnknown, fromZoom),
        },
      },
    ],
  };
}

function statesOf(
  shapes: SiteShapes,
  sites: CitySites,
  status: CityStatus,
  shown: Uint8Array | null,
): FeatureStates {
  const states = new Map<number, Record<string, string | boolean>>();
  for (const { id } of shapes.features) {
    const siteId = Number(id);
    const index = indexOfSite(sites, siteId);
    // A shape of a site the person may not see, or that was deleted meanwhile, stays invisible.
    if (index < 0) continue;
    const code = status.codes[index] ?? 0;
    states.set(siteId, {
      status: statusOf(code),
      hollow: recheckDueOf(code),
      deferred: deferredOf(code),
      shown: shown === null || shown[index] === 1,
    });
  }
  return states;
}
