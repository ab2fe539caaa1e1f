/** The three heights of a bottom sheet, from the lowest. */
export const SHEET_HEIGHTS = ['peek', 'half', 'full'] as const;
export type SheetHeight = (typeof SHEET_HEIGHTS)[number];

export const PEEK_PIXELS = 116;
const HALF = 0.5;
/** So much of the map stays, to know where one is. */
const LEFT_ABOVE_PIXELS = 68;

/** Faster than this it is a fling, and goes one height further in its direction. */
const FLING_PIXELS_PER_MILLISECOND = 0.5;

/**
 * @param available what the sheet could cover, in pixels
 * @param peek the lowest height
 */
export function heightPixels(height: SheetHeight, available: number, peek = PEEK_PIXELS): number {
  const full = Math.max(peek, available - LEFT_ABOVE_PIXELS);
  switch (height) {
    case 'peek':
      return peek;
    case 'half':
      return Math.min(full, Math.max(peek, Math.round(available * HALF)));
    case 'full':
      return full;
  }
}

/**
 * Where a sheet that was let go comes to rest.
 *
 * @param speed upwards, in pixels per millisecond
 * @param peek the lowest height
 */
export function nearestHeight(
  pixels: number,
  speed: number,
  available: number,
  peek = PEEK_PIXELS,
): SheetHeight {
  const pixelsOf = (height: SheetHeight) => heightPixels(height, available, peek);
  if (Math.abs(speed) > FLING_PIXELS_PER_MILLISECOND) {
    const further = SHEET_HEIGHTS.filter((height) =>
      speed > 0 ? pixelsOf(height) > pixels : pixelsOf(height) < pixels,
    );
    return (speed > 0 ? further[0] : further.at(-1)) ?? (speed > 0 ? 'full' : 'peek');
  }
  return SHEET_HEIGHTS.reduce((nearest, height) =>
    Math.abs(pixelsOf(height) - pixels) < Math.abs(pixelsOf(nearest) - pixels) ? height : nearest,
  );
}
