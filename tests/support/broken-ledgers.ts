import { strToU8, zipSync, type Zippable } from 'fflate';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { KnownCity } from '../../src/domain/spreadsheet/known-city';
import { cellAddress } from '../../src/domain/spreadsheet/sheet';

export interface BrokenLedger {
  /** How it was broken. */
  readonly what: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

type Draw = (least: number, most: number) => number;
type Value = string | number | { readonly formula: string; readonly value: string };
type Table = Value[][];

const HEADER = [
  '序号',
  '社区',
  '点位',
  '存在问题',
  '责任单位',
  '发现时间',
  '整改时限',
  '整改状态',
  '经度',
  '纬度',
];
const PROBLEMS = ['楼道堆物', '飞线充电', '烟蒂较多', '(1)烟蒂(2)乱张贴', '看不出的问题', ''];
const DAYS: Value[] = [
  '2025年4月26日',
  '4月26日',
  45773,
  '2025-04-26',
  0,
  -1,
  60,
  1e300,
  2958466,
  '2025年2月30日',
  '昨天',
  '',
];
const STATES = ['已整改', '整改中', '未整改', '长期坚持', '立行立改', '挂账', '???', ''];
const JUNK = [
  '\u0000',
  '\ud800',
  '=1+1',
  '@SUM(A1)',
  '</t></is></c>',
  '\u202e倒',
  '🏨'.repeat(300),
  '长'.repeat(2000),
  "'; drop table issues; --",
  '\t',
  '1e9999',
  '&amp;#0;',
];

/** A ledger of a few rows, broken in one of many ways; the same for the same seed. */
export function breakLedger(city: KnownCity, seed: number): BrokenLedger {
  const generator = xoroshiro128plus(seed);
  const draw: Draw = (least, most) => uniformInt(generator, least, most);
  const pick = <Item>(items: readonly Item[]): Item => items[draw(0, items.length - 1)]!;
  const table = ledger(city, draw, pick, seed);
  const ways = Object.keys(WAYS) as (keyof typeof WAYS)[];
  const what = pick(ways);
  return { what, ...WAYS[what](table, draw, pick) };
}

function ledger(
  city: KnownCity,
  draw: Draw,
  pick: <Item>(items: readonly Item[]) => Item,
  seed: number,
): Table {
  const areas = new Map(city.areas.map(({ id, name }) => [id, name]));
  const title: Table = draw(0, 1) === 0 ? [] : [['2025年创城问题台账']];
  const isSound = draw(0, 2) === 0;
  const rows = Array.from({ length: draw(1, 6) }, (_, index): Value[] => {
    const site = pick(city.sites.filter(({ type }) => type === 'courtyard'));
    return [
      index + 1,
      areas.get(site.areaId ?? -1) ?? '',
      site.name,
      `${isSound ? PROBLEMS[index % 4]! : pick(PROBLEMS)} ${seed}`,
      isSound ? pick(city.units).name : pick(['城管局', '没有的局', '', pick(city.units).name]),
      isSound ? DAYS[2]! : pick(DAYS),
      '',
      isSound ? pick(STATES.slice(0, 5)) : pick(STATES),
      '',
      '',
    ];
  });
  return [...title, [...HEADER], ...rows];
}

interface File {
  readonly name: string;
  readonly bytes: Uint8Array;
}
type Way = (table: Table, draw: Draw, pick: <Item>(items: readonly Item[]) => Item) => File;

const xlsx = (bytes: Uint8Array): File => ({ name: 'ledger.xlsx', bytes });
const csv = (bytes: Uint8Array): File => ({ name: 'ledger.csv', bytes });
const csvText = (table: Table) =>
  table
    .map((row) =>
      row
        .map(
          (value) =>
            `"${String(typeof value === 'object' ? value.value : value).replaceAll('"', '""')}"`,
        )
        .join(','),
    )
    .join('\r\n');

const WAYS = {
  'not at all': (table, draw) =>
    draw(0, 1) === 0 ? xlsx(workbook(table)) : csv(strToU8(csvText(table))),
  'cut off': (table, draw) => {
    const bytes = workbook(table);
    return xlsx(bytes.slice(0, draw(2, bytes.length - 23)));
  },
  'bytes changed': (table, draw) => {
    const bytes = workbook(table);
    for (let times = draw(1, 40); times > 0; times -= 1)
      bytes[draw(4, bytes.length - 1)] = draw(0, 255);
    return xlsx(bytes);
  },
  'bytes of noise': (_, draw) =>
    csv(Uint8Array.from({ length: draw(0, 3000) }, () => draw(0, 255))),
  'wrong encoding': (table, draw) => {
    const text = csvText(table);
    const wide = new Uint8Array(
      new Uint16Array([...text].map((letter) => letter.charCodeAt(0))).buffer,
    );
    const utf8 = strToU8(text);
    return csv(
      [
        wide,
        utf8.slice(0, draw(1, utf8.length)),
        strToU8(text, true),
        Uint8Array.from([0xff, 0xfe, ...utf8]),
      ][draw(0, 3)]!,
    );
  },
  'too many rows': (table, draw) =>
    draw(0, 1) === 0
      ? csv(strToU8(`${csvText(table)}\r\n${'1,2,3\r\n'.repeat(50_001)}`))
      : xlsx(workbook(table, `<row r="${draw(50_001, 1_048_576)}"/>`)),
  formulas: (table, draw) => {
    const row = table.at(-1)!;
    row[draw(0, row.length - 1)] = {
      formula: ['1/0', 'HYPERLINK("http://x.invalid")', 'NOW()', 'INDIRECT("A"&amp;ROW())'][
        draw(0, 3)
      ]!,
      value: String(draw(0, 60_000)),
    };
    return xlsx(workbook(table));
  },
  'days from 1904': (table) => xlsx(workbook(table, '', { epoch1904: true })),
  'odd days': (table, draw) => {
    for (const row of table.slice(-2)) row[5] = draw(-100_000, 100_000_000) / draw(1, 1000);
    return xlsx(workbook(table));
  },
  coordinates: (table, draw, pick) => {
    for (const row of table.slice(-3)) {
      if (row.length < 10) continue;
      row[2] = '没有的地方';
      [row[8], row[9]] = pick<[Value, Value]>([
        [29.98, 102.99],
        [0, 0],
        [116.4, 39.9],
        ['东经', '北纬'],
        [1e9, -1e9],
        ['', 29.98],
        [102.99 + draw(-50, 50) / 1000, 29.98],
        ['102°59′', '29°58′'],
      ]);
    }
    return xlsx(workbook(table));
  },
  'headers twice': (table, draw) => {
    const header = table.find((row) => row[0] === '序号')!;
    header[draw(0, 9)] = header[draw(0, 9)]!;
    header[draw(0, 9)] = '';
    return draw(0, 1) === 0 ? xlsx(workbook(table)) : csv(strToU8(csvText(table)));
  },
  'zip bomb': (table, draw) => xlsx(workbook(table, '', { parts: bombs()[draw(0, 1)]! })),
  'broken XML': (table, draw, pick) => {
    const xml = sheetXml(table, '');
    const at = draw(0, xml.length);
    return xlsx(
      workbook(table, '', {
        sheet:
          xml.slice(0, at) +
          pick(['<', '&', '</row>', '<![CDATA[', '\u0000', '<row r="2">', '']) +
          xml.slice(at + draw(0, 20)),
      }),
    );
  },
  entities: (table) =>
    xlsx(
      workbook(table, '', {
        sheet: `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${sheetXml(table, '').replace('楼道', '&b;')}`,
      }),
    ),
  'parts missing': (table, draw) => xlsx(workbook(table, '', { without: draw(0, 3) })),
  'strange paths': (table) =>
    xlsx(
      workbook(table, '<drawing r:id="rId1"/>', {
        parts: {
          'xl/worksheets/_rels/sheet1.xml.rels': strToU8(
            '<Relationships><Relationship Id="rId1" Target="../../../../../etc/passwd"/><Relationship Id="rId2" TargetMode="External" Target="http://x.invalid/"/></Relationships>',
          ),
          '../evil.xml': strToU8('<a/>'),
        },
      }),
    ),
  merges: (table, draw) =>
    xlsx(
      workbook(
        table,
        `<mergeCells>${Array.from({ length: draw(1, 30) }, () => `<mergeCell ref="${cellAddress(draw(0, 9), draw(0, 9))}:${cellAddress(draw(0, 60_000), draw(0, 300))}"/>`).join('')}<mergeCell ref="oops"/></mergeCells>`,
      ),
    ),
  'junk in cells': (table, draw, pick) => {
    for (let times = draw(1, 8); times > 0; times -= 1) {
      const row = pick(table);
      row[draw(0, 9)] = pick(JUNK);
    }
    return draw(0, 1) === 0 ? xlsx(workbook(table)) : csv(strToU8(csvText(table)));
  },
} satisfies Record<string, Way>;

let madeBombs: [Record<string, Uint8Array>, Record<string, Uint8Array>] | undefined;

/** One part of 40 MB of nothing; twenty of 3.9 MB, each harmless. */
function bombs() {
  const small = new Uint8Array(3_900_000);
  madeBombs ??= [
    { 'xl/worksheets/sheet9.xml': new Uint8Array(40_000_000) },
    Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`xl/worksheets/sheet${index + 2}.xml`, small]),
    ),
  ];
  return madeBombs;
}

