import { type Cube, sumSteps } from './cube.ts';
import { shrunkRates } from './empirical-bayes.ts';
import { falseDiscoveryBins } from './false-discovery.ts';
import { giStar } from './gi-star.ts';
import { type Moran, moran } from './moran.ts';
import { findNeighbours } from './neighbours.ts';
import { twoSidedP } from './normal-tail.ts';
import { countNonEmpty, isTooFew, type TooFewData, tooFewData } from './too-few-data.ts';

/** Values stand as in the cube: that of cell c in step s is at `s * cellCount + c`. */
export interface TestedCube {
  kind: 'tested';
  cellCount: number;
  stepCount: number;
  /** Gi* of the counts, or of the shrunk rates where the cube has exposure. */
  z: Float64Array<ArrayBuffer>;
  /** Two-sided. */
  p: Float64Array<ArrayBuffer>;
  /** −3 … 3: cold … hot with 99, 95, 90 % confidence after false-discovery control in the step. */
  bin: Int8Array<ArrayBuffer>;
  /** Of the counts summed over the steps. */
  moran: Moran;
}

export type HotspotTest = TestedCube | TooFewData;

/**
 * Tests every step of a cube for hot and cold spots. A cube in which too few cells have any count is not
 * tested: its map would be one of noise.
 */
export function testCube(cube: Cube): HotspotTest {
  const { cellCount, stepCount } = cube;
  const total = sumSteps(cube).counts;
  const nonEmptyCells = countNonEmpty(total);
  if (isTooFew(nonEmptyCells)) return tooFewData(nonEmptyCells);

  const neighbours = findNeighbours(cube.q, cube.r);
  const z = new Float64Array(cube.counts.length);
  const p = new Float64Array(cube.counts.length);
  const bin = new Int8Array(cube.counts.length);
  for (let step = 0; step < stepCount; step++) {
    const from = step * cellCount;
    const to = from + cellCount;
    const counts = cube.counts.subarray(from, to);
    const exposure = cube.exposure?.subarray(from, to);
    const values = exposure ? shrunkRates(counts, exposure).rates : counts;
    giStar(values, neighbours, z.subarray(from, to));
    for (let at = from; at < to; at++) p[at] = twoSidedP(z[at]!);
    falseDiscoveryBins(z.subarray(from, to), p.subarray(from, to), bin.subarray(from, to));
  }
  return { kind: 'tested', cellCount, stepCount, z, p, bin, moran: moran(total, neighbours) };
}
