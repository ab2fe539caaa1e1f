import { describe, expect, it } from 'vitest';

import { parseCube } from './cube.ts';
import { shrunkRates } from './empirical-bayes.ts';
import { falseDiscoveryBins } from './false-discovery.ts';
import fixture from './fixtures/spdep.json' with { type: 'json' };
import { twoSidedP, upperP } from './normal-tail.ts';
import { testCube } from './test-cube.ts';

/** The greatest difference, relative where numbers are above 1. */
function difference(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  expect(ours.length).toBe(theirs.length);
  let greatest = 0;
  for (let at = 0; at < ours.length; at++) {
    const apart = Math.abs(ours[at]! - theirs[at]!) / Math.max(1, Math.abs(theirs[at]!));
    if (!(apart <= greatest)) greatest = apart;
  }
  return greatest;
}

/** The greatest difference relative to the true value, however small that is. */
function relativeDifference(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  expect(ours.length).toBe(theirs.length);
  let greatest = 0;
  for (let at = 0; at < ours.length; at++) {
    const apart = Math.abs(ours[at]! / theirs[at]! - 1);
    if (!(apart <= greatest)) greatest = apart;
  }
  return greatest;
}

function tested(json: unknown) {
  const result = testCube(parseCube(json));
  if (result.kind !== 'tested') throw new Error(result.english);
  return result;
}

describe.each(fixture.cases)('spdep on the lattice "$name"', (reference) => {
  it('has the same Gi* within 1e-9', () => {
    expect(difference(tested(reference.cube).z, reference.z.flat())).toBeLessThan(1e-9);
  });

  it('has the same p within 1e-9 of its value', () => {
    expect(relativeDifference(tested(reference.cube).p, reference.p.flat())).toBeLessThan(1e-9);
  });

  it('has the same bins after false-discovery control', () => {
    expect([...tested(reference.cube).bin]).toEqual(reference.bin.flat());
  });

  it('has the same Moran I, moments and p within 1e-9', () => {
    const { i, expected, variance, z, p } = tested(reference.cube).moran;
    const theirs = reference.moran;
    expect(
      difference(
        [i, expected, variance, z],
        [theirs.i, theirs.expected, theirs.variance, theirs.z],
      ),
    ).toBeLessThan(1e-9);
    expect(relativeDifference([p], [theirs.p])).toBeLessThan(1e-9);
  });
});

describe('empirical Bayes rates', () => {
  const reference = fixture.cases.find((one) => one.name === 'exposure')!;

  it('are those of spdep within 1e-9, the mean where nobody looked', () => {
    reference.rate!.forEach((rates, step) => {
      const ours = shrunkRates(
        Float64Array.from(reference.cube.counts[step]!),
        Float64Array.from(reference.cube.exposure![step]!),
      );
      expect(relativeDifference(ours.rates, rates)).toBeLessThan(1e-9);
    });
  });
});

describe('the normal tail', () => {
  const { z, twoSided, lowerSide } = fixture.tail;

  it('is that of pnorm within 1e-12 of its value, down to the end of doubles', () => {
    expect(Math.min(...twoSided)).toBeLessThan(1e-290);
    expect(relativeDifference(z.map(twoSidedP), twoSided)).toBeLessThan(1e-12);
    expect(
      relativeDifference(
        z.map((value) => twoSidedP(-value)),
        twoSided,
      ),
    ).toBeLessThan(1e-12);
  });

  it('is that of pnorm on one side', () => {
    const upper = z.map((value) => upperP(value));
    expect(
      relativeDifference(
        upper,
        twoSided.map((p) => p / 2),
      ),
    ).toBeLessThan(1e-12);
    expect(
      relativeDifference(
        z.map((value) => upperP(-value)),
        lowerSide,
      ),
    ).toBeLessThan(1e-12);
  });

  it('is 0 beyond it', () => {
    expect(twoSidedP(50)).toBe(0);
  });
});

describe('Benjamini-Hochberg', () => {
  it.each(fixture.falseDiscovery)('gives the levels of p.adjust for $p', ({ p, level }) => {
    const values = Float64Array.from(p);
    expect([
      ...falseDiscoveryBins(
        values.map(() => 1.5),
        values,
      ),
    ]).toEqual(level);
    expect([
      ...falseDiscoveryBins(
        values.map(() => -1.5),
        values,
      ),
    ]).toEqual(level.map((one) => 0 - one));
  });
});
