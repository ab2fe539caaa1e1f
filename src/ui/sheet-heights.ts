/** The three heights of a bottom sheet, from the lowest. */
export const SHEET_HEIGHTS = ['peek', 'half', 'full'] as const;
export type SheetHeight = (typeof SHEET_HEIGHTS)[number];

const PEEK_PIXELS = 116;
const HALF = 0.5;
/** So much of the map stays, to know where one is. */
const LEFT_ABOVE_PIXELS = 68;

/** Faster than this it is a fling, and goes one height further in its direction. */
const FLING_PIXELS_PER_MILLISECOND = 0.5;

/** @param available what the sheet could cover, in pixels */
export function heightPixels(height: SheetHeight, available: number): number {
  const full = Math.max(PEEK_PIXELS, available - LEFT_ABOVE_PIXELS);
  switch (height) {
    case 'peek':
      return PEEK_PIXELS;
    case 'half':
      return Math.min(full, Math.max(PEEK_PIXELS, Math.round(available * HALF)));
    case 'full':
      return full;
  }
}

/**
 * Where a sheet that was let go comes to rest.
 *
 * @param speed upwards, in pixels per millisecond
 */
export function nearestHeight(pixels: number, speed: number, available: number): SheetHeight {
  if (Math.abs(speed) > FLING_PIXELS_PER_MILLISECOND) {
    const further = SHEET_HEIGHTS.filter((height) =>
      speed > 0
        ? heightPixels(height, available) > pixels
        : heightPixels(height, available) < pixels,
    );
    return (speed > 0 ? further[0] : further.at(-1)) ?? (speed > 0 ? 'full' : 'peek');
  }
  return SHEET_HEIGHTS.reduce((nearest, height) =>
    Math.abs(heightPixels(height, available) - pixels) <
    Math.abs(heightPixels(nearest, available) - pixels)
      ? height
      : nearest,
  );
}
