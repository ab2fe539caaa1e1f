import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type Cube, parseCube } from './cube.ts';
import { falseDiscoveryBins } from './false-discovery.ts';
import { giStar } from './gi-star.ts';
import { moran } from './moran.ts';
import { findNeighbours } from './neighbours.ts';
import { shrunkRates } from './empirical-bayes.ts';
import { type TestedCube, testCube } from './test-cube.ts';

const none = () => Int32Array.of();

describe('neighbours', () => {
  it('are the listed ones of six, without the cell itself', () => {
    //  A flower of seven with a hole at (0, 1), and one cell far away.
    const q = Int32Array.of(0, 1, -1, -1, 0, 1, 9);
    const r = Int32Array.of(0, 0, 1, 0, -1, -1, 9);
    const { starts, cells } = findNeighbours(q, r);
    const of = (cell: number) => [...cells.subarray(starts[cell], starts[cell + 1])].sort();
    expect([...q.keys()].map(of)).toEqual([
      [1, 2, 3, 4, 5],
      [0, 5],
      [0, 3],
      [0, 2, 4],
      [0, 3, 5],
      [0, 1, 4],
      [],
    ]);
  });
});

describe('where a statistic is undefined there is nothing to find', () => {
  const row = findNeighbours(Int32Array.of(0, 1, 2), Int32Array.of(0, 0, 0));
  const pair = findNeighbours(Int32Array.of(0, 1), Int32Array.of(0, 0));

  it('Gi* of equal values, even when their sum is rounded', () => {
    expect([...giStar(Float64Array.of(0.1, 0.1, 0.1), row)]).toEqual([0, 0, 0]);
  });

  it('Gi* of a cell whose neighbours are the whole study area', () => {
    expect([...giStar(Float64Array.of(1, 5), pair)]).toEqual([0, 0]);
  });

  it('Gi* of no cells and of one', () => {
    expect([...giStar(Float64Array.of(), findNeighbours(none(), none()))]).toEqual([]);
    expect([
      ...giStar(Float64Array.of(3), findNeighbours(Int32Array.of(0), Int32Array.of(0))),
    ]).toEqual([0]);
  });

  it('Moran of equal values, of lone cells, of three cells', () => {
    const apart = findNeighbours(Int32Array.of(0, 5, 10, 15), new Int32Array(4));
    const nothing = { i: 0, expected: 0, variance: 0, z: 0, p: 1 };
    const eight = findNeighbours(Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7), new Int32Array(8));
    // The mean of eight times 0.1 comes out of rounding as 0.09999999999999999.
    expect(moran(new Float64Array(8).fill(0.1), eight)).toEqual(nothing);
    expect(moran(Float64Array.of(1, 2, 3, 4), apart)).toEqual(nothing);
    expect(moran(Float64Array.of(1, 2, 3), row)).toEqual(nothing);
  });

  it('rates where nobody looked, and where nothing was found', () => {
    expect(shrunkRates(Float64Array.of(3, 1), new Float64Array(2))).toEqual({
      rates: new Float64Array(2),
      meanRate: 0,
    });
    expect(shrunkRates(new Float64Array(2), Float64Array.of(8, 0))).toEqual({
      rates: new Float64Array(2),
      meanRate: 0,
    });
  });

  it('rates of equal cells are exactly equal', () => {
    expect(shrunkRates(Float64Array.of(3, 6, 9), Float64Array.of(10, 20, 30)).rates).toEqual(
      Float64Array.of(0.3, 0.3, 0.3),
    );
  });
});

describe('guards name both numbers', () => {
  const four = findNeighbours(Int32Array.of(0, 1, 2, 3), new Int32Array(4));
  it.each<[string, () => unknown, RegExp]>([
    ['Gi*', () => giStar(new Float64Array(3), four), /3 values .* not for 4 and 3/],
    ['Moran', () => moran(new Float64Array(3), four), /3 values .* not for 4/],
    ['rates', () => shrunkRates(new Float64Array(3), new Float64Array(2)), /3 counts .* not for 2/],
    [
      'bins',
      () => falseDiscoveryBins(new Float64Array(3), new Float64Array(2)),
      /2 p-values .* not 3 and 2/,
    ],
  ])('%s', (_, act, message) => {
    expect(act).toThrow(RangeError);
    expect(act).toThrow(message);
  });
});

