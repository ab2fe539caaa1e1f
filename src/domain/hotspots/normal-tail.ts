/**
 * Tail probabilities of the standard normal distribution.
 *
 * Our own because the well-kept library for it (@stdlib/math-base-special-erfc) brings 146 packages for
 * one function, and the small ones (jstat, simple-statistics) lose the relative accuracy of small
 * probabilities, on which false-discovery control stands.
 */

/** Below it the series, above it the continued fraction needs the fewer terms for full accuracy. */
const SERIES_ENDS = 2;

/** Enough for the last bits of a double at SERIES_ENDS, and more than enough above. */
const FRACTION_TERMS = 60;

/** P(|Z| ≥ |z|): relative error below 1e-12 down to where doubles end (z ≈ 37.5; beyond it, 0). */
export function twoSidedP(z: number): number {
  return complementaryError(Math.abs(z) * Math.SQRT1_2);
}

/** P(Z ≥ z). */
export function upperP(z: number): number {
  const half = twoSidedP(z) / 2;
  return z >= 0 ? half : 1 - half;
}

/**
 * erfc x for x ≥ 0, from Abramowitz & Stegun, "Handbook of Mathematical Functions" (1964):
 * 1 − the series 7.1.6, whose terms are all positive, so that nothing cancels inside it;
 * for large x, where 1 − erf x would cancel, the continued fraction 7.1.14.
 */
function complementaryError(x: number): number {
  const square = x * x;
  if (x < SERIES_ENDS) {
    let term = x;
    let sum = x;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= (2 * square) / (2 * n + 1);
      sum += term;
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * Math.exp(-square) * sum;
  }
  let fraction = x;
  for (let n = FRACTION_TERMS; n > 0; n--) fraction = x + n / 2 / fraction;
  return Math.exp(-square) / (Math.sqrt(Math.PI) * fraction);
}
