import type { Bounds } from '../../map/index.ts';

/** Around a single site there must be something to see, in degrees: about 600 m. */
const LEAST_DEGREES = 0.006;

/** What is asked for, with a little room around it: a mark at the very edge would be cut in half. */
const MARGIN_SHARE = 0.02;

export function roomAround([west, south, east, north]: Bounds): Bounds {
  const grow = (size: number) => Math.max(size * MARGIN_SHARE, (LEAST_DEGREES - size) / 2);
  const longitude = grow(east - west);
  const latitude = grow(north - south);
  return [
    Math.max(-180, west - longitude),
    Math.max(-85, south - latitude),
    Math.min(180, east + longitude),
    Math.min(85, north + latitude),
  ];
}
