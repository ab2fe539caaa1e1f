import { expect, it } from 'vitest';
import { sparklinePath } from './sparkline.ts';

it('draws from zero to the highest value', () => {
  expect(sparklinePath([0, 5, 10], 100, 20)).toEqual({
    line: 'M0 20L50 10L100 0',
    fill: 'M0 20L50 10L100 0L100 20L0 20Z',
  });
});

it('draws nothing, one value, and only zeros without a fault', () => {
  expect(sparklinePath([], 100, 20)).toEqual({ line: '', fill: '' });
  expect(sparklinePath([3], 100, 20).line).toBe('M0 0');
  expect(sparklinePath([0, 0], 100, 20).line).toBe('M0 20L100 20');
});
