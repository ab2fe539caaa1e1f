/**
 * A planning problem in the form the solver works on: numbered things in typed arrays.
 *
 * - A *task* is one visit (or one half of a shipment); the visits of one job are tasks of the same job.
 * - A *slot* is one vehicle on one day: what a route is made for.
 * - A *node* is a row of the travel matrices; the last one, `nowhere`, is zero seconds from everywhere and
 *   stands for the missing start or end of an open route.
 * - An *item* stands in a route: a task, or from `taskCount` on a break.
 */
export interface Instance {
  readonly taskCount: number;
  readonly itemCount: number;
  readonly jobCount: number;
  readonly dayCount: number;
  readonly crewCount: number;
  readonly slots: readonly Slot[];
  /** By slot, for loops over all of them. */
  readonly slotDay: Int32Array;
  readonly slotKind: Int32Array;
  readonly slotCrew: Int32Array;

  /** By task. */
  readonly node: Int32Array;
  readonly job: Int32Array;
  /** 1 + priority: what leaving it out costs, before everything else. */
  readonly weight: Float64Array;
  readonly setup: Float64Array;
  /** By task and slot: whether skills, day, pin, capacity and reach allow it at all. */
  readonly allowed: Uint8Array;
  /** By task: the other half of a shipment, or -1. */
  readonly partner: Int32Array;
  /** By task: 1 for the second half of a shipment. */
  readonly isDropOff: Uint8Array;
  /** By task and dimension of load. */
  readonly dimensions: number;
  readonly delivery: Float64Array;
  readonly pickup: Float64Array;

  /** By item. */
  readonly service: Float64Array;
  /** The windows of item i are `windowsFrom[i]` up to `windowsFrom[i + 1]`, in order and apart. */
  readonly windowsFrom: Int32Array;
  readonly windowStart: Float64Array;
  readonly windowEnd: Float64Array;

  /** By job. */
  readonly tasksOfJob: readonly Int32Array[];
  readonly rules: readonly DayRules[];
  /** The nearest jobs first, itself at the head. */
  readonly neighbours: readonly Int32Array[];

  readonly hasLoads: boolean;
  readonly hasShipments: boolean;
  readonly isPeriodic: boolean;
}

/** On which days the visits of a job may fall. */
export interface DayRules {
  readonly visits: number;
  /** Sets of days as bits; null where any days will do. */
  readonly patterns: Int32Array | null;
  readonly days: number;
  readonly minGapDays: number;
  readonly maxGapDays: number;
  /** The day of the last visit before the horizon, ≤ -1; -Infinity where there was none. */
  readonly lastDay: number;
}

export interface Slot {
  readonly index: number;
  readonly vehicle: number;
  readonly crew: number;
  readonly day: number;
  /** Slots of one kind are the same in everything that matters: of their empty routes one is tried. */
  readonly kind: number;
  readonly travel: Travel;
  readonly startNode: number;
  readonly endNode: number;
  readonly opens: number;
  readonly closes: number;
  readonly capacity: Float64Array;
  /** Items. */
  readonly breaks: readonly number[];
  readonly maxTasks: number;
  readonly maxTravel: number;
  readonly maxDuration: number;
  readonly fixedCost: number;
}

/**
 * Seconds and costs between nodes, once by row (from) and once by column (to): looking for a place for
 * a visit reads the way to it and the way from it, and both are then one stretch of memory.
 */
export interface Travel {
  readonly size: number;
  readonly timeFrom: Float64Array;
  readonly timeTo: Float64Array;
  readonly costFrom: Float64Array;
  readonly costTo: Float64Array;
  /** Of the ways that there are. */
  readonly longestCost: number;
}
