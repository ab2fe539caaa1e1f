import { unzipSync, strFromU8, zipSync, strToU8 } from 'fflate';
import writeXlsxFile from 'write-excel-file/node';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../domain/refusal.ts';
import type { ExportCell } from '../domain/spreadsheet/export.ts';
import type { LedgerField } from '../domain/spreadsheet/fields.ts';
import { fillTemplate } from './fill-template.ts';
import { openWorkbook } from './read-workbook.ts';

const text = (value: string): ExportCell => ({ kind: 'text', text: value });

/** A form as an office keeps it: a title over all columns, a header, one sample row with borders. */
async function form(): Promise<Uint8Array> {
  const border = { borderStyle: 'thin' } as const;
  return new Uint8Array(
    await writeXlsxFile(
      [
        [{ value: '创城问题整改台账', columnSpan: 5, fontWeight: 'bold' }, null, null, null, null],
        ['序号', '存在问题', '责任单位', '整改时限', '备注'].map((value) => ({ value, ...border })),
        [
          { value: 1, type: Number, ...border },
          { value: '示例：楼道堆物', backgroundColor: '#ffff00', ...border },
          { value: '某单位', ...border },
          { value: new Date(Date.UTC(2024, 0, 2)), type: Date, format: 'yyyy-mm-dd', ...border },
          { value: '示例', ...border },
        ],
        [{ value: '示例合并', columnSpan: 5 }, null, null, null, null],
      ],
      { sheet: '台账' },
    ).toBuffer(),
  );
}

const COLUMNS: ReadonlyMap<LedgerField, readonly ExportCell[]> = new Map([
  [
    'ordinal',
    [
      { kind: 'number', number: 1 },
      { kind: 'number', number: 2 },
    ] as ExportCell[],
  ],
  ['description', [text('=1+1'), text('<b>&"楼道"</b>\n二单元')]],
  ['unit', [text('示例社区'), null]],
  ['deadline', [{ kind: 'date', date: new Date(Date.UTC(2026, 3, 26, 18)) }, null] as ExportCell[]],
  ['person', [text('王巡查'), text('李核查')]],
]);

describe('an office’s own form is filled', () => {
  it('keeps title and header, drops the samples, writes what the form has columns for', async () => {
    const filled = await fillTemplate(await form(), '模板.xlsx', COLUMNS);
    const { sheet } = await openWorkbook(filled, '出.xlsx').read('台账');
    expect(sheet.rows).toEqual([
      ['创城问题整改台账', null, null, null, null],
      ['序号', '存在问题', '责任单位', '整改时限', '备注'],
      [1, '=1+1', '示例社区', new Date(Date.UTC(2026, 3, 26, 18)), null],
      [2, '<b>&"楼道"</b>\n二单元', null, null, null],
    ]);
    expect(sheet.merges).toEqual([{ top: 0, left: 0, bottom: 0, right: 4 }]);
  });

  it('writes a text as a text and no formula', async () => {
    const parts = unzipSync(await fillTemplate(await form(), '模板.xlsx', COLUMNS));
    const xml = strFromU8(parts['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
    expect(xml).toMatch(
      /<c r="B3" s="\d+" t="inlineStr"><is><t xml:space="preserve">=1\+1<\/t><\/is><\/c>/,
    );
    expect(xml).not.toMatch(/<f[ >]/);
  });

  it('takes the styles of the sample row, and makes a date of one that is none', async () => {
    const parts = unzipSync(
      await fillTemplate(
        await form(),
        '模板.xlsx',
        new Map<LedgerField, readonly ExportCell[]>([
          ['description', [text('甲')]],
          ['unit', [{ kind: 'date', date: new Date(Date.UTC(2026, 0, 1)) }]],
          ['deadline', [{ kind: 'date', date: new Date(Date.UTC(2026, 0, 1)) }]],
        ]),
      ),
    );
    const before = unzipSync(await form());
    const styleOf = (files: typeof parts, address: string) =>
      Number(
        new RegExp(`<c r="${address}"[^>]*? s="(\\d+)"`).exec(
          strFromU8(files['xl/worksheets/sheet1.xml'] ?? new Uint8Array()),
        )?.[1],
      );
    expect(styleOf(parts, 'B3')).toBe(styleOf(before, 'B3'));
    expect(styleOf(parts, 'D3')).toBe(styleOf(before, 'D3'));
    expect(styleOf(parts, 'E3')).toBe(styleOf(before, 'E3'));
    const styles = strFromU8(parts['xl/styles.xml'] ?? new Uint8Array());
    const list = /<cellXfs count="(\d+)">(.*?)<\/cellXfs>/s.exec(styles);
    expect(styleOf(parts, 'C3')).toBe(Number(list?.[1]) - 1);
    expect(list?.[2]).toMatch(/numFmtId="31" applyNumberFormat="1"[^>]*(\/>|>.*<\/xf>)$/s);
  });

  it('holds many rows, and none', async () => {
    const many = Array.from({ length: 2_000 }, (_, n) => text(`问题${n}`));
    const filled = await fillTemplate(await form(), '模板.xlsx', new Map([['description', many]]));
    const { sheet } = await openWorkbook(filled, '出.xlsx').read('台账');
    expect(sheet.rows).toHaveLength(2_002);
    expect(sheet.rows[2_001]?.[1]).toBe('问题1999');
    const none = await fillTemplate(await form(), '模板.xlsx', new Map([['description', []]]));
    expect((await openWorkbook(none, '出.xlsx').read('台账')).sheet.rows).toHaveLength(2);
  });

  it('refuses a workbook without a ledger’s header, in one line of each language', async () => {
    const other = new Uint8Array(
      await writeXlsxFile([[{ value: '姓名' }, { value: '电话' }]], { sheet: '通讯录' }).toBuffer(),
    );
    await expect(fillTemplate(other, '通讯录.xlsx', COLUMNS)).rejects.toThrow(Refusal);
    await expect(fillTemplate(other, '通讯录.xlsx', COLUMNS)).rejects.toThrow(/找不到台账的表头/);
  });

  it('drops the order of calculation, whose formulas are gone', async () => {
    const parts = unzipSync(await form());
    parts['xl/calcChain.xml'] = strToU8('<calcChain><c r="C3" i="1"/></calcChain>');
    const types = strFromU8(parts['[Content_Types].xml'] ?? new Uint8Array());
    parts['[Content_Types].xml'] = strToU8(
      types.replace('</Types>', '<Override PartName="/xl/calcChain.xml" ContentType="x"/></Types>'),
    );
    const filled = unzipSync(await fillTemplate(zipSync(parts), '模板.xlsx', COLUMNS));
    expect(filled['xl/calcChain.xml']).toBeUndefined();
    expect(strFromU8(filled['[Content_Types].xml'] ?? new Uint8Array())).toBe(types);
  });
});
