/** Rates of one step, one per cell, and their mean over all observations. */
export interface ShrunkRates {
  rates: Float64Array;
  meanRate: number;
}

/**
 * The rate of problems per observation, drawn towards the mean by as much as chance may have moved it,
 * so that one failure in two observations does not stand above forty in a hundred. Global empirical
 * Bayes by moments, from Marshall, "Mapping Disease and Mortality Rates Using Empirical Bayes
 * Estimators", Applied Statistics 40 (1991); equal to spdep's `EBest(counts, exposure, "poisson")`.
 *
 * A cell without observations says nothing about its rate: it takes no part in the estimate and gets
 * the mean. Problems counted there (reported by others, where nobody looked) therefore do not count.
 *
 * @param counts problems, one per cell
 * @param exposure observations, one per cell
 * @throws RangeError when counts and exposure are not for the same number of cells
 */
export function shrunkRates(counts: Float64Array, exposure: Float64Array): ShrunkRates {
  const n = counts.length;
  if (exposure.length !== n) {
    throw new RangeError(`${n} counts need exposure for ${n} cells, not for ${exposure.length}`);
  }
  let observedCells = 0;
  let problems = 0;
  let observations = 0;
  for (let i = 0; i < n; i++) {
    if (!(exposure[i]! > 0)) continue;
    observedCells++;
    problems += counts[i]!;
    observations += exposure[i]!;
  }
  const meanRate = observations > 0 ? problems / observations : 0;
  const rates = new Float64Array(n).fill(meanRate);

  let squares = 0;
  for (let i = 0; i < n; i++) {
    const observed = exposure[i]!;
    if (observed > 0) squares += observed * (counts[i]! / observed - meanRate) ** 2;
  }
  // How much true rates differ: what is seen, less what chance alone would show.
  const spread = squares / observations - meanRate / (observations / observedCells);
  if (!(spread > 0)) return { rates, meanRate };
  for (let i = 0; i < n; i++) {
    const observed = exposure[i]!;
    if (!(observed > 0)) continue;
    const trust = spread / (spread + meanRate / observed);
    rates[i] = meanRate + trust * (counts[i]! / observed - meanRate);
  }
  return { rates, meanRate };
}
