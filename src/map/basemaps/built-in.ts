import type {
  DataDrivenPropertyValueSpecification,
  ExpressionSpecification,
  LayerSpecification,
  StyleSpecification,
} from 'maplibre-gl';
import type { BaseMapData } from '../api.ts';
import { MAP_FONTS } from '../fonts.ts';
import { css, type MapPalette } from '../palette.ts';
import { builtInLabels } from './built-in-labels.ts';

/** Which of the six widths a road class is drawn in; OpenStreetMap's words, links like their road. */
const ROAD_TIERS = {
  major: ['motorway', 'motorway_link', 'trunk', 'trunk_link'],
  primary: ['primary', 'primary_link'],
  secondary: ['secondary', 'secondary_link'],
  tertiary: ['tertiary', 'tertiary_link'],
  minor: ['residential', 'unclassified', 'living_street', 'road', 'busway'],
  service: ['service', 'track', 'pedestrian'],
} as const;

type Tier = keyof typeof ROAD_TIERS;
type WidthsByTier = Readonly<Record<Tier | 'path', number>>;

/** Pixels at three zooms; between them exponential, as the ground itself grows. */
const WIDTHS: Readonly<Record<10 | 14 | 18, WidthsByTier>> = {
  10: {
    major: 1.8,
    primary: 1.4,
    secondary: 1,
    tertiary: 0.6,
    minor: 0.25,
    service: 0,
    path: 0,
  },
  14: {
    major: 7,
    primary: 6,
    secondary: 5,
    tertiary: 4,
    minor: 2.6,
    service: 1.2,
    path: 0.7,
  },
  18: {
    major: 30,
    primary: 26,
    secondary: 22,
    tertiary: 18,
    minor: 14,
    service: 8,
    path: 3,
  },
};

function byTier(values: WidthsByTier, extra = 0): ExpressionSpecification {
  const cases = (Object.keys(ROAD_TIERS) as Tier[]).flatMap((tier) => [
    [...ROAD_TIERS[tier]],
    values[tier] === 0 ? 0 : values[tier] + extra,
  ]);
  const rest = values.path === 0 ? 0 : values.path + extra;
  return ['match', ['get', 'class'], ...cases, rest] as unknown as ExpressionSpecification;
}

function roadWidth(casingPixels: number): DataDrivenPropertyValueSpecification<number> {
  return [
    'interpolate',
    ['exponential', 1.5],
    ['zoom'],
    10,
    byTier(WIDTHS[10], casingPixels * 0.4),
    14,
    byTier(WIDTHS[14], casingPixels),
    18,
    byTier(WIDTHS[18], casingPixels * 1.5),
  ];
}

/** Larger roads over smaller ones where they meet; `layer` decides before the class does. */
const ROAD_ORDER: ExpressionSpecification = [
  '+',
  ['*', 10, ['to-number', ['get', 'layer'], 0]],
  byTier({ major: 6, primary: 5, secondary: 4, tertiary: 3, minor: 2, service: 1, path: 0 }),
];

const IS_BRIDGE: ExpressionSpecification = ['==', ['get', 'bridge'], true];
const IS_TUNNEL: ExpressionSpecification = ['==', ['get', 'tunnel'], true];
const IS_RAIL: ExpressionSpecification = [
  'in',
  ['get', 'class'],
  ['literal', ['rail', 'subway', 'light_rail', 'tram']],
];
const IS_LARGE: ExpressionSpecification = [
  'in',
  ['get', 'class'],
  [
    'literal',
    [...ROAD_TIERS.major, ...ROAD_TIERS.primary, ...ROAD_TIERS.secondary, ...ROAD_TIERS.tertiary],
  ],
];

