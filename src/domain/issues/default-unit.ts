import type { AreaEntry } from '../areas/area.ts';

/** Who is proposed for an issue; null matches all. */
export interface DefaultUnit {
  readonly code: number | null;
  readonly siteType: string | null;
  readonly areaId: number | null;
  readonly unitId: number;
}

/** What of an issue decides. */
export interface IssuePlace {
  readonly code: number;
  readonly siteType: string | null;
  readonly areaId: number | null;
}

/**
 * The unit to propose: the closest default, by area first, then by type, then by indicator, as
 * `private.default_unit` of the database does for veto items.
 *
 * @param areas to know what lies above the issue's area
 * @returns null when no default matches: then the site's own unit is proposed
 */
export function defaultUnit(
  issue: IssuePlace,
  defaults: readonly DefaultUnit[],
  areas: readonly AreaEntry[],
): number | null {
  const depths = depthsAbove(issue.areaId, areas);
  const closeness = (one: DefaultUnit): readonly number[] => [
    one.areaId === null ? -1 : (depths.get(one.areaId) ?? -1),
    one.siteType === null ? 0 : 1,
    one.code === null ? 0 : 1,
  ];
  const [closest] = defaults
    .filter(
      ({ code, siteType, areaId }) =>
        (code === null || code === issue.code) &&
        (siteType === null || siteType === issue.siteType) &&
        (areaId === null || depths.has(areaId)),
    )
    .sort((a, b) => compare(closeness(b), closeness(a)));
  return closest?.unitId ?? null;
}

/** An area and all above it, each with its depth in the tree: the city is 0. */
function depthsAbove(areaId: number | null, areas: readonly AreaEntry[]): Map<number, number> {
  const parents = new Map(areas.map(({ id, parentId }) => [id, parentId]));
  const path: number[] = [];
  for (let id = areaId; id !== null && !path.includes(id); id = parents.get(id) ?? null) {
    path.unshift(id);
  }
  return new Map(path.map((id, depth) => [id, depth]));
}

function compare(one: readonly number[], other: readonly number[]): number {
  for (const [at, value] of one.entries()) {
    const difference = value - (other[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
