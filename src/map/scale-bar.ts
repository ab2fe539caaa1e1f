export interface ScaleBar {
  readonly meters: number;
  readonly widthPixels: number;
  /** With its unit, as on every Chinese and English map: 200 m, 5 km. */
  readonly label: string;
}

const LEADING_FIGURES = [5, 2, 1];

/**
 * The longest round length that fits.
 *
 * @param metersPerPixel on the ground in the middle of the map
 */
export function scaleBarFor(metersPerPixel: number, maxWidthPixels: number): ScaleBar | null {
  const longest = metersPerPixel * maxWidthPixels;
  if (!Number.isFinite(longest) || longest <= 0) return null;
  const power = 10 ** Math.floor(Math.log10(longest));
  // A length of exactly a power of ten may come out a hair short of it.
  const leading = LEADING_FIGURES.find((figure) => figure * power <= longest * (1 + 1e-9)) ?? 1;
  const meters = leading * power;
  const label = meters >= 1000 ? `${meters / 1000} km` : `${Number(meters.toPrecision(1))} m`;
  return { meters, widthPixels: meters / metersPerPixel, label };
}
