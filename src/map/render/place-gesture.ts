import type { Map as MapLibreMap } from 'maplibre-gl';
import type { LngLat, PlaceEvent } from '../api.ts';

/** A finger that rests so long means the place and not what lies there. */
const LONG_PRESS_MS = 550;
/** A resting finger is never quite still. */
const STILL_WITHIN_PIXELS = 10;
/** Some browsers tell a long press themselves as well. */
const SAME_GESTURE_MS = 1_000;

/**
 * Tells a place that is meant by itself: by a right click, the menu key, or a long press.
 *
 * @returns a function that ends it
 */
export function listenForPlaces(map: MapLibreMap, told: (event: PlaceEvent) => void): () => void {
  const ended = new AbortController();
  const container = map.getCanvasContainer();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let from: readonly [number, number] | null = null;
  let toldAt = -SAME_GESTURE_MS;

  function tell(lngLat: LngLat, point: readonly [number, number]): void {
    if (performance.now() - toldAt < SAME_GESTURE_MS) return;
    toldAt = performance.now();
    told({ lngLat, point });
  }

  function stop(): void {
    clearTimeout(timer);
    from = null;
  }

  const onMenu = map.on('contextmenu', ({ lngLat, point }) => {
    stop();
    tell([lngLat.lng, lngLat.lat], [point.x, point.y]);
  });
  const listen = <Type extends 'touchstart' | 'touchmove' | 'touchend' | 'touchcancel'>(
    type: Type,
    listener: (event: TouchEvent) => void,
  ) => {
    container.addEventListener(type, listener, { signal: ended.signal, passive: true });
  };
  listen('touchstart', ({ touches }) => {
    stop();
    const [touch] = touches;
    if (touches.length !== 1 || !touch) return;
    const box = container.getBoundingClientRect();
    const point = [touch.clientX - box.left, touch.clientY - box.top] as const;
    from = [touch.clientX, touch.clientY];
    timer = setTimeout(() => {
      const { lng, lat } = map.unproject([...point]);
      tell([lng, lat], point);
    }, LONG_PRESS_MS);
  });
  listen('touchmove', ({ touches }) => {
    const [touch] = touches;
    if (!from || !touch) return;
    const moved = Math.hypot(touch.clientX - from[0], touch.clientY - from[1]);
    if (moved > STILL_WITHIN_PIXELS) stop();
  });
  listen('touchend', stop);
  listen('touchcancel', stop);
  return () => {
    stop();
    ended.abort();
    onMenu.unsubscribe();
  };
}
