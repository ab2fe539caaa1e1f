import { AXIAL_NEIGHBOURS } from '../geo/hexagon-grid.ts';
import { cellKey, indexCells } from './cell-index.ts';

/**
 * Who borders whom, without the cell itself: the neighbours of cell c are
 * `cells[starts[c]] … cells[starts[c + 1] - 1]`. Only listed cells count, for the cells listed are the
 * study area: at its rim and around its holes a cell has fewer than six neighbours, or none.
 */
export interface Neighbours {
  /** One more than there are cells. */
  starts: Int32Array;
  cells: Int32Array;
}

/** The adjacent cells of every cell, by hashing axial coordinates: O(cells). The cells must be distinct. */
export function findNeighbours(q: Int32Array, r: Int32Array): Neighbours {
  const positions = indexCells(q, r);
  const starts = new Int32Array(q.length + 1);
  const cells = new Int32Array(q.length * AXIAL_NEIGHBOURS.length);
  let end = 0;
  for (let cell = 0; cell < q.length; cell++) {
    for (const [dq, dr] of AXIAL_NEIGHBOURS) {
      const neighbour = positions.get(cellKey(q[cell]! + dq, r[cell]! + dr));
      if (neighbour !== undefined) cells[end++] = neighbour;
    }
    starts[cell + 1] = end;
  }
  return { starts, cells: cells.slice(0, end) };
}
