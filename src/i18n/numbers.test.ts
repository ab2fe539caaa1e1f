import { expect, it } from 'vitest';
import { formatArea, formatChange, formatCount, formatDistance, formatRate } from './numbers.ts';

it('writes figures as an office would', () => {
  expect(formatCount(1_234_567)).toBe('1,234,567');
  expect([0, 0.8734, 0.99999, 1].map((rate) => formatRate(rate))).toEqual([
    '0%',
    '87.3%',
    '100.0%',
    '100%',
  ]);
  expect(formatRate(0.6, 0)).toBe('60%');
  expect([12, -3, 0].map(formatChange)).toEqual(['+12', '−3', '±0']);
  expect(formatDistance(349.6, 'zh')).toBe('350 米');
  expect(formatDistance(1_240, 'en')).toBe('1.2 km');
  expect(formatArea(354_000, 'zh')).toBe('0.35 平方公里');
  expect(formatArea(12_340_000, 'en')).toBe('12.3 km²');
});
