import type { TravelProfile } from '../../roads/travel-profile.ts';

/** How a crew goes: the profile of its travel times. */
export type TravelMode = TravelProfile;

/** [longitude, latitude], EPSG:4326. */
export type LonLat = readonly [longitude: number, latitude: number];

export interface NamedMember {
  readonly id: number;
  readonly name: string;
}

/** Who walks together; two people as a rule, the first leads. */
export interface Crew {
  readonly id: number;
  readonly teamId: number;
  readonly name: string;
  readonly members: readonly NamedMember[];
  readonly start: LonLat;
  /** Null: back to the start. */
  readonly end: LonLat | null;
  readonly mode: TravelMode;
  /** As VROOM's: numbers that a job may ask for. */
  readonly skills: readonly number[];
  /** Its usual shift. */
  readonly shiftId: number | null;
  /** False: put aside; plans it walked keep it. */
  readonly active: boolean;
  /** Counts saves; a save carrying an older one is refused. */
  readonly version: number;
}

/** Without an id a new crew, with one a changed one and the version it was read with. */
export interface CrewDraft {
  readonly id?: number;
  readonly version?: number;
  readonly teamId: number;
  readonly name: string;
  /** 1 to 6 active members of the team. */
  readonly memberIds: readonly number[];
  readonly start: LonLat;
  readonly end?: LonLat | null;
  readonly mode: TravelMode;
  readonly skills?: readonly number[];
  readonly shiftId?: number | null;
  readonly active?: boolean;
}

/** Local times HH:MM, `24:00` for midnight at the end. */
export interface Stretch {
  readonly starts: string;
  readonly ends: string;
}

export interface Shift extends Stretch {
  readonly id: number;
  readonly teamId: number;
  readonly name: string;
  /** ISO: 1 is Monday, 7 Sunday. */
  readonly weekdays: readonly number[];
  /** So many minutes somewhere between two times. */
  readonly break: (Stretch & { readonly minutes: number }) | null;
}

export type ShiftDraft = Omit<Shift, 'id' | 'weekdays' | 'break'> & {
  readonly id?: number;
  /** Every day when absent. */
  readonly weekdays?: readonly number[];
  readonly break?: Shift['break'];
};

/** Days inclusive, YYYY-MM-DD; of a whole crew or of one person. */
export interface Leave {
  readonly id: number;
  readonly teamId: number;
  readonly crewId: number | null;
  readonly memberId: number | null;
  /** Of the crew or the person. */
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string | null;
}

export interface LeaveDraft {
  readonly teamId: number;
  readonly crewId?: number | null;
  readonly memberId?: number | null;
  readonly from: string;
  readonly to: string;
  readonly reason?: string;
}

/** What a team keeps as the defaults of its next plan. */
export interface Roster {
  /** Of the team's unit. */
  readonly id: number;
  readonly name: string;
  /** Whether the asker plans for it: its captain or the office. */
  readonly mayPlan: boolean;
  /** The teams whose plans the asker sees. */
  readonly teams: readonly NamedMember[];
  readonly members: readonly (NamedMember & { readonly captain: boolean })[];
  /** Active ones first. */
  readonly crews: readonly Crew[];
  readonly shifts: readonly Shift[];
  /** Of today and later. */
  readonly leave: readonly Leave[];
}

/** Those of a crew who are still of the team, by id: whoever left it cannot be kept in a crew. */
export function stillThere(crew: Pick<Crew, 'members'>, team: Pick<Roster, 'members'>): number[] {
  const there = new Set(team.members.map(({ id }) => id));
  return crew.members.flatMap(({ id }) => (there.has(id) ? [id] : []));
}
