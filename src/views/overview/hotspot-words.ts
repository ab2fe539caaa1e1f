import type { Moran } from '../../domain/hotspots/moran.ts';
import { words } from '../../i18n/index.ts';

/** Per cent of confidence by the level of a hotspot (1, 2, 3). */
const CONFIDENCE = [90, 95, 99] as const;

export function confidenceOf(level: number): number {
  const percent = CONFIDENCE[level - 1];
  if (percent === undefined) throw new RangeError(`level ${level} is not one of 1, 2, 3`);
  return percent;
}

/** = 0.023, or < 0.001: no more digits than mean anything. */
export function formatP(p: number): string {
  const text = words().hotspots;
  return p < 0.001 ? text.pBelow('0.001') : text.pEquals(p.toFixed(3));
}

/**
 * The headline: are problems clustered at all. Below 0.1 an index that is significant only because there
 * are many cells is called what it is, a weak one.
 */
export function moranWords({ i, p }: Moran): string {
  const text = words().hotspots.moran;
  if (p >= 0.05) return text.none;
  return i >= 0.1 ? text.strong : text.weak;
}