function parallelogram(
  width: number,
  height: number,
  counts: number[][],
  exposure?: number[][],
): Cube {
  const cells = Array.from({ length: width * height }, (_, at) => at);
  return parseCube({
    q: cells.map((at) => at % width),
    r: cells.map((at) => Math.floor(at / width)),
    counts,
    exposure,
  });
}

function tested(cube: Cube): TestedCube {
  const result = testCube(cube);
  if (result.kind !== 'tested') throw new Error(result.english);
  return result;
}

describe('too few data', () => {
  const filled = (n: number) => Array.from({ length: 64 }, (_, at) => (at < n ? 2 : 0));

  it('is said of 29 non-empty cells, with both numbers, in both languages', () => {
    expect(testCube(parallelogram(8, 8, [filled(29), filled(12)]))).toEqual({
      kind: 'too-few-data',
      nonEmptyCells: 29,
      neededCells: 30,
      chinese: '数据太少，无法检验：有问题的网格 29 个，至少需要 30 个',
      english: 'too few data for a test: 29 cells have a count, at least 30 are needed',
    });
  });

  it('is not said of 30, in whichever steps they are', () => {
    const rest = filled(30).map((count, at) => (at < 15 ? 0 : count));
    expect(testCube(parallelogram(8, 8, [filled(15), rest])).kind).toBe('tested');
  });

  it('is said of an empty city', () => {
    expect(testCube(parseCube({ q: [], r: [], counts: [] }))).toMatchObject({ nonEmptyCells: 0 });
  });
});

describe('all-equal counts', () => {
  it('have no hotspot and no NaN', () => {
    const { z, p, bin, moran: headline } = tested(parallelogram(6, 6, [Array<number>(36).fill(4)]));
    expect(new Set(z)).toEqual(new Set([0]));
    expect(new Set(p)).toEqual(new Set([1]));
    expect(new Set(bin)).toEqual(new Set([0]));
    expect(headline).toMatchObject({ i: 0, z: 0, p: 1 });
  });
});

describe('exposure', () => {
  it('keeps a street from looking worse for being looked at', () => {
    // The corner is inspected ten times as often and fails at the same rate as everywhere.
    const looked = Array.from({ length: 100 }, (_, at) => (at % 10 < 3 && at < 30 ? 200 : 20));
    const failed = looked.map((observations, at) => observations / 10 + (at % 2 ? 1 : -1));
    const counted = tested(parallelogram(10, 10, [failed]));
    const corrected = tested(parallelogram(10, 10, [failed], [looked]));
    expect(counted.bin[11]).toBe(3);
    expect(corrected.bin[11]).toBe(0);
  });
});

/** Random distinct cells with 30 or more counts above 0, among them ties, zeros, isolated cells, fractions. */
const anyCube = fc
  .uniqueArray(fc.tuple(fc.integer({ min: -8, max: 8 }), fc.integer({ min: -8, max: 8 })), {
    minLength: 34,
    maxLength: 90,
    selector: ([q, r]) => `${q},${r}`,
  })
  .chain((cells) => {
    const count = fc.oneof(
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 0, max: 1_000_000 }),
      fc.double({ min: 0, max: Number.MAX_SAFE_INTEGER, noNaN: true }),
    );
    const step = fc.array(count, { minLength: cells.length, maxLength: cells.length });
    const exposure = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 1000 }), fc.constant(1e-6));
    const exposureStep = fc.array(exposure, { minLength: cells.length, maxLength: cells.length });
    return fc.record({
      q: fc.constant(cells.map(([q]) => q)),
      r: fc.constant(cells.map(([, r]) => r)),
      counts: fc.array(step, { minLength: 2, maxLength: 2 }),
      exposure: fc.option(fc.array(exposureStep, { minLength: 2, maxLength: 2 }), { nil: null }),
    });
  });

