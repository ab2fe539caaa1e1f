import type { Neighbours } from './neighbours.ts';

/**
 * Getis-Ord Gi* as a standard score, with binary weights: does the sum over a cell and its neighbours
 * differ from what the same values would give if they were scattered at random over the cells?
 *
 *   z_i = (Σ_j x_j − w_i x̄) / √( s² (n w_i − w_i²) / (n − 1) ),  j over i and its neighbours,
 *   w_i = how many those are, s² = Σ (x − x̄)² / n.
 *
 * Sources: Getis & Ord, "The Analysis of Spatial Association by Use of Distance Statistics",
 * Geographical Analysis 24 (1992); the standard score with i's own value included from Ord & Getis,
 * "Local Spatial Autocorrelation Statistics", Geographical Analysis 27 (1995), eq. 14. It is what
 * spdep's `localG` computes for neighbours made with `include.self`.
 *
 * Where the score is undefined there is nothing to find, and z is 0: all values equal, or a cell whose
 * neighbours are the whole study area.
 *
 * @param values one per cell
 * @param z receives the scores, one per cell
 * @throws RangeError when values, neighbours and z are not for the same number of cells
 */
export function giStar(
  values: Float64Array,
  neighbours: Neighbours,
  z = new Float64Array(values.length),
): Float64Array {
  const { starts, cells } = neighbours;
  const n = values.length;
  if (starts.length !== n + 1 || z.length !== n) {
    throw new RangeError(
      `${n} values need neighbours and scores for ${n} cells, ` +
        `not for ${starts.length - 1} and ${z.length}`,
    );
  }
  let sum = 0;
  let smallest = Infinity;
  let largest = -Infinity;
  for (let i = 0; i < n; i++) {
    const value = values[i]!;
    sum += value;
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  // Equality is asked of the values, for their variance may come out of rounding as more than 0.
  if (n < 2 || smallest === largest) return z.fill(0);

  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i]! - mean) ** 2;
  const variance = squares / n;

  for (let i = 0; i < n; i++) {
    const end = starts[i + 1]!;
    const weight = end - starts[i]! + 1;
    let local = values[i]!;
    for (let at = starts[i]!; at < end; at++) local += values[cells[at]!]!;
    const spread = (variance * weight * (n - weight)) / (n - 1);
    z[i] = spread > 0 ? (local - weight * mean) / Math.sqrt(spread) : 0;
  }
  return z;
}
