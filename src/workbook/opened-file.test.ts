import { describe, expect, test } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { Refusal } from '../domain/refusal.ts';
import type { KnownCity } from '../domain/spreadsheet/known-city.ts';
import { OpenedFile } from './opened-file.ts';

const NOTHING = { ledger: {}, sites: {} };
const csv = (...lines: string[]) => new TextEncoder().encode(lines.join('\n'));
const CITY: KnownCity = {
  today: '2026-03-02',
  sites: [
    { id: 7, name: '甲一院', address: null, type: 'courtyard', areaId: 4, lon: 103, lat: 29.9 },
  ],
  areas: [{ id: 4, parentId: null, level: 'community', name: '甲社区' }],
  units: [{ id: 2, name: '城管局' }],
  indicators: [{ code: 11, nameZh: '无积存垃圾烟蒂', appliesTo: ['courtyard'] }],
  mapping: {},
};

describe('what a sheet is', () => {
  test('a ledger: its columns with samples and how surely each is what it seems', async () => {
    const file = new OpenedFile(
      csv('台账', '点位,存在问题,发现日期（年月日）,说啥', '甲一院,烟蒂,2026-02-01,', '合计,1,,'),
      '台账.csv',
    );
    expect(file.sheetNames).toEqual(['台账']);
    const look = await file.look('台账', undefined, NOTHING);
    expect(look).toMatchObject({ kind: 'ledger', titles: ['台账'], headerRow: 2, rowCount: 1 });
    expect(look.columns[1]).toEqual({ name: '存在问题', letters: 'B', samples: ['烟蒂'] });
    expect(look.proposed.map(({ field, why }) => `${field} ${why}`)).toEqual([
      'place name',
      'description name',
      'reported similar',
    ]);
  });

  test('a list of sites, though a ledger has columns of these names too', async () => {
    const file = new OpenedFile(
      csv('名称,类型,经度,纬度,责任单位', '甲店,hotel,103,29.9,'),
      'a.csv',
    );
    expect((await file.look('a', undefined, NOTHING)).kind).toBe('sites');
    // Unless a person says otherwise.
    expect((await file.look('a', 'ledger', NOTHING)).kind).toBe('ledger');
  });

  test('what was chosen before comes first', async () => {
    const file = new OpenedFile(csv('点位,情况,日期', '甲一院,烟蒂,2026-02-01'), 'a.csv');
    const { proposed } = await file.look('a', 'ledger', {
      ledger: { 情况: 'description', 日期: null },
      sites: {},
    });
    expect(proposed.map(({ field, why }) => `${field} ${why}`)).toEqual([
      'place name',
      'description remembered',
    ]);
  });

  test('neither is told in one line', async () => {
    const file = new OpenedFile(csv('填表说明', '请如实填写'), 'a.csv');
    await expect(file.look('a', undefined, NOTHING)).rejects.toThrow(Refusal);
    await expect(file.look('a', undefined, NOTHING)).rejects.toThrow(/中找不到表头/);
  });
});

test('problems are read under the mapping that is given', async () => {
  const file = new OpenedFile(csv('点位,情况,日期', '甲一院,烟蒂,2026-02-01'), 'a.csv');
  const reading = {
    sheet: 'a',
    kind: 'ledger',
    mapping: [
      ['place', 0],
      ['description', 1],
      ['reported', 2],
    ],
  } as const;
  const read = await file.readLedger(reading, CITY, { datum: 'wgs84', otherwise: undefined });
  expect(read.refused).toEqual([]);
  expect(read.rows).toMatchObject([
    { row: 2, siteId: 7, code: 11, description: '烟蒂', reportedAt: '2026-02-01T09:00:00+08:00' },
  ]);
});

test('sites of a workbook: merged cells filled in, a real date, both coordinates in one cell', async () => {
  const bytes = await writeXlsxFile([
    [{ value: '点位清单', columnSpan: 5 }, null, null, null, null],
    ['名称', '类型', '所属社区', '经度', '启用日期'].map((value) => ({ value })),
    [
      { value: '甲店' },
      { value: 'hotel', rowSpan: 2 },
      { value: '甲社区', rowSpan: 2 },
      { value: '102.991,29.981' },
      { value: new Date('2026-01-02T00:00:00Z'), type: Date, format: 'yyyy-mm-dd' },
    ],
    [{ value: '乙店' }, null, null, { value: '102.992，29.982' }, null],
    [{ value: '合计' }, { value: 2 }, null, null, null],
  ]).toBuffer();
  const file = new OpenedFile(new Uint8Array(bytes), '点位.xlsx');
  const [name = ''] = file.sheetNames;
  const { proposed } = await file.look(name, 'sites', NOTHING);
  const reading = {
    sheet: name,
    kind: 'sites',
    mapping: proposed.map(({ field, column }) => [field, column] as const),
  } as const;
  const read = await file.readSites(reading, { datum: 'wgs84', type: undefined, area: undefined });
  expect(read.problems).toEqual([]);
  expect(read.rows).toMatchObject([
    {
      ...{ row: 3, name: '甲店', initials: 'jd', type: 'hotel', area: '甲社区' },
      geometry: { type: 'Point', coordinates: [102.991, 29.981] },
      openedAt: '2026-01-02T00:00:00+08:00',
    },
    { row: 4, name: '乙店', type: 'hotel', area: '甲社区', openedAt: null },
  ]);
  expect(read.leftOut.map(({ why }) => why)).toEqual(['total']);
  // Where each would lie under each datum, for asking the database.
  const [first] = await file.positions(reading);
  expect(first).toMatchObject({ row: 3, name: '甲店', area: '甲社区' });
  expect(first?.points[0]).toEqual([102.991, 29.981]);
  expect(first?.points[1]).not.toEqual(first?.points[0]);
});
