import fc from 'fast-check';
import type { Position } from 'geojson';
import { describe, expect, test } from 'vitest';
import { firstSelfIntersection } from './self-intersection.ts';

describe('first self-intersection of an outline', () => {
  test('a square has none, closed or not', () => {
    const square = [
      [0, 0],
      [4, 0],
      [4, 4],
      [0, 4],
    ];
    expect(firstSelfIntersection(square)).toBeNull();
    expect(firstSelfIntersection([...square, [0, 0]])).toBeNull();
  });

  test('a bow tie crosses in its middle', () => {
    expect(
      firstSelfIntersection([
        [0, 0],
        [4, 4],
        [4, 0],
        [0, 4],
      ]),
    ).toEqual([2, 2]);
  });

  test('in degrees of a city the crossing is where the two edges meet', () => {
    const crossing = firstSelfIntersection([
      [103.0, 29.98],
      [103.02, 30.0],
      [103.02, 29.98],
      [103.0, 30.0],
    ]);
    expect(crossing![0]).toBeCloseTo(103.01, 10);
    expect(crossing![1]).toBeCloseTo(29.99, 10);
  });

  test('the first crossing going round is told, not any', () => {
    // The edge along y = 0 is crossed at x = 6 by the third and at x = 2 by the fifth edge.
    const ring = [
      [0, 0],
      [8, 0],
      [6, 3],
      [6, -3],
      [2, -3],
      [2, 3],
    ];
    expect(firstSelfIntersection(ring)).toEqual([6, 0]);
  });

  test('a corner on another edge touches there', () => {
    expect(
      firstSelfIntersection([
        [0, 0],
        [8, 0],
        [8, 4],
        [4, 0],
        [0, 4],
      ]),
    ).toEqual([4, 0]);
  });

  test('a corner visited twice touches itself', () => {
    expect(
      firstSelfIntersection([
        [0, 0],
        [2, 2],
        [4, 0],
        [4, 4],
        [2, 2],
        [0, 4],
      ]),
    ).toEqual([2, 2]);
  });

  test('an edge running back on the one before is found at the turn', () => {
    expect(
      firstSelfIntersection([
        [0, 0],
        [4, 0],
        [2, 0],
        [2, 3],
      ]),
    ).toEqual([4, 0]);
  });

  test('a corner in the middle of a straight edge is no fault', () => {
    expect(
      firstSelfIntersection([
        [0, 0],
        [2, 0],
        [4, 0],
        [4, 4],
        [0, 4],
      ]),
    ).toBeNull();
  });

  test('a double click, which gives a corner twice, is no fault', () => {
    expect(
      firstSelfIntersection([
        [0, 0],
        [4, 0],
        [4, 4],
        [4, 4],
        [0, 4],
      ]),
    ).toBeNull();
  });

  test.each([
    [[]],
    [[[1, 2]]],
    [
      [
        [1, 2],
        [3, 4],
      ],
    ],
  ])('too few corners %j cross nothing', (ring) => {
    expect(firstSelfIntersection(ring as Position[])).toBeNull();
  });

  test('a star-shaped outline never crosses itself, and swapping two far corners makes it do so', () => {
    const star = fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), {
      minLength: 6,
      maxLength: 30,
    });
    fc.assert(
      fc.property(star, (radii) => {
        const ring = radii.map((radius, index): Position => {
          const angle = (2 * Math.PI * index) / radii.length;
          return [radius * Math.cos(angle), radius * Math.sin(angle)];
        });
        expect(firstSelfIntersection(ring)).toBeNull();
        // On a circle, where the corners are in convex position, a swap must cross.
        const circle = ring.map(([x, y]): Position => {
          const length = Math.hypot(x!, y!);
          return [x! / length, y! / length];
        });
        const swapped = [...circle];
        [swapped[0], swapped[3]] = [swapped[3]!, swapped[0]!];
        expect(firstSelfIntersection(swapped)).not.toBeNull();
      }),
      { numRuns: 200 },
    );
  });
});
