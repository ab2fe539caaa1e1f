/**
 * A sheet of a workbook as cells, whatever the file it came from. Rows and columns count from 0; a
 * row may be shorter than the sheet is wide.
 */
export interface Sheet {
  readonly name: string;
  readonly rows: readonly (readonly Cell[])[];
  /** Merged ranges: the value stands in the upper left cell, the others are null. */
  readonly merges: readonly Range[];
  /** Whether the workbook counts its days from 1904 (Excel for Mac of old). */
  readonly epoch1904: boolean;
  readonly pictures: readonly Picture[];
}

/** A `Date` is wall time written as if it were UTC, as spreadsheets keep it. */
export type Cell = string | number | boolean | Date | null;

/** All four bounds belong to it. */
export interface Range {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** A picture that lies on a cell (a drawing's anchor) or in it (`DISPIMG` of WPS). */
export interface Picture {
  readonly row: number;
  readonly column: number;
  readonly mime: 'image/jpeg' | 'image/png' | 'image/webp';
  readonly bytes: Uint8Array;
}

/** More rows than an office's list has, fewer than a reader's memory. */
export const MOST_ROWS = 50_000;
/** More columns than an office's list has. */
export const MOST_COLUMNS = 256;

/** One thing that is wrong or that a person should know, in both languages, one line each. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** `C7`, as a person finds it. */
export function cellAddress(row: number, column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return `${letters}${row + 1}`;
}

/** Row and column from 0 of `C7` or `$C$7`; undefined for anything else. */
export function parseAddress(address: string): { row: number; column: number } | undefined {
  const [, letters, digits] = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(address) ?? [];
  if (letters === undefined || digits === undefined || digits === '0') return undefined;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return { row: Number(digits) - 1, column: column - 1 };
}

/** The range of `A1:C3` or `A1`; undefined for anything else. */
export function parseRange(text: string): Range | undefined {
  const [first = '', last = first] = text.split(':');
  const from = parseAddress(first);
  const to = parseAddress(last);
  if (from === undefined || to === undefined) return undefined;
  return {
    top: Math.min(from.row, to.row),
    left: Math.min(from.column, to.column),
    bottom: Math.max(from.row, to.row),
    right: Math.max(from.column, to.column),
  };
}

// What PostgreSQL does not store (NUL), what no office writes, and halves of characters.
const UNPRINTABLE = /[\p{Cc}\p{Surrogate}\u200b-\u200f\ufeff]/gu;

/** The text of a cell, spaces inside made one, lines kept; empty when there is none. */
export function cellText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date)
    return Number.isNaN(cell.valueOf()) ? '' : cell.toISOString().slice(0, 10);
  return String(cell)
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.replace(UNPRINTABLE, '').replace(/\s+/gu, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}

/**
 * Text for comparing: full-width letters, digits and brackets made narrow (NFKC), without spaces,
 * lower case.
 */
export function plainText(text: string): string {
  return text.normalize('NFKC').replace(/\s+/gu, '').toLowerCase();
}

/** A text of the sheet as a message says it back: one line of at most 30 characters. */
export function quoted(text: string): string {
  const characters = [...text.replaceAll('\n', ' ').replace(UNPRINTABLE, '')];
  return characters.length > 30 ? `${characters.slice(0, 29).join('')}…` : characters.join('');
}

/** Names of columns or sheets as a message lists them: the first twelve that are written. */
export function listed(names: readonly string[]): string {
  const written = names.filter((name) => name !== '');
  return written.slice(0, 12).map(quoted).join('、') + (written.length > 12 ? '…' : '');
}
