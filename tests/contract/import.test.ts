import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import gcoord from 'gcoord';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import {
  importAreas,
  importFeatures,
  importSites,
  undoImport,
  type ImportOptions,
  type ImportOutcome,
} from '../../data/import/imports';
import { openTarget, type Target } from '../../data/import/target';
import { projectDirectory } from '../../supabase/embedded/project-paths';
import { preparedFolder, startTestBackend, type TestBackend } from '../support/backend';

const folder = mkdtempSync(join(tmpdir(), 'chuangcheng-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string | Uint8Array | object): string {
  const path = join(folder, name);
  const isText = typeof content === 'string' || content instanceof Uint8Array;
  writeFileSync(path, isText ? content : JSON.stringify(content));
  return path;
}

const header = '名称,类型,经度,纬度,编号,社区,责任单位\n';
const csv = (name: string, ...rows: string[]) => write(name, header + rows.join('\n'));
const feature = (properties: object, geometry: object, id?: string) => ({
  type: 'Feature',
  ...(id === undefined ? {} : { id }),
  properties,
  geometry,
});
const collection = (name: string, ...features: object[]) =>
  write(name, { type: 'FeatureCollection', features });
const square = (west: number, south: number, size: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [west + size, south],
      [west + size, south + size],
      [west, south + size],
      [west, south],
    ],
  ],
});

interface Result {
  importId: number;
  added: number;
  present: number;
}

