import type { ExpressionSpecification } from 'maplibre-gl';
import type { Feature, FeatureCollection, MultiPolygon, Polygon } from 'geojson';
import { labelPosition } from '../../domain/geo/label-position.ts';
import { css, type MapPalette } from '../palette.ts';
import { MAP_FONTS } from '../fonts.ts';
import type { VectorSpec } from './spec.ts';

export interface Zone {
  readonly id: number;
  readonly name: string;
  readonly geometry: Polygon | MultiPolygon;
}

const dataOf = new WeakMap<readonly Zone[], FeatureCollection>();

function collection(zones: readonly Zone[]): FeatureCollection {
  let data = dataOf.get(zones);
  if (!data) {
    data = {
      type: 'FeatureCollection',
      features: zones.flatMap(({ id, name, geometry }): Feature[] => {
        const place = labelPosition(geometry);
        return [
          { type: 'Feature', id, properties: {}, geometry },
          // The map would name a polygon once in every tile that it lies in.
          ...(place
            ? [
                {
                  type: 'Feature' as const,
                  id,
                  properties: { name },
                  geometry: { type: 'Point' as const, coordinates: place },
                },
              ]
            : []),
        ];
      }),
    };
    dataOf.set(zones, data);
  }
  return data;
}

/**
 * Patrol zones: dashed in a hue of their own.
 *
 * @param zones replace the array when one changes
 */
export function zones(
  { zones: list }: { readonly zones: readonly Zone[] },
  palette: MapPalette,
  options: {
    readonly selectedZoneId?: number | null;
    /** The zone under the drawing tool, which draws it itself. */
    readonly hiddenZoneId?: number | null;
  } = {},
): VectorSpec {
  const selected: ExpressionSpecification = ['boolean', ['feature-state', 'selected'], false];
  const visible: ExpressionSpecification = ['boolean', ['feature-state', 'visible'], true];
  const when = (opacity: number | ExpressionSpecification): ExpressionSpecification => [
    'case',
    visible,
    opacity,
    0,
  ];
  return {
    id: 'zones',
    renderer: 'vector',
    data: collection(list),
    states: new Map(
      list.map(({ id }) => [
        id,
        { selected: id === options.selectedZoneId, visible: id !== options.hiddenZoneId },
      ]),
    ),
    picks: 'zone',
    pickLayers: ['zones:fill'],
    layers: [
      {
        id: 'zones:fill',
        type: 'fill',
        paint: {
          'fill-color': css(palette.zone),
          'fill-opacity': when(['case', selected, 0.16, 0.07]),
          'fill-antialias': false,
        },
      },
      {
        id: 'zones:halo',
        type: 'line',
        layout: { 'line-join': 'round' },
        paint: {
          'line-color': css(palette.halo, 0.8),
          'line-width': ['case', selected, 6, 4],
          'line-opacity': when(1),
        },
      },
      {
        id: 'zones:outline',
        type: 'line',
        layout: { 'line-join': 'round' },
        paint: {
          'line-color': css(palette.zone),
          'line-width': ['case', selected, 3, 2],
          'line-dasharray': [3, 1.5],
          'line-opacity': when(1),
        },
      },
      {
        id: 'zones:name',
        type: 'symbol',
        filter: ['==', ['geometry-type'], 'Point'],
        minzoom: 10,
        layout: {
          'text-field': ['get', 'name'],
          'text-font': [...MAP_FONTS],
          'text-size': 14,
          'text-max-width': 8,
          'text-padding': 4,
        },
        paint: {
          'text-color': css(palette.ground === 'satellite' ? palette.label : palette.zone),
          'text-halo-color': css(palette.labelHalo),
          'text-halo-width': 1.8,
          'text-opacity': when(1),
        },
      },
    ],
  };
}
