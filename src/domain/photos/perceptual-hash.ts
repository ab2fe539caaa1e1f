const COLUMNS = 9;
const ROWS = 8;

/**
 * The difference hash of a picture (dHash; N. Krawetz, "Kind of Like That", hackerfactor.com, 2013):
 * averaged to 9 × 8 grey values, one bit for each two neighbours of a row, set where the right one is
 * brighter; row by row, the first bit highest. Sizes, brightness and the loss of a JPEG change few of the
 * 64 bits; two pictures of one thing differ in many.
 *
 * @param rgba four bytes a pixel, row by row, as of an ImageData
 * @returns 16 hexadecimal digits
 * @throws RangeError when there are fewer pixels than cells, or not as many bytes as the size says
 */
export function perceptualHash(
  rgba: Uint8Array | Uint8ClampedArray,
  width: number,
  height: number,
): string {
  if (width < COLUMNS || height < ROWS || rgba.length !== width * height * 4) {
    throw new RangeError(
      `a hash needs at least ${COLUMNS} × ${ROWS} pixels of 4 bytes; got ${rgba.length} bytes for ${width} × ${height}`,
    );
  }
  const grey = averageGrey(rgba, width, height);
  let digits = '';
  for (let row = 0; row < ROWS; row++) {
    let bits = 0;
    for (let column = 0; column < COLUMNS - 1; column++) {
      const at = row * COLUMNS + column;
      bits = bits * 2 + Number((grey[at + 1] ?? 0) > (grey[at] ?? 0));
    }
    digits += bits.toString(16).padStart(2, '0');
  }
  return digits;
}

/** Mean luma (ITU-R BT.601) of each cell, rounded, so that noise below one level decides nothing. */
function averageGrey(rgba: ArrayLike<number>, width: number, height: number): Uint8Array {
  const grey = new Uint8Array(COLUMNS * ROWS);
  for (let row = 0; row < ROWS; row++) {
    const top = Math.floor((row * height) / ROWS);
    const bottom = Math.floor(((row + 1) * height) / ROWS);
    for (let column = 0; column < COLUMNS; column++) {
      const left = Math.floor((column * width) / COLUMNS);
      const right = Math.floor(((column + 1) * width) / COLUMNS);
      let sum = 0;
      for (let y = top; y < bottom; y++) {
        for (let x = left; x < right; x++) {
          const at = (y * width + x) * 4;
          sum += 299 * (rgba[at] ?? 0) + 587 * (rgba[at + 1] ?? 0) + 114 * (rgba[at + 2] ?? 0);
        }
      }
      grey[row * COLUMNS + column] = Math.round(sum / 1000 / ((bottom - top) * (right - left)));
    }
  }
  return grey;
}
