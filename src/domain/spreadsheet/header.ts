import { LEDGER_NAMES } from './fields.ts';
import { cellText, plainText, type Range, type Sheet } from './sheet.ts';

/** Where a sheet's header is and what it says. */
export interface Header {
  /** What stands above the header: the title, the reporting unit, the date. */
  readonly titles: readonly string[];
  /** First and last row of the header. */
  readonly top: number;
  readonly bottom: number;
  /** The name of each column; of a merged header `group/column`, or the column alone when it says more. */
  readonly names: readonly string[];
}

/** What columns are called in the kind of list that is looked for, see `FieldNames`. */
export interface HeaderNames {
  fieldOf(header: string): { readonly field: string; readonly confidence: number } | undefined;
}

/** Titles, reporting lines and explanations seldom take more rows than this. */
const MOST_TITLE_ROWS = 30;

/**
 * Finds the header: the row among the first that names most fields of a list (a ledger, unless said otherwise), with the row above
 * or below where merged cells bind them into one header. Undefined when no row names two fields.
 */
export function findHeader(sheet: Sheet, names: HeaderNames = LEDGER_NAMES): Header | undefined {
  const cells = (row: number) => (sheet.rows[row] ?? []).map((cell) => cellText(cell));
  let best: { row: number; score: number } | undefined;
  const last = Math.min(MOST_TITLE_ROWS, sheet.rows.length);
  for (let row = 0; row < last; row += 1) {
    const score = scoreOf(cells(row), names);
    // A later row must name clearly more: sheets repeat their header.
    if (score >= 2 && (best === undefined || score > best.score + 0.5)) best = { row, score };
  }
  if (best === undefined) return undefined;
  const { top, bottom } = spanOf(sheet, best.row);
  const width = Math.max(...sheet.rows.slice(top, bottom + 1).map((row) => row.length), 0);
  const columns = Array.from({ length: width }, (_, column) =>
    nameOf(sheet, top, bottom, column, names),
  );
  const titles: string[] = [];
  for (let row = 0; row < top; row += 1) titles.push(...cells(row).filter((text) => text !== ''));
  return { titles, top, bottom, names: columns };
}

/** How many different fields the cells of a row name, weighted by how surely. */
function scoreOf(cells: readonly string[], names: HeaderNames): number {
  const best = new Map<string, number>();
  for (const cell of cells) {
    // Prose is no header.
    if (cell.length > 20) continue;
    const found = names.fieldOf(cell);
    if (found === undefined) continue;
    best.set(found.field, Math.max(best.get(found.field) ?? 0, found.confidence));
  }
  return [...best.values()].reduce((sum, confidence) => sum + confidence, 0);
}

/** The rows bound to a header row by merged cells: upwards through groups, downwards through spans. */
function spanOf(sheet: Sheet, row: number): { top: number; bottom: number } {
  let top = row;
  let bottom = row;
  for (const merge of sheet.merges) {
    const isWholeTitle = merge.right - merge.left + 1 >= (sheet.rows[row]?.length ?? 0);
    if (isWholeTitle) continue;
    const touches = merge.top <= row && merge.bottom >= row;
    if (touches && merge.bottom - merge.top < 4 && isHeaderLike(sheet, merge)) {
      top = Math.min(top, merge.top);
      bottom = Math.max(bottom, merge.bottom);
    }
    // A group directly above spans several columns: 整改情况 over 措施, 时限, 状态.
    if (merge.bottom === row - 1 && merge.right > merge.left && isHeaderLike(sheet, merge)) {
      top = Math.min(top, merge.top);
    }
    // The found row is the group's, the columns' own names are below.
    if (merge.bottom === row && merge.right > merge.left && isHeaderLike(sheet, merge)) {
      const below = sheet.rows[row + 1] ?? [];
      const parts = below.slice(merge.left, merge.right + 1).map((cell) => cellText(cell));
      if (parts.length > 0 && parts.every((text) => text !== '' && text.length <= 20)) {
        bottom = Math.max(bottom, row + 1);
      }
    }
  }
  return { top, bottom };
}

function isHeaderLike(sheet: Sheet, { top, left }: Range): boolean {
  const text = cellText(sheet.rows[top]?.[left]);
  return text !== '' && text.length <= 20;
}

function nameOf(
  sheet: Sheet,
  top: number,
  bottom: number,
  column: number,
  names: HeaderNames,
): string {
  const parts: string[] = [];
  for (let row = top; row <= bottom; row += 1) {
    const text = cellText(valueAt(sheet, row, column)).replaceAll('\n', '');
    if (text !== '' && plainText(parts.at(-1) ?? '') !== plainText(text)) parts.push(text);
  }
  const own = parts.at(-1) ?? '';
  const group = parts.at(-2);
  // A name that means something by itself needs no group; 时间 under 整改情况 does.
  if (group === undefined || names.fieldOf(own)?.confidence === 1) return own;
  return `${group}${own}`;
}

/** The value that a cell shows: its own, or that of the merged range it lies in. */
function valueAt(sheet: Sheet, row: number, column: number) {
  const own = sheet.rows[row]?.[column];
  if (own !== null && own !== undefined) return own;
  const merge = sheet.merges.find(
    (range) =>
      range.top <= row && range.bottom >= row && range.left <= column && range.right >= column,
  );
  return merge === undefined ? null : (sheet.rows[merge.top]?.[merge.left] ?? null);
}
