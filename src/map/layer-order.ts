/**
 * Everything of ours that may lie on the basemap, from the ground up. The one place that decides what
 * covers what.
 */
export const LAYER_ORDER = [
  'area-rates',
  'density',
  'hotspots',
  'community-outlines',
  'courtyards',
  'zones',
  'patrol-routes',
  'site-marks',
  'chosen',
  // The basemap's labels lie here.
  'label-clearance',
  'patrol-stops',
  'hover',
  'selection',
] as const;

export type LayerId = (typeof LAYER_ORDER)[number];

/** What lies above the basemap's labels, so that the selected mark is never covered by a word. */
const ABOVE_LABELS: ReadonlySet<LayerId> = new Set([
  'label-clearance',
  'patrol-stops',
  'hover',
  'selection',
]);

export function isAboveLabels(id: LayerId): boolean {
  return ABOVE_LABELS.has(id);
}

/** Words of ours are inserted before this one's anchor: above the basemap's and above every mark. */
export const BELOW_HIGHLIGHTS: LayerId = 'hover';

/** Position from the ground up; throws on an id that is not in the list. */
export function layerRank(id: string): number {
  const rank = (LAYER_ORDER as readonly string[]).indexOf(id);
  if (rank < 0) {
    throw new Error(`unknown layer "${id}"; allowed: ${LAYER_ORDER.join(', ')}`);
  }
  return rank;
}

/** The specs from the ground up; throws on strangers and on the same id twice. */
export function inOrder<Spec extends { readonly id: string }>(specs: readonly Spec[]): Spec[] {
  const seen = new Set<string>();
  for (const { id } of specs) {
    layerRank(id);
    if (seen.has(id)) throw new Error(`layer "${id}" is given twice`);
    seen.add(id);
  }
  return [...specs].sort((a, b) => layerRank(a.id) - layerRank(b.id));
}

/**
 * An empty layer of the style above each of ours: what is inserted before it keeps its place whatever
 * else comes and goes.
 */
export function anchorOf(id: LayerId): string {
  return `anchor:${id}`;
}
