import type { AreaLevel } from '../areas/area.ts';

export const MEMBER_ROLES = [
  'leader',
  'office',
  'department',
  'community',
  'sponsor',
  'patrol',
  'assessor',
  'owner',
] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

export const UNIT_KINDS = [
  'office',
  'department',
  'street',
  'community',
  'sponsor',
  'patrol',
] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

/** One row of `site_types`, so that a type that exists only as data is shown by its own words. */
export interface SiteType {
  readonly id: string;
  readonly ordinal: number;
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
}

/** Degrees, EPSG:4326: west, south, east, north. */
export type BoundingBox = readonly [west: number, south: number, east: number, north: number];

/** The signed-in member, the city and what this member may do in it. */
export interface WhoAmI {
  readonly member: {
    readonly id: number;
    readonly name: string;
    readonly role: MemberRole;
    readonly isCaptain: boolean;
  };
  readonly unit: { readonly id: number; readonly name: string; readonly kind: UnitKind } | null;
  readonly area: { readonly id: number; readonly name: string; readonly level: AreaLevel } | null;
  /** Of the owner: the one site. */
  readonly siteId: number | null;
  /** Null in an empty database: no area has been entered yet. */
  readonly city: {
    readonly id: number;
    readonly name: string;
    readonly nameEn: string | null;
    readonly bbox: BoundingBox;
  } | null;
  /** What holds every site this member may see; null when there is none. */
  readonly extent: BoundingBox | null;
  /** Present when what is shown was generated; `until` is its last recorded moment. */
  readonly sample: { readonly until: string } | null;
  readonly siteCount: number;
  /** Issues that are open now. */
  readonly issueCount: number;
  /** The first moment the city's status is known for; null while nothing was recorded. */
  readonly firstAt: string | null;
  /** The database's clock. */
  readonly now: string;
  readonly siteTypes: readonly SiteType[];
  readonly may: { readonly zones: boolean; readonly status: boolean; readonly issues: boolean };
  readonly vectorTiles: boolean;
}

/** The team for which a new zone is drawn: a team's own members draw for their own, others for none yet. */
export function drawingTeamId({ member, unit }: Pick<WhoAmI, 'member' | 'unit'>): number | null {
  return member.role === 'patrol' ? (unit?.id ?? null) : null;
}
