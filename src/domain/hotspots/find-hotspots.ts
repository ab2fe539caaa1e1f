import type { Cube } from './cube.ts';
import { shrunkRates } from './empirical-bayes.ts';
import { findNeighbours, type Neighbours } from './neighbours.ts';
import type { TestedCube } from './test-cube.ts';
import { countNonEmpty, isTooFew, type TooFewData, tooFewData } from './too-few-data.ts';

/** Neighbouring cells that are all significantly hot in one step. */
export interface Hotspot {
  /** Positions in the cube's list of cells, ascending. */
  cells: number[];
  /** Problems counted in its cells. */
  observed: number;
  /** What they would have at the mean of the study area: per cell, or per observation with exposure. */
  expected: number;
  /** observed − expected: how many problems would go if the place became an average one. */
  excess: number;
  /** The most certain of its cells. */
  peakCell: number;
  peakZ: number;
  /** 1, 2 or 3: 90, 95 or 99 % confidence at the peak. */
  level: number;
}

export type HotspotList = { kind: 'found'; hotspots: Hotspot[] } | TooFewData;

/**
 * Joins neighbouring hot cells of one step to hotspots, the one with the most excess problems first.
 * A step of few counts is noise even in a full cube, so it is asked for its own data here.
 *
 * @param tested the test of this cube
 * @throws RangeError when there is no such step, or when the test is of a cube of another size
 */
export function findHotspots(cube: Cube, tested: TestedCube, step: number): HotspotList {
  if (!Number.isInteger(step) || step < 0 || step >= cube.stepCount) {
    throw new RangeError(`step ${step} is not one of the ${cube.stepCount} steps, counted from 0`);
  }
  if (tested.bin.length !== cube.counts.length) {
    throw new RangeError(
      `the test has ${tested.bin.length} values, the cube has ${cube.counts.length}`,
    );
  }
  const from = step * cube.cellCount;
  const to = from + cube.cellCount;
  const counts = cube.counts.subarray(from, to);
  const nonEmptyCells = countNonEmpty(counts);
  if (isTooFew(nonEmptyCells)) return tooFewData(nonEmptyCells);

  const bin = tested.bin.subarray(from, to);
  const z = tested.z.subarray(from, to);
  const expected = expectedCounts(counts, cube.exposure?.subarray(from, to));
  const hotspots = joinHotCells(bin, findNeighbours(cube.q, cube.r)).map((cells): Hotspot => {
    const peakCell = cells.reduce((peak, cell) => (z[cell]! > z[peak]! ? cell : peak));
    const sum = (values: Float64Array) => cells.reduce((total, cell) => total + values[cell]!, 0);
    const hotspot = { cells, observed: sum(counts), expected: sum(expected) };
    return {
      ...hotspot,
      excess: hotspot.observed - hotspot.expected,
      peakCell,
      peakZ: z[peakCell]!,
      level: bin[peakCell]!,
    };
  });
  hotspots.sort((a, b) => b.excess - a.excess || a.cells[0]! - b.cells[0]!);
  return { kind: 'found', hotspots };
}

function expectedCounts(counts: Float64Array, exposure: Float64Array | undefined): Float64Array {
  if (exposure) {
    const { meanRate } = shrunkRates(counts, exposure);
    // Where nobody looked nothing can be expected, and so nothing is in excess.
    return exposure.map((observed, cell) => (observed > 0 ? meanRate * observed : counts[cell]!));
  }
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return new Float64Array(counts.length).fill(mean);
}

/** The connected groups of cells with a positive bin, each in ascending order. */
function joinHotCells(bin: Int8Array, { starts, cells }: Neighbours): number[][] {
  const reached = new Uint8Array(bin.length);
  const groups: number[][] = [];
  for (let seed = 0; seed < bin.length; seed++) {
    if (bin[seed]! <= 0 || reached[seed]) continue;
    const group = [seed];
    reached[seed] = 1;
    // The group grows while it is walked: each cell brings in its own neighbours.
    for (const cell of group) {
      for (let at = starts[cell]!; at < starts[cell + 1]!; at++) {
        const neighbour = cells[at]!;
        if (bin[neighbour]! <= 0 || reached[neighbour]) continue;
        reached[neighbour] = 1;
        group.push(neighbour);
      }
    }
    groups.push(group.sort((a, b) => a - b));
  }
  return groups;
}
