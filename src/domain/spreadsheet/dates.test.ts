import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDate, yearIn } from './dates.ts';
import type { Cell } from './sheet.ts';

const say = (cell: Cell, year?: number, epoch1904 = false) => {
  const read = readDate(cell, { year, epoch1904 });
  return read === undefined
    ? undefined
    : `${read.day} ${read.time ?? '-'}${read.yearAssumed ? ' ?' : ''}`;
};

describe('readDate', () => {
  // Serial numbers as Excel shows them: 45042 is 2023-04-26 (=DATE(2023,4,26)).
  test.each<[Cell, number | undefined, string | undefined]>([
    ['2023年4月26日', undefined, '2023-04-26 -'],
    ['二〇二三年', undefined, undefined],
    ['23年4月26日', undefined, '2023-04-26 -'],
    ['２０２３年４月２６日', undefined, '2023-04-26 -'],
    ['2023-4-26', undefined, '2023-04-26 -'],
    ['2023/04/26 8:30', undefined, '2023-04-26 08:30'],
    ['2023.4.26 下午3时', undefined, '2023-04-26 15:00'],
    ['2023-04-26T08:30:00', undefined, '2023-04-26 08:30'],
    ['20230426', undefined, '2023-04-26 -'],
    [20230426, undefined, '2023-04-26 -'],
    ['4月26日', 2023, '2023-04-26 - ?'],
    ['4.26', 2023, '2023-04-26 - ?'],
    ['4月26日', undefined, undefined],
    ['4月26日前', 2023, '2023-04-26 - ?'],
    ['2023年4月26日-5月6日', 2023, '2023-04-26 -'],
    ['4月26日-5月6日', 2023, '2023-05-06 - ?'],
    ['2023年2月29日', undefined, undefined],
    ['2024年2月29日', undefined, '2024-02-29 -'],
    ['2023年13月1日', undefined, undefined],
    ['长期坚持', 2023, undefined],
    [45042, undefined, '2023-04-26 -'],
    [45042.5, undefined, '2023-04-26 12:00'],
    [0.5, undefined, undefined],
    [1e9, undefined, undefined],
    [NaN, undefined, undefined],
    [new Date('2023-04-26T00:00:00Z'), undefined, '2023-04-26 -'],
    [new Date('2023-04-26T08:29:59.998Z'), undefined, '2023-04-26 08:30'],
    [new Date(NaN), undefined, undefined],
    [true, 2023, undefined],
    [null, 2023, undefined],
  ])('%s (%s)', (cell, year, expected) => {
    expect(say(cell, year)).toBe(expected);
  });

  test('counts from 1904 where the workbook does: 1,462 days more', () => {
    expect(say(45042 - 1462, undefined, true)).toBe('2023-04-26 -');
  });

  test('any day, in every way of writing it, comes back', () => {
    const day = fc.date({
      min: new Date('2000-01-01T00:00:00Z'),
      max: new Date('2099-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(day, (date) => {
        const iso = date.toISOString().slice(0, 10);
        const [y = 0, m = 0, d = 0] = iso.split('-').map(Number);
        const serial = Math.round(
          (Date.parse(`${iso}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000,
        );
        for (const cell of [
          `${y}年${m}月${d}日`,
          `${y}-${m}-${d}`,
          `${y}/${m}/${d}`,
          `${y}.${m}.${d}`,
          serial,
        ]) {
          expect(say(cell)).toBe(`${iso} -`);
        }
        expect(say(`${m}月${d}日`, y)).toBe(`${iso} - ?`);
      }),
    );
  });

  test('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => void readDate(text, { year: 2023, epoch1904: false })),
    );
  });
});

test.each([
  ['雨城区2023年创城问题台账', 2023],
  ['截至2024.3.1', 2024],
  ['2022年印发，2023年整改', 2023],
  ['台账20230426', undefined],
  ['问题台账', undefined],
])('the year in %s', (text, year) => {
  expect(yearIn(text)).toBe(year);
});
