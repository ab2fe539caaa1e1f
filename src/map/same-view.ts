import type { MapView } from './api.ts';

/** Below what anyone can see, above what an address with rounded figures changes. */
const SAME_DEGREES = 1e-5;
const SAME_ZOOM = 0.01;
const SAME_ANGLE = 0.5;

export function isSameView(a: MapView, b: MapView): boolean {
  return (
    Math.abs(a.center[0] - b.center[0]) < SAME_DEGREES &&
    Math.abs(a.center[1] - b.center[1]) < SAME_DEGREES &&
    Math.abs(a.zoom - b.zoom) < SAME_ZOOM &&
    Math.abs(a.bearing - b.bearing) < SAME_ANGLE &&
    Math.abs(a.pitch - b.pitch) < SAME_ANGLE
  );
}
