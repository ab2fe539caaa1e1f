import { describe, expect, it } from 'vitest';
import { heightPixels, nearestHeight } from './sheet-heights.ts';

describe('a bottom sheet on a phone of 740 pixels', () => {
  it('has three heights', () => {
    expect(heightPixels('peek', 740)).toBe(116);
    expect(heightPixels('half', 740)).toBe(370);
    expect(heightPixels('full', 740)).toBe(672);
  });

  it.each([
    [200, 0, 'peek'],
    [260, 0, 'half'],
    [500, 0, 'half'],
    [540, 0, 'full'],
    [140, 1, 'half'],
    [380, 1, 'full'],
    [672, 1, 'full'],
    [660, -1, 'half'],
    [360, -1, 'peek'],
    [116, -1, 'peek'],
  ])('let go at %i with speed %f rests at %s', (pixels, speed, height) => {
    expect(nearestHeight(pixels, speed, 740)).toBe(height);
  });

  it('may peek higher, for a card that is always wanted', () => {
    expect(heightPixels('peek', 740, 276)).toBe(276);
    expect(heightPixels('half', 500, 276)).toBe(276);
    expect(nearestHeight(300, 0, 740, 276)).toBe('peek');
    expect(nearestHeight(360, -1, 740, 276)).toBe('peek');
  });

  it('never turns over on a screen lower than its peek', () => {
    expect(heightPixels('full', 120)).toBe(116);
    expect(heightPixels('half', 120)).toBe(116);
  });
});
