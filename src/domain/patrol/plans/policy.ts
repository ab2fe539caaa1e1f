import type { Stretch } from './roster.ts';

export type PolicyState = 'compliant' | 'attention' | 'serious' | 'unknown';

export interface TypePolicy {
  /** Visits in 14 days, whole, 0 to 14, by the status of the site. */
  readonly visits: Readonly<Record<PolicyState, number>>;
  /** 5 to 240. */
  readonly serviceMinutes: number;
  /** When the site can be visited, 1 to 4 stretches of the day. */
  readonly windows: readonly Stretch[];
}

/** What to visit: how often, how long, when, and what makes a site more pressing. */
export interface PatrolPolicy {
  /** By site type; every type that the city has. */
  readonly types: Readonly<Record<string, TypePolicy>>;
  /** Visits more, 0 to 7: an issue overdue, due or to be checked; an open veto item; a hotspot. */
  readonly extra: Readonly<Record<'due' | 'veto' | 'hotspot', number>>;
  /** After so many days without a visit a site is visited once at least. */
  readonly staleDays: number;
  /** Points, summed and cut at 100. */
  readonly priority: Readonly<
    Record<PolicyState | 'overdue' | 'due' | 'recheck' | 'veto' | 'hotspot' | 'stale', number>
  >;
  /** Share of visits outside office hours, 0 to 1. */
  readonly offHoursTarget: number;
  readonly bands: readonly (Stretch & { readonly id: string })[];
  /** Ids of the bands that are office hours. */
  readonly workingBands: readonly string[];
  /** A stop begun so many minutes past its hour is late. */
  readonly lateMinutes: number;
}

/** What is changed; what is left out is as usual. */
export type PolicyChanges = {
  readonly [Key in keyof PatrolPolicy]?: Key extends 'types'
    ? Readonly<
        Record<
          string,
          Partial<Omit<TypePolicy, 'visits'>> & {
            readonly visits?: Partial<TypePolicy['visits']>;
          }
        >
      >
    : Key extends 'extra' | 'priority'
      ? Partial<PatrolPolicy[Key]>
      : PatrolPolicy[Key];
};

export interface KeptPolicy {
  /** Null: the city's. */
  readonly teamId: number | null;
  /** False: nothing is kept here, the policy is the city's or the usual one. */
  readonly own: boolean;
  /** 0 while nothing is kept. */
  readonly version: number;
  readonly updatedAt: string | null;
  readonly policy: PatrolPolicy;
}
