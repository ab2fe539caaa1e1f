import { encode } from 'fast-png';
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import type { SqlExecutor } from '../../supabase/embedded/sql-executor';

export interface MessyWorkbook {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The problems of its four rows, as they are read: one row holds two. */
  readonly problems: readonly string[];
  /** The name of the first courtyard, whose cell is merged over two rows. */
  readonly place: string;
}

/**
 * A ledger as an office keeps it: a sheet of explanations before it, two title rows, a header of two
 * rows with a group of columns, cells merged over rows, two problems in a cell, a picture, a total and a
 * signature.
 */
export async function messyWorkbook(sql: SqlExecutor): Promise<MessyWorkbook> {
  const [first, second] = await sql.query<{ site: string; community: string }>(
    `select s.name as site, a.name as community
       from public.sites s join public.areas a on a.id = s.area_id
      where s.type = 'courtyard' and a.level = 'community'
        and (select count(*) from public.sites o where o.name = s.name) = 1
      order by s.id limit 2`,
  );
  const [unit] = await sql.query<{ name: string }>(
    `select name from public.units where name like '%局' order by id limit 1`,
  );
  if (!first || !second || !unit) throw new Error('the city has no two courtyards and an office');
  const blank = (count: number) => Array<null>(count).fill(null);
  const down = (value: string) => ({ value, rowSpan: 2 });
  const day = { value: new Date(Date.UTC(2025, 3, 28)), type: Date, format: 'yyyy-mm-dd' };
  const data: SheetData = [
    [{ value: '2025年创城“回头看”问题整改台账（督查反馈）', columnSpan: 9 }, ...blank(8)],
    [{ value: '填报单位：示例街道' }, ...blank(6), { value: '2025年4月26日' }, null],
    [
      ...['序号', '所属社区', '大院名称', '存在的问题', '责任单位'].map(down),
      { value: '整改情况', columnSpan: 3 },
      ...blank(2),
      down('现场照片'),
    ],
    [...blank(5), { value: '整改措施' }, { value: '整改状态' }, { value: '完成时间' }, null],
    [
      { value: 1 },
      down(first.community),
      down(first.site),
      { value: '（1）3单元楼道堆放杂物；（2）院内积存垃圾' },
      { value: unit.name },
      { value: '已安排专人负责' },
      { value: '整改中' },
      ...blank(2),
    ],
    [
      { value: 2 },
      ...blank(2),
      { value: '北墙乱张贴小广告' },
      { value: unit.name },
      null,
      { value: '未整改' },
      ...blank(2),
    ],
    [
      { value: 3 },
      { value: second.community },
      { value: second.site },
      { value: '井盖破损，排水不畅' },
      { value: unit.name },
      { value: '已更换井盖' },
      { value: '已整改' },
      day,
      null,
    ],
    [{ value: '合计' }, ...blank(2), { value: '3 处' }, ...blank(5)],
    [{ value: '填表人：王示例' }, ...blank(8)],
  ];
  const picture = encode({
    width: 8,
    height: 8,
    data: new Uint8Array(8 * 8 * 3).fill(120),
    channels: 3,
  });
  const bytes = await writeXlsxFile([
    { sheet: '填表说明', data: [[{ value: '请各街道于每月底前报送' }]] },
    {
      sheet: '问题台账',
      data,
      images: [
        {
          content: Buffer.from(picture),
          contentType: 'image/png',
          width: 80,
          height: 80,
          dpi: 96,
          anchor: { row: 5, column: 9 },
        },
      ],
    },
  ]).toBuffer();
  return {
    name: '整改台账.xlsx',
    bytes: new Uint8Array(bytes),
    problems: ['3单元楼道堆放杂物', '院内积存垃圾', '北墙乱张贴小广告', '井盖破损，排水不畅'],
    place: first.site,
  };
}
