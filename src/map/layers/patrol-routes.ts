import type { Feature, FeatureCollection } from 'geojson';
import type { LngLat } from '../api.ts';
import { MAP_FONTS } from '../fonts.ts';
import { css, type MapPalette } from '../palette.ts';
import type { VectorLayer, VectorSpec } from './spec.ts';

export interface RouteOnMap {
  /** Of the crew's eight hues and dashes, from 0. */
  readonly hue: number;
  readonly path: readonly LngLat[];
  /** A straight line for want of a road: drawn thinner. */
  readonly isGuessed: boolean;
  readonly stops: readonly {
    readonly number: number;
    readonly position: LngLat;
    readonly key: string;
  }[];
}

export const CREW_HUES = 8;

/** Widths of line and gap, in widths of the line; the first is not dashed. The table's swatches have the same. */
export const CREW_DASHES: readonly (readonly number[])[] = [
  [],
  [3, 1],
  [1, 1],
  [5, 1, 1, 1],
  [2, 2],
  [6, 2],
  [3, 1, 1, 1, 1, 1],
  [1, 2],
];

/**
 * Routes coloured and dashed by crew, with arrows along them and the stops' numbers beside their marks.
 *
 * @param routes replace the array when one changes
 * @param selectedKey the stop that is pointed out
 */
export function patrolRoutes(
  routes: readonly RouteOnMap[],
  palette: MapPalette,
  selectedKey: string | null = null,
): VectorSpec[] {
  const hues = [...new Set(routes.map(({ hue }) => hue))].sort((a, b) => a - b);
  const lines = hues.map((hue): VectorLayer => ({
    id: `patrol-routes:${hue}`,
    type: 'line',
    filter: ['==', ['get', 'hue'], hue],
    layout: { 'line-join': 'round', 'line-cap': 'butt' },
    paint: {
      'line-color': css(palette.crews[hue]!),
      'line-width': ['case', ['get', 'isGuessed'], 2, 3.5],
      ...(CREW_DASHES[hue]!.length > 0 && { 'line-dasharray': [...CREW_DASHES[hue]!] }),
    },
  }));
  const colour = ['to-color', ['get', 'color']] as never;
  return [
    {
      id: 'patrol-routes',
      renderer: 'vector',
      data: linesOf(routes, palette),
      picks: null,
      pickLayers: [],
      layers: [
        {
          id: 'patrol-routes:halo',
          type: 'line',
          layout: { 'line-join': 'round' },
          paint: { 'line-color': css(palette.halo, 0.85), 'line-width': 6.5 },
        },
        ...lines,
        {
          id: 'patrol-routes:arrows',
          type: 'symbol',
          minzoom: 12,
          layout: {
            'symbol-placement': 'line',
            'symbol-spacing': 90,
            'text-field': '▶',
            'text-font': [...MAP_FONTS],
            'text-size': 13,
            'text-keep-upright': false,
            'text-allow-overlap': true,
            'text-ignore-placement': true,
          },
          paint: {
            'text-color': colour,
            'text-halo-color': css(palette.halo),
            'text-halo-width': 1.5,
          },
        },
      ],
    },
    {
      id: 'patrol-stops',
      renderer: 'vector',
      data: stopsOf(routes, palette, selectedKey),
      picks: null,
      pickLayers: [],
      layers: [
        {
          id: 'patrol-stops:badge',
          type: 'circle',
          minzoom: 12,
          paint: {
            'circle-color': colour,
            'circle-radius': ['case', ['get', 'isSelected'], 12, 8.5],
            'circle-stroke-color': css(palette.halo),
            'circle-stroke-width': 1.5,
            'circle-translate': [12, -12],
          },
        },
        {
          id: 'patrol-stops:number',
          type: 'symbol',
          minzoom: 12,
          layout: {
            'text-field': ['get', 'number'],
            'text-font': [...MAP_FONTS],
            'text-size': 11,
            'text-allow-overlap': true,
            'text-ignore-placement': true,
          },
          paint: {
            'text-color': css(palette.mark.glyph),
            'text-translate': [12, -12],
          },
        },
      ],
    },
  ];
}

/** By the routes and the palette, so that the same are not sent to the map's worker again. */
const drawnLines = new WeakMap<readonly RouteOnMap[], Map<MapPalette, FeatureCollection>>();

function linesOf(routes: readonly RouteOnMap[], palette: MapPalette): FeatureCollection {
  const known = drawnLines.get(routes) ?? new Map<MapPalette, FeatureCollection>();
  drawnLines.set(routes, known);
  let data = known.get(palette);
  if (!data) {
    data = collection(
      routes
        .filter(({ path }) => path.length > 1)
        .map(({ hue, path, isGuessed }) => ({
          type: 'Feature',
          properties: { hue, isGuessed, color: css(palette.crews[hue]!) },
          geometry: { type: 'LineString', coordinates: path.map(([x, y]) => [x, y]) },
        })),
    );
    known.set(palette, data);
  }
  return data;
}

const drawnStops = new WeakMap<
  readonly RouteOnMap[],
  { palette: MapPalette; selectedKey: string | null; data: FeatureCollection }
>();

function stopsOf(
  routes: readonly RouteOnMap[],
  palette: MapPalette,
  selectedKey: string | null,
): FeatureCollection {
  const known = drawnStops.get(routes);
  if (known?.palette === palette && known.selectedKey === selectedKey) return known.data;
  const data = collection(
    routes.flatMap(({ hue, stops }) =>
      stops.map(({ number, position: [x, y], key }) => ({
        type: 'Feature',
        properties: {
          number: String(number),
          color: css(palette.crews[hue]!),
          isSelected: key === selectedKey,
        },
        geometry: { type: 'Point', coordinates: [x, y] },
      })),
    ),
  );
  drawnStops.set(routes, { palette, selectedKey, data });
  return data;
}

function collection(features: Feature[]): FeatureCollection {
  return { type: 'FeatureCollection', features };
}
