import { strFromU8, strToU8, zipSync, type Zippable } from 'fflate';
import { Refusal } from '../domain/refusal.ts';
import type { ExportCell } from '../domain/spreadsheet/export.ts';
import { mappingOf } from '../domain/spreadsheet/field-names.ts';
import { LEDGER_NAMES, type LedgerField } from '../domain/spreadsheet/fields.ts';
import { findHeader } from '../domain/spreadsheet/header.ts';
import { cellAddress, parseRange } from '../domain/spreadsheet/sheet.ts';
import { Archive } from './archive.ts';
import { readParts } from './parts.ts';
import { openWorkbook } from './read-workbook.ts';
import { dateStyles } from './template-styles.ts';

/** The cells of each field, all equally many. */
export type TemplateColumns = ReadonlyMap<LedgerField, readonly ExportCell[]>;

/** What stands where in a form: its first sheet that has a ledger's header. */
interface Form {
  readonly path: string;
  /** The last row of the header, from 0. */
  readonly bottom: number;
  readonly columns: ReadonlyMap<LedgerField, number>;
  readonly epoch1904: boolean;
}

/**
 * Writes rows into an office's own form: below its header, each column that the form has filled with
 * what we know, in the styles of the form's first row. What stood below the header goes: samples,
 * their merged cells and formulas; everything else of the file stays as it is.
 *
 * @throws Refusal when the form has no header of a ledger, or is no workbook
 */
export async function fillTemplate(
  bytes: Uint8Array,
  name: string,
  columns: TemplateColumns,
): Promise<Uint8Array<ArrayBuffer>> {
  const archive = new Archive(bytes, name);
  const form = await formOf(bytes, archive, name);
  const parts = archive.readWhere((path) => !path.endsWith('/'));
  const sheet = strFromU8(parts[form.path] ?? new Uint8Array());
  const styles = dateStyles(textOf(parts['xl/styles.xml']));
  const filled = withRows(sheet, form, columns, styles.dateStyleOf);
  parts[form.path] = strToU8(filled);
  if (parts['xl/styles.xml']) parts['xl/styles.xml'] = strToU8(styles.text());
  leaveOutCalculations(parts);
  const entries: Zippable = {};
  for (const [path, part] of Object.entries(parts)) entries[path] = part;
  return zipSync(entries).slice();
}

async function formOf(bytes: Uint8Array, archive: Archive, name: string): Promise<Form> {
  const { sheets, epoch1904 } = readParts(archive, name);
  const workbook = openWorkbook(bytes, name);
  for (const sheetName of workbook.sheetNames) {
    const { sheet } = await workbook.read(sheetName);
    const header = findHeader(sheet);
    const part = sheets.find((one) => one.name === sheetName);
    if (header === undefined || part === undefined) continue;
    const columns = mappingOf(LEDGER_NAMES.propose(header.names));
    if (!columns.has('description')) continue;
    return { path: part.path, bottom: header.bottom, columns, epoch1904 };
  }
  throw new Refusal(
    `${name} 中找不到台账的表头；模板须有一行列名，其中有“存在问题”和“点位”“责任单位”等`,
    `${name} has no header of a ledger; a template needs a row of column names, 存在问题 among them.`,
  );
}

const ROW = /<(?:\w+:)?row\b([^>]*?)(?:\/>|>([\s\S]*?)<\/(?:\w+:)?row>)/g;
const CELL = /<(?:\w+:)?c\b([^>]*?)(?:\/>|>[\s\S]*?<\/(?:\w+:)?c>)/g;

