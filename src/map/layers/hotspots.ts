import type { MapPalette } from '../palette.ts';
import type { HexagonsSpec } from './spec.ts';

export interface HotspotsData {
  /** Six corners a cell: longitude, latitude × 6, cell after cell, EPSG:4326. */
  readonly outlines: Float64Array;
  /** −3 (99 % cold) … 0 (not significant) … 3 (99 % hot), one a cell. */
  readonly bins: Int8Array;
}

/**
 * Hexagons by the significance of their clustering. A cell that is not significant keeps only a faint
 * line: it was looked at, and nothing is claimed.
 */
export function hotspots(
  { outlines, bins }: HotspotsData,
  palette: MapPalette,
  options: { /** Index of the cell to outline. */ readonly selectedIndex?: number | null } = {},
): HexagonsSpec {
  const count = bins.length;
  if (outlines.length !== count * 12) {
    throw new Error(
      `outlines of ${count} hexagons need ${count * 12} numbers, not ${outlines.length}`,
    );
  }
  const colors = new Uint8Array(count * 4);
  const lineColors = new Uint8Array(count * 4);
  for (let index = 0; index < count; index++) {
    const bin = bins[index]!;
    const color = palette.diverging[bin + 3];
    if (!color) throw new Error(`bin ${bin} of hexagon ${index} is not one of -3…3`);
    const isSignificant = bin !== 0;
    colors.set([color[0], color[1], color[2], isSignificant ? 185 : 0], index * 4);
    const line = index === options.selectedIndex ? palette.accent : palette.halo;
    const alpha = index === options.selectedIndex ? 255 : isSignificant ? 200 : 0;
    lineColors.set([line[0], line[1], line[2], alpha], index * 4);
    if (!isSignificant && index !== options.selectedIndex) {
      lineColors.set([palette.label[0], palette.label[1], palette.label[2], 14], index * 4);
    }
  }
  return { id: 'hotspots', renderer: 'hexagons', count, outlines, colors, lineColors };
}
