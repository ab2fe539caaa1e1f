import { describe, expect, test } from 'vitest';
import {
  circleOf,
  closed,
  distanceMeters,
  drawingOf,
  editableRing,
  ValueHistory,
} from './drawn-geometry.ts';

describe('distance on the sphere', () => {
  test('a degree of a meridian is a 360th of the mean circumference', () => {
    expect(distanceMeters([103, 29.5], [103, 30.5])).toBeCloseTo(111_195.08, 1);
  });

  test('a degree of a parallel shrinks with the cosine of its latitude', () => {
    const ratio = distanceMeters([103, 60], [103.001, 60]) / distanceMeters([103, 0], [103.001, 0]);
    expect(ratio).toBeCloseTo(0.5, 6);
  });
});

describe('what is drawn', () => {
  const square = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ];

  test('the ring is closed once, and a corner given twice by a double click counts once', () => {
    expect(closed([...square, [0, 1], [0, 0]])).toEqual([...square, [0, 0]]);
    expect(closed(square)).toEqual([...square, [0, 0]]);
    expect(closed([])).toEqual([]);
  });

  test('two corners are no area yet', () => {
    expect(
      drawingOf(
        [
          [0, 0],
          [1, 1],
        ],
        'polygon',
      ),
    ).toBeNull();
    expect(drawingOf([], 'polygon')).toBeNull();
  });

  test('corners are counted without the one that closes', () => {
    expect(drawingOf(square, 'polygon')).toEqual({
      geometry: { type: 'Polygon', coordinates: [[...square, [0, 0]]] },
      shape: { kind: 'polygon' },
      selfIntersection: null,
      cornerCount: 4,
    });
  });

  test('a crossing is told', () => {
    expect(
      drawingOf(
        [
          [0, 0],
          [2, 2],
          [2, 0],
          [0, 2],
        ],
        'polygon',
      )!.selfIntersection,
    ).toEqual([1, 1]);
  });

  test('a circle has the middle and the radius of its corners', () => {
    const ring = Array.from({ length: 65 }, (_, index) => {
      const angle = (2 * Math.PI * (index % 64)) / 64;
      const radius = 500 / 111_195.08;
      const stretch = Math.cos((30 * Math.PI) / 180);
      return [103 + (radius * Math.cos(angle)) / stretch, 30 + radius * Math.sin(angle)];
    });
    const { center, radiusMeters } = circleOf(ring);
    expect(center[0]).toBeCloseTo(103, 8);
    expect(center[1]).toBeCloseTo(30, 8);
    expect(radiusMeters).toBeCloseTo(500, 0);
    expect(drawingOf(ring, 'circle')!.selfIntersection).toBeNull();
  });

  test('a circle of no radius is nothing', () => {
    expect(
      drawingOf(
        Array.from({ length: 5 }, () => [103, 30]),
        'circle',
      ),
    ).toBeNull();
  });

  test('of several parts the largest is edited', () => {
    const large = [
      [0, 0],
      [5, 0],
      [5, 5],
      [0, 5],
      [0, 0],
    ];
    const small = [
      [9, 9],
      [10, 9],
      [10, 10],
      [9, 9],
    ];
    expect(editableRing({ type: 'MultiPolygon', coordinates: [[small], [large]] })).toEqual(large);
    expect(editableRing({ type: 'Polygon', coordinates: [small] })).toEqual(small);
  });
});

describe('history', () => {
  test('goes back and forth, and a new value ends what lay ahead', () => {
    const history = new ValueHistory<string>();
    expect(history.back()).toBeUndefined();
    for (const value of ['a', 'b', 'c']) history.push(value);
    expect([history.back(), history.back(), history.back()]).toEqual(['b', 'a', undefined]);
    expect(history.forth()).toBe('b');
    history.push('d');
    expect(history.forth()).toBeUndefined();
    expect(history.back()).toBe('b');
  });

  test('back to the beginning, nothing can be taken back or done again', () => {
    const history = new ValueHistory<string>();
    for (const value of ['a', 'b']) history.push(value);
    expect(history.toBeginning()).toBe('a');
    expect([history.back(), history.forth()]).toEqual([undefined, undefined]);
  });
});
