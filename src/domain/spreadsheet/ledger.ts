import { readBody, type BodyRow } from './body.ts';
import type { Mapping } from './fields.ts';
import type { Header } from './header.ts';
import { RowReader, type LedgerContext } from './row-reader.ts';
import type { LedgerRow, ReadLedger, RowPictures, RowRemark } from './ledger-row.ts';
import { plainText, type Sheet } from './sheet.ts';

const LEFT_OUT = {
  total: { zh: '合计行', en: 'a total' },
  note: { zh: '备注或签字行', en: 'a note or signature' },
  header: { zh: '重复的表头', en: 'the header again' },
  section: { zh: '分类标题', en: 'the name of a section' },
} as const;

/**
 * Reads the problems of a sheet under a mapping. Nothing is guessed twice: a row is either read
 * whole or refused with the cell and what is allowed there; relations to what the database holds
 * (new, same, changed) are the database's to judge.
 */
export function readLedger(
  sheet: Sheet,
  header: Header,
  mapping: Mapping,
  context: LedgerContext,
): ReadLedger {
  const { rows: body, leftOut } = readBody(sheet, header);
  const reader = new RowReader(sheet, header, mapping, context);
  const rows: LedgerRow[] = [];
  for (const entry of body) rows.push(...reader.read(entry));
  const { distinct, repeated } = withoutRepeated(rows);
  const taken = new Set(distinct.map(({ row }) => row));
  return {
    rows: distinct,
    pictures: picturesOf(sheet, mapping, body).filter(({ row }) => taken.has(row)),
    refused: reader.refused,
    assumed: reader.assumed,
    leftOut: [
      ...leftOut.map(({ row, why, text }) => ({
        row: row + 1,
        part: 1,
        cell: `A${row + 1}`,
        zh: `${LEFT_OUT[why].zh}：${text}`,
        en: `${LEFT_OUT[why].en}: ${text}`,
      })),
      ...repeated,
    ],
  };
}

/** A problem that the sheet lists twice word for word is one problem. */
function withoutRepeated(rows: readonly LedgerRow[]): {
  distinct: LedgerRow[];
  repeated: RowRemark[];
} {
  const first = new Map<string, LedgerRow>();
  const repeated: RowRemark[] = [];
  for (const row of rows) {
    const key = JSON.stringify([
      row.siteId ?? [row.lon, row.lat],
      row.code,
      row.reportedAt.slice(0, 10),
      plainText(row.description),
      row.sourceNumber,
    ]);
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, row);
      continue;
    }
    repeated.push({
      row: row.row,
      part: row.part,
      cell: row.cell,
      zh: `与第 ${earlier.row} 行相同`,
      en: `the same as row ${earlier.row}`,
    });
  }
  return { distinct: [...first.values()], repeated };
}

/** Pictures in the after column show the fix; all others, the problem. */
function picturesOf(sheet: Sheet, mapping: Mapping, body: readonly BodyRow[]): RowPictures[] {
  const after = mapping.get('after');
  return body.flatMap(({ row }) => {
    const own = sheet.pictures.filter((picture) => picture.row === row);
    if (own.length === 0) return [];
    const isAfter = (column: number) => after !== undefined && column >= after;
    return [
      {
        row: row + 1,
        before: own.filter(({ column }) => !isAfter(column)),
        after: own.filter(({ column }) => isAfter(column)),
      },
    ];
  });
}
