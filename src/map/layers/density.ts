import type { ExpressionSpecification } from 'maplibre-gl';
import { css, type MapPalette } from '../palette.ts';
import type { VectorSpec } from './spec.ts';

const dataOf = new WeakMap<Float64Array, VectorSpec['data']>();

/** One feature for all points: a tenth of the work of one feature a point. */
function multiPoint(positions: Float64Array): VectorSpec['data'] {
  let data = dataOf.get(positions);
  if (!data) {
    const coordinates: [number, number][] = [];
    for (let index = 0; index < positions.length; index += 2) {
      coordinates.push([positions[index]!, positions[index + 1]!]);
    }
    data = {
      type: 'FeatureCollection',
      features:
        coordinates.length === 0
          ? []
          : [{ type: 'Feature', properties: {}, geometry: { type: 'MultiPoint', coordinates } }],
    };
    dataOf.set(positions, data);
  }
  return data;
}

/**
 * Where open problems lie densely: one hue, little to much. It says how many, not whether that is more
 * than chance: that is what the hotspots are for.
 */
export function density(
  { positions }: { /** Longitude, latitude interleaved, EPSG:4326. */ positions: Float64Array },
  palette: MapPalette,
  options: { /** Reach of one point at zoom 13, in pixels. */ readonly radiusPixels?: number } = {},
): VectorSpec {
  const radius = options.radiusPixels ?? 24;
  const ramp = palette.sequential.flatMap((color, index) => [
    0.12 + (0.88 * index) / (palette.sequential.length - 1),
    css(color, 0.55 + 0.35 * (index / (palette.sequential.length - 1))),
  ]);
  return {
    id: 'density',
    renderer: 'vector',
    data: multiPoint(positions),
    picks: null,
    pickLayers: [],
    layers: [
      {
        id: 'density:heat',
        type: 'heatmap',
        paint: {
          'heatmap-radius': [
            'interpolate',
            ['exponential', 1.6],
            ['zoom'],
            9,
            radius / 3,
            13,
            radius,
            17,
            radius * 3,
          ],
          'heatmap-intensity': ['interpolate', ['linear'], ['zoom'], 9, 0.3, 13, 0.7, 17, 1.4],
          'heatmap-color': [
            'interpolate',
            ['linear'],
            ['heatmap-density'],
            0,
            css(palette.sequential[0]!, 0),
            ...ramp,
          ] as unknown as ExpressionSpecification,
          'heatmap-opacity': 0.85,
        },
      },
    ],
  };
}
