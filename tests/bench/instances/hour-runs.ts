/**
 * Distances that the solver reached in an hour of processor time each, seed 1, as
 * `PERIODIC=… npm run bench -- planner-hours --deep` prints them: the two largest so far.
 */
export const HOUR_RUNS: Readonly<Record<string, number>> = {
  pr06: 10_422.477,
  pr10: 17_018.706,
};
