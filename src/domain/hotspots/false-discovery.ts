/** The share of false discoveries allowed in the bins ±1, ±2 and ±3: 90, 95 and 99 % confidence. */
const ALLOWED_SHARES = [0.1, 0.05, 0.01] as const;

/**
 * Puts cells into bins −3 … 3 by the step-up procedure of Benjamini & Hochberg, "Controlling the False
 * Discovery Rate", Journal of the Royal Statistical Society B 57 (1995): of the m p-values sorted upward,
 * all up to the last with p(k) ≤ share · k / m are discoveries. Same verdicts as R's
 * `p.adjust(p, "BH") <= share`, and the arithmetic is R's, for bounds that are met exactly.
 *
 * @param z gives the sign of the bin: + hot, − cold
 * @param p two-sided, one per z; all of them are tested together
 * @param bin receives the bins
 * @throws RangeError when z, p and bin are not of the same length
 */
export function falseDiscoveryBins(
  z: Float64Array,
  p: Float64Array,
  bin = new Int8Array(p.length),
): Int8Array {
  const m = p.length;
  if (z.length !== m || bin.length !== m) {
    throw new RangeError(
      `${m} p-values need ${m} scores and bins, not ${z.length} and ${bin.length}`,
    );
  }
  // No p above the largest share can be a discovery, and these few are all that needs sorting.
  const small = p.filter((value) => value <= ALLOWED_SHARES[0]).sort();
  const limits = ALLOWED_SHARES.map((share) => {
    for (let k = small.length; k > 0; k--) {
      const value = small[k - 1]!;
      if ((m / k) * value <= share) return value;
    }
    return -1;
  });
  for (let i = 0; i < m; i++) {
    let level = 0;
    for (const limit of limits) if (p[i]! <= limit) level++;
    bin[i] = level * Math.sign(z[i]!);
  }
  return bin;
}
