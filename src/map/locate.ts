import type { LngLat, MapProblem } from './api.ts';

type Reason = Extract<MapProblem, { kind: 'locate' }>['reason'];
export type Located = { readonly position: LngLat } | { readonly problem: Reason };

const PATIENCE_MS = 10_000;
const STILL_FRESH_MS = 30_000;

/** Where the device is, once and only when asked: nobody is followed. WGS-84, as browsers give it. */
export function locate(): Promise<Located> {
  if (!('geolocation' in navigator)) return Promise.resolve({ problem: 'unsupported' });
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        resolve({ position: [coords.longitude, coords.latitude] });
      },
      ({ code }) => {
        resolve({ problem: REASONS[code] ?? 'unavailable' });
      },
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: STILL_FRESH_MS },
    );
  });
}

/** By GeolocationPositionError.code. */
const REASONS: Readonly<Record<number, Reason>> = { 1: 'denied', 2: 'unavailable', 3: 'timeout' };
