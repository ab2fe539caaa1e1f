/**
 * How big a mark is and what is in it, by zoom: a plain shape from afar, then with its sign, then with
 * the icon of the site's type. One continuous function, so that nothing pops.
 */
export interface MarkLook {
  /** Half the width of the mark, CSS pixels. */
  readonly radiusPixels: number;
  /** 0…1: the check or the exclamation mark. */
  readonly signOpacity: number;
  /** 0…1: the icon of the type, which takes the place of the sign. */
  readonly iconOpacity: number;
  readonly haloPixels: number;
  readonly hairlinePixels: number;
}

const RADIUS_BY_ZOOM: readonly (readonly [zoom: number, radiusPixels: number])[] = [
  [8, 2.4],
  [11, 3.6],
  [13, 5.5],
  [14.5, 9],
  [15.5, 14],
  [22, 16],
];

/** @param scale 1, more on a wall that is looked at from afar */
export function markLookAt(zoom: number, scale = 1): MarkLook {
  const base = interpolate(RADIUS_BY_ZOOM, zoom);
  const iconOpacity = ramp(base, 9.5, 12.5);
  return {
    radiusPixels: base * scale,
    signOpacity: ramp(base, 5, 6.5) * (1 - iconOpacity),
    iconOpacity,
    haloPixels: (0.9 + 1.1 * ramp(base, 4, 12)) * scale,
    hairlinePixels: (0.45 + 0.45 * ramp(base, 4, 12)) * scale,
  };
}

/** 0 below `from`, 1 above `to`, straight between. */
export function ramp(value: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}

function interpolate(stops: readonly (readonly [number, number])[], at: number): number {
  const next = stops.findIndex(([zoom]) => zoom >= at);
  if (next === 0) return stops[0]![1];
  if (next < 0) return stops.at(-1)![1];
  const [fromZoom, from] = stops[next - 1]!;
  const [toZoom, to] = stops[next]!;
  return from + ((to - from) * (at - fromZoom)) / (toZoom - fromZoom);
}
