import { describe, expect, test } from 'vitest';
import type { KnownCity } from './known-city.ts';
import { readPasted } from './pasted-row.ts';

const CITY: KnownCity = {
  today: '2026-03-02',
  sites: [
    {
      id: 7,
      name: '羌江南路215号院',
      address: null,
      type: 'courtyard',
      areaId: 4,
      lon: 103,
      lat: 30,
    },
    { id: 8, name: '雅鹿宾馆', address: '东街1号', type: 'hotel', areaId: 4, lon: 103, lat: 30 },
    { id: 9, name: '北街2号院', address: null, type: 'courtyard', areaId: 4, lon: 103, lat: 30 },
  ],
  areas: [{ id: 4, parentId: null, level: 'community', name: '羌江南路社区' }],
  units: [
    { id: 1, name: '创城办' },
    { id: 2, name: '区住房和城乡建设局' },
  ],
  indicators: [
    { code: 11, nameZh: '无积存垃圾烟蒂（200米计数）', appliesTo: ['courtyard', 'hotel'] },
    { code: 17, nameZh: '楼道无堆物（抽2个单元）', appliesTo: ['courtyard'] },
    { code: 29, nameZh: '禁烟标识且无人吸烟', appliesTo: ['hotel'] },
  ],
  mapping: {},
};
const said = (...rows: string[][]) => {
  const { site, unit, ...rest } = readPasted(rows, CITY);
  return { ...rest, site: site?.id ?? null, unit: unit?.id ?? null };
};

describe('a row of a sheet', () => {
  test('without a header: each cell by what it looks like', () => {
    expect(
      said([
        '12',
        '羌江南路社区',
        '215号',
        '3单元楼道堆放杂物，\n影响通行',
        '区住建局',
        '王示例',
        '2月26日',
        '整改中',
        '3月5日',
      ]),
    ).toEqual({
      description: '3单元楼道堆放杂物，\n影响通行',
      site: 7,
      placeText: '',
      candidates: [],
      code: 17,
      unit: 2,
      day: '2026-02-26',
      source: null,
      sourceNumber: '',
      otherRows: 0,
    });
  });

  test('the indicator may have a cell of its own; a code is one', () => {
    expect(said(['雅鹿宾馆', '大堂有人抽烟不劝阻', '禁烟标识且无人吸烟'])).toMatchObject({
      ...{ site: 8, code: 29, description: '大堂有人抽烟不劝阻' },
    });
  });

  test('the problem is what speaks of a check, though the place be longer and not known', () => {
    expect(said(['某某某某某大市场', '有烟头', '王示例'])).toMatchObject({
      ...{ description: '有烟头', code: 11, site: null, placeText: '某某某某某大市场' },
    });
  });

  test('with its header, whatever the order', () => {
    expect(
      said(
        ['存在问题', '点位', '发现时间', '工单编号', '来源', '责任单位'],
        ['烟头较多', '雅鹿宾馆', '2026.2.27', 'A-77', '12345热线', '住建局'],
        ['灯不亮', '北街2号院', '2026.2.27', 'A-78', '', ''],
      ),
    ).toMatchObject({
      ...{ description: '烟头较多', site: 8, day: '2026-02-27', sourceNumber: 'A-77' },
      ...{ source: 'hotline', unit: 2, code: 11, otherRows: 1 },
    });
  });

  test('a place that is no site is kept as it is said, with what is close', () => {
    const { site, placeText, candidates } = readPasted(
      [
        ['点位', '存在问题'],
        ['羌江南路社区219号', '烟头'],
      ],
      CITY,
    );
    expect(site).toBeNull();
    expect(placeText).toBe('羌江南路社区219号');
    expect(candidates).not.toEqual([]);
  });
});

describe('a free text', () => {
  test('is the problem; what it names is found in it', () => {
    expect(said(['2月28日，羌江南路215号院楼道堆放杂物，请区住房和城乡建设局处理'])).toMatchObject({
      ...{ site: 7, code: 17, unit: 2, day: '2026-02-28' },
      description: '2月28日，羌江南路215号院楼道堆放杂物，请区住房和城乡建设局处理',
    });
  });

  test('of several lines stays as it is', () => {
    expect(said(['雅鹿宾馆门前'], ['有烟头'])).toMatchObject({
      ...{ description: '雅鹿宾馆门前\n有烟头', site: 8, code: 11, day: null, otherRows: 0 },
    });
  });

  test('that names nothing is still a problem', () => {
    expect(said(['灯坏了'])).toMatchObject({ description: '灯坏了', site: null, code: null });
  });

  test('nothing is nothing', () => {
    expect(said()).toMatchObject({ description: '', site: null, code: null, unit: null });
  });

  test('a day without a year that is still to come was last year’s', () => {
    expect(said(['12月30日雅鹿宾馆有烟头'])).toMatchObject({ day: '2025-12-30' });
  });
});