function withRows(
  sheet: string,
  form: Form,
  columns: TemplateColumns,
  dateStyleOf: (style: number) => number,
): string {
  const prefix = /<((?:\w+:)?)sheetData\b/.exec(sheet)?.[1] ?? '';
  const headerRow = form.bottom + 1;
  const kept: string[] = [];
  let sample: { attributes: string; styles: Map<number, number> } | undefined;
  for (const [row, attributes = '', cells = ''] of sheet.matchAll(ROW)) {
    const number = Number(/\br="(\d+)"/.exec(attributes)?.[1]);
    if (number <= headerRow) kept.push(row);
    else sample ??= { attributes: rowFormat(attributes), styles: stylesOf(cells) };
  }
  const count = Math.max(0, ...[...columns.values()].map((cells) => cells.length));
  const placed = [...form.columns]
    .flatMap(([field, column]) => {
      const cells = columns.get(field);
      return cells === undefined ? [] : [{ column, cells }];
    })
    .sort((a, b) => a.column - b.column);
  // Borders go on through the columns that stay empty.
  const empty = [...(sample?.styles ?? [])].filter(
    ([column]) => !placed.some((one) => one.column === column),
  );
  for (let index = 0; index < count; index += 1) {
    const row = headerRow + index;
    const written = placed.map(({ column, cells }) => {
      const style = sample?.styles.get(column) ?? 0;
      return [column, cellXml(cells[index] ?? null, row, column, style)] as const;
    });
    for (const [column, style] of empty) written.push([column, cellXml(null, row, column, style)]);
    const body = written.sort(([a], [b]) => a - b).map(([, xml]) => xml);
    kept.push(
      `<${prefix}row r="${row + 1}"${sample?.attributes ?? ''}>${body.join('')}</${prefix}row>`,
    );
  }
  return withoutMerges(
    sheet
      .replace(
        /<(?:\w+:)?sheetData\b[^>]*?(?:\/>|>[\s\S]*?<\/(?:\w+:)?sheetData>)/,
        () => `<${prefix}sheetData>${kept.join('')}</${prefix}sheetData>`,
      )
      // Says how far the sheet reaches, and may be left out.
      .replace(/<(?:\w+:)?dimension\b[^>]*?\/>/, ''),
    form.bottom,
  );

  function cellXml(cell: ExportCell, row: number, column: number, style: number): string {
    const address = `r="${cellAddress(row, column)}"`;
    const tag = `${prefix}c`;
    switch (cell?.kind) {
      case undefined:
        return `<${tag} ${address} s="${style}"/>`;
      case 'number':
        return `<${tag} ${address} s="${style}"><${prefix}v>${cell.number}</${prefix}v></${tag}>`;
      case 'date': {
        const serial = serialOf(cell.date, form.epoch1904);
        return `<${tag} ${address} s="${dateStyleOf(style)}"><${prefix}v>${serial}</${prefix}v></${tag}>`;
      }
      case 'text':
        // As a text of its own, never a formula, whatever it begins with.
        return `<${tag} ${address} s="${style}" t="inlineStr"><${prefix}is><${prefix}t xml:space="preserve">${escaped(cell.text)}</${prefix}t></${prefix}is></${tag}>`;
    }
  }
}

/** Height and style of a row, without its number and its span. */
function rowFormat(attributes: string): string {
  const wanted = [...attributes.matchAll(/\b(s|customFormat|ht|customHeight)="([^"]*)"/g)];
  return wanted.map(([, name, value]) => ` ${name}="${value}"`).join('');
}

function stylesOf(cells: string): Map<number, number> {
  const styles = new Map<number, number>();
  for (const [, attributes = ''] of cells.matchAll(CELL)) {
    const at = parseRange(/\br="([A-Z]+\d+)"/.exec(attributes)?.[1] ?? '');
    const style = /\bs="(\d+)"/.exec(attributes)?.[1];
    if (at && style !== undefined) styles.set(at.left, Number(style));
  }
  return styles;
}

/** Drops merged cells that reach below the header: they bound the samples. */
function withoutMerges(sheet: string, bottom: number): string {
  return sheet.replace(
    /<((?:\w+:)?)mergeCells\b[^>]*>([\s\S]*?)<\/(?:\w+:)?mergeCells>/,
    (_whole, prefix: string, inner: string) => {
      const kept = [...inner.matchAll(/<(?:\w+:)?mergeCell\b[^>]*?\bref="([^"]+)"[^>]*?\/>/g)]
        .filter(([, range = '']) => (parseRange(range)?.bottom ?? Infinity) <= bottom)
        .map(([merge]) => merge);
      if (kept.length === 0) return '';
      return `<${prefix}mergeCells count="${kept.length}">${kept.join('')}</${prefix}mergeCells>`;
    },
  );
}

/** The order of calculation names cells whose formulas are gone; Excel makes it anew. */
function leaveOutCalculations(parts: Record<string, Uint8Array>): void {
  const path = 'xl/calcChain.xml';
  if (parts[path] === undefined) return;
  delete parts[path];
  for (const [listing, entry] of [
    ['[Content_Types].xml', /<Override\b[^>]*calcChain[^>]*\/>/],
    ['xl/_rels/workbook.xml.rels', /<Relationship\b[^>]*calcChain[^>]*\/>/],
  ] as const) {
    const bytes = parts[listing];
    if (bytes) parts[listing] = strToU8(strFromU8(bytes).replace(entry, ''));
  }
}

/** Days since the workbook's epoch of a wall time written as if it were UTC (ECMA-376, 18.17.4). */
function serialOf(date: Date, epoch1904: boolean): number {
  const days = date.valueOf() / 86_400_000 + (epoch1904 ? 24_107 : 25_569);
  return Math.round(days * 1e6) / 1e6;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function textOf(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? '' : strFromU8(bytes);
}
