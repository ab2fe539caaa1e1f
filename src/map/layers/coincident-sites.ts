/** How sites at one place stand apart when one looks closely: pixels to the right and down, by site. */
export interface Spread {
  /** Interleaved x, y in CSS pixels; zero for a site that stands alone. */
  readonly offsets: Int8Array;
  /** How many sites share their place with another. */
  readonly coincidentCount: number;
}

/** Places closer than this many degrees (about one metre) count as one. */
const SAME_PLACE_DEGREES = 1e-5;
/** Between neighbours on the ring, so that two marks of 28 pixels do not touch. */
const SPACING_PIXELS = 32;
/** Offsets are signed bytes; a ring never grows beyond them. */
const MAX_RADIUS_PIXELS = 120;

/**
 * Finds sites at (nearly) equal coordinates and lays each such group out on a ring, the first on top.
 *
 * @param positions longitude, latitude interleaved, EPSG:4326
 */
export function spreadOfCoincidentSites(positions: Float64Array): Spread {
  const count = positions.length / 2;
  const offsets = new Int8Array(positions.length);
  const groups = new Map<number, number[]>();
  const columns = Math.ceil(360 / SAME_PLACE_DEGREES);
  const firstAt = new Map<number, number>();
  for (let index = 0; index < count; index++) {
    const column = Math.round((positions[2 * index]! + 180) / SAME_PLACE_DEGREES);
    const row = Math.round((positions[2 * index + 1]! + 90) / SAME_PLACE_DEGREES);
    // At most 3.6e7 × 1.8e7 = 6.5e14, exact in a double.
    const place = row * columns + column;
    const first = firstAt.get(place);
    if (first === undefined) {
      firstAt.set(place, index);
      continue;
    }
    const group = groups.get(place);
    if (group) group.push(index);
    else groups.set(place, [first, index]);
  }
  let coincidentCount = 0;
  for (const group of groups.values()) {
    coincidentCount += group.length;
    const radius = Math.min(
      MAX_RADIUS_PIXELS,
      SPACING_PIXELS / 2 / Math.sin(Math.PI / group.length),
    );
    group.forEach((index, turn) => {
      const angle = (2 * Math.PI * turn) / group.length - Math.PI / 2;
      offsets[2 * index] = Math.round(radius * Math.cos(angle));
      offsets[2 * index + 1] = Math.round(radius * Math.sin(angle));
    });
  }
  return { offsets, coincidentCount };
}

/** From this zoom on coincident sites begin to part, and are fully apart one level later. */
export const SPREAD_FROM_ZOOM = 15.5;

/** 0 far away … 1 close by. */
export function spreadAt(zoom: number): number {
  return Math.min(1, Math.max(0, zoom - SPREAD_FROM_ZOOM));
}
