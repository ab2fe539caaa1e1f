/**
 * The knobs of the search. The values were chosen by runs of equal attempts on daily instances with long and
 * short routes and on periodic ones; those of the paper were the starting point. Longer strings and a warmer end
 * than there are better where routes are long and the time is short.
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
  hot: 1,
  cold: 0.06,
  routeRuin: 0,
  jobRuin: 0.3,
};
