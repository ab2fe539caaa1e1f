import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { initialsOf } from '../../../data/generate/names.ts';
import type { SourceRecord } from './records.ts';
import { readSites, type SiteOptions } from './read-sites.ts';

const options: SiteOptions = {
  type: 'hotel',
  area: undefined,
  mayLieOutsideChina: false,
  initialsOf,
};
const record = (row: number, values: Record<string, unknown>): SourceRecord => ({
  row,
  values: { 经度: '103.01', 纬度: '29.98', ...values },
  geometry: undefined,
});
const read = (...rows: Record<string, unknown>[]) =>
  readSites(
    rows.map((values, index) => record(index + 2, values)),
    options,
  );

describe('readSites', () => {
  test('a whole row', () => {
    const { rows, problems } = read({
      名称: ' 雅鹿  宾馆 ',
      类型: '酒店',
      地址: '东街1号',
      社区: '甲社区',
      责任单位: '商务局',
      责任人: '王经理',
      电话: 13800000000,
      编号: 'H-1',
      启用日期: '2026年3月1日',
    });
    expect(problems).toEqual([]);
    expect(rows).toEqual([
      {
        row: 2,
        type: '酒店',
        name: '雅鹿 宾馆',
        initials: 'ylbg',
        geometry: { type: 'Point', coordinates: [103.01, 29.98] },
        address: '东街1号',
        area: '甲社区',
        unit: '商务局',
        person: '王经理',
        phone: '13800000000',
        openedAt: '2026-03-01T00:00:00+08:00',
        externalId: 'H-1',
      },
    ]);
  });

  test.each([
    [{ 名称: '' }, 'name', /1 to 80 characters/],
    [{ 名称: '店'.repeat(81) }, 'name', /has 81 characters; at most 80/],
    [{ 名称: 'a\u0000b' }, 'name', /control characters/],
    [{ 名称: 'a\ud83c' }, 'name', /control characters/],
    [{ 名称: { zh: '店' } }, 'name', /should be text/],
    [{ 名称: '店', 经度: '' }, 'longitude', /give longitude and latitude/],
    [{ 名称: '店', 纬度: undefined }, 'latitude', /give longitude and latitude/],
    [{ 名称: '店', 经度: 'NaN' }, 'longitude', /decimal number, not “NaN”/],
    [{ 名称: '店', 经度: '1e3' }, 'longitude', /decimal number, not “1e3”/],
    [{ 名称: '店', 经度: '0x67' }, 'longitude', /decimal number/],
    [{ 名称: '店', 经度: '103°E' }, 'longitude', /decimal number/],
    [{ 名称: '店', 经度: '29.98', 纬度: '103.01' }, 'longitude', /swapped/],
    [{ 名称: '店', 经度: '999', 纬度: '99' }, 'longitude', /out of range/],
    [{ 名称: '店', 启用日期: '2026-02-30' }, 'opened', /a date such as/],
    [{ 名称: '店', 启用日期: '去年' }, 'opened', /a date such as/],
    [{ 名称: '店', 电话: '1'.repeat(41) }, 'phone', /at most 40/],
  ])('refuses %j', (values, field, message) => {
    const [problem] = read(values).problems.filter((candidate) => message.test(candidate.en));
    expect(problem).toMatchObject({ row: 2, field });
  });

  test('names of 80 characters, emoji and quotes are kept as they are', () => {
    const names = ['🏨'.repeat(80), `“引号”'";--`, 'Ya’an\u00a0Hotel'];
    expect(read(...names.map((名称) => ({ 名称 }))).rows.map(({ name }) => name)).toEqual([
      names[0],
      names[1],
      'Ya’an Hotel',
    ]);
  });

  test('without a type', () => {
    const { problems } = readSites([record(2, { 名称: '店' })], { ...options, type: undefined });
    expect(problems).toMatchObject([{ row: 2, field: 'type' }]);
  });

  test('the same place twice is taken once', () => {
    const { rows, repeated } = read({ 名称: '店' }, { 名称: '店' }, { 名称: '店', 纬度: '29.99' });
    expect(rows.map(({ row }) => row)).toEqual([2, 4]);
    expect(repeated).toMatchObject([{ row: 3, fate: 'repeated', en: 'the same as row 2' }]);
  });

  test('an identifier used for several places is numbered in the order of the file', () => {
    const { rows, remarks } = read(
      { 名称: '甲', 编号: '1' },
      { 名称: '乙', 编号: '1' },
      { 名称: '丙', 编号: '2' },
      { 名称: '乙', 编号: '1' },
      { 名称: '丁', 编号: '1', 类型: '商超' },
    );
    expect(rows.map(({ externalId }) => externalId)).toEqual(['1', '1/2', '2', '1/3', '1']);
    expect(remarks).toMatchObject([
      { en: expect.stringMatching(/^1 identifiers .* 2 later rows/) as string },
    ]);
  });
});

describe('whatever the file holds', () => {
  const runs = process.env['DEEP'] === '1' ? 5_000 : 300;
  const cell = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 90 }),
    fc.double(),
    fc.constantFrom(
      '103.01',
      '29.98',
      '',
      'NaN',
      '1e999',
      -0,
      null,
      '名'.repeat(80),
      '2026-03-01',
      '🏨',
      '=1+1',
    ),
    fc.anything({ maxDepth: 1 }),
  );
  const name = fc.constantFrom(
    '名称',
    '类型',
    '经度',
    '纬度',
    '地址',
    '编号',
    '启用日期',
    '电话',
    '__proto__',
    'x',
  );
  const geometry = fc.oneof(
    fc.constant(undefined),
    fc.anything({ maxDepth: 3 }),
    fc.record({
      type: fc.constantFrom('Point', 'Polygon', 'LineString', 'Cube'),
      coordinates: fc.oneof(
        fc.tuple(fc.double(), fc.double()),
        fc.array(
          fc.array(fc.tuple(fc.double({ min: 73, max: 136 }), fc.double({ min: 3, max: 54 })), {
            maxLength: 6,
          }),
          { maxLength: 3 },
        ),
      ),
    }),
  );
  const records = fc.array(
    fc.tuple(fc.dictionary(name, cell), geometry).map(([values, shape]) => ({ values, shape })),
    { maxLength: 12 },
  );

  test(
    'each row is read, repeated or refused with a reason, and what is read is sound',
    { timeout: 600_000 },
    () => {
      fc.assert(
        fc.property(records, (given) => {
          const list = given.map(({ values, shape }, index) => ({
            row: index + 1,
            values,
            geometry: shape,
          }));
          const { rows, problems, repeated } = readSites(list, { ...options, type: undefined });
          for (const { row } of list) {
            const fates = [
              rows.some((site) => site.row === row),
              repeated.some((fate) => fate.row === row),
              problems.some((problem) => problem.row === row),
            ];
            // A row may be readable but for an optional cell: then it is among the problems too.
            expect(fates.filter(Boolean).length).toBeGreaterThanOrEqual(1);
          }
          for (const { name: text, initials, geometry: shape } of rows) {
            expect([...text].length).toBeGreaterThanOrEqual(1);
            expect([...text].length).toBeLessThanOrEqual(80);
            expect(text).not.toMatch(/\p{Surrogate}/u);
            expect(initials).toMatch(/^[a-z0-9]*$/);
            expect(JSON.stringify(shape)).not.toMatch(/null/);
          }
          const identifiers = rows.flatMap(({ type, externalId }) =>
            externalId === null ? [] : [JSON.stringify([type, externalId])],
          );
          expect(new Set(identifiers).size).toBe(identifiers.length);
        }),
        { numRuns: runs },
      );
    },
  );
});
