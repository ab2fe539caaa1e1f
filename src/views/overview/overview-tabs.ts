import type { Selection } from '../../state/selection.ts';

export const OVERVIEW_TABS = ['city', 'areas', 'hotspots'] as const;
export type OverviewTab = (typeof OVERVIEW_TABS)[number];

/** What was chosen; else what is about the selection, so that a click on the map opens its list. */
export function overviewTab(chosen: string | null, selection: Selection | null): OverviewTab {
  const known = OVERVIEW_TABS.find((tab) => tab === chosen);
  if (known) return known;
  if (selection?.kind === 'area') return 'areas';
  if (selection?.kind === 'hotspot') return 'hotspots';
  return 'city';
}
