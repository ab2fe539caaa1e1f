import { css, type MapPalette } from './palette.ts';

/** Diagonal lines: few data on an area, something deferred on a site. */
export const HATCH_IMAGE = 'hatch';

/** Nothing to see: the box that words keep clear of. */
export const CLEARANCE_IMAGE = 'clearance';
export const CLEARANCE_IMAGE_PIXELS = 8;

const TILE = 8;
const PIXEL_RATIO = 2;

/** The images that fill patterns name, in the ink of the palette; drawn anew for each style. */
export function drawPatternImages(
  palette: MapPalette,
): { readonly id: string; readonly image: ImageData; readonly pixelRatio: number }[] {
  const size = TILE * PIXEL_RATIO;
  const canvas = new OffscreenCanvas(size, size);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('this browser draws no 2d canvas');
  context.strokeStyle = css(palette.ink, palette.ground === 'dark' ? 0.4 : 0.45);
  context.lineWidth = 1.1 * PIXEL_RATIO;
  context.lineCap = 'square';
  context.beginPath();
  // Three strokes, so that the lines meet across the edges of the tile.
  for (const shift of [-size, 0, size]) {
    context.moveTo(shift - 2, size + 2);
    context.lineTo(shift + size + 2, -2);
  }
  context.stroke();
  const hatch = context.getImageData(0, 0, size, size);
  return [
    { id: HATCH_IMAGE, image: hatch, pixelRatio: PIXEL_RATIO },
    {
      id: CLEARANCE_IMAGE,
      image: new ImageData(CLEARANCE_IMAGE_PIXELS, CLEARANCE_IMAGE_PIXELS),
      pixelRatio: 1,
    },
  ];
}