describe.each(['embedded', 'postgres'] as const)('on the %s database', (database) => {
  let backend: TestBackend;
  let target: Target;

  beforeAll(async () => {
    backend = await startTestBackend({ database, postgresUrl: inject('postgresUrl') });
    target = await openTarget({
      url: backend.url,
      key: backend.keys.secretKey,
      dataDirectory: backend.dataDirectory,
    });
  });
  afterAll(async () => {
    await target.close();
    await backend.close();
  });

  const options = (path: string, more: Partial<ImportOptions> = {}): ImportOptions => ({
    path,
    type: undefined,
    area: undefined,
    datum: undefined,
    source: '© OpenStreetMap contributors',
    dryRun: false,
    ...more,
  });
  const sites = (path: string, more: Partial<ImportOptions> = {}) =>
    importSites(target, options(path, more));
  const areas = (path: string, more: Partial<ImportOptions> = {}) =>
    importAreas(target, options(path, more));
  const features = (path: string, more: Partial<ImportOptions> = {}) =>
    importFeatures(target, options(path, more));
  const result = async (outcome: Promise<ImportOutcome>) => {
    const { result: answer, problems } = await outcome;
    expect(problems).toEqual([]);
    return answer as Result;
  };
  const problems = async (outcome: Promise<ImportOutcome>) =>
    (await outcome).problems.map(({ row, field, en }) => `${row} ${field}: ${en}`);
  const count = async (table: string, where = 'true') => {
    const [row] = await backend.sql.query<{ n: number }>(
      `select count(*) as n from public.${table} where ${where}`,
    );
    return row?.n;
  };
  const rows = (text: string) => backend.sql.query(text);

  test('a list of sites, whole, once', async () => {
    const path = csv(
      'hotels.csv',
      '雅鹿宾馆,酒店,102.991,29.981,H-1,,',
      `"“引号”""';--店",CS,102.992,29.982,H-2,,`,
      `${'🏨'.repeat(80)},hotel,102.993,29.983,,,`,
    );
    const { importId, ...figures } = await result(sites(path));
    expect(figures).toEqual({ datum: 'wgs84', added: 3, present: 0, repeated: 0 });
    expect(
      await rows(`select type, name, name_initials, external_id, import_id = ${importId} as is_of_import,
        extensions.st_astext(geom) as geom, extensions.st_equals(geom, point) as is_point
        from public.sites order by id`),
    ).toEqual([
      {
        type: 'hotel',
        name: '雅鹿宾馆',
        name_initials: 'ylbg',
        external_id: 'H-1',
        is_of_import: true,
        geom: 'POINT(102.991 29.981)',
        is_point: true,
      },
      {
        type: 'supermarket',
        name: `“引号”"';--店`,
        name_initials: 'yhd',
        external_id: 'H-2',
        is_of_import: true,
        geom: 'POINT(102.992 29.982)',
        is_point: true,
      },
      {
        type: 'hotel',
        name: '🏨'.repeat(80),
        name_initials: '',
        external_id: null,
        is_of_import: true,
        geom: 'POINT(102.993 29.983)',
        is_point: true,
      },
    ]);
    // Each has its first period: never inspected.
    expect(await count('site_status_periods', "reason = 'never_inspected'")).toBe(3);

    expect(await result(sites(path))).toEqual({
      importId: null,
      datum: 'wgs84',
      added: 0,
      present: 3,
      repeated: 0,
    });
    expect(await count('sites')).toBe(3);
    expect(await count('imports')).toBe(1);
  });

  test('a workbook: below its title, its merged cells filled in, its total left out', async () => {
    const [first, second] = [{ value: '甲馆' }, { value: '乙馆' }];
    const book = await writeXlsxFile([
      [{ value: '点位清单', columnSpan: 5 }, null, null, null, null],
      ['点位名称', '点位类型', '经度', '纬度', '启用日期'].map((value) => ({ value })),
      [
        ...[first, { value: '酒店', rowSpan: 2 }, { value: 102.981 }, { value: 29.971 }],
        { value: new Date('2026-01-02T00:00:00Z'), type: Date, format: 'yyyy-mm-dd' },
      ],
      [second, null, { value: '102.982' }, { value: '29.972' }, null],
      [{ value: '合计' }, { value: 2 }, null, null, null],
    ]).toBuffer();
    const { importId, added } = await result(sites(write('list.xlsx', new Uint8Array(book))));
    expect(added).toBe(2);
    expect(
      await rows(`select name, type, extensions.st_astext(geom) as geom, opened_at = '2026-01-02 00:00+08' as dated
        from public.sites where import_id = ${importId} order by id`),
    ).toEqual([
      { name: '甲馆', type: 'hotel', geom: 'POINT(102.981 29.971)', dated: true },
      { name: '乙馆', type: 'hotel', geom: 'POINT(102.982 29.972)', dated: false },
    ]);
    expect(await undoImport(target, importId!)).toMatchObject({ removed: 2 });
    await rows(`delete from public.imports where id = ${importId}`);
  });

  test('one bad row and nothing is written', async () => {
    const path = csv('one-bad.csv', '甲店,hotel,102.99,29.98,,,', '乙店,市场,102.99,29.98,,,');
    expect(await problems(sites(path))).toEqual([
      '3 type: there is no type “市场”; use community, courtyard, hotel, supermarket',
    ]);
    expect(await count('sites', "name = '甲店'")).toBe(0);
    expect(await count('imports')).toBe(1);
  });

  test('what the database refuses is told by row and field', async () => {
    await rows(
      `insert into public.units (name, kind) values ('同名办', 'street'), ('同名办', 'street')`,
    );
    const path = csv(
      'relations.csv',
      '甲店,hotel,102.99,29.98,,没有的社区,',
      '乙店,hotel,102.99,29.98,,,没有的单位',
      '丙店,hotel,102.99,29.98,,,同名办',
      '别处,hotel,102.89,29.88,H-1,,',
    );
    expect(await problems(sites(path))).toEqual([
      '2 area: there is no area “没有的社区”; import areas first, or correct the name',
      '3 unit: there is no unit “没有的单位”',
      '4 unit: 2 units are called “同名办”',
      expect.stringMatching(
        /^5 id: the identifier “H-1” belongs to the site “雅鹿宾馆”, 14\d{3} m away$/,
      ),
    ]);
  });

  test('a polygon that crosses itself', async () => {
    const bowTie = {
      type: 'Polygon',
      coordinates: [
        [
          [102.9, 29.9],
          [103, 30],
          [103, 29.9],
          [102.9, 30],
          [102.9, 29.9],
        ],
      ],
    };
    const path = collection('bow-tie.geojson', feature({ name: '蝴蝶结' }, bowTie));
    expect(await problems(sites(path, { type: 'courtyard' }))).toEqual([
      expect.stringMatching(/^1 geometry: the polygon is not valid \(Self-intersection/),
    ]);
  });

  test('a dry run says what would be and writes nothing', async () => {
    const path = csv(
      'dry.csv',
      '新店,hotel,102.99,29.98,,,',
      '雅鹿宾馆,hotel,102.991,29.981,H-1,,',
      '旧店,x,1,2,,,',
    );
    const { dryRun, fates, problems: found } = await sites(path, { dryRun: true });
    expect([...(dryRun ?? [])]).toEqual([
      [2, '新店'],
      [3, '雅鹿宾馆'],
      [4, ''],
    ]);
    expect(fates).toMatchObject([{ row: 3, fate: 'present' }]);
    expect(found).toMatchObject([{ row: 4, field: 'longitude' }]);
    expect(await count('sites')).toBe(3);
  });

  test('the same file twice at once is taken in once', async () => {
    const path = csv('twice.csv', '同时店,hotel,102.955,29.955,,,');
    const answers = await Promise.all([
      result(sites(path)),
      result(sites(path)),
      result(sites(path)),
    ]);
    expect(answers.map(({ added }) => added).sort()).toEqual([0, 0, 1]);
    expect(await count('sites', "name = '同时店'")).toBe(1);
  });

  test('undo takes back what nothing depends on, and says what remains', async () => {
    const path = csv(
      'undo.csv',
      '甲,hotel,102.96,29.96,U1,,',
      '乙,hotel,102.97,29.97,U2,,',
      '丙,hotel,102.98,29.98,U3,,',
    );
    const { importId } = await result(sites(path));
    await rows(`insert into public.inspections (site_id, kind, catalogue_id, started_at, finished_at)
      select id, 'routine', 1, now(), now() from public.sites where external_id = 'U2'`);
    const undone = (await undoImport(target, importId)) as { removed: number; kept: object[] };
    expect(undone).toMatchObject({ kind: 'sites', fileName: 'undo.csv', removed: 2 });
    expect(undone.kept).toMatchObject([{ name: '乙', ties: ['检查记录 inspections'] }]);
    expect(await rows(`select name from public.sites where external_id like 'U%'`)).toEqual([
      { name: '乙' },
    ]);
    // What depended on it is gone: the rest may go too, and then no more.
    await rows(`delete from public.inspections`);
    expect(await undoImport(target, importId)).toMatchObject({ removed: 1, kept: [] });
    await expect(undoImport(target, importId)).rejects.toThrow(/was undone at/);
    await expect(undoImport(target, 99_999)).rejects.toThrow('there is no import 99999');
  });

  test('areas from the top down, sites find theirs, and all of it back', async () => {
    const path = collection(
      'areas.geojson',
      feature({ name: '甲社区', level: '社区', parent: '东街道' }, square(102.9, 29.9, 0.05)),
      feature({ name: '示例区', level: 'district' }, square(102.9, 29.9, 0.2)),
      feature({ name: '东街道', level: 'street', parent: '示例区' }, square(102.9, 29.9, 0.1)),
    );
    const { importId, added } = await result(areas(path));
    expect(added).toBe(3);
    expect(
      await rows(`select a.name, a.level, p.name as parent, extensions.nlevel(a.path) as depth, a.name_initials
        from public.areas a left join public.areas p on p.id = a.parent_id order by a.path`),
    ).toEqual([
      { name: '示例区', level: 'district', parent: null, depth: 1, name_initials: 'slq' },
      { name: '东街道', level: 'street', parent: '示例区', depth: 2, name_initials: 'djd' },
      { name: '甲社区', level: 'community', parent: '东街道', depth: 3, name_initials: 'jsq' },
    ]);
    const areaOf = (name: string) =>
      rows(
        `select a.name from public.sites s join public.areas a on a.id = s.area_id where s.name = '${name}'`,
      );
    expect(await areaOf('同时店')).toEqual([{ name: '东街道' }]);
    expect(await areaOf('雅鹿宾馆')).toEqual([{ name: '东街道' }]);
    expect((await result(areas(path))).added).toBe(0);

    const wrong = collection(
      'wrong-areas.geojson',
      feature({ name: '另一区', level: 'district' }, square(102.9, 29.9, 0.1)),
      feature({ name: '外街', level: 'street', parent: '示例区' }, square(103.09, 30.09, 0.1)),
      feature({ name: '高街', level: 'city', parent: '示例区' }, square(102.9, 29.9, 0.1)),
      feature({ name: '孤街', level: 'street', parent: '没有' }, square(102.9, 29.9, 0.1)),
    );
    expect(await problems(areas(wrong))).toEqual([
      '3 level: the level is not below that of “示例区”',
      '1 parent: there is a topmost area already; give the parent',
      '2 geometry: 99% of the outline lies outside “示例区”; check datum or parent',
      '4 parent: there is no area “没有”',
    ]);
    // Half a kilometre outside the area that is named.
    const far = csv(
      'far.csv',
      '远店,hotel,102.96,29.92,,甲社区,',
      '近店,hotel,102.951,29.92,,甲社区,',
    );
    expect(await problems(sites(far))).toEqual([
      '2 area: the place is more than 500 m outside “甲社区”; check coordinates, datum or area',
    ]);
    // --area stands for rows that do not say theirs.
    const near = csv('near.csv', '近店,hotel,102.951,29.92,,,');
    await result(sites(near, { area: '甲社区' }));
    expect(await areaOf('近店')).toEqual([{ name: '甲社区' }]);

    expect(await undoImport(target, importId)).toMatchObject({ removed: 3, kept: [] });
    expect(await count('sites', 'area_id is not null')).toBe(0);
    expect(await count('areas')).toBe(0);
  });

  test('features, the network made of them, and back', async () => {
    const line = (...coordinates: number[][]) => ({ type: 'LineString', coordinates });
    const path = collection(
      'roads.geojson',
      // A cross of two streets, a bridge over one of them that joins neither, a river.
      feature(
        { highway: 'primary', name: '东街', oneway: '-1' },
        line([103, 30], [103.01, 30], [103.02, 30]),
        'way/1',
      ),
      feature(
        { highway: 'footway', access: 'private' },
        line([103.01, 29.99], [103.01, 30], [103.01, 30.01]),
        'way/2',
      ),
      feature(
        { highway: 'motorway', bridge: 'yes' },
        line([103.005, 29.99], [103.005, 30.01]),
        'way/3',
      ),
      feature({ waterway: 'river', name: '青衣江' }, line([103, 29.98], [103.02, 29.98])),
      feature({ highway: 'proposed' }, line([103, 29.9], [103.1, 29.9]), 'way/4'),
    );
    const answer = await features(path);
    const { importId } = answer.result as Result;
    expect(answer.result).toEqual({
      importId,
      datum: 'wgs84',
      added: 4,
      byKind: { road: 3, water: 1 },
      present: 0,
      leftOut: {
        '未建成或不是道路（highway=proposed） / not built, or no road (highway=proposed)': 1,
      },
      network: { edges: 5, nodes: 7, components: 2, largestShare: 5 / 7 },
    });
    expect(
      await rows(
        `select class, name, oneway, foot, bridge, layer, source from public.base_features where kind = 'road' order by id`,
      ),
    ).toEqual([
      {
        class: 'primary',
        name: '东街',
        oneway: -1,
        foot: true,
        bridge: false,
        layer: 0,
        source: '© OpenStreetMap contributors',
      },
      {
        class: 'footway',
        name: null,
        oneway: 0,
        foot: false,
        bridge: false,
        layer: 0,
        source: '© OpenStreetMap contributors',
      },
      {
        class: 'motorway',
        name: null,
        oneway: 1,
        foot: false,
        bridge: true,
        layer: 1,
        source: '© OpenStreetMap contributors',
      },
    ]);
    expect(await result(features(path))).toMatchObject({ importId: null, added: 0, present: 4 });
    expect(await undoImport(target, importId)).toMatchObject({ kind: 'features', removed: 4 });
    expect(await count('base_features')).toBe(0);
    expect(await count('road_edges')).toBe(0);
  });

  describe('the datum', () => {
    // Shops along two streets, 20 m off, in the order of a made-up sequence.
    const places = Array.from({ length: 40 }, (_, index): [number, number] => [
      102.9 + 0.0005 * index,
      30.05 + (index % 2 === 0 ? 0.00018 : 0.00018 + 0.002),
    ]);
    const inDatum = (place: [number, number], datum: 'GCJ02' | 'BD09' | 'WGS84') =>
      gcoord.transform([...place] as [number, number], gcoord.WGS84, gcoord[datum]);
    const list = (name: string, prefix: string, datum: 'GCJ02' | 'BD09' | 'WGS84', length = 40) =>
      csv(
        name,
        ...places
          .slice(0, length)
          .map((place, index) => `${prefix}${index},hotel,${inDatum(place, datum).join(',')},,,`),
      );

    test('given: GCJ-02 and BD-09 are stored as WGS-84', async () => {
      const { importId } = await result(
        sites(list('gcj.csv', '高德', 'GCJ02'), { datum: 'gcj02' }),
      );
      await result(sites(list('bd.csv', '百度', 'BD09'), { datum: 'bd09' }));
      const [distance] =
        await rows(`select max(extensions.st_distance(s.point::extensions.geography,
          extensions.st_setsrid(extensions.st_point(102.9 + 0.0005 * n, 30.05018 + 0.002 * (n % 2)), 4326)::extensions.geography)) < 0.5 as is_near
        from public.sites s cross join lateral (select substr(s.name, 3)::integer as n) x where s.name like '高德%' or s.name like '百度%'`);
      expect(distance).toEqual({ is_near: true });
      expect(await rows(`select datum from public.imports where id = ${importId}`)).toEqual([
        { datum: 'gcj02' },
      ]);
    });

    test('inferred from known sites of the same name', async () => {
      const { remarks, result: answer } = await sites(list('auto.csv', '高德', 'BD09', 12), {
        datum: 'auto',
      });
      expect(answer).toMatchObject({ datum: 'bd09', added: 0, present: 12 });
      expect(remarks.map(({ en }) => en)).toEqual([
        expect.stringMatching(
          /^inferred bd09: median distance of 12 rows to known sites of the same name wgs84 8\d\d m、gcj02 8\d\d m、bd09 0 m; 100 % agree$/,
        ),
      ]);
    });

    test('inferred from the roads', async () => {
      const street = (latitude: number) => ({
        type: 'LineString',
        coordinates: [
          [102.88, latitude],
          [102.95, latitude],
        ],
      });
      const across = Array.from({ length: 20 }, (_, index) => ({
        type: 'LineString',
        coordinates: [
          [102.88 + 0.004 * index, 30.04],
          [102.88 + 0.004 * index, 30.06],
        ],
      }));
      await result(
        features(
          collection(
            'streets.geojson',
            ...[street(30.05), street(30.052), ...across].map((line) =>
              feature({ highway: 'residential' }, line),
            ),
          ),
        ),
      );
      const { result: answer } = await sites(list('auto-roads.csv', '沿街', 'GCJ02'), {
        datum: 'auto',
      });
      expect(answer).toMatchObject({ datum: 'gcj02', added: 40 });
    });

    test('refused when unsure', async () => {
      await expect(sites(list('few.csv', '高德', 'GCJ02', 5), { datum: 'auto' })).rejects.toThrow(
        /Not sure of the datum \(5 rows/,
      );
    });
  });

  test(
    'whatever a list holds comes back as it went in, and goes again',
    { timeout: 600_000 },
    async () => {
      const text = fc
        .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
        .map((value) =>
          value
            .replace(/[\p{Cc}\s]+/gu, ' ')
            .trim()
            .slice(0, 40),
        )
        .filter((value) => value !== '' && !/\p{Surrogate}/u.test(value));
      const row = fc.record({
        名称: text,
        地址: fc.oneof(text, fc.constant('')),
        经度: fc.double({ min: 73, max: 135, noNaN: true }).map((value) => value.toFixed(7)),
        纬度: fc.double({ min: 4, max: 53, noNaN: true }).map((value) => value.toFixed(7)),
      });
      const lists = fc.array(row, { minLength: 1, maxLength: 30 });
      const runs = process.env['DEEP'] === '1' ? 200 : 5;
      await fc.assert(
        fc.asyncProperty(lists, async (list) => {
          const rowsOfList = list.map((values, index) => ({ ...values, 编号: `R${index}` }));
          const path = write('random.csv', Papa.unparse(rowsOfList));
          const { importId, added } = await result(sites(path, { type: 'hotel' }));
          expect(added).toBe(list.length);
          const stored = await rows(`select name as "名称", coalesce(address, '') as "地址",
            to_char(extensions.st_x(geom), 'FM990.0000000') as "经度", to_char(extensions.st_y(geom), 'FM990.0000000') as "纬度",
            external_id as "编号"
          from public.sites where import_id = ${importId} order by substr(external_id, 2)::integer`);
          expect(stored).toEqual(rowsOfList);
          expect(await undoImport(target, importId)).toMatchObject({ removed: added, kept: [] });
        }),
        { numRuns: runs },
      );
    },
  );

  test('nobody imports without signing in but the secret key', async () => {
    const call = (name: string, key: string) =>
      fetch(`${backend.url}/rest/v1/rpc/${name}`, {
        method: 'POST',
        headers: { apikey: key, 'content-type': 'application/json' },
        body: JSON.stringify({ file_name: 'x', datum: 'wgs84', rows: [] }),
      }).then(({ status }) => status);
    expect(await call('import_sites', backend.keys.secretKey)).toBe(200);
    for (const name of [
      'import_sites',
      'import_areas',
      'import_features',
      'undo_import',
      'import_evidence',
    ]) {
      expect(await call(name, backend.keys.publishableKey)).toBeGreaterThanOrEqual(400);
    }
    await expect(
      openTarget({ url: backend.url, key: backend.keys.publishableKey, dataDirectory: folder }),
    ).rejects.toThrow(/does not accept the key/);
  });
});

describe('npm run import', () => {
  const byNpm = ['npm', 'run', '-s', 'import', '--'];
  /** The same without npm, which takes three quarters of the time. */
  const byNode = [process.execPath, '--import', 'tsx', join('commands', 'import.ts')];
  const runBy = ([program, ...prefix]: string[], ...parameters: string[]) =>
    promisify(execFile)(program!, [...prefix, ...parameters], { cwd: projectDirectory }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
        code,
        stdout,
        stderr,
      }),
    );

  const run = (...parameters: string[]) => runBy(byNode, ...parameters);

  test('writes into a data folder that no server holds', async () => {
    const data = join(folder, 'data');
    cpSync(await preparedFolder({}), data, { recursive: true });
    const path = csv('cli.csv', '命令行店,hotel,102.99,29.98,C1,,', '=1+1,hotel,102.98,29.98,C2,,');
    const dry = await runBy(byNpm, 'sites', path, '--data', data, '--dry-run');
    expect(dry.stdout).toBe(
      `row,name,fate,field,zh,en\r\n2,命令行店,added,,,\r\n3,"'=1+1",added,,,\r\n`,
    );
    const first = await run('sites', path, '--data', data);
    expect({ ...first, stdout: JSON.parse(first.stdout) as unknown }).toEqual({
      code: 0,
      stderr: '',
      stdout: { importId: 1, datum: 'wgs84', added: 2, present: 0, repeated: 0 },
    });
    const undone = await run('--undo', '1', '--data', data);
    expect(JSON.parse(undone.stdout)).toMatchObject({ importId: 1, removed: 2, kept: [] });
    const bad = await run('sites', csv('cli-bad.csv', '店,hotel,29.98,102.99,,,'), '--data', data);
    expect(bad.code).toBe(2);
    expect(bad.stdout).toBe('');
    expect(bad.stderr.split('\n')).toEqual([
      expect.stringMatching(
        /cli-bad\.csv 第 2 行 longitude：经纬度可能写反了.* \/ row 2, longitude: longitude and latitude seem to be swapped/,
      ),
      '共 1 处有误，未导入任何内容 / 1 in all; nothing was taken in',
      '',
    ]);
  });

  test.each([
    [[], 'give sites, ledger, features or areas, not “”'],
    [['towns', 'x.csv'], 'not “towns”'],
    [['sites'], 'give one file, not 0'],
    [['sites', 'a.csv', 'b.csv'], 'give one file, not 2'],
    [['sites', 'a.csv', '--datum', 'utm'], '“utm” is not auto, wgs84, gcj02 or bd09'],
    [['--undo', 'x'], '“x” is not the number of an import'],
    [['--undo', '1', 'sites'], '--undo goes without a file'],
    [['sites', 'a.csv', '--colour'], '--dry-run'],
    [['sites', 'a.csv', '--data', join(folder, 'none')], 'No backend is running'],
    [
      ['sites', 'a.csv', '--url', 'http://127.0.0.1:9', '--key', 'x'],
      'Cannot connect to http://127.0.0.1:9',
    ],
    [['sites', 'a.csv', '--url', 'nowhere', '--key', 'x'], 'is not an address'],
  ])('refuses %j in one line', async (parameters, message) => {
    const { code, stdout, stderr } = await run(...parameters);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

/** Real files, which are not part of the project. */
const shared = process.env['CHUANGCHENG_SHARED_DATA'] ?? join(projectDirectory, '../shared/data');
const hasShared = existsSync(join(shared, 'yucheng-osm.geojson'));
if (!hasShared) {
  console.warn(`跳过：${shared} 中没有真实数据 / skipped: no real data in ${shared}`);
}

describe.skipIf(!hasShared)('real files', () => {
  let backend: TestBackend;
  let target: Target;
  beforeAll(async () => {
    backend = await startTestBackend({ database: 'embedded' });
    target = await openTarget({
      url: backend.url,
      key: backend.keys.secretKey,
      dataDirectory: folder,
    });
  });
  afterAll(async () => {
    await target.close();
    await backend.close();
  });
  const options = (name: string, more: Partial<ImportOptions> = {}): ImportOptions => ({
    path: join(shared, name),
    type: undefined,
    area: undefined,
    datum: undefined,
    source: '© OpenStreetMap contributors',
    dryRun: false,
    ...more,
  });

  test('Yucheng on OpenStreetMap: roads, bridges, rivers, the network', async () => {
    const { result, problems } = await importFeatures(target, options('yucheng-osm.geojson'));
    expect(problems).toEqual([]);
    // Nodes, edges and parts were counted by another program from the file.
    expect(result).toMatchObject({
      added: 665,
      byKind: { road: 638, water: 27 },
      network: { edges: 1731, nodes: 1248, components: 24 },
    });
    const { leftOut } = result as { leftOut: Record<string, number> };
    expect(Object.values(leftOut).reduce((sum, count) => sum + count, 0)).toBe(704 - 665);
    expect(
      leftOut[
        '路线关系（road），重复了已有的道路 / a route relation, repeats the roads it runs on'
      ],
    ).toBe(2);
    expect(
      await backend.sql
        .query(`select count(*) filter (where bridge) as bridges, count(*) filter (where tunnel) as tunnels,
        count(*) filter (where name is not null) as named, count(*) filter (where oneway = 1) as oneway, count(*) filter (where not foot) as not_on_foot
        from public.base_features where kind = 'road'`),
    ).toEqual([{ bridges: 50, tunnels: 16, named: 111, oneway: 185, not_on_foot: 28 }]);
    expect(
      await backend.sql.query(
        `select name from public.base_features where class = 'river' and name is not null group by name order by name collate "C"`,
      ),
    ).toEqual([{ name: '周公河' }, { name: '陇西河' }, { name: '青衣江' }]);
  });

  test('the villages of Ya’an: 1,025 community sites, once', async () => {
    const file = options('yaan-villages.geojson', { type: 'community' });
    const { result, problems, remarks } = await importSites(target, file);
    expect(problems).toEqual([]);
    expect(result).toMatchObject({ added: 1025, present: 0 });
    expect(remarks[0]?.en).toBe(
      '143 identifiers occur more than once; those of 168 later rows were numbered (…/2)',
    );
    const again = await importSites(target, file);
    expect(again.result).toMatchObject({ importId: null, added: 0, present: 1025 });
    const [counted] = await backend.sql
      .query(`select count(*) as sites, count(distinct external_id) as identifiers,
      bool_and(type = 'community') as communities, bool_and(name_initials ~ '^[a-z]+$') as initials,
      round(extensions.st_xmin(extensions.st_extent(point))::numeric, 4)::text as west, round(extensions.st_ymax(extensions.st_extent(point))::numeric, 4)::text as north
      from public.sites`);
    expect(counted).toEqual({
      sites: 1025,
      identifiers: 1025,
      communities: true,
      initials: true,
      west: '102.1175',
      north: '30.7254',
    });
  });

  test('their datum is recognised by those that are there', async () => {
    const { result } = await importSites(
      target,
      options('yaan-villages.geojson', { type: 'community', datum: 'auto' }),
    );
    expect(result).toMatchObject({ datum: 'wgs84', present: 1025 });
  });

  test('the counties, given in GCJ-02, hold the villages', async () => {
    const city = collection(
      'city.geojson',
      feature({ name: '雅安市', level: 'city' }, square(101.9, 28.8, 2.2)),
    );
    await importAreas(target, options('', { path: city }));
    const { result, problems } = await importAreas(
      target,
      options('yaan-counties-gcj02.geojson', { datum: 'gcj02', area: '雅安市' }),
    );
    expect(problems).toEqual([]);
    expect(result).toMatchObject({ added: 8 });
    const counted = await backend.sql.query<{ name: string; n: number }>(
      `select a.name, count(*) as n from public.sites s join public.areas a on a.id = s.area_id group by a.name order by n desc`,
    );
    expect(counted.reduce((sum, { n }) => sum + n, 0)).toBe(1025);
    expect(counted.map(({ name }) => name)).toContain('雨城区');
  });
});
