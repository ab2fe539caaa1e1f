/** So many cells must have a count, or what looks like a pattern is noise. */
const NEEDED_CELLS = 30;

export interface TooFewData {
  kind: 'too-few-data';
  nonEmptyCells: number;
  neededCells: number;
  chinese: string;
  english: string;
}

/** The answer in place of a test, with both numbers and a line for people. */
export function tooFewData(nonEmptyCells: number): TooFewData {
  return {
    kind: 'too-few-data',
    nonEmptyCells,
    neededCells: NEEDED_CELLS,
    chinese: `数据太少，无法检验：有问题的网格 ${nonEmptyCells} 个，至少需要 ${NEEDED_CELLS} 个`,
    english:
      `too few data for a test: ${nonEmptyCells} cells have a count, ` +
      `at least ${NEEDED_CELLS} are needed`,
  };
}

export function isTooFew(nonEmptyCells: number): boolean {
  return nonEmptyCells < NEEDED_CELLS;
}

export function countNonEmpty(counts: Float64Array): number {
  let nonEmpty = 0;
  for (const count of counts) if (count > 0) nonEmpty++;
  return nonEmpty;
}
