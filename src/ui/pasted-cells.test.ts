import { expect, test } from 'vitest';
import { cellsOfText } from './pasted-cells.ts';

test.each([
  ['a row of cells', '1\t甲院\t楼道堆物\r\n', [['1', '甲院', '楼道堆物']]],
  [
    'a cell of two lines',
    '甲院\t"一层\n""二层"""\n乙院\t烟头',
    [
      ['甲院', '一层\n"二层"'],
      ['乙院', '烟头'],
    ],
  ],
  ['a free text', '甲院门前\n\n有烟头', [['甲院门前'], ['有烟头']]],
  ['a quotation mark within a text', '他说"好"\t1', [['他说"好"', '1']]],
  ['empty cells', '\t甲院\t\n\t\t', [['', '甲院', '']]],
  ['nothing', '', []],
])('%s', (_, text, rows) => {
  expect(cellsOfText(text)).toEqual(rows);
});
