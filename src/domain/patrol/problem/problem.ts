/**
 * A planning problem and its solution, in the JSON of the open-source solver VROOM and, for several days,
 * in the same with a few fields more. All times and durations are seconds; a time of day in a problem of
 * several days counts from that day's midnight. Coordinates are [longitude, latitude], WGS-84.
 */
export interface PlanProblem {
  /** The days of the horizon; without it the problem is VROOM's, of one day. */
  readonly days?: number;
  readonly vehicles: readonly PlanVehicle[];
  readonly jobs: readonly PlanJob[];
  readonly shipments?: readonly PlanShipment[];
  /** By profile. Where there are none, travel is taken as the crow flies × 1.3. */
  readonly matrices?: Readonly<Record<string, PlanMatrix>>;
  readonly stagger?: PlanStagger;
  /** How many seconds of travel one second of uneven work among the crews is worth; 0 without it. */
  readonly fairness?: number;
}

export type Seconds = number;
export type Span = readonly [start: Seconds, end: Seconds];
export type Position = readonly [longitude: number, latitude: number];

export interface PlanMatrix {
  /** Seconds from row to column; null where there is no way. */
  readonly durations: readonly (readonly (number | null)[])[];
  readonly distances?: readonly (readonly (number | null)[])[];
  /** What is minimised, instead of the durations. */
  readonly costs?: readonly (readonly (number | null)[])[];
}

interface Place {
  readonly location?: Position;
  readonly location_index?: number;
}

interface Task extends Place {
  readonly id: number;
  readonly description?: string;
  /** Spent before the service unless the crew is already there. */
  readonly setup?: Seconds;
  readonly service?: Seconds;
  /** When the service may begin; several are alternatives. */
  readonly time_windows?: readonly Span[];
}

export interface PlanJob extends Task {
  readonly delivery?: readonly number[];
  readonly pickup?: readonly number[];
  readonly skills?: readonly number[];
  /** 0–100: what is left out when not everything can be served is what matters least. */
  readonly priority?: number;
  /** How many visits in the horizon, no two on one day. */
  readonly visits?: number;
  readonly min_gap_days?: number;
  readonly max_gap_days?: number;
  /** The allowed combinations of days, from 0; each has `visits` days. */
  readonly patterns?: readonly (readonly number[])[];
  /** The days on which it may be visited, from 0. */
  readonly days?: readonly number[];
  /** ISO times of the visits already made. */
  readonly last_visits?: readonly string[];
  /** Visits that are settled in part: each holds one visit to a crew, a day, a time. */
  readonly pins?: readonly PlanPin[];
}

export interface PlanPin {
  readonly vehicle?: number;
  readonly day?: number;
  readonly time_window?: Span;
}

export interface PlanShipment {
  readonly amount?: readonly number[];
  readonly skills?: readonly number[];
  readonly priority?: number;
  readonly pickup: Task;
  readonly delivery: Task;
}

export interface PlanBreak {
  readonly id: number;
  readonly time_windows?: readonly Span[];
  readonly service?: Seconds;
}

export interface PlanVehicle {
  readonly id: number;
  readonly description?: string;
  /** Which matrix; `car` unless said otherwise. */
  readonly profile?: string;
  /** Where it starts and ends; without one the route is open there. */
  readonly start?: Position;
  readonly end?: Position;
  readonly start_index?: number;
  readonly end_index?: number;
  readonly capacity?: readonly number[];
  readonly skills?: readonly number[];
  readonly time_window?: Span;
  readonly breaks?: readonly PlanBreak[];
  readonly max_tasks?: number;
  readonly max_travel_time?: Seconds;
  /** From leaving to returning, waiting included; the departure is free. */
  readonly max_duration?: Seconds;
  /** The one day on which it works; every day without it. */
  readonly day?: number;
  /** Several vehicles that are one crew on different days share its number; the vehicle's own without it. */
  readonly crew?: number;
  readonly costs?: { readonly fixed?: number; readonly per_hour?: number };
  /** A route to begin the search with, for a vehicle of one day: visits by job and breaks, in their order. */
  readonly steps?: readonly Pick<PlanStep, 'type' | 'id'>[];
}

/** 错时: how much spreading visits over days and hours is worth, and what counts as another time. */
export interface PlanStagger {
  /** Seconds of travel that one whole unit of staggering loss is worth; 0 plans without it. */
  readonly weight: number;
  /** The hour bands of a day, in order, not overlapping. */
  readonly bands: readonly Span[];
  /** The date of day 0, Asia/Shanghai; gives the days their weekdays. A Monday without it. */
  readonly start_date?: string;
  /** Days of the horizon that are weekends or holidays; by the weekday without it. */
  readonly off_days?: readonly number[];
  /** Which bands are working hours on a working day; [1, 3] without it (morning, afternoon). */
  readonly working_bands?: readonly number[];
  /** The share of visits outside working hours to reach, 0–1. */
  readonly off_hours_target?: number;
}

export type StepType = 'start' | 'job' | 'pickup' | 'delivery' | 'break' | 'end';

export interface PlanStep {
  readonly type: StepType;
  readonly id?: number;
  readonly arrival: Seconds;
  readonly setup: Seconds;
  readonly service: Seconds;
  readonly waiting_time: Seconds;
  /** Travel since the start of the route. */
  readonly duration: Seconds;
  readonly location?: Position;
  readonly location_index?: number;
  readonly load?: readonly number[];
}

export interface PlanRoute {
  readonly vehicle: number;
  /** Only in a problem of several days. */
  readonly day?: number;
  readonly cost: number;
  readonly setup: Seconds;
  readonly service: Seconds;
  /** Travel. */
  readonly duration: Seconds;
  readonly waiting_time: Seconds;
  readonly priority: number;
  readonly steps: readonly PlanStep[];
}

/** Which constraint keeps a visit out of every route. */
export type UnassignedReason =
  | 'unreachable'
  | 'skills'
  | 'capacity'
  | 'time_windows'
  | 'days'
  | 'pin'
  | 'shift_too_short'
  | 'time';

export interface PlanUnassigned {
  readonly id: number;
  readonly type: 'job' | 'pickup' | 'delivery';
  /** How many of its visits are left out, in a problem of several days. */
  readonly visits?: number;
  readonly location?: Position;
  readonly location_index?: number;
  readonly reason: UnassignedReason;
}

export interface PlanSolution {
  readonly code: 0;
  readonly summary: {
    readonly cost: number;
    readonly routes: number;
    readonly unassigned: number;
    readonly setup: Seconds;
    readonly service: Seconds;
    readonly duration: Seconds;
    readonly waiting_time: Seconds;
    readonly priority: number;
    /** What the solver minimised: penalties, travel, staggering, unfairness. */
    readonly objective: PlanObjective;
  };
  readonly routes: readonly PlanRoute[];
  readonly unassigned: readonly PlanUnassigned[];
}

/** The terms of the objective in their order of weight; the checker computes the same from the routes. */
export interface PlanObjective {
  /** Sum over visits left out of 1 + priority. */
  readonly leftOut: number;
  /** Days by which gaps exceed what was guaranteed, summed. */
  readonly gapDays: number;
  readonly travel: number;
  readonly stagger: number;
  readonly unfairness: number;
}
