import { describe, expect, test } from 'vitest';
import { mappingOf, rememberedMapping } from './field-names.ts';
import { LEDGER_NAMES } from './fields.ts';
import { findHeader } from './header.ts';
import { parseRange, type Cell, type Range, type Sheet } from './sheet.ts';

const sheet = (rows: Cell[][], ...merges: string[]): Sheet => ({
  name: 'Sheet1',
  rows,
  merges: merges.map((text) => parseRange(text) as Range),
  epoch1904: false,
  pictures: [],
});
const fields = (header: readonly string[]) =>
  LEDGER_NAMES.propose(header).map(({ field, column }) => `${column} ${field}`);

describe('findHeader', () => {
  test('passes over the title and the reporting line', () => {
    const header = findHeader(
      sheet(
        [
          ['雨城区创城问题整改台账', null, null, null],
          ['填报单位：创城办', null, '2023年4月26日', null],
          ['序号', '点位', '存在问题', '责任单位'],
          [1, '雅鹿宾馆', '烟蒂', '经商局'],
        ],
        'A1:D1',
      ),
    );
    expect(header).toEqual({
      titles: ['雨城区创城问题整改台账', '填报单位：创城办', '2023年4月26日'],
      top: 2,
      bottom: 2,
      names: ['序号', '点位', '存在问题', '责任单位'],
    });
  });

  test('flattens groups over columns and cells merged down', () => {
    const header = findHeader(
      sheet(
        [
          ['台账', null, null, null, null, null],
          ['序号', '点位', '问题', '整改情况', null, null],
          [null, null, null, '措施', '时限', '是否完成'],
          [1, '雅鹿宾馆', '烟蒂', '清扫', '4月30日', '是'],
        ],
        'A1:F1',
        'A2:A3',
        'B2:B3',
        'C2:C3',
        'D2:F2',
      ),
    );
    expect(header?.top).toBe(1);
    expect(header?.bottom).toBe(2);
    expect(header?.names).toEqual(['序号', '点位', '问题', '措施', '时限', '是否完成']);
  });

  test('names a column by its group where its own name says little', () => {
    const header = findHeader(
      sheet(
        [
          ['点位', '问题', '责任', null],
          [null, null, '人员', '区级单位'],
        ],
        'A1:A2',
        'B1:B2',
        'C1:D1',
      ),
    );
    expect(header?.names).toEqual(['点位', '问题', '责任人员', '责任区级单位']);
  });

  test('finds none in prose or in nothing', () => {
    expect(findHeader(sheet([['为做好创城工作'], ['一是宣传']]))).toBeUndefined();
    expect(findHeader(sheet([]))).toBeUndefined();
  });
});

describe('proposeMapping', () => {
  test('in any order', () => {
    expect(
      fields(['责任单位', '存在的问题', '整改时限', '社区', '大院号', '整改完成情况']),
    ).toEqual(['0 unit', '1 description', '2 deadline', '3 community', '4 place', '5 status']);
  });

  test('of a field that two columns claim, the surer name has it', () => {
    expect(fields(['点位问题描述情况', '问题描述'])).toEqual(['1 description']);
    expect(fields(['问题', '问题'])).toEqual(['0 description']);
  });

  test('says how sure it is', () => {
    const [one, two] = LEDGER_NAMES.propose(['问 题：', '本次检查存在问题']);
    expect(one).toMatchObject({ field: 'description', confidence: 1, why: 'name' });
    expect(two).toBeUndefined();
    expect(LEDGER_NAMES.propose(['本次存在问题'])[0]?.confidence).toBeLessThan(1);
  });

  test('what a person chose comes back, also that a column was left unused', () => {
    const headers = ['情况', '问题', '备注栏'];
    const chosen = new Map([['description', 0]] as const);
    const remembered = rememberedMapping(headers, chosen);
    expect(remembered).toEqual({ 情况: 'description', 问题: null, 备注栏: null });
    const again = LEDGER_NAMES.propose(['问题', '情况'], remembered);
    expect(mappingOf(again)).toEqual(new Map([['description', 1]]));
    expect(again[0]?.why).toBe('remembered');
  });
});
