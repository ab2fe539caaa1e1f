/** Waiting between tries: 1, 2, 4 … 30 seconds, each shortened at random by up to a fifth. */
const FIRST_MILLISECONDS = 1_000;
const LONGEST_MILLISECONDS = 30_000;
const SPREAD = 0.2;

/**
 * Many screens of an office lose the server at the same moment: the spread keeps them from all coming
 * back at the same moment too.
 *
 * @param failures in a row, 1 after the first
 * @param random 0 ≤ random < 1
 */
export function backoffMilliseconds(failures: number, random: number): number {
  if (!Number.isInteger(failures) || failures < 1) {
    throw new RangeError(`failures must be a whole number from 1, not ${failures}`);
  }
  const longest = Math.min(LONGEST_MILLISECONDS, FIRST_MILLISECONDS * 2 ** (failures - 1));
  return Math.round(longest * (1 - SPREAD * random));
}
