import { expect, it } from 'vitest';
import { backoffMilliseconds } from './backoff.ts';

it.each([
  [1, 1_000],
  [2, 2_000],
  [3, 4_000],
  [5, 16_000],
  [6, 30_000],
  [50, 30_000],
])('waits after %i failures at most %i ms', (failures, milliseconds) => {
  expect(backoffMilliseconds(failures, 0)).toBe(milliseconds);
  expect(backoffMilliseconds(failures, 0.5)).toBe(milliseconds * 0.9);
});

it.each([0, -1, 1.5])('refuses %s failures', (failures) => {
  expect(() => backoffMilliseconds(failures, 0)).toThrow(RangeError);
});
