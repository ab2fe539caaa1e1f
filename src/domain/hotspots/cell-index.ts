/** Axial coordinates reach this far from the origin: 2.5 million km of 250 m cells, and exact as a key. */
export const LARGEST_COORDINATE = 10_000_000;

const KEYS_PER_COLUMN = 2 ** 25;

/** One number for one cell, unique within LARGEST_COORDINATE and its neighbours, and below 2 ** 53. */
export function cellKey(q: number, r: number): number {
  return q * KEYS_PER_COLUMN + r;
}

/** Looks cells up by their coordinates: key → position in the list. Of equal cells the first is kept. */
export function indexCells(q: Int32Array, r: Int32Array): Map<number, number> {
  const positions = new Map<number, number>();
  for (let cell = 0; cell < q.length; cell++) {
    const key = cellKey(q[cell]!, r[cell]!);
    if (!positions.has(key)) positions.set(key, cell);
  }
  return positions;
}
