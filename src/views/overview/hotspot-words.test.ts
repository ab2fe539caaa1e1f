import { describe, expect, test } from 'vitest';
import { confidenceOf, formatP, moranWords } from './hotspot-words.ts';

const moran = (i: number, p: number) => ({ i, p, expected: 0, variance: 1, z: 0 });

describe('the headline about clustering', () => {
  test('says clearly clustered only of what is strong and significant', () => {
    expect(moranWords(moran(0.35, 0.0001))).toBe('问题明显聚集');
    expect(moranWords(moran(0.04, 0.0001))).toBe('问题有一定聚集');
    expect(moranWords(moran(0.35, 0.05))).toBe('问题没有聚集');
  });

  test('gives p with three digits, and none below a thousandth', () => {
    expect(formatP(0.0234)).toBe('= 0.023');
    expect(formatP(0.0009)).toBe('< 0.001');
  });
});

test('a hotspot has 90, 95 or 99 per cent of confidence', () => {
  expect([1, 2, 3].map(confidenceOf)).toEqual([90, 95, 99]);
  expect(() => confidenceOf(0)).toThrow('level 0');
});
