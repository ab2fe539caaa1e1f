import type { Zone } from '../../domain/zones/zone.ts';

export const ZONE_GROUPS = ['mine', 'team', 'others'] as const;
export type ZoneGroupKind = (typeof ZONE_GROUPS)[number];

export interface ZoneGroup {
  readonly kind: ZoneGroupKind;
  readonly zones: readonly Zone[];
}

/** Mine, my team's, the others'; each the latest change first, empty ones left out. */
export function groupZones(zones: readonly Zone[], unitId: number | null): ZoneGroup[] {
  const kindOf = ({ mine, team }: Zone): ZoneGroupKind => {
    if (mine) return 'mine';
    return team !== null && team.id === unitId ? 'team' : 'others';
  };
  return ZONE_GROUPS.map((kind) => ({
    kind,
    zones: zones
      .filter((zone) => kindOf(zone) === kind)
      .sort((a, b) => Date.parse(b.updatedAt) - Date.parse(a.updatedAt) || b.id - a.id),
  })).filter((group) => group.zones.length > 0);
}
