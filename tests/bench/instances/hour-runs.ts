/**
 * Distances that the solver reached in an hour of processor time each, seed 1, as
 * `PERIODIC=… npm run bench -- planner-hours --deep` prints them. Those of pr06 and pr10 are of 96cc43d, when
 * an hour was three quarters of the attempts.
 */
export const HOUR_RUNS: Readonly<Record<string, number>> = {
  pr06: 10_422.477,
  pr09: 13_214.833,
  pr10: 17_018.706,
};