function roadPair(
  name: 'tunnel' | 'ground' | 'bridge',
  filter: ExpressionSpecification,
  palette: MapPalette,
): LayerSpecification[] {
  const isTunnel = name === 'tunnel';
  const layout = {
    'line-join': 'round',
    'line-cap': name === 'ground' ? 'round' : 'butt',
    'line-sort-key': ROAD_ORDER,
  } as const;
  const roads: ExpressionSpecification = ['all', filter, ['!', IS_RAIL]];
  return [
    {
      id: `road-${name}-casing`,
      type: 'line',
      source: 'roads',
      filter: roads,
      layout,
      paint: {
        'line-color': css(palette.roadCasing),
        'line-width': roadWidth(name === 'bridge' ? 3 : 1.6),
        ...(isTunnel ? { 'line-dasharray': [2, 1.5] } : {}),
      },
    },
    {
      id: `road-${name}`,
      type: 'line',
      source: 'roads',
      filter: roads,
      layout,
      paint: {
        'line-color': ['case', IS_LARGE, css(palette.road), css(palette.roadMinor)],
        'line-width': roadWidth(0),
        'line-opacity': isTunnel ? 0.6 : 1,
      },
    },
  ];
}

function groundLayers(palette: MapPalette): LayerSpecification[] {
  const isArea: ExpressionSpecification = ['==', ['geometry-type'], 'Polygon'];
  const isLine: ExpressionSpecification = ['==', ['geometry-type'], 'LineString'];
  const riverWidth = (river: number, rest: number): ExpressionSpecification => [
    'match',
    ['get', 'class'],
    ['river', 'canal'],
    river,
    rest,
  ];
  return [
    {
      id: 'green',
      type: 'fill',
      source: 'greens',
      filter: isArea,
      paint: { 'fill-color': css(palette.green), 'fill-antialias': false },
    },
    {
      id: 'water-line',
      type: 'line',
      source: 'water',
      filter: isLine,
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: {
        'line-color': css(palette.water),
        'line-width': [
          'interpolate',
          ['exponential', 1.5],
          ['zoom'],
          9,
          riverWidth(1.6, 0.4),
          14,
          riverWidth(10, 2),
          18,
          riverWidth(80, 8),
        ],
      },
    },
    {
      id: 'water',
      type: 'fill',
      source: 'water',
      filter: isArea,
      paint: { 'fill-color': css(palette.water) },
    },
  ];
}

function railLayers(palette: MapPalette): LayerSpecification[] {
  const filter: ExpressionSpecification = ['all', IS_RAIL, ['!', IS_TUNNEL]];
  return [
    {
      id: 'rail',
      type: 'line',
      source: 'roads',
      minzoom: 11,
      filter,
      paint: { 'line-color': css(palette.rail), 'line-width': 1.2 },
    },
    {
      id: 'rail-ties',
      type: 'line',
      source: 'roads',
      minzoom: 13,
      filter,
      paint: { 'line-color': css(palette.rail), 'line-width': 4, 'line-dasharray': [0.25, 2.5] },
    },
  ];
}

/** The offline basemap: everything from the database's base features, nothing from outside. */
export function builtInStyle(data: BaseMapData | null, palette: MapPalette): StyleSpecification {
  const layers: LayerSpecification[] = [
    { id: 'land', type: 'background', paint: { 'background-color': css(palette.land) } },
  ];
  if (!data) return { version: 8, sources: {}, layers };
  const geojson = (collection: BaseMapData[keyof Omit<BaseMapData, 'attribution'>]) =>
    ({ type: 'geojson', data: collection, tolerance: 0.4 }) as const;
  return {
    version: 8,
    sources: {
      roads: geojson(data.roads),
      water: geojson(data.water),
      greens: geojson(data.greens),
      labels: geojson(data.labels),
    },
    layers: [
      ...layers,
      ...groundLayers(palette),
      ...roadPair('tunnel', IS_TUNNEL, palette),
      ...roadPair('ground', ['all', ['!', IS_TUNNEL], ['!', IS_BRIDGE]], palette),
      ...railLayers(palette),
      ...roadPair('bridge', IS_BRIDGE, palette),
      ...builtInLabels(palette, MAP_FONTS),
    ],
  };
}
