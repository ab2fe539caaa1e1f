import type { ViewId } from '../../state/address.ts';
import type { Selection } from '../../state/selection.ts';
import type { SheetHeight } from '../../ui/sheet-heights.ts';

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
