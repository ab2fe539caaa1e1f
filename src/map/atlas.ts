import { GENERIC_SITE_ICON, SITE_TYPE_LOOKS, SITE_TYPES } from '../domain/sites/types.ts';

/** Every icon there is, in the order of the atlas; the generic one first. */
export const ATLAS_ICONS: readonly string[] = [
  GENERIC_SITE_ICON,
  ...SITE_TYPES.map((type) => SITE_TYPE_LOOKS[type].icon),
];

/** Icons are designed in a box of 24 units. */
const ICON_BOX = 24;
/** Four texels a unit: an icon is drawn at 14 CSS pixels, at most 42 device pixels at 3×. */
export const ATLAS_CELL_PIXELS = 96;
/** Around the icon within its cell, so that smaller mipmap levels do not bleed into each other. */
const CELL_MARGIN_PIXELS = 12;

/** Cell of an icon in the atlas; an icon that is not in it gets the generic one. */
export function iconIndexOf(icon: string): number {
  return Math.max(0, ATLAS_ICONS.indexOf(icon));
}

/**
 * The icons in a row, white on black, so that any channel is the coverage. Drawn once at start from the paths of the
 * registry: nothing is fetched, and any screen density is served by mipmaps.
 */
export function drawAtlas(): ImageData {
  const width = ATLAS_CELL_PIXELS * ATLAS_ICONS.length;
  const canvas = new OffscreenCanvas(width, ATLAS_CELL_PIXELS);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('this browser draws no 2d canvas');
  const scale = (ATLAS_CELL_PIXELS - 2 * CELL_MARGIN_PIXELS) / ICON_BOX;
  context.fillStyle = '#000000';
  context.fillRect(0, 0, width, ATLAS_CELL_PIXELS);
  context.fillStyle = '#ffffff';
  ATLAS_ICONS.forEach((icon, index) => {
    context.setTransform(
      scale,
      0,
      0,
      scale,
      index * ATLAS_CELL_PIXELS + CELL_MARGIN_PIXELS,
      CELL_MARGIN_PIXELS,
    );
    context.fill(new Path2D(icon), 'evenodd');
  });
  return context.getImageData(0, 0, width, ATLAS_CELL_PIXELS);
}
