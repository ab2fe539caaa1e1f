import { expect, test } from 'vitest';
import { ledgerFateRows, siteFateRows } from './fate-rows.ts';
import { countFates } from './imports.ts';

const remark = (row: number, zh: string) => ({ row, part: 1, cell: `D${row}`, zh, en: zh });

test('every problem of a ledger, in the sheet’s order, with what was taken to be meant', () => {
  const fates = ledgerFateRows(
    {
      rows: [
        { row: 4, part: 1, siteId: 7, description: '烟蒂' },
        { row: 4, part: 2, siteId: 7, description: '杂物' },
        { row: 6, part: 1, siteId: null, description: '违建' },
      ],
      refused: [remark(5, '没有写问题')],
      leftOut: [remark(7, '合计行')],
      assumed: [remark(4, '“城管”视为“城管局”')],
    },
    {
      ...{ importId: null, new: 2, changed: 0, same: 1, refused: 0 },
      fates: [
        { row: 4, part: 1, cell: 'D4', fate: 'new', zh: '新增', en: 'new' },
        { row: 4, part: 2, cell: 'D4', fate: 'new', zh: '新增', en: 'new' },
        { row: 6, part: 1, cell: 'D6', fate: 'same', zh: '已在库中', en: 'already there' },
      ],
    },
    [{ id: 7, name: '甲一院' }],
  );
  expect(fates.map(({ row, part, fate, text, zh }) => [row, part, fate, text, zh])).toEqual([
    [4, 1, 'new', '甲一院：烟蒂', '“城管”视为“城管局”'],
    [4, 2, 'new', '甲一院：杂物', ''],
    [5, 1, 'refused', '', '没有写问题'],
    [6, 1, 'same', '违建', '已在库中'],
    [7, 1, 'left out', '', '合计行'],
  ]);
  expect(countFates(fates)).toEqual({ new: 2, changed: 0, same: 1, refused: 1, 'left out': 1 });
});

test('of a list of sites the database tells only what is not added', () => {
  const fates = siteFateRows(
    {
      rows: [
        { row: 2, name: '甲店' },
        { row: 3, name: '乙店' },
        { row: 4, name: '丙店' },
      ],
      problems: [{ row: 5, field: 'name', zh: '名称应为 1～80 个字', en: 'a name' }],
      repeated: [{ row: 6, field: 'name', fate: 'repeated', zh: '与第 2 行相同', en: 'the same' }],
      leftOut: [{ row: 6, why: 'total', text: '合计 5' }],
    },
    {
      ...{ importId: null, added: 1, present: 1, refused: 1 },
      fates: [
        { row: 3, fate: 'present', field: null, zh: '已在库中', en: 'already there' },
        { row: 4, fate: 'refused', field: 'type', zh: '没有类型', en: 'no type' },
      ],
    },
  );
  expect(fates.map(({ row, cell, fate, text }) => [row, cell, fate, text])).toEqual([
    [2, '', 'new', '甲店'],
    [3, '', 'same', '乙店'],
    [4, 'type', 'refused', '丙店'],
    [5, 'name', 'refused', ''],
    [6, 'name', 'left out', ''],
    [7, '', 'left out', ''],
  ]);
});
