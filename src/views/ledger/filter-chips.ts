import { OPENING_LEDGER_QUERY } from '../../domain/issues/ledger-opening.ts';
import { isSameFilters, type LedgerFilters } from '../../domain/issues/ledger-query.ts';
import { inLanguage, words } from '../../i18n/index.ts';
import type { Workspace } from '../../state/workspace.svelte.ts';

export interface FilterChip {
  readonly key: keyof LedgerFilters;
  readonly label: string;
}

const SHORT_LIST = 3;

/** The filters in force, each in words. Called in a derived: it follows the lists it reads. */
export function filterChips(filters: LedgerFilters, workspace: Workspace): FilterChip[] {
  const keys = Object.keys(filters) as (keyof LedgerFilters)[];
  return keys.flatMap((key) => {
    const label = filters[key] === undefined ? null : labelOf(key, filters, workspace);
    return label === null ? [] : [{ key, label }];
  });
}

function labelOf(
  key: keyof LedgerFilters,
  filters: LedgerFilters,
  workspace: Workspace,
): string | null {
  const text = words().ledger;
  const { vocabulary } = words();
  const lists = workspace.city.lists.value;
  switch (key) {
    case 'states':
      if (isSameFilters({ states: filters.states ?? [] }, OPENING_LEDGER_QUERY.filters)) {
        return text.chip.unsettled;
      }
      return listed((filters.states ?? []).map((state) => vocabulary.issueState[state]));
    case 'sources':
      return listed((filters.sources ?? []).map((source) => vocabulary.issueSource[source]));
    case 'codes':
      return listed((filters.codes ?? []).map((code) => indicatorName(code, workspace)));
    case 'types':
      return listed((filters.types ?? []).map((id) => typeName(id, workspace)));
    case 'areaId':
      return lists?.areas.find(({ id }) => id === filters.areaId)?.name ?? text.filterArea;
    case 'unitId':
      return lists?.units.find(({ id }) => id === filters.unitId)?.name ?? text.filterUnit;
    case 'text':
      return text.chip.text(filters.text ?? '');
    case 'due':
      return filters.due === undefined ? null : text.due[filters.due];
    case 'zoneId': {
      const name = workspace.zones.zone(filters.zoneId ?? 0)?.name;
      return name === undefined ? text.filterZone : text.chip.zone(name);
    }
    case 'siteIds':
      return sitesLabel(filters.siteIds ?? [], workspace);
    case 'ids':
      return text.chip.ids(filters.ids?.length ?? 0);
    case 'issueId':
      return text.chip.issue;
    case 'reportedFrom':
    case 'reportedTo':
      return text.chip.reported;
    case 'waitingForMe':
    case 'supervised':
    case 'veto':
    case 'recheckDue':
    case 'reportedByMe':
      return text.flags[key];
  }
}

function sitesLabel(siteIds: readonly number[], workspace: Workspace): string {
  const text = words().ledger;
  const [only] = siteIds;
  const name = only === undefined ? undefined : workspace.roster.names.get(only)?.name;
  if (siteIds.length === 1 && name !== undefined) return text.chip.site(name);
  return text.chip.sites(siteIds.length);
}

export function indicatorName(code: number, workspace: Workspace): string {
  const indicator = workspace.catalogue.indicators.value?.find((known) => known.code === code);
  return indicator ? inLanguage(indicator.nameZh, indicator.nameEn) : String(code);
}

export function typeName(id: string, workspace: Workspace): string {
  const type = workspace.whoAmI.siteTypes.find((known) => known.id === id);
  return type ? inLanguage(type.nameZh, type.nameEn) : id;
}

/** 已上报、已受理, or the first and how many more. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, SHORT_LIST).join(' / ');
  return names.length > SHORT_LIST ? `${shown} +${names.length - SHORT_LIST}` : shown;
}
