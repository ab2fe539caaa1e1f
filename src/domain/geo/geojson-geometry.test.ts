import { describe, expect, test } from 'vitest';
import { toWgs84 } from './datum.ts';
import {
  complaintAbout,
  geometryToWgs84,
  readGeometry,
  type ReadOptions,
} from './geojson-geometry.ts';

const any: ReadOptions = {
  allowed: ['Point', 'LineString', 'Polygon', 'MultiLineString', 'MultiPolygon'],
  mayLieOutsideChina: false,
};
const english = (given: unknown, options = any): string => {
  const read = readGeometry(given, options);
  return 'geometry' in read ? 'fine' : read.en;
};
const ring = [
  [103, 30],
  [103.1, 30],
  [103.1, 30.1],
  [103, 30],
];

describe('readGeometry', () => {
  test('drops heights and keeps the rest', () => {
    const given = {
      type: 'LineString',
      coordinates: [
        [103, 30, 500],
        [103.1, 30.1, 510],
      ],
    };
    expect(readGeometry(given, any)).toEqual({
      geometry: {
        type: 'LineString',
        coordinates: [
          [103, 30],
          [103.1, 30.1],
        ],
      },
    });
  });

  test.each([
    ['a hole', { type: 'Polygon', coordinates: [ring, ring] }, 'fine'],
    ['parts', { type: 'MultiPolygon', coordinates: [[ring], [ring]] }, 'fine'],
    ['nothing', null, /^should be Point, .* not 空 \/ none$/],
    ['a collection', { type: 'GeometryCollection', geometries: [] }, /not GeometryCollection$/],
    ['no coordinates', { type: 'Point' }, 'coordinates should be numbers'],
    ['text', { type: 'Point', coordinates: ['103', '30'] }, 'coordinates should be numbers'],
    ['null', { type: 'Point', coordinates: [null, null] }, 'coordinates should be numbers'],
    ['too deep', { type: 'Point', coordinates: [[103, 30]] }, 'coordinates should be numbers'],
    ['too flat', { type: 'Polygon', coordinates: ring }, 'coordinates should be numbers'],
    ['an object', { type: 'LineString', coordinates: {} }, 'coordinates should be an array'],
    ['empty', { type: 'Polygon', coordinates: [] }, 'coordinates should be an array'],
    [
      'a line of one point',
      { type: 'LineString', coordinates: [[103, 30]] },
      'a line needs two different points',
    ],
    [
      'a line that stays',
      {
        type: 'LineString',
        coordinates: [
          [103, 30],
          [103, 30],
        ],
      },
      'a line needs two different points',
    ],
    [
      'a ring of three',
      {
        type: 'Polygon',
        coordinates: [
          [
            [103, 30],
            [103.1, 30],
            [103, 30],
          ],
        ],
      },
      'a ring needs four points',
    ],
    [
      'an open ring',
      { type: 'Polygon', coordinates: [[...ring.slice(0, 3), [103, 30.2]]] },
      /^a ring is not closed/,
    ],
    ['infinity', { type: 'Point', coordinates: [Infinity, 30] }, 'coordinates should be numbers'],
  ])('%s', (_, given, expected) => {
    expect(english(given)).toMatch(expected);
  });

  test('names the first fault', () => {
    const given = {
      type: 'LineString',
      coordinates: [
        [103, 30],
        [30, 103],
        [500, 0],
      ],
    };
    expect(english(given)).toMatch(/swapped \(30, 103\)/);
  });
});

describe('complaintAbout', () => {
  test.each([
    [[103, 30], undefined],
    [[73, 3], undefined],
    [[136, 54], undefined],
    [[30, 103], /swapped/],
    [[181, 0], /out of range/],
    [[0, -91], /out of range/],
    [[1e300, 1e300], /out of range/],
    [[2.35, 48.85], /not in China/],
    [[0, 0], /not in China/],
  ] as const)('%j', (position, expected) => {
    const complaint = complaintAbout(position, false)?.en;
    if (expected === undefined) expect(complaint).toBeUndefined();
    else expect(complaint).toMatch(expected);
  });

  test('with a datum given a place may lie elsewhere, but not swapped or out of range', () => {
    expect(complaintAbout([2.35, 48.85], true)).toBeUndefined();
    expect(complaintAbout([30, 103], true)?.en).toMatch(/swapped/);
    expect(complaintAbout([200, 0], true)?.en).toMatch(/out of range/);
  });
});

test('changes every position of a geometry', () => {
  const ring = [
    [103, 30],
    [103.1, 30],
    [103.1, 30.1],
    [103, 30],
  ] as const;
  const { coordinates } = geometryToWgs84({ type: 'Polygon', coordinates: [ring] }, 'gcj02');
  expect(coordinates).toEqual([ring.map((position) => toWgs84(position, 'gcj02'))]);
});