/** Whole counts of a size that real cities have, where rounding plays no part. */
const cityCube = anyCube.map((cube) => ({
  ...cube,
  counts: cube.counts.map((step) => step.map((count) => (Math.floor(count) % 50) + 1)),
  exposure: null,
}));

function expectClose(ours: ArrayLike<number>, theirs: ArrayLike<number>): void {
  expect(ours.length).toBe(theirs.length);
  for (let at = 0; at < ours.length; at++) expect(ours[at]).toBeCloseTo(theirs[at]!, 9);
}

describe('for any cube', () => {
  it('nothing is ever NaN or infinite, p is a probability, a bin has the sign of its z', () => {
    fc.assert(
      fc.property(anyCube, (json) => {
        const result = testCube(parseCube(json));
        if (result.kind !== 'tested') {
          expect(result.nonEmptyCells).toBeLessThan(30);
          return;
        }
        expect(result.z.every(Number.isFinite)).toBe(true);
        expect(result.p.every((p) => p >= 0 && p <= 1)).toBe(true);
        expect(
          result.bin.every((bin, at) => bin === 0 || Math.sign(bin) === Math.sign(result.z[at]!)),
        ).toBe(true);
        expect(Object.values(result.moran).every(Number.isFinite)).toBe(true);
      }),
    );
  });

  it('the order in which cells are listed does not matter', () => {
    fc.assert(
      fc.property(cityCube, fc.infiniteStream(fc.nat()), (json, numbers) => {
        const order = json.q.map((_, cell) => ({ cell, key: numbers.next().value as number }));
        order.sort((a, b) => a.key - b.key);
        const move = <T>(list: T[]) => order.map(({ cell }) => list[cell]!);
        const before = tested(parseCube(json));
        const after = tested(
          parseCube({ q: move(json.q), r: move(json.r), counts: json.counts.map(move) }),
        );
        const n = json.q.length;
        for (const step of [0, n]) {
          const range = [step, step + n] as const;
          expectClose(after.z.subarray(...range), move([...before.z.subarray(...range)]));
        }
        expectClose([after.moran.i, after.moran.z], [before.moran.i, before.moran.z]);
      }),
    );
  });

  it('where on the earth it lies does not matter', () => {
    const shift = fc.integer({ min: -1_000_000, max: 1_000_000 });
    fc.assert(
      fc.property(cityCube, shift, shift, (json, dq, dr) => {
        const moved = { ...json, q: json.q.map((q) => q + dq), r: json.r.map((r) => r + dr) };
        expectClose(tested(parseCube(moved)).z, tested(parseCube(json)).z);
      }),
    );
  });

  it('the unit in which problems are counted does not matter', () => {
    fc.assert(
      fc.property(cityCube, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (json, factor) => {
        const scaled = {
          ...json,
          counts: json.counts.map((step) => step.map((count) => count * factor)),
        };
        const before = tested(parseCube(json));
        const after = tested(parseCube(scaled));
        expectClose(after.z, before.z);
        expectClose([after.moran.i], [before.moran.i]);
      }),
    );
  });
});

describe('false-discovery control', () => {
  const probability = fc.double({ min: 0, max: 1, noNaN: true });
  const probabilities = fc.array(
    fc.oneof(
      probability,
      probability.map((p) => p ** 6),
    ),
    {
      minLength: 1,
      maxLength: 60,
    },
  );
  const levels = (p: number[]) => [
    ...falseDiscoveryBins(new Float64Array(p.length).fill(1), Float64Array.from(p)),
  ];

  it('never puts the smaller p into the lower bin', () => {
    fc.assert(
      fc.property(probabilities, (p) => {
        const level = levels(p);
        p.forEach((a, i) =>
          p.forEach((b, j) => expect(a <= b ? level[i]! >= level[j]! : true).toBe(true)),
        );
      }),
    );
  });

  it('never takes a discovery back because another p became smaller', () => {
    fc.assert(
      fc.property(probabilities, fc.nat(), probability, (p, index, factor) => {
        const before = levels(p);
        const at = index % p.length;
        const after = levels(p.map((value, i) => (i === at ? value * factor : value)));
        before.forEach((level, i) => expect(after[i]).toBeGreaterThanOrEqual(level));
      }),
    );
  });
});
