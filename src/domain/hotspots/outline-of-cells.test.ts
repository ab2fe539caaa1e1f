import fc from 'fast-check';
import { union } from 'polyclip-ts';
import { describe, expect, test } from 'vitest';
import { AXIAL_NEIGHBOURS, hexagonCorners } from '../geo/hexagon-grid.ts';
import { outlineOfCells, type LocatedCells } from './outline-of-cells.ts';

const EDGE = 10;

/** Cells on a plane, each beginning its outline at another corner. */
function located(cells: readonly (readonly [q: number, r: number])[]): LocatedCells {
  return {
    q: Int32Array.from(cells, ([q]) => q),
    r: Int32Array.from(cells, ([, r]) => r),
    outlines: Float64Array.from(
      cells.flatMap(([q, r], index) => {
        const corners = hexagonCorners({ q, r }, EDGE).slice(0, 6);
        const turned = [...corners.slice(index % 6), ...corners.slice(0, index % 6)];
        return (index % 2 === 0 ? turned : turned.reverse()).flat();
      }),
    ),
  };
}

function outlineOf(cells: readonly (readonly [number, number])[]) {
  return outlineOfCells(
    located(cells),
    cells.map((_, index) => index),
  );
}

function areaOf(rings: readonly (readonly (readonly number[])[])[]): number {
  return rings.reduce((total, ring) => {
    let sum = 0;
    for (let at = 1; at < ring.length; at++) {
      sum += ring[at - 1]![0]! * ring[at]![1]! - ring[at]![0]! * ring[at - 1]![1]!;
    }
    return total + sum / 2;
  }, 0);
}

const CELL_AREA = ((3 * Math.sqrt(3)) / 2) * EDGE ** 2;

describe('the outline round cells', () => {
  test('of one cell is its own', () => {
    const outline = outlineOf([[4, -7]]);
    expect(outline.coordinates).toHaveLength(1);
    expect(outline.coordinates[0]).toHaveLength(7);
    expect(outline.coordinates[0]![0]).toEqual(outline.coordinates[0]!.at(-1));
    expect(areaOf(outline.coordinates)).toBeCloseTo(CELL_AREA, 6);
  });

  test('of two neighbours has ten corners', () => {
    const outline = outlineOf([
      [0, 0],
      [1, 0],
    ]);
    expect(outline.coordinates[0]).toHaveLength(11);
    expect(areaOf(outline.coordinates)).toBeCloseTo(2 * CELL_AREA, 6);
  });

  test('of a ring of six has a hole of one cell, clockwise', () => {
    const outline = outlineOf(AXIAL_NEIGHBOURS);
    expect(outline.coordinates.map((ring) => ring.length)).toEqual([19, 7]);
    expect(areaOf([outline.coordinates[1]!])).toBeCloseTo(-CELL_AREA, 6);
    expect(areaOf(outline.coordinates)).toBeCloseTo(6 * CELL_AREA, 6);
  });

  test('refuses none, and cells that do not hang together', () => {
    expect(() => outlineOf([])).toThrow('at least one cell');
    expect(() =>
      outlineOf([
        [0, 0],
        [3, 0],
      ]),
    ).toThrow('the 2 cells do not hang together');
  });

  test('is the union that polyclip-ts finds, for whatever grows from one cell', () => {
    const steps = fc.array(fc.tuple(fc.nat(40), fc.nat(5)), { maxLength: 40 });
    fc.assert(
      fc.property(steps, (growth) => {
        const cells: [number, number][] = [[0, 0]];
        for (const [from, direction] of growth) {
          const [q, r] = cells[from % cells.length]!;
          const [dq, dr] = AXIAL_NEIGHBOURS[direction]!;
          if (!cells.some(([x, y]) => x === q + dq && y === r + dr)) cells.push([q + dq, r + dr]);
        }
        const outline = outlineOf(cells);
        // Coordinates on a lattice, so that the reference has no slivers to find.
        const rounded = cells.map(([q, r]) => [
          hexagonCorners({ q, r }, EDGE).map(
            ([x, y]) => [Math.round(x * 1e3), Math.round(y * 1e3)] as [number, number],
          ),
        ]);
        const [first, ...others] = rounded;
        const expected = union(first!, ...others);
        expect(expected).toHaveLength(1);
        expect(outline.coordinates.map((ring) => ring.length).sort()).toEqual(
          expected[0]!.map((ring) => ring.length).sort(),
        );
        expect(areaOf(outline.coordinates)).toBeCloseTo(cells.length * CELL_AREA, 4);
      }),
      { numRuns: 60 },
    );
  });
});
