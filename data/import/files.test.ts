import { describe, expect, test } from 'vitest';
import { readGeojson } from './geojson-file.ts';
import { mostRows } from '../../src/domain/site-list/records.ts';
import { readTable } from './table-file.ts';
import { decodeText } from '../../src/workbook/decode-text.ts';
import { readTextFile } from './text-file.ts';

describe('decodeText', () => {
  const text = '名称,地址\n雅鹿宾馆,“东街”🏨';
  const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le');

  test('UTF-8, with and without a byte order mark', () => {
    expect(decodeText(Buffer.from(text), 'a.csv')).toBe(text);
    expect(decodeText(Buffer.from(`\uFEFF${text}`), 'a.csv')).toBe(text);
  });

  test('UTF-16 as Excel writes it', () => {
    expect(decodeText(utf16, 'a.csv')).toBe(text);
    expect(decodeText(Buffer.from(utf16).swap16(), 'a.csv')).toBe(text);
  });

  test('GBK: 雅安 is D1C5 B0B2', () => {
    const bytes = Uint8Array.of(0xd1, 0xc5, 0xb0, 0xb2, 0x2c, 0x31);
    expect(decodeText(bytes, 'a.csv')).toBe('雅安,1');
  });

  test('refuses what is neither', () => {
    expect(() => decodeText(Uint8Array.of(0xff, 0xff, 0x00), 'a.csv')).toThrow(
      'a.csv 的编码无法识别',
    );
  });

  test('a file that is not there', () => {
    expect(() => readTextFile('no-such.csv')).toThrow('读不到文件 no-such.csv（ENOENT）');
  });
});

describe('readTable', () => {
  test('rows by name, numbered as in the sheet, empty ones passed over', () => {
    const { records, problems } = readTable(
      '名称,电话\r\n甲,1\r\n,\r\n"乙,""二""",2\r\n丙\r\n',
      'a.csv',
    );
    expect(problems).toEqual([]);
    expect(records.map(({ row, values }) => [row, values['名称'], values['电话']])).toEqual([
      [2, '甲', '1'],
      [4, '乙,"二"', '2'],
      [5, '丙', ''],
    ]);
  });

  test('semicolons and tabs', () => {
    expect(readTable('name;x\na;1', 'a.csv').records[0]?.values).toEqual({ name: 'a', x: '1' });
    expect(readTable('name\tx\na\t1', 'a.csv').records[0]?.values).toEqual({ name: 'a', x: '1' });
  });

  test('a row with more cells than names is refused', () => {
    expect(readTable('name,x\na,1,2', 'a.csv').problems).toMatchObject([{ row: 2, field: '3' }]);
  });

  test('a quote that does not end is told', () => {
    expect(readTable('name,x\n"a,1\nb,2', 'a.csv').problems).toMatchObject([
      { row: 2, field: '"' },
    ]);
  });

  test('no header, a name twice, too many rows', () => {
    expect(() => readTable('', 'a.csv')).toThrow('a.csv 的第一行应为列名');
    expect(() => readTable('a,b,a\n1,2,3', 'a.csv')).toThrow('a.csv 有两列都叫“a”');
    expect(() => readTable(`a\n${'1\n'.repeat(mostRows + 1)}`, 'a.csv')).toThrow(
      `最多 ${mostRows} 行`,
    );
  });
});

describe('readGeojson', () => {
  const read = (value: unknown) => readGeojson(JSON.stringify(value), 'a.geojson');

  test('features numbered from 1', () => {
    const feature = { type: 'Feature', id: 'way/1', properties: { a: 1 }, geometry: null };
    const { records, problems } = read({
      type: 'FeatureCollection',
      features: [feature, 5, feature],
    });
    expect(records.map(({ row }) => row)).toEqual([1, 3]);
    expect(records[0]?.values).toEqual({ a: 1, '@feature': 'way/1' });
    expect(problems).toMatchObject([{ row: 2, field: 'type' }]);
  });

  test.each([
    ['{"type": "FeatureCollection", "features": [', /^a\.geojson 不是 JSON：/],
    ['', /^a\.geojson 不是 JSON：/],
    ['[]', /应为 GeoJSON FeatureCollection，实为 object/],
    ['null', /应为 GeoJSON FeatureCollection，实为 object/],
    ['{"type": "Feature"}', /应为 GeoJSON FeatureCollection，实为 Feature/],
    ['{"type": "FeatureCollection"}', /缺少 features 数组/],
    ['{"type": "FeatureCollection", "features": {}}', /缺少 features 数组/],
    [
      '{"type": "FeatureCollection", "features": [], "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}}',
      /坐标系是 urn:ogc:def:crs:EPSG::3857，应为经纬度/,
    ],
  ])('refuses %s', (text, message) => {
    expect(() => readGeojson(text, 'a.geojson')).toThrow(message);
  });

  test.each(['urn:ogc:def:crs:OGC:1.3:CRS84', 'urn:ogc:def:crs:EPSG::4326', 'EPSG:4490'])(
    'takes %s',
    (name) => {
      const crs = { type: 'name', properties: { name } };
      expect(read({ type: 'FeatureCollection', features: [], crs }).records).toEqual([]);
    },
  );
});
