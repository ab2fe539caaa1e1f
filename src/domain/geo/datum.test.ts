import { describe, expect, test } from 'vitest';
import { fromWgs84, inferDatum, toWgs84, type RowEvidence } from './datum.ts';

describe('toWgs84', () => {
  // Pairs published with coordtransform, another implementation.
  test.each([
    ['gcj02', [116.41024449916938, 39.91640428150164], [116.404, 39.915]],
    ['wgs84', [116.404, 39.915], [116.404, 39.915]],
  ] as const)('%s', (datum, from, to) => {
    const [longitude, latitude] = toWgs84(from, datum);
    expect(longitude).toBeCloseTo(to[0], 5);
    expect(latitude).toBeCloseTo(to[1], 5);
  });

  test('BD-09 by way of GCJ-02: (116.404, 39.915) is (116.397627, 39.908657) there', () => {
    const ofBaidu = toWgs84([116.404, 39.915], 'bd09');
    const ofAmap = toWgs84([116.39762729119315, 39.90865673957631], 'gcj02');
    expect(ofBaidu[0]).toBeCloseTo(ofAmap[0], 6);
    expect(ofBaidu[1]).toBeCloseTo(ofAmap[1], 6);
  });
});

describe('fromWgs84', () => {
  // The same pair of coordtransform, and Baidu's documentation for what is BD-09.
  test.each([
    ['gcj02', [116.404, 39.915], [116.410244, 39.916404]],
    ['wgs84', [116.404, 39.915], [116.404, 39.915]],
    // Outside of China there is no offset.
    ['gcj02', [2.3522, 48.8566], [2.3522, 48.8566]],
  ] as const)('%s', (datum, from, to) => {
    expect(fromWgs84(from, datum)).toEqual(to);
  });

  test('is undone by toWgs84 to within half a metre', () => {
    for (const datum of ['gcj02', 'bd09'] as const) {
      const [longitude, latitude] = toWgs84(fromWgs84([103.04, 29.98], datum), datum);
      expect(longitude).toBeCloseTo(103.04, 5);
      expect(latitude).toBeCloseTo(29.98, 5);
    }
  });
});

describe('inferDatum', () => {
  const none = [null, null, null];
  const rows = (
    count: number,
    site: RowEvidence['site'],
    road: RowEvidence['road'] = none,
    area: RowEvidence['area'] = none,
  ) => Array.from({ length: count }, (): RowEvidence => ({ site, road, area }));

  test('believes eight known sites that agree', () => {
    expect(inferDatum(rows(8, [350, 12, 900]))).toEqual({
      datum: 'gcj02',
      by: 'site',
      rows: 8,
      medianMeters: [350, 12, 900],
      confidence: 1,
    });
  });

  test('does not believe seven', () => {
    expect(inferDatum(rows(7, [350, 12, 900])).datum).toBeUndefined();
  });

  test('does not believe a difference of less than two to one', () => {
    expect(inferDatum(rows(50, [350, 180, 900])).datum).toBeUndefined();
    expect(inferDatum(rows(50, [350, 175, 900])).datum).toBe('gcj02');
  });

  test('does not believe a tenth and more that disagree', () => {
    const mixed = (agree: number, disagree: number) => [
      ...rows(agree, [350, 12, 900]),
      ...rows(disagree, [12, 350, 900]),
    ];
    expect(inferDatum(mixed(18, 2)).datum).toBe('gcj02');
    expect(inferDatum(mixed(17, 3)).datum).toBeUndefined();
  });

  test('goes by outlines where no site is known: by the rows that are outside under one', () => {
    const within = rows(80, none, none, [0, 0, 0]);
    const outside = (count: number) => rows(count, none, none, [0, 90, 400]);
    expect(inferDatum([...within, ...outside(11)]).datum).toBeUndefined();
    expect(inferDatum([...within, ...outside(12)])).toEqual({
      datum: 'wgs84',
      by: 'area',
      rows: 12,
      medianMeters: [0, 90, 400],
      confidence: 1,
    });
    // A third datum far away says nothing of the two that are close.
    expect(inferDatum([...within, ...rows(60, none, none, [0, 0, 400])]).datum).toBeUndefined();
  });

  test('goes by roads where no site is known, and needs more of them', () => {
    expect(inferDatum(rows(29, none, [8, 60, 70])).datum).toBeUndefined();
    expect(inferDatum(rows(30, none, [8, 60, 70]))).toMatchObject({ datum: 'wgs84', by: 'road' });
  });

  test('is unsure without anything to compare with', () => {
    expect(inferDatum(rows(500, none))).toMatchObject({ datum: undefined, by: undefined, rows: 0 });
    expect(inferDatum([])).toMatchObject({ datum: undefined, rows: 0 });
  });

  test('is unsure where everything is equally far', () => {
    expect(inferDatum(rows(500, none, [40, 40, 40])).datum).toBeUndefined();
  });
});
