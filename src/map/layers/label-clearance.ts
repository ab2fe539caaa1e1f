import type { VectorSpec } from './spec.ts';
import { CLEARANCE_IMAGE, CLEARANCE_IMAGE_PIXELS } from '../pattern-images.ts';
import { markLookAt } from '../mark-size.ts';

/** Below this zoom marks are too small, and too many, for words to go around them. */
export const CLEARANCE_FROM_ZOOM = 14;
/** More would cost more than a few covered words. */
export const MOST_CLEARED_SITES = 1500;

const ZOOMS = [14, 14.5, 15, 15.5, 22];

/**
 * An invisible box under each mark, which the words of the basemap make way for: deck.gl's marks are
 * not known to MapLibre's placing of labels, so a street's name would lie across an icon.
 *
 * @param places longitude, latitude of the marks in view
 */
export function labelClearance(places: readonly (readonly [number, number])[]): VectorSpec {
  return {
    id: 'label-clearance',
    renderer: 'vector',
    picks: null,
    pickLayers: [],
    data: {
      type: 'FeatureCollection',
      features: places.map((place) => ({
        type: 'Feature',
        properties: {},
        geometry: { type: 'Point', coordinates: [...place] },
      })),
    },
    layers: [
      {
        id: 'label-clearance:boxes',
        type: 'symbol',
        minzoom: CLEARANCE_FROM_ZOOM,
        layout: {
          'icon-image': CLEARANCE_IMAGE,
          'icon-allow-overlap': true,
          'icon-padding': 1,
          'icon-size': [
            'interpolate',
            ['linear'],
            ['zoom'],
            ...ZOOMS.flatMap((zoom) => [
              zoom,
              (2 * markLookAt(zoom).radiusPixels) / CLEARANCE_IMAGE_PIXELS,
            ]),
          ] as never,
        },
      },
    ],
  };
}
