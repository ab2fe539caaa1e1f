import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { openWorkbook } from './read-workbook.ts';
import { writeWorkbook } from './write-workbook.ts';

const date = new Date('2026-03-02T08:30:00Z');
const sheets = ['城管局', '住建局'].map((name) => ({
  name,
  header: ['问题', '时间', '次数'],
  widths: [40, 16, 6],
  rows: [
    [
      { kind: 'text', text: '烟蒂' } as const,
      { kind: 'date', date } as const,
      { kind: 'number', number: 3 } as const,
    ],
    ...['=1+1', '+1', '-1', '@SUM(A1)', '001', '<b>&"'].map((text) => [
      { kind: 'text', text } as const,
      null,
      null,
    ]),
  ],
}));

test('what is written comes back: dates as dates, formulas as text, one sheet a unit', async () => {
  const book = openWorkbook(await writeWorkbook(sheets), 'a.xlsx');
  expect(book.sheetNames).toEqual(['城管局', '住建局']);
  const { sheet } = await book.read('住建局');
  expect(sheet.rows).toEqual([
    ['问题', '时间', '次数'],
    ['烟蒂', date, 3],
    ...['=1+1', '+1', '-1', '@SUM(A1)', '001', '<b>&"'].map((text) => [text, null, null]),
  ]);
});

test('no cell is a formula; the header is frozen; columns have their widths', async () => {
  const parts = unzipSync(await writeWorkbook(sheets));
  const xml = strFromU8(parts['xl/worksheets/sheet1.xml']!);
  expect(xml).not.toContain('<f>');
  expect(xml).toMatch(/<pane [^>]*ySplit="1"[^>]*state="frozen"/);
  expect(xml).toMatch(/<col [^>]*width="40"/);
});
