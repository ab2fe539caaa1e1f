import {
  mappingOf,
  rememberedMapping,
  type ProposedField,
} from '../../src/domain/spreadsheet/field-names.ts';
import {
  LEDGER_NAMES,
  type LedgerField,
  type Mapping,
} from '../../src/domain/spreadsheet/fields.ts';
import { findHeader, type Header } from '../../src/domain/spreadsheet/header.ts';
import type { KnownCity } from '../../src/domain/spreadsheet/known-city.ts';
import { missingFields } from '../../src/domain/spreadsheet/missing-fields.ts';
import {
  cellAddress,
  cellText,
  listed,
  quoted,
  type Sheet,
} from '../../src/domain/spreadsheet/sheet.ts';
import { Refusal } from '../../src/domain/refusal.ts';
import { openWorkbook } from '../../src/workbook/read-workbook.ts';
import type { Remark } from '../../src/domain/site-list/records.ts';

export interface SheetChoice {
  /** Absent: the first sheet that has a ledger's header. */
  readonly sheet: string | undefined;
  /** A person's corrections: the header that a field is in, or null for a field that is in none. */
  readonly chosen: Readonly<Partial<Record<LedgerField, string | null>>>;
}

/** A sheet whose header has been found and whose columns have been given their fields. */
export interface OpenedLedger {
  readonly sheet: Sheet;
  readonly header: Header;
  readonly proposed: readonly ProposedField<LedgerField>[];
  readonly mapping: Mapping;
  readonly remarks: readonly Remark[];
}

/**
 * Opens a workbook or table, finds the ledger in it and proposes which column is which.
 *
 * @throws Refusal in one line when there is none, or a needed column is missing
 */
export async function openLedger(
  bytes: Uint8Array,
  fileName: string,
  remembered: KnownCity['mapping'],
  { sheet: wanted, chosen }: SheetChoice,
): Promise<OpenedLedger> {
  const workbook = openWorkbook(bytes, fileName);
  const remarks: Remark[] = [];
  for (const name of wanted === undefined ? workbook.sheetNames : [wanted]) {
    const { sheet, picturesLeftOut } = await workbook.read(name);
    const header = findHeader(sheet);
    if (header === undefined) continue;
    const proposed = corrected(LEDGER_NAMES.propose(header.names, remembered), header, chosen);
    const mapping = mappingOf(proposed);
    const others = workbook.sheetNames.filter((other) => other !== name);
    if (others.length > 0) {
      remarks.push({
        zh: `读的是工作表“${name}”，未读：${listed(others)}`,
        en: `the sheet “${name}” was read, not: ${listed(others)}`,
      });
    }
    if (picturesLeftOut > 0) {
      remarks.push({
        zh: `有 ${picturesLeftOut} 张图片未带入（不是 JPEG、PNG、WebP，或超过 2 MB）`,
        en: `${picturesLeftOut} pictures are not taken along (not JPEG, PNG or WebP, or over 2 MB)`,
      });
    }
    remarks.push(...columnRemarks(header, mapping));
    refuseMissing(fileName, sheet, header, mapping);
    return { sheet, header, proposed, mapping, remarks };
  }
  throw new Refusal(
    `${fileName} 中找不到台账的表头（如 点位、存在问题、责任单位）`,
    `${fileName} has no header of a ledger (such as 点位, 存在问题, 责任单位).`,
  );
}

/** What is remembered of how a sheet was read. */
export function mappingToRemember({ header, mapping }: OpenedLedger) {
  return rememberedMapping(header.names, mapping);
}

function corrected(
  proposed: readonly ProposedField<LedgerField>[],
  header: Header,
  chosen: SheetChoice['chosen'],
): ProposedField<LedgerField>[] {
  let result = [...proposed];
  for (const field of LEDGER_NAMES.fields) {
    const name = chosen[field];
    if (name === undefined) continue;
    result = result.filter((entry) => entry.field !== field);
    if (name === null) continue;
    const column = header.names.findIndex((text) => text === name);
    if (column < 0) {
      throw new Refusal(
        `没有名为“${quoted(name)}”的列，有：${listed(header.names)}`,
        `There is no column “${quoted(name)}”; there are: ${listed(header.names)}.`,
      );
    }
    result = result.filter((entry) => entry.column !== column);
    result.push({ field, column, confidence: 1, why: 'remembered' });
  }
  return result.sort((a, b) => a.column - b.column);
}

function columnRemarks({ names, bottom }: Header, mapping: Mapping): Remark[] {
  const used = new Set(mapping.values());
  const unused = names.filter((name, column) => name !== '' && !used.has(column));
  const fields = [...mapping].map(
    ([field, column]) =>
      `${field} ← ${quoted(names[column] ?? '')} (${cellAddress(bottom, column)})`,
  );
  const remarks: Remark[] = [
    { zh: `列的对应：${fields.join('；')}`, en: 'columns and their fields' },
  ];
  if (unused.length > 0) {
    const list = listed(unused);
    remarks.push({ zh: `未使用的列：${list}`, en: `columns that are not used: ${list}` });
  }
  return remarks;
}

function refuseMissing(fileName: string, sheet: Sheet, header: Header, mapping: Mapping): void {
  const names = listed(header.names);
  const [missing] = missingFields('ledger', new Set(mapping.keys()), true);
  if (missing === undefined) return;
  const what = missing === 'place' ? '地点' : '问题';
  throw new Refusal(
    `${fileName} 的工作表“${sheet.name}”中看不出哪一列是${what}（列：${names}）；可用 --map ${missing}=列名 指明`,
    `${fileName}, sheet “${sheet.name}”: no column says ${missing === 'place' ? 'where' : missing} (columns: ${names}); name it with --map ${missing}=COLUMN.`,
  );
}

/** The text of a field in a sheet's row, from 0. */
export function fieldText(
  { sheet, mapping }: OpenedLedger,
  row: number,
  field: LedgerField,
): string {
  const column = mapping.get(field);
  return column === undefined ? '' : cellText(sheet.rows[row]?.[column]);
}
