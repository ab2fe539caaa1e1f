import type { Insets } from '../../map/index.ts';

/** Below this width panels would leave no map: a bottom sheet holds them instead. */
export const PHONE_BELOW_PIXELS = 768;

export const HEADER_PIXELS = 48;
const GAP = 12;
const LEFT_PIXELS = 232;
const RIGHT_PIXELS = 392;
const SLIDER_PIXELS = 76;
/** Of the window, and at most: the panel that holds a table. */
const LEDGER_SHARE = 0.68;
const MOST_LEDGER_PIXELS = 1_240;
const STATUS_KEY_PIXELS = 40;

/**
 * What the panels cover, so that the camera and the map's controls keep clear of it.
 *
 * @param sheetPixels of the phone's bottom sheet
 * @param windowPixels its width
 */
export function insetsOf(
  layout: 'desk' | 'ledger' | 'phone' | 'wall',
  sheetPixels: number,
  windowPixels: number,
): Insets {
  switch (layout) {
    case 'desk':
      return {
        top: HEADER_PIXELS + GAP,
        right: GAP + RIGHT_PIXELS,
        bottom: GAP + SLIDER_PIXELS,
        left: GAP + LEFT_PIXELS,
      };
    case 'ledger':
      return {
        top: HEADER_PIXELS + GAP + STATUS_KEY_PIXELS,
        right: GAP + Math.min(LEDGER_SHARE * windowPixels, MOST_LEDGER_PIXELS),
        bottom: GAP,
        left: GAP,
      };
    case 'phone':
      // A sheet pulled up covers the map on purpose; the camera need not flee from it.
      return { top: 96, right: 0, bottom: Math.min(sheetPixels, 400), left: 0 };
    case 'wall':
      return { top: 56, right: 56, bottom: 56, left: 1_100 };
  }
}
