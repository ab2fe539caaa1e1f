import { untrack } from 'svelte';
import type { SiteFilters } from '../domain/sites/filters.ts';
import type { Workspace } from './workspace.svelte.ts';

/** The filters without types that this city does not have; those are refused. */
export function knownTypes(workspace: Workspace, filters: SiteFilters): SiteFilters {
  if (!filters.types) return filters;
  const known = new Set(workspace.whoAmI.siteTypes.map(({ id }) => id));
  const unknown = [...filters.types].filter((id) => !known.has(id));
  if (unknown.length === 0) return filters;
  workspace.refuse('type', unknown.join(','));
  const types = [...filters.types].filter((id) => known.has(id));
  return { ...filters, types: types.length === 0 ? null : new Set(types) };
}

/** An area or unit that is not in the lists would show an empty city without a reason. */
export function checkAgainstLists(workspace: Workspace): void {
  const { city } = workspace;
  const lists = city.lists.value;
  if (!lists) return;
  const { areaId, unitId } = city.filters;
  if (areaId !== null && !lists.areas.some(({ id }) => id === areaId)) {
    workspace.refuse('area', String(areaId));
    city.filters = { ...city.filters, areaId: null };
  }
  if (unitId !== null && !lists.units.some(({ id }) => id === unitId)) {
    workspace.refuse('unit', String(unitId));
    city.filters = { ...city.filters, unitId: null };
  }
}

/** A link may name what was deleted, or what this member may not see. */
export function checkSelection(workspace: Workspace): void {
  const { selection, city, zones } = workspace;
  if (!selection) return;
  const isMissing = {
    site: city.sites !== null && city.indexOf(selection.id) === null,
    area: city.lists.value?.areas.every(({ id }) => id !== selection.id) ?? false,
    zone: zones.list.value !== null && zones.zone(selection.id) === null,
    hotspot: false,
    issue: false, // Only the backend knows; its panel says so.
  }[selection.kind];
  if (!isMissing) return;
  untrack(() => {
    workspace.refuse('select', `${selection.kind}-${selection.id}`);
    workspace.selection = null;
  });
}
