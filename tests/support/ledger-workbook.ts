import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import type { KnownCity } from '../../src/domain/spreadsheet/known-city';

/** Problems that a courtyard's ledger speaks of, each of one check of edition 2024. */
const PROBLEMS = [
  '楼道堆放杂物',
  '飞线充电',
  '墙面乱张贴',
  '院内有烟蒂',
  '灭火器过期',
  '路灯不亮',
  '井盖破损排水不畅',
  '绿化带被占',
];
const STATES = ['已整改', '整改中', '未整改', '立行立改', '长期坚持'];

/**
 * A ledger as offices keep it, with title, reporting line, community and courtyard's number apart,
 * and days of three kinds; `rows` problems at courtyards of the city, the same for the same arguments.
 */
export async function ledgerWorkbook(city: KnownCity, rows: number): Promise<Uint8Array> {
  const areas = new Map(city.areas.map((area) => [area.id, area.name]));
  const courtyards = city.sites.filter(({ type }) => type === 'courtyard');
  const units = city.units.filter(({ name }) => name.endsWith('局'));
  const header = [
    '序号',
    '所属社区',
    '大院名称',
    '存在的问题',
    '整改措施',
    '责任单位',
    '责任人',
    '发现时间',
    '整改时限',
    '完成时间',
    '整改状态',
  ];
  const body: SheetData = Array.from({ length: rows }, (_, index) => {
    const site = courtyards[index % courtyards.length]!;
    const day = new Date(Date.UTC(2025, 2 + (index % 6), 1 + (index % 27)));
    const iso = day.toISOString().slice(0, 10);
    const [year, month, date] = iso.split('-').map(Number);
    const found =
      index % 3 === 0
        ? { value: day, type: Date, format: 'yyyy-mm-dd' }
        : { value: index % 3 === 1 ? `${year}年${month}月${date}日` : `${month}月${date}日` };
    const state = STATES[index % STATES.length]!;
    return [
      { value: index + 1 },
      { value: areas.get(site.areaId ?? -1) ?? '' },
      { value: site.name },
      { value: `${PROBLEMS[index % PROBLEMS.length]}（${index + 1}）` },
      { value: '已安排专人负责' },
      { value: units[index % units.length]!.name },
      { value: '王示例' },
      found,
      null,
      state === '已整改'
        ? { value: new Date(day.valueOf() + 86_400_000), type: Date, format: 'yyyy-mm-dd' }
        : null,
      { value: state },
    ];
  });
  const data: SheetData = [
    [
      { value: '2025年创城问题整改台账（督查反馈）', columnSpan: header.length },
      ...Array<null>(header.length - 1).fill(null),
    ],
    header.map((value) => ({ value })),
    ...body,
  ];
  return new Uint8Array(await writeXlsxFile(data, { sheet: '台账' }).toBuffer());
}
