import { describe, expect, test } from 'vitest';
import { mappingOf } from './field-names.ts';
import { LEDGER_NAMES } from './fields.ts';
import { findHeader } from './header.ts';
import { readLedger } from './ledger.ts';
import { Places } from './places.ts';
import type { LedgerContext } from './row-reader.ts';
import { parseRange, type Cell, type Picture, type Range, type Sheet } from './sheet.ts';
import { UnitNames } from './unit-names.ts';

const context: LedgerContext = {
  places: new Places(
    [
      { id: 11, name: '羌江南路215号院', address: '羌江南路215号', type: 'courtyard', areaId: 3 },
      { id: 12, name: '羌江南路245号院', address: '羌江南路245号', type: 'courtyard', areaId: 3 },
      { id: 13, name: '雅鹿宾馆', address: null, type: 'hotel', areaId: 3 },
    ],
    [{ id: 3, parentId: null, level: 'community', name: '羌江南路社区' }],
  ),
  units: new UnitNames([
    { id: 21, name: '经济商务局' },
    { id: 22, name: '综合行政执法局' },
    { id: 23, name: '东城街道' },
  ]),
  indicators: [
    { code: 7, nameZh: '学雷锋志愿服务岗规范', appliesTo: ['hotel'] },
    { code: 11, nameZh: '无积存垃圾烟蒂', appliesTo: ['courtyard', 'hotel'] },
    { code: 14, nameZh: '无飞线充电', appliesTo: ['courtyard'] },
    { code: 17, nameZh: '楼道无堆物', appliesTo: ['courtyard'] },
  ],
  fileName: 'ledger.xlsx',
  today: '2023-06-01',
  datum: 'wgs84',
  otherwise: undefined,
};

const HEADER = [
  '序号',
  '社区',
  '大院号',
  '存在问题',
  '整改措施',
  '责任单位',
  '发现时间',
  '整改时限',
  '整改状态',
];

function read(
  body: Cell[][],
  more: {
    merges?: string[];
    pictures?: Picture[];
    context?: Partial<LedgerContext>;
    header?: string[];
    title?: string;
  } = {},
) {
  const sheet: Sheet = {
    name: '台账',
    rows: [[more.title ?? '雨城区2023年创城问题台账（自查）'], more.header ?? HEADER, ...body],
    merges: (more.merges ?? []).map((text) => parseRange(text) as Range),
    epoch1904: false,
    pictures: more.pictures ?? [],
  };
  const header = findHeader(sheet);
  if (header === undefined) throw new Error('no header');
  return readLedger(sheet, header, mappingOf(LEDGER_NAMES.propose(header.names)), {
    ...context,
    ...more.context,
  });
}
const refusals = (result: ReturnType<typeof read>) =>
  result.refused.map(({ cell, zh }) => `${cell} ${zh}`);

