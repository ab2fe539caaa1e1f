import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import {
  exportCsv,
  exportGeojson,
  exportSheets,
  looksLikeFormula,
  type ExportColumn,
} from './export.ts';

interface Row {
  readonly text: string;
  readonly unit: string;
  readonly at: string | null;
  readonly count: number;
}
const columns: ExportColumn<Row>[] = [
  { name: '问题', width: 40, value: ({ text }) => text },
  { name: '时间', width: 16, value: ({ at }) => (at === null ? null : { at }) },
  { name: '次数', width: 6, value: ({ count }) => count },
];
const row = (text: string, unit = '城管局', at: string | null = null): Row => ({
  text,
  unit,
  at,
  count: -1,
});
const csvOf = (text: string) => {
  const [sheet] = exportSheets([row(text)], columns, '台账');
  return exportCsv(sheet!);
};

describe('exportSheets', () => {
  test('dates are real dates in Asia/Shanghai, numbers numbers', () => {
    const [sheet] = exportSheets([row('烟蒂', '', '2026-03-01T16:30:00Z')], columns, '台账');
    expect(sheet).toEqual({
      name: '台账',
      header: ['问题', '时间', '次数'],
      widths: [40, 16, 6],
      rows: [
        [
          { kind: 'text', text: '烟蒂' },
          { kind: 'date', date: new Date('2026-03-02T00:30:00Z') },
          { kind: 'number', number: -1 },
        ],
      ],
    });
  });

  test('one sheet for each unit, under names that Excel allows', () => {
    const units = ['城管局', '住建/交通', 'a'.repeat(40), 'A'.repeat(40), '', '城管局'];
    const sheets = exportSheets(
      units.map((unit) => row('x', unit)),
      columns,
      '台账',
      ({ unit }) => unit,
    );
    expect(sheets.map(({ name, rows }) => `${name} ${rows.length}`)).toEqual([
      '城管局 2',
      '住建 交通 1',
      `${'a'.repeat(31)} 1`,
      `${'A'.repeat(29)} 2 1`,
      '未分组 1',
    ]);
  });

  test('no rows: a header alone', () => {
    expect(exportSheets([], columns, '台账', ({ unit }: Row) => unit)).toMatchObject([
      { name: '台账', rows: [] },
    ]);
  });
});

describe('exportCsv', () => {
  test.each(['=1+1', '+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '\n=1'])(
    '%j is text',
    (text) => {
      expect(looksLikeFormula(text)).toBe(true);
      const { data } = Papa.parse<string[]>(csvOf(text).slice(1));
      expect(data[1]?.[0]).toBe(`'${text}`);
    },
  );

  test('begins with a mark and quotes what needs it', () => {
    expect(csvOf('a,"b"')).toBe('\uFEFF问题,时间,次数\r\n"a,""b""",,-1\r\n');
  });

  test('any text comes back, and none begins like a formula', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const { data } = Papa.parse<string[]>(csvOf(text).slice(1), { delimiter: ',' });
        const back = data[1]?.[0] ?? '';
        expect(/^\s*[=+\-@]/.test(back)).toBe(false);
        const kept = [...text].filter(
          (letter) =>
            '\t\r\n'.includes(letter) || !/[\p{Cc}\p{Surrogate}\ufffe\uffff]/u.test(letter),
        );
        expect(back.replace(/^'(?=\s*[=+\-@＝＋－＠]|[\t\r\n])/u, '')).toBe(kept.join(''));
      }),
    );
  });
});

test('exportGeojson', () => {
  const text = exportGeojson(
    [row('烟蒂', '', '2026-03-01T16:30:00Z'), row('=1')],
    columns,
    ({ text: of }) => (of === '=1' ? null : [103, 30]),
  );
  expect(JSON.parse(text)).toEqual({
    type: 'FeatureCollection',
    features: [
      {
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [103, 30] },
        properties: { 问题: '烟蒂', 时间: '2026-03-01T16:30:00Z', 次数: -1 },
      },
      { type: 'Feature', geometry: null, properties: { 问题: '=1', 时间: null, 次数: -1 } },
    ],
  });
});
