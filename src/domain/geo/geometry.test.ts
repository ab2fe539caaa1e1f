import type { MultiPolygon, Polygon } from 'geojson';
import { describe, expect, test } from 'vitest';
import { boundsOf, contains } from './geometry.ts';

const square = (x: number, y: number, size: number) => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
];

const WITH_HOLE: Polygon = { type: 'Polygon', coordinates: [square(0, 0, 10), square(4, 4, 2)] };
const TWO: MultiPolygon = {
  type: 'MultiPolygon',
  coordinates: [[square(0, 0, 1)], [square(5, 7, 2)]],
};

describe('the box round a polygon', () => {
  test('holds every part of it', () => {
    expect(boundsOf(WITH_HOLE)).toEqual([0, 0, 10, 10]);
    expect(boundsOf(TWO)).toEqual([0, 0, 7, 9]);
  });

  test('is none round nothing', () => {
    expect(boundsOf({ type: 'Polygon', coordinates: [] })).toBeNull();
  });
});

describe('a point', () => {
  test.each([
    [[1, 1], true],
    [[5, 5], false],
    [[3.9, 5], true],
    [[10.1, 5], false],
    [[-1, 5], false],
    [[5, -1], false],
  ] as const)('%j in a square with a hole: %s', (point, expected) => {
    expect(contains(WITH_HOLE, point)).toBe(expected);
  });

  test('may lie in any part', () => {
    expect(contains(TWO, [0.5, 0.5])).toBe(true);
    expect(contains(TWO, [6, 8])).toBe(true);
    expect(contains(TWO, [3, 4])).toBe(false);
  });
});