describe('readLedger', () => {
  test('a row, whole', () => {
    const { rows, refused, assumed } = read([
      [
        1,
        '羌江南路社区',
        '215号院',
        '楼道堆物',
        '已清理',
        '区经商局、东城街道',
        '4月26日',
        '2023年4月30日',
        '已整改',
      ],
    ]);
    expect(refused).toEqual([]);
    expect(rows).toEqual([
      {
        row: 3,
        part: 1,
        cell: 'D3',
        siteId: 11,
        lon: null,
        lat: null,
        code: 17,
        description: '楼道堆物',
        source: 'self',
        sourceNumber: null,
        person: null,
        measures: '已清理',
        unitId: 21,
        assistingUnitIds: [23],
        state: 'closed',
        reportedAt: '2023-04-26T09:00:00+08:00',
        deadlineAt: '2023-04-30T18:00:00+08:00',
        closedAt: null,
      },
    ]);
    expect(assumed.map(({ cell, zh }) => `${cell} ${zh}`)).toEqual([
      'C3 “215号院”视为“羌江南路215号院”',
      'G3 “4月26日”视为 2023-04-26',
      'F3 “区经商局”视为“经济商务局”',
    ]);
  });

  test('merged cells filled down, cells with several problems split, totals and notes left out', () => {
    const { rows, leftOut, refused } = read(
      [
        [
          1,
          '羌江南路社区',
          '215号院',
          '(1)楼道堆物(2)飞线充电',
          null,
          '经商局',
          '2023-4-26',
          null,
          '整改中',
        ],
        [2, null, '245号院', '院内有烟蒂', null, '经商局', 45042, null, '未整改'],
        ['合计', null, null, '3个', null, null, null, null, null],
        ['备注：本表每周五报送'],
        [null, null, null, null, null],
      ],
      { merges: ['B3:B4'] },
    );
    expect(refused).toEqual([]);
    expect(
      rows.map(({ row, part, siteId, code, state }) => [row, part, siteId, code, state]),
    ).toEqual([
      [3, 1, 11, 17, 'in_progress'],
      [3, 2, 11, 14, 'in_progress'],
      [4, 1, 12, 11, 'assigned'],
    ]);
    expect(leftOut.map(({ row, zh }) => `${row} ${zh}`)).toEqual([
      '5 合计行：合计 3个',
      '6 备注或签字行：备注：本表每周五报送',
    ]);
  });

  test('立行立改 where the deadline stands; 长期坚持 without a state column', () => {
    const header = ['序号', '点位', '问题', '责任单位', '发现时间', '整改时限'];
    const { rows } = read(
      [
        [1, '雅鹿宾馆', '志愿服务岗不规范', '经商局', '4月26日', '立行立改'],
        [2, '雅鹿宾馆', '有烟蒂', '经商局', '4月26日', '长期坚持'],
        [3, '雅鹿宾馆', '大厅垃圾', '经商局', '4月26日', '4月30日'],
      ],
      { header },
    );
    expect(rows.map(({ state, deadlineAt }) => [state, deadlineAt])).toEqual([
      ['on_the_spot', null],
      ['standing', null],
      ['assigned', '2023-04-30T18:00:00+08:00'],
    ]);
  });

  test('the day of the title where rows have none', () => {
    const { rows } = read([[1, '雅鹿宾馆', '有烟蒂']], {
      header: ['序号', '点位', '问题'],
      title: '督查反馈问题（2023年4月26日）',
    });
    expect(rows[0]).toMatchObject({
      reportedAt: '2023-04-26T09:00:00+08:00',
      source: 'supervision',
      state: 'reported',
    });
  });

  test('the same problem twice is one', () => {
    const row: Cell[] = [1, '', '雅鹿宾馆', '有烟蒂', '', '经商局', '4月26日', '', ''];
    const { rows, leftOut } = read([row, row]);
    expect(rows).toHaveLength(1);
    expect(leftOut.map(({ row: at, zh }) => `${at} ${zh}`)).toEqual(['4 与第 3 行相同']);
  });

  test('refuses with the cell and what is allowed', () => {
    const body: Cell[][] = [
      [1, '羌江南路社区', '999号院', '烟蒂', '', '经商局', '4月26日', '', ''],
      [2, '', '雅鹿宾馆', '烟蒂', '', '审计局', '4月26日', '', ''],
      [3, '', '雅鹿宾馆', '墙面问题', '', '经商局', '4月26日', '', ''],
      [4, '', '雅鹿宾馆', '烟蒂', '', '经商局', '4月31日', '', ''],
      [5, '', '雅鹿宾馆', '烟蒂', '', '经商局', '2024-04-26', '', ''],
      [6, '', '雅鹿宾馆', '烟蒂', '', '经商局', '4月26日', '4月20日', ''],
      [7, '', '雅鹿宾馆', '烟蒂', '', '经商局', '4月26日', '', '见附件'],
      [8, '', '雅鹿宾馆', '', '', '经商局', '4月26日', '', '已整改'],
      [9, '', '雅鹿宾馆', `烟蒂${'多'.repeat(1000)}`, '', '经商局', '4月26日', '', ''],
      [10, '', '', '烟蒂', '', '经商局', '4月26日', '', ''],
    ];
    expect(refusals(read(body))).toEqual([
      'C3 “999号院”不是已知点位，相近的有：羌江南路215号院、羌江南路245号院、雅鹿宾馆；请改为点位名称，或填经度、纬度',
      'F4 没有名为“审计局”的单位',
      'D5 看不出是哪一检查项，请填检查项编号（1～35）或名称',
      'G6 “4月31日”不是日期；应如 2023年4月26日，在 2000～2099 年内',
      'G7 发现时间 2024-04-26 在将来',
      'H8 整改时限 2023-04-20 早于发现时间 2023-04-26',
      'I9 看不懂状态“见附件”；可写 已整改、整改中、未整改、立行立改、长期坚持、待核查、挂账',
      'D10 没有写问题',
      'D11 有 1002 个字，最多 1000 个字',
      'C12 没有写地点',
    ]);
  });

  test('a day without a year anywhere is refused', () => {
    const body: Cell[][] = [[1, '', '雅鹿宾馆', '烟蒂', '', '经商局', '4月26日', '', '']];
    expect(refusals(read(body, { title: '问题台账' }))).toEqual([
      'G3 “4月26日”没有年份，标题和文件名中也没有；应如 2023年4月26日',
    ]);
  });

  test('coordinates where no site stands, in the datum said', () => {
    const header = ['地点', '经度', '纬度', '问题', '发现时间'];
    const body: Cell[][] = [['河边空地', 116.404, 39.915, '飞线充电', '4月26日']];
    // The pair published with coordtransform.
    const [row] = read(body, { header, context: { datum: 'gcj02' } }).rows;
    expect(row?.siteId).toBeNull();
    expect(row?.lon).toBeCloseTo(116.39775550083, 5);
    expect(row?.lat).toBeCloseTo(39.91359571849836, 5);
    expect(refusals(read(body, { header, context: { datum: undefined } }))).toEqual([
      'B3 坐标系不明，请指明 wgs84、gcj02（高德、腾讯）或 bd09（百度）',
    ]);
    const swapped: Cell[][] = [['河边空地', 39.915, 116.404, '飞线充电', '4月26日']];
    expect(refusals(read(swapped, { header }))).toEqual(['B3 经度和纬度写反了']);
  });

  test('pictures before and after go with the row', () => {
    const picture = (column: number): Picture => ({
      row: 2,
      column,
      mime: 'image/png',
      bytes: new Uint8Array([column]),
    });
    const { pictures } = read([['雅鹿宾馆', '烟蒂', '4月26日', null, null]], {
      header: ['点位', '问题', '发现时间', '整改前照片', '整改后照片'],
      pictures: [picture(3), picture(4)],
    });
    expect(pictures).toEqual([{ row: 3, before: [picture(3)], after: [picture(4)] }]);
  });
});
