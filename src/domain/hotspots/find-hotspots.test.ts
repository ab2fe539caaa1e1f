import { describe, expect, it } from 'vitest';

import { parseCube } from './cube.ts';
import { findHotspots } from './find-hotspots.ts';
import type { TestedCube } from './test-cube.ts';
import { testCube } from './test-cube.ts';

/** A row of 40 cells, so that neighbours are those left and right; every cell has 1 unless told. */
function row(told: Record<number, number>, exposure?: number[]) {
  const counts = Array.from({ length: 40 }, (_, cell) => told[cell] ?? 1);
  return parseCube({
    q: counts.map((_, cell) => cell),
    r: counts.map(() => 0),
    counts: [counts],
    exposure: exposure && [exposure],
  });
}

/** A test whose verdicts are given, so that joining and ranking are seen by themselves. */
function verdicts(bins: Record<number, number>): TestedCube {
  const bin = Int8Array.from({ length: 40 }, (_, cell) => bins[cell] ?? 0);
  return {
    kind: 'tested',
    cellCount: 40,
    stepCount: 1,
    bin,
    z: Float64Array.from(bin, (level, cell) => level * 2 + cell / 1000),
    p: new Float64Array(40),
    moran: { i: 0, expected: 0, variance: 0, z: 0, p: 1 },
  };
}

function hotspotsOf(...[cube, tested, step]: Parameters<typeof findHotspots>) {
  const result = findHotspots(cube, tested, step);
  if (result.kind !== 'found') throw new Error(result.english);
  return result.hotspots;
}

describe('hotspots', () => {
  it('are joined neighbouring hot cells, most excess problems first', () => {
    // 36 cells of 1, and 3 + 5 + 7 + 9: 60 problems in 40 cells, 1.5 expected in each.
    const cube = row({ 5: 3, 6: 5, 20: 7, 30: 9 });
    const tested = verdicts({ 5: 1, 6: 3, 7: 1, 8: -2, 20: 2, 30: 3 });
    expect(hotspotsOf(cube, tested, 0)).toEqual([
      { cells: [30], observed: 9, expected: 1.5, excess: 7.5, peakCell: 30, peakZ: 6.03, level: 3 },
      { cells: [20], observed: 7, expected: 1.5, excess: 5.5, peakCell: 20, peakZ: 4.02, level: 2 },
      {
        cells: [5, 6, 7],
        observed: 9,
        expected: 4.5,
        excess: 4.5,
        peakCell: 6,
        peakZ: 6.006,
        level: 3,
      },
    ]);
  });

  it('are none where nothing is significantly hot', () => {
    expect(hotspotsOf(row({}), verdicts({ 3: -3 }), 0)).toEqual([]);
  });

  it('expect the mean rate of what was observed there, and nothing where nobody looked', () => {
    // 39 problems in 78 observations; the other 2 problems were reported where nobody looked.
    const exposure = Array.from({ length: 40 }, (_, cell) => (cell === 5 ? 0 : 2));
    const cube = row({ 5: 2 }, exposure);
    expect(hotspotsOf(cube, verdicts({ 4: 1, 5: 1 }), 0)).toMatchObject([
      { cells: [4, 5], observed: 3, expected: 3, excess: 0 },
    ]);
  });

  it('are not claimed in a step of few counts, though the cube has many', () => {
    const cube = parseCube({
      q: Array.from({ length: 40 }, (_, cell) => cell),
      r: new Array(40).fill(0),
      counts: [
        new Array(40).fill(2),
        Array.from({ length: 40 }, (_, cell) => (cell === 9 ? 5 : 0)),
      ],
    });
    const tested = testCube(cube);
    if (tested.kind !== 'tested') throw new Error(tested.english);
    expect(tested.bin[40 + 9]).toBeGreaterThan(0);
    expect(findHotspots(cube, tested, 1)).toMatchObject({
      kind: 'too-few-data',
      nonEmptyCells: 1,
      neededCells: 30,
    });
  });

  it('are found by the test itself where they were planted', () => {
    const width = 15;
    const planted = [50, 51, 65, 36, 35];
    const cells = Array.from({ length: width * width }, (_, cell) => cell);
    const cube = parseCube({
      q: cells.map((cell) => cell % width),
      r: cells.map((cell) => Math.floor(cell / width)),
      counts: [cells.map((cell) => (planted.includes(cell) ? 12 : (cell * 7) % 4))],
    });
    const tested = testCube(cube);
    if (tested.kind !== 'tested') throw new Error(tested.english);
    const found = hotspotsOf(cube, tested, 0);
    expect(found).toHaveLength(1);
    expect(found[0]!.cells).toEqual(expect.arrayContaining(planted));
    expect(planted).toContain(found[0]!.peakCell);
  });

  it.each([-1, 1, 0.5])('are refused for step %d of one', (step) => {
    expect(() => findHotspots(row({}), verdicts({}), step)).toThrow(
      `step ${step} is not one of the 1 steps`,
    );
  });

  it('are refused for the test of another cube', () => {
    const other = { ...verdicts({}), bin: new Int8Array(3) };
    expect(() => findHotspots(row({}), other, 0)).toThrow('the test has 3 values, the cube has 40');
  });
});
