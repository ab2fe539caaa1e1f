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

const ZOOMS = [8, 10, 12, 14, 16, 18];

function byZoom(valueAt: (zoom: number) => number): ExpressionSpecification {
  return [
    'interpolate',
    ['linear'],
    ['zoom'],
    ...ZOOMS.flatMap((zoom) => [zoom, valueAt(zoom)]),
  ] as unknown as ExpressionSpecification;
}

/** Grows more slowly than the ground: closer up one sees finer. */
function radiusAt(zoom: number, radiusPixels: number): number {
  return radiusPixels * 1.35 ** (zoom - 13);
}

const EARTH_PIXELS_AT_ZOOM_0 = 512;
/** Of the colour's range, where points lie as densely as on average over their extent. */
const AVERAGE_SHARE = 0.8;

/**
 * So that ten points and a hundred thousand both use the whole range of colours: by how many points
 * lie within reach of a place on average.
 */
function intensityAt(zoom: number, radiusPixels: number, positions: Float64Array): number {
  const count = positions.length / 2;
  let [west, east, south, north] = [180, -180, 90, -90];
  for (let index = 0; index < positions.length; index += 2) {
    west = Math.min(west, positions[index]!);
    east = Math.max(east, positions[index]!);
    south = Math.min(south, positions[index + 1]!);
    north = Math.max(north, positions[index + 1]!);
  }
  const pixelsPerDegree = (EARTH_PIXELS_AT_ZOOM_0 * 2 ** zoom) / 360;
  const stretch = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const areaPixels = (pixelsPerDegree ** 2 * (east - west) * (north - south)) / stretch;
  const withinReach = (count * Math.PI * radiusAt(zoom, radiusPixels) ** 2) / areaPixels;
  // One point alone stays visible, and a carpet of them does not drown everything.
  if (!(withinReach > 0) || !Number.isFinite(withinReach)) return 1;
  return Math.min(1, Math.max(0.01, AVERAGE_SHARE / withinReach));
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
  const radius = options.radiusPixels ?? 34;
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
          'heatmap-radius': byZoom((zoom) => radiusAt(zoom, radius)),
          'heatmap-intensity': byZoom((zoom) => intensityAt(zoom, radius, positions)),
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
