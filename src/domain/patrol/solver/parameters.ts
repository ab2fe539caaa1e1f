/**
 * The knobs of the search. The values were chosen on random instances of our own making with clustered and
 * scattered stops (`tests/bench/planner.ts`), those of the paper being the starting point.
 */
export interface Parameters {
  /** Visits removed at a time on average. */
  readonly averageRemoved: number;
  /** No string of visits removed from one route is longer. */
  readonly longestString: number;
  /** Temperatures at the start and the end, as shares of the average leg of the first plan. */
  readonly hot: number;
  readonly cold: number;
  /** How often a whole route is removed. */
  readonly routeRuin: number;
  /** In a problem of several days: how often all visits of some jobs are removed instead of strings of one day. */
  readonly jobRuin: number;
}

export const PARAMETERS: Parameters = {
  averageRemoved: 12,
  longestString: 20,
  hot: 2,
  cold: 0.01,
  routeRuin: 0,
  jobRuin: 0.4,
};
