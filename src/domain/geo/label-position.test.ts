import { expect, it } from 'vitest';
import { labelPosition } from './label-position.ts';

const square = (x: number, y: number, size: number) => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
];

it('is the middle of a square, and of the larger of two', () => {
  const [x, y] = labelPosition({ type: 'Polygon', coordinates: [square(103, 30, 0.02)] })!;
  expect(x).toBeCloseTo(103.01, 3);
  expect(y).toBeCloseTo(30.01, 3);
  const two = labelPosition({
    type: 'MultiPolygon',
    coordinates: [[square(103, 30, 0.01)], [square(104, 30, 0.02)]],
  })!;
  expect(two[0]).toBeCloseTo(104.01, 3);
});

it('lies inside an angle, where the middle of its box does not', () => {
  // An L: 4 wide and 4 high, its arms 1.
  const angle = [
    [0, 0],
    [4, 0],
    [4, 1],
    [1, 1],
    [1, 4],
    [0, 4],
    [0, 0],
  ];
  const [x, y] = labelPosition({ type: 'Polygon', coordinates: [angle] })!;
  // The largest circle within touches both outer sides and the inner corner: r = 2 − √2.
  expect(Math.hypot(x! - (2 - Math.SQRT2), y! - (2 - Math.SQRT2))).toBeLessThan(0.1);
});

it('is none where there are no corners', () => {
  expect(labelPosition({ type: 'MultiPolygon', coordinates: [] })).toBeNull();
});
