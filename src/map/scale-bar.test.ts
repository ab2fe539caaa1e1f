import { describe, expect, test } from 'vitest';
import { scaleBarFor } from './scale-bar.ts';

describe('scale bar', () => {
  test.each([
    [1, '100 m', 100],
    [1.3, '100 m', 100 / 1.3],
    [2, '200 m', 100],
    [4.99, '200 m', 200 / 4.99],
    [38.2, '2 km', 2000 / 38.2],
    [0.02, '2 m', 100],
    [120, '10 km', 10000 / 120],
  ])('at %d m a pixel the bar says %s', (metersPerPixel, label, widthPixels) => {
    const bar = scaleBarFor(metersPerPixel, 100)!;
    expect(bar.label).toBe(label);
    expect(bar.widthPixels).toBeCloseTo(widthPixels, 6);
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('%d m a pixel has none', (value) => {
    expect(scaleBarFor(value, 100)).toBeNull();
  });
});
