import { encode } from 'uqr';

export interface QrPicture {
  /** Modules of a side, with the quiet zone of four that ISO/IEC 18004 wants. */
  readonly size: number;
  /** An SVG path of the dark modules, one unit each. */
  readonly path: string;
}

/** A QR code of a text, at the level that survives a fold in the paper (M, 15 %). */
export function qrPicture(text: string): QrPicture {
  const { size, data } = encode(text, { ecc: 'M', border: 4 });
  const path = data
    .flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('');
  return { size, path };
}
