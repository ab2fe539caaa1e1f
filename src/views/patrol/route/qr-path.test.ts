import decode from 'qr/decode.js';
import { expect, it } from 'vitest';
import { qrPicture } from './qr-path.ts';

/** The path as a camera would see it: four pixels a module, black on white. */
function photographed(text: string) {
  const { size, path } = qrPicture(text);
  const scale = 4;
  const side = size * scale;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x = '', y = ''] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let row = 0; row < scale; row += 1) {
      for (let column = 0; column < scale; column += 1) {
        const at = ((Number(y) * scale + row) * side + Number(x) * scale + column) * 4;
        data.fill(0, at, at + 3);
      }
    }
  }
  return { width: side, height: side, data };
}

// Read by another library than the one that wrote it.
it.each([
  'https://map.example.invalid/?view=patrol&tab=route',
  'http://127.0.0.1:4173/创城/?view=patrol&tab=route',
])('a QR code leads to %s', (link) => {
  expect(decode(photographed(link))).toBe(link);
});
