import type {
  ExpressionSpecification,
  LayerSpecification,
  SymbolLayerSpecification,
} from 'maplibre-gl';
import { css, type MapPalette } from '../palette.ts';

type SymbolLayout = NonNullable<SymbolLayerSpecification['layout']>;

/** How a place of a class is written; a class that is not listed is written like the smallest. */
const PLACES: readonly {
  readonly classes: readonly string[];
  readonly minZoom: number;
  readonly maxZoom: number;
  readonly sizePixels: readonly [atMinZoom: number, fourLevelsOn: number];
  readonly isStrong: boolean;
}[] = [
  {
    classes: ['city', 'district', 'county'],
    minZoom: 6,
    // Gone before the names of streets stand among the marks.
    maxZoom: 11.4,
    sizePixels: [14, 18],
    isStrong: true,
  },
  {
    classes: ['street', 'town', 'township', 'suburb'],
    minZoom: 10.5,
    maxZoom: 15.5,
    sizePixels: [12, 15],
    isStrong: true,
  },
  {
    classes: ['community', 'village', 'neighbourhood', 'quarter', 'hamlet'],
    minZoom: 12.8,
    maxZoom: 24,
    sizePixels: [11, 13],
    isStrong: false,
  },
];

/** Small, quiet, and the first to give way: what the city wants to see are its sites. */
export function builtInLabels(palette: MapPalette, fonts: readonly string[]): LayerSpecification[] {
  const halo = {
    'text-halo-color': css(palette.labelHalo),
    'text-halo-width': 1.4,
  } as const;
  const named: ExpressionSpecification = [
    'all',
    ['has', 'name'],
    ['!=', ['coalesce', ['get', 'name'], ''], ''],
  ];
  const alongLine = {
    'text-font': [...fonts],
    'symbol-placement': 'line' as const,
    'symbol-spacing': 320,
    'text-max-angle': 32,
    'text-padding': 6,
  } satisfies SymbolLayout;
  const listed = PLACES.flatMap(({ classes }) => [...classes]);
  return [
    {
      id: 'label-water',
      type: 'symbol',
      source: 'water',
      minzoom: 11,
      filter: ['all', named, ['==', ['geometry-type'], 'LineString']],
      layout: {
        ...alongLine,
        'symbol-spacing': 600,
        'text-field': ['get', 'name'],
        'text-size': 12,
        'text-letter-spacing': 0.3,
      },
      paint: { 'text-color': css(palette.labelWater), ...halo },
    },
    {
      id: 'label-lake',
      type: 'symbol',
      source: 'water',
      minzoom: 12,
      filter: ['all', named, ['==', ['geometry-type'], 'Polygon']],
      layout: {
        'text-field': ['get', 'name'],
        'text-font': [...fonts],
        'text-size': 12,
        'text-letter-spacing': 0.2,
      },
      paint: { 'text-color': css(palette.labelWater), ...halo },
    },
    {
      id: 'label-road-large',
      type: 'symbol',
      source: 'roads',
      minzoom: 12.5,
      filter: [
        'all',
        named,
        ['in', ['get', 'class'], ['literal', ['trunk', 'primary', 'secondary', 'tertiary']]],
      ],
      layout: {
        ...alongLine,
        'text-field': ['get', 'name'],
        'text-size': ['interpolate', ['linear'], ['zoom'], 13, 10.5, 17, 13],
      },
      paint: { 'text-color': css(palette.label), ...halo },
    },
    {
      id: 'label-road-small',
      type: 'symbol',
      source: 'roads',
      minzoom: 15,
      filter: [
        'all',
        named,
        ['!', ['in', ['get', 'class'], ['literal', ['trunk', 'primary', 'secondary', 'tertiary']]]],
      ],
      layout: { ...alongLine, 'text-field': ['get', 'name'], 'text-size': 11 },
      paint: { 'text-color': css(palette.label), ...halo },
    },
    ...PLACES.toReversed().map(
      ({ classes, minZoom, maxZoom, sizePixels, isStrong }, index): LayerSpecification => {
        const isListed: ExpressionSpecification = [
          'in',
          ['get', 'class'],
          ['literal', [...classes]],
        ];
        const isOther: ExpressionSpecification = [
          '!',
          ['in', ['get', 'class'], ['literal', listed]],
        ];
        return {
          id: `label-place-${classes[0]}`,
          type: 'symbol',
          source: 'labels',
          minzoom: minZoom,
          maxzoom: maxZoom,
          filter: ['all', named, index === 0 ? ['any', isListed, isOther] : isListed],
          layout: {
            'text-field': ['get', 'name'],
            'text-font': [...fonts],
            'text-size': [
              'interpolate',
              ['linear'],
              ['zoom'],
              minZoom,
              sizePixels[0],
              minZoom + 4,
              sizePixels[1],
            ],
            'text-letter-spacing': isStrong ? 0.12 : 0.04,
            'text-max-width': 8,
            'text-padding': 8,
          },
          paint: {
            'text-color': css(isStrong ? palette.ink : palette.label, isStrong ? 0.78 : 1),
            ...halo,
            'text-opacity': [
              'interpolate',
              ['linear'],
              ['zoom'],
              minZoom,
              0,
              minZoom + 0.3,
              1,
              maxZoom - 0.4,
              1,
              maxZoom,
              maxZoom >= 24 ? 1 : 0,
            ],
          },
        };
      },
    ),
  ];
}
