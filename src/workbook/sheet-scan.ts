import { Refusal } from '../domain/refusal.ts';
import {
  cellAddress,
  MOST_COLUMNS,
  MOST_ROWS,
  parseAddress,
  parseRange,
  type Range,
} from '../domain/spreadsheet/sheet.ts';
import { readXml } from './xml.ts';

/** What the reader of values does not give: read before it, so that it is never asked too much. */
export interface SheetScan {
  readonly merges: readonly Range[];
  /** The relation of the drawing that lies over the sheet. */
  readonly drawingId: string | undefined;
  /** Cells that show a picture by `DISPIMG("ID_…")`, WPS's picture in a cell. */
  readonly cellPictures: readonly {
    readonly row: number;
    readonly column: number;
    readonly id: string;
  }[];
}

const MOST_MERGES = 200_000;

/**
 * Goes once through a sheet for its size, its merged ranges and its pictures.
 *
 * @throws Refusal for more rows or columns than a ledger has, told before any value is read
 */
export function scanSheet(text: string, file: string, sheet: string): SheetScan {
  const merges: Range[] = [];
  const cellPictures: { row: number; column: number; id: string }[] = [];
  let drawingId: string | undefined;
  let rows = 0;
  let at: { row: number; column: number } | undefined;
  let inFormula = false;
  let formula = '';
  readXml(text, file, {
    open(name, attributes) {
      if (name === 'row') {
        rows = Math.max(rows + 1, Number(attributes.r ?? 0));
        if (rows > MOST_ROWS) throw tooLong(file, sheet, rows);
      } else if (name === 'c') {
        at = parseAddress(attributes.r ?? '');
        if (at === undefined) return;
        if (at.row >= MOST_ROWS) throw tooLong(file, sheet, at.row + 1);
        if (at.column >= MOST_COLUMNS) throw tooWide(file, sheet, at);
      } else if (name === 'f') {
        inFormula = true;
        formula = '';
      } else if (name === 'mergeCell') {
        const range = parseRange(attributes.ref ?? '');
        if (range !== undefined && range.top < MOST_ROWS && merges.length < MOST_MERGES)
          merges.push(range);
      } else if (name === 'drawing') {
        drawingId = attributes.id;
      }
    },
    close(name) {
      if (name !== 'f') return;
      inFormula = false;
      const [, id] = /DISPIMG\(\s*"([^"]{1,100})"/.exec(formula) ?? [];
      if (id !== undefined && at !== undefined) cellPictures.push({ ...at, id });
    },
    text(part) {
      if (inFormula) formula += part;
    },
  });
  return { merges, drawingId, cellPictures };
}

export function tooLong(file: string, sheet: string, rows: number): Refusal {
  return new Refusal(
    `${file} 的工作表“${sheet}”有 ${rows} 行或更多（含空行），最多 ${MOST_ROWS} 行；请删去末尾的空行或分成几个文件`,
    `${file}: the sheet “${sheet}” has ${rows} rows or more (empty ones included); at most ${MOST_ROWS}. Delete empty rows at its end, or split it.`,
  );
}

function tooWide(
  file: string,
  sheet: string,
  { row, column }: { row: number; column: number },
): Refusal {
  const cell = cellAddress(row, column);
  return new Refusal(
    `${file} 的工作表“${sheet}”用到单元格 ${cell}，最多 ${MOST_COLUMNS} 列`,
    `${file}: the sheet “${sheet}” uses cell ${cell}; at most ${MOST_COLUMNS} columns.`,
  );
}
