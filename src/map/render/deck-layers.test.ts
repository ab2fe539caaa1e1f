import { describe, expect, test } from 'vitest';
import type { CitySites } from '../../domain/sites/city.ts';
import { iconIndexOf } from '../atlas.ts';
import { lookOfSiteType } from '../../domain/sites/types.ts';
import { siteMarks } from '../layers/site-marks.ts';
import { paletteOf } from '../palette.ts';
import { markBytes } from './deck-layers.ts';

function cityOf(
  places: readonly (readonly [number, number])[],
  types: readonly number[],
): CitySites {
  const count = places.length;
  return {
    count,
    checksum: 'c',
    asOf: '2026-11-23T08:00:00+08:00',
    ids: Uint32Array.from({ length: count }, (_, index) => index + 1),
    positions: Float64Array.from(places.flat()),
    types: Uint8Array.from(types),
    areas: new Uint16Array(count),
    units: new Uint16Array(count),
    typeIds: ['hotel', 'back_street'],
    areaIds: Uint32Array.of(1),
    unitIds: Uint32Array.of(1),
  };
}

const statusOf = (codes: readonly number[]) => ({
  asOf: '2026-11-23T08:00:00+08:00',
  checksum: 'c',
  codes: Uint8Array.from(codes),
});

describe('bytes of marks', () => {
  test('status, icon with its flag, and no spread for sites that stand alone', () => {
    const sites = cityOf(
      [
        [103, 30],
        [103.1, 30],
      ],
      [0, 1],
    );
    const spec = siteMarks(
      { sites, status: statusOf([3, 12]), shown: Uint8Array.of(1, 0) },
      paletteOf('light'),
    );
    const hotel = iconIndexOf(lookOfSiteType('hotel').icon);
    expect(hotel).toBe(3);
    expect([...markBytes(spec, spec.shown)]).toEqual([3, hotel | 128, 128, 128, 12, 0, 128, 128]);
  });

  test('two sites at one place stand apart, above and below it', () => {
    const sites = cityOf(
      [
        [103, 30],
        [103, 30],
      ],
      [0, 0],
    );
    const spec = siteMarks({ sites, status: statusOf([1, 1]), shown: null }, paletteOf('light'));
    const bytes = markBytes(spec, null);
    expect([bytes[2]! - 128, bytes[3]! - 128]).toEqual([0, -16]);
    expect([bytes[6]! - 128, bytes[7]! - 128]).toEqual([0, 16]);
  });

  test('a filter over 100,000 sites takes less than a frame', () => {
    const count = 100_000;
    const places = Array.from({ length: count }, (_, index) => [100 + index / count, 30] as const);
    const sites = cityOf(places, new Array<number>(count).fill(0));
    const status = statusOf(Array.from({ length: count }, (_, index) => 1 + (index % 4)));
    const shown = Uint8Array.from({ length: count }, (_, index) => index % 2);
    const spec = siteMarks({ sites, status, shown }, paletteOf('light'));
    const tookMs = Array.from({ length: 9 }, () => {
      const start = performance.now();
      markBytes(spec, shown);
      return performance.now() - start;
    }).sort((a, b) => a - b);
    expect(tookMs[4]).toBeLessThan(16);
  });

  test('statuses of another city are refused with both numbers', () => {
    const sites = cityOf([[103, 30]], [0]);
    expect(() =>
      siteMarks({ sites, status: statusOf([1, 1]), shown: null }, paletteOf('light')),
    ).toThrow('status of 2 sites does not fit a city of 1 sites');
  });
});
