import type { ViewId } from '../../state/address.ts';
import type { Selection } from '../../state/selection.ts';
import type { Workspace } from '../../state/workspace.svelte.ts';
import { PEEK_PIXELS, type SheetHeight } from '../../ui/sheet-heights.ts';

/** Where lists and forms are the page the sheet is all of it; where the map is, it keeps clear. */
const OPENING_HEIGHTS: Readonly<Record<ViewId, SheetHeight>> = {
  overview: 'peek',
  patrol: 'peek',
  sites: 'half',
  ledger: 'full',
  activities: 'full',
  report: 'full',
  settings: 'full',
  import: 'full',
};

/** The height at which a view begins on a phone. */
export function openingHeight(view: ViewId, selection: Selection | null): SheetHeight {
  // Beside the ledger an issue is read as the ledger is; whatever else is selected is on the map.
  return selection && view !== 'ledger' ? 'half' : OPENING_HEIGHTS[view];
}

/** With the card of the next stop on it. */
const NEXT_STOP_PIXELS = 272;

/** The sheet's lowest height: whoever walks a route has the next stop at hand, and the map above it. */
export function peekPixels({ walk }: Workspace): number {
  return walk.isShown ? NEXT_STOP_PIXELS : PEEK_PIXELS;
}
