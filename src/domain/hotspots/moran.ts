import type { Neighbours } from './neighbours.ts';
import { upperP } from './normal-tail.ts';

/** Are values clustered at all? i near 0: no; towards 1: like beside like; below 0: like a chessboard. */
export interface Moran {
  i: number;
  /** What i would be on average, and its variance, were the values scattered at random. */
  expected: number;
  variance: number;
  z: number;
  /** One-sided: the probability of so much clustering, or more, by chance. */
  p: number;
}

const NOTHING: Moran = { i: 0, expected: 0, variance: 0, z: 0, p: 1 };

/**
 * Global Moran's I with binary weights, without the cell itself; expectation and variance under
 * randomisation. Sources: Moran, "Notes on Continuous Stochastic Phenomena", Biometrika 37 (1950);
 * Cliff & Ord, "Spatial Processes" (1981), pp. 42–46.
 *
 * n counts every cell listed, isolated ones too, for they are part of the study area. That is spdep's
 * `moran(x, listw, length(x), Szero(listw))` and `moran.test(…, adjust.n = FALSE)`; its default leaves
 * isolated cells out of n but not out of the mean.
 *
 * Where it is undefined (all values equal, no two cells adjacent, fewer than 4 cells) there is no
 * clustering to be seen: i is 0, z is 0 and p is 1.
 *
 * @param values one per cell
 * @throws RangeError when values and neighbours are not for the same number of cells
 */
export function moran(values: Float64Array, neighbours: Neighbours): Moran {
  const { starts, cells } = neighbours;
  const n = values.length;
  if (starts.length !== n + 1) {
    throw new RangeError(
      `${n} values need neighbours for ${n} cells, not for ${starts.length - 1}`,
    );
  }
  const links = cells.length;
  const constant = values.every((value) => value === values[0]);
  if (n < 4 || links === 0 || constant) return NOTHING;

  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / n;
  let squares = 0;
  let fourths = 0;
  let products = 0;
  let squaredDegrees = 0;
  for (let cell = 0; cell < n; cell++) {
    const deviation = values[cell]! - mean;
    squares += deviation ** 2;
    fourths += deviation ** 4;
    const end = starts[cell + 1]!;
    let around = 0;
    for (let at = starts[cell]!; at < end; at++) around += values[cells[at]!]! - mean;
    products += deviation * around;
    squaredDegrees += (end - starts[cell]!) ** 2;
  }
  // Values too close together for their squares to be told from 0 are as good as equal.
  if (!(squares > 0)) return NOTHING;
  const i = (n / links) * (products / squares);
  const expected = -1 / (n - 1);

  // Cliff & Ord's S0, S1, S2 for weights that are 1 both ways.
  const s0 = links;
  const s1 = 2 * links;
  const s2 = 4 * squaredDegrees;
  const kurtosis = (n * fourths) / squares ** 2;
  const even = n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0 ** 2);
  const peaked = kurtosis * ((n * n - n) * s1 - 2 * n * s2 + 6 * s0 ** 2);
  const variance = (even - peaked) / ((n - 1) * (n - 2) * (n - 3) * s0 ** 2) - expected ** 2;
  if (!(variance > 0)) return { i, expected, variance: 0, z: 0, p: 1 };
  const z = (i - expected) / Math.sqrt(variance);
  return { i, expected, variance, z, p: upperP(z) };
}
