import type { ExpressionSpecification } from 'maplibre-gl';
import type { AreaOutlines } from '../api.ts';
import { css, type MapPalette } from '../palette.ts';
import { HATCH_IMAGE } from '../pattern-images.ts';
import type { FeatureStates, VectorSpec } from './spec.ts';

export interface AreaRate {
  readonly areaId: number;
  /** 0…1, or null where nothing is known. */
  readonly rate: number | null;
  /** How many known sites the rate rests on. */
  readonly n: number;
}

export interface AreaRatesData {
  /** `feature.id` is the area's id. Hand over the same object while the outlines are the same. */
  readonly outlines: AreaOutlines;
  readonly rates: readonly AreaRate[];
}

export interface AreaRatesOptions {
  /** Four rates that part the five colours, rising. */
  readonly breaks?: RateBreaks;
  /** Fewer known sites than this: hatched. */
  readonly fewBelow?: number;
  /** Drawn with a stronger outline. */
  readonly selectedAreaId?: number | null;
  /** Fades out above this zoom, because sites say more there; null: at every zoom. */
  readonly fadeOutAboveZoom?: number | null;
}

export type RateBreaks = readonly [number, number, number, number];

export const DEFAULT_RATE_BREAKS: RateBreaks = [0.5, 0.6, 0.7, 0.8];
export const FEW_SITES_BELOW = 5;

/** 0 worst … 4 best: the same rule for the map, the legend and the list. */
export function rateClassOf(rate: number, breaks: RateBreaks = DEFAULT_RATE_BREAKS): number {
  let rateClass = 0;
  while (rateClass < 4 && rate >= breaks[rateClass]!) rateClass++;
  return rateClass;
}

/** Areas filled by their compliance rate; hatched where it rests on few sites, empty on none. */
export function areaRates(
  { outlines, rates }: AreaRatesData,
  palette: MapPalette,
  options: AreaRatesOptions = {},
): VectorSpec {
  const { breaks = DEFAULT_RATE_BREAKS, fewBelow = FEW_SITES_BELOW, selectedAreaId } = options;
  const fadeOutAboveZoom = options.fadeOutAboveZoom ?? null;
  const states: FeatureStates = new Map(
    rates.map(({ areaId, rate, n }) => [
      areaId,
      {
        class: rate === null ? -1 : rateClassOf(rate, breaks),
        few: n < fewBelow,
        selected: areaId === selectedAreaId,
      },
    ]),
  );
  const fade = (opacity: number | ExpressionSpecification): ExpressionSpecification =>
    fadeOutAboveZoom === null
      ? (['*', 1, opacity] as ExpressionSpecification)
      : [
          'interpolate',
          ['linear'],
          ['zoom'],
          fadeOutAboveZoom - 0.5,
          opacity,
          fadeOutAboveZoom + 0.5,
          0,
        ];
  const maxZoom = fadeOutAboveZoom === null ? {} : { maxzoom: fadeOutAboveZoom + 0.5 };
  const selected: ExpressionSpecification = ['boolean', ['feature-state', 'selected'], false];
  return {
    id: 'area-rates',
    renderer: 'vector',
    data: outlines,
    states,
    picks: 'area',
    pickLayers: ['area-rates:fill'],
    layers: [
      {
        id: 'area-rates:fill',
        type: 'fill',
        ...maxZoom,
        paint: {
          'fill-color': [
            'match',
            ['coalesce', ['feature-state', 'class'], -1],
            ...palette.rate.flatMap((color, index) => [index, css(color)]),
            css(palette.status.unknown, 0.35),
          ] as unknown as ExpressionSpecification,
          'fill-opacity': fade(palette.ground === 'satellite' ? 0.7 : 0.62),
          'fill-antialias': false,
        },
      },
      {
        id: 'area-rates:few',
        type: 'fill',
        ...maxZoom,
        paint: {
          'fill-pattern': HATCH_IMAGE,
          'fill-opacity': fade(['case', ['boolean', ['feature-state', 'few'], false], 0.8, 0]),
        },
      },
      {
        id: 'area-rates:outline',
        type: 'line',
        ...maxZoom,
        layout: { 'line-join': 'round' },
        paint: {
          'line-color': ['case', selected, css(palette.accent), css(palette.halo, 0.9)],
          'line-width': ['case', selected, 3, 1],
          'line-opacity': fade(1),
        },
      },
    ],
  };
}