function sheetXml(table: Table, more: string): string {
  const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const rows = table.map((row, at) => {
    const cells = row.map((value, column) => {
      const address = cellAddress(at, column);
      if (typeof value === 'number') return `<c r="${address}"><v>${value}</v></c>`;
      if (typeof value === 'object')
        return `<c r="${address}"><f>${value.formula}</f><v>${value.value}</v></c>`;
      return `<c r="${address}" t="inlineStr"><is><t>${escape(value)}</t></is></c>`;
    });
    return `<row r="${at + 1}">${cells.join('')}</row>`;
  });
  const isRow = more.startsWith('<row');
  return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="r"><sheetData>${rows.join('')}${isRow ? more : ''}</sheetData>${isRow ? '' : more}</worksheet>`;
}

function workbook(
  table: Table,
  more = '',
  {
    epoch1904 = false,
    sheet,
    parts = {},
    without = -1,
  }: {
    epoch1904?: boolean;
    sheet?: string;
    parts?: Record<string, Uint8Array>;
    without?: number;
  } = {},
): Uint8Array {
  const files: Zippable = {
    'xl/workbook.xml': strToU8(
      `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="r"><workbookPr date1904="${epoch1904 ? 1 : 0}"/><sheets><sheet name="台账" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    ),
    'xl/worksheets/sheet1.xml': strToU8(sheet ?? sheetXml(table, more)),
    '[Content_Types].xml': strToU8('<Types/>'),
    ...parts,
  };
  const removed = Object.keys(files)[without];
  return zipSync(Object.fromEntries(Object.entries(files).filter(([path]) => path !== removed)), {
    level: 6,
  });
}
