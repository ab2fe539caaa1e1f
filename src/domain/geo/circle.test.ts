import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { circlePolygon } from './circle.ts';

/** Great-circle distance by the haversine, an independent formula. */
function distanceMeters([x1, y1]: readonly number[], [x2, y2]: readonly number[]): number {
  const radians = Math.PI / 180;
  const a =
    Math.sin(((y2! - y1!) * radians) / 2) ** 2 +
    Math.cos(y1! * radians) * Math.cos(y2! * radians) * Math.sin(((x2! - x1!) * radians) / 2) ** 2;
  return 2 * 6_371_008.8 * Math.asin(Math.sqrt(a));
}

describe('a circle as a polygon', () => {
  test('has every corner at its radius, and closes', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -179, max: 179, noNaN: true }),
        fc.double({ min: -70, max: 70, noNaN: true }),
        fc.integer({ min: 30, max: 5_000 }),
        (longitude, latitude, radius) => {
          const ring = circlePolygon([longitude, latitude], radius).coordinates[0]!;
          expect(ring).toHaveLength(65);
          expect(ring[64]).toEqual(ring[0]);
          for (const corner of ring) {
            expect(distanceMeters([longitude, latitude], corner)).toBeCloseTo(radius, 1);
          }
        },
      ),
    );
  });

  test('has no more decimals than the database keeps', () => {
    const ring = circlePolygon([103.123456789, 30], 777).coordinates[0]!;
    for (const value of ring.flat()) expect(value).toBe(Number(value.toFixed(7)));
  });

  test('runs counter-clockwise from the north', () => {
    const ring = circlePolygon([103, 30], 1_000).coordinates[0]!;
    expect(ring[0]![1]).toBeGreaterThan(30);
    expect(ring[16]![0]).toBeLessThan(103);
  });

  test('refuses a radius that is none', () => {
    expect(() => circlePolygon([103, 30], 0)).toThrow('above 0 m');
  });
});
