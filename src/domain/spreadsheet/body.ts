import type { Header } from './header.ts';
import { cellText, plainText, type Cell, type Sheet } from './sheet.ts';

/** A row below the header that may speak of a problem. */
export interface BodyRow {
  /** From 0. */
  readonly row: number;
  readonly cells: readonly Cell[];
}

/** A row that is none, and why: told in the dry run, no fault. */
export interface LeftOutRow {
  readonly row: number;
  readonly why: 'total' | 'note' | 'header' | 'section';
  readonly text: string;
}

/**
 * The rows below the header with merged cells filled in: down and across, since a place that is
 * merged over three rows is the place of each. Totals, notes, signatures, repeated headers and
 * rows that only name a section are left out; empty rows are passed over.
 */
export function readBody(sheet: Sheet, header: Header): { rows: BodyRow[]; leftOut: LeftOutRow[] } {
  const filled = fillMerged(sheet, header.bottom);
  const rows: BodyRow[] = [];
  const leftOut: LeftOutRow[] = [];
  const headerText = header.names.map(plainText).join('|');
  for (let row = header.bottom + 1; row < sheet.rows.length; row += 1) {
    const own = (sheet.rows[row] ?? []).map((cell) => cellText(cell)).filter((text) => text !== '');
    const cells = filled.get(row) ?? sheet.rows[row] ?? [];
    const hasPicture = sheet.pictures.some((picture) => picture.row === row);
    if (own.length === 0 && !hasPicture) continue;
    const why = whyLeftOut(own, cells, headerText);
    if (why === undefined) rows.push({ row, cells });
    else leftOut.push({ row, why, text: own.join(' ').slice(0, 80) });
  }
  return { rows, leftOut };
}

function whyLeftOut(
  own: readonly string[],
  cells: readonly Cell[],
  headerText: string,
): LeftOutRow['why'] | undefined {
  const [first = ''] = own;
  const plain = plainText(first);
  if (
    /^(?:合计|总计|小计|共计|累计|统计)/u.test(plain) ||
    /^(?:合计|总计|小计)$/u.test(plainText(own[1] ?? ''))
  )
    return 'total';
  if (/^共\d+[个条项处]/u.test(plain)) return 'total';
  if (/^(?:注|备注|说明|填表说明|填报说明)(?:[:：\d一]|$)/u.test(plain)) return 'note';
  if (
    /^(?:填表人|填报人|制表人|制表|审核人|审核|填报单位|填报时间|联系人|联系电话|分管领导|主要领导|单位负责人|签字|盖章)[:：(（]/u.test(
      plain,
    )
  )
    return 'note';
  const text = cells.map((cell) => plainText(cellText(cell))).join('|');
  if (own.length > 1 && headerText.startsWith(text) && text.length * 2 > headerText.length)
    return 'header';
  // 一、环境卫生类: a section, alone in its row.
  if (
    own.length === 1 &&
    /^(?:[一二三四五六七八九十]+[、.]|[(（][一二三四五六七八九十]+[)）])/u.test(plain) &&
    plain.length <= 30
  )
    return 'section';
  return undefined;
}

/** The rows below the header that merged ranges reach into, with the ranges' values in all their cells. */
function fillMerged(sheet: Sheet, headerBottom: number): Map<number, Cell[]> {
  const filled = new Map<number, Cell[]>();
  for (const merge of sheet.merges) {
    if (merge.top <= headerBottom) continue;
    const value = sheet.rows[merge.top]?.[merge.left] ?? null;
    if (value === null) continue;
    const bottom = Math.min(merge.bottom, sheet.rows.length - 1);
    const width = sheet.rows[merge.top]?.length ?? 0;
    for (let row = merge.top; row <= bottom; row += 1) {
      let cells = filled.get(row);
      if (cells === undefined) {
        cells = [...(sheet.rows[row] ?? [])];
        filled.set(row, cells);
      }
      while (cells.length < Math.min(width, merge.right + 1)) cells.push(null);
      for (
        let column = merge.left;
        column <= Math.min(merge.right, cells.length - 1);
        column += 1
      ) {
        cells[column] ??= value;
      }
    }
  }
  return filled;
}
