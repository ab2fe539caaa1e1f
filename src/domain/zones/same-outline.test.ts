import type { Polygon } from 'geojson';
import { expect, test } from 'vitest';
import { isSameOutline } from './same-outline.ts';

const triangle = (x = 103): Polygon => ({
  type: 'Polygon',
  coordinates: [
    [
      [x, 30],
      [103.1, 30],
      [103, 30.1],
      [x, 30],
    ],
  ],
});

test('an outline is the same when only digits beyond the seventh differ', () => {
  expect(isSameOutline(triangle(), triangle(103.00000004))).toBe(true);
  expect(isSameOutline(triangle(), triangle(103.0000003))).toBe(false);
});

test('an outline with a corner more, or as a multipolygon, is another', () => {
  const more = triangle();
  more.coordinates[0]!.splice(1, 0, [103.05, 29.9]);
  expect(isSameOutline(triangle(), more)).toBe(false);
  expect(
    isSameOutline(triangle(), { type: 'MultiPolygon', coordinates: [triangle().coordinates] }),
  ).toBe(false);
});
