import { describe, expect, it } from 'vitest';
import { hexagonCentre, hexagonCorners } from '../geo/hexagon-grid.ts';
import { parseCube } from './cube.ts';
import { findHotspots } from './find-hotspots.ts';
import { pointsInCells } from './points-in-cells.ts';
import { testCube } from './test-cube.ts';

const EDGE = 1;

/** 12 × 12 cells; the seven round (5, 5) have forty times the problems, seen as often as elsewhere. */
const CELLS = Array.from({ length: 144 }, (_, at) => ({ q: at % 12, r: Math.floor(at / 12) }));
const PLANTED = ['5/5', '6/5', '5/6', '4/6', '4/5', '5/4', '6/4'];
const outlines = Float64Array.from(
  CELLS.flatMap((cell) => hexagonCorners(cell, EDGE).slice(0, 6).flat()),
);
const name = ({ q, r }: { q: number; r: number }) => `${q}/${r}`;

describe('points in cells', () => {
  it('are those in a planted hotspot, for sites in the middle of every cell', () => {
    const cube = parseCube({
      q: CELLS.map(({ q }) => q),
      r: CELLS.map(({ r }) => r),
      counts: [CELLS.map((cell, at) => (PLANTED.includes(name(cell)) ? 40 : at % 2))],
      exposure: [CELLS.map(() => 100)],
    });
    const test = testCube(cube);
    if (test.kind !== 'tested') throw new Error(test.english);
    const found = findHotspots(cube, test, 0);
    if (found.kind !== 'found') throw new Error(found.english);
    const hot = found.hotspots.flatMap(({ cells }) => cells);
    const middles = Float64Array.from(CELLS.flatMap((cell) => hexagonCentre(cell, EDGE)));
    const all = CELLS.map((_, at) => at);
    const names = pointsInCells(outlines, hot, middles, all).map((at) => name(CELLS[at]!));
    expect(names).toEqual(expect.arrayContaining(PLANTED));
    // Gi* of a cell looks at its six neighbours: what is hot besides lies next to what was planted.
    const steps = (a: string) => {
      const [q, r] = a.split('/').map(Number) as [number, number];
      return Math.max(Math.abs(q - 5), Math.abs(r - 5), Math.abs(q - 5 + r - 5));
    };
    expect(Math.max(...names.map(steps))).toBeLessThanOrEqual(2);
  });

  it('are found by the outline, not by its box, and only among those asked for', () => {
    // The cell at 0/0: flat-topped, one edge to the east and the west, √3 ⁄ 2 to the north and south.
    const points = [
      [0, 0],
      [0.95, 0],
      // In the box, outside the slanting edge.
      [0.95, 0.8],
      [0.45, 0.86],
      [0.45, 0.87],
      [1.05, 0],
    ];
    const positions = Float64Array.from(points.flat());
    expect(pointsInCells(outlines, [0], positions, [0, 1, 2, 3, 4, 5])).toEqual([0, 1, 3]);
    expect(pointsInCells(outlines, [0], positions, [5, 3, 2])).toEqual([3]);
    expect(pointsInCells(outlines, [], positions, [0, 1])).toEqual([]);
  });
});
