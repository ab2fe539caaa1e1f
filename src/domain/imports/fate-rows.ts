import type { RowFate, RowProblem } from '../site-list/records.ts';
import type { LeftOutRow } from '../spreadsheet/body.ts';
import type { RowRemark } from '../spreadsheet/ledger-row.ts';
import type { Words } from '../spreadsheet/sheet.ts';
import type { FateRow, ImportFate, LedgerImportAnswer, SiteImportAnswer } from './imports.ts';

/** What of a read ledger tells of its rows. */
interface ReadProblems {
  readonly rows: readonly {
    readonly row: number;
    readonly part: number;
    readonly siteId: number | null;
    readonly description: string;
  }[];
  readonly refused: readonly RowRemark[];
  readonly leftOut: readonly RowRemark[];
  readonly assumed: readonly RowRemark[];
}

/** What becomes of every problem of a ledger and of every row left out, in the sheet's order. */
export function ledgerFateRows(
  read: ReadProblems,
  answer: LedgerImportAnswer,
  sites: readonly { readonly id: number; readonly name: string }[],
): FateRow[] {
  const names = new Map(sites.map(({ id, name }) => [id, name]));
  const texts = new Map(
    read.rows.map(({ row, part, siteId, description }) => {
      const place = siteId === null ? undefined : names.get(siteId);
      return [`${row}.${part}`, place === undefined ? description : `${place}：${description}`];
    }),
  );
  const assumed = new Map<number, RowRemark[]>();
  for (const remark of read.assumed) {
    const list = assumed.get(remark.row);
    if (list === undefined) assumed.set(remark.row, [remark]);
    else list.push(remark);
  }
  const judged = answer.fates.map(({ row, part, cell, fate, zh, en }): FateRow => {
    // What is assumed of a row holds for each of its problems: said once.
    const notes: readonly Words[] = [
      // That it is new, the fate itself says.
      ...(fate === 'new' ? [] : [{ zh, en }]),
      ...(part === 1 ? (assumed.get(row) ?? []) : []),
    ];
    return {
      row,
      part,
      cell,
      fate,
      text: texts.get(`${row}.${part}`) ?? '',
      zh: notes.map((note) => note.zh).join('；'),
      en: notes.map((note) => note.en).join('; '),
    };
  });
  return inOrder([
    ...judged,
    ...read.refused.map((remark) => fateOf(remark, 'refused')),
    ...read.leftOut.map((remark) => fateOf(remark, 'left out')),
  ]);
}

/** What of a read list of sites tells of its rows. */
interface ReadSiteRows {
  readonly rows: readonly { readonly row: number; readonly name: string }[];
  readonly problems: readonly RowProblem[];
  readonly repeated: readonly RowFate[];
  readonly leftOut: readonly LeftOutRow[];
}

/** What becomes of every site of a list and of every row left out, in the sheet's order. */
export function siteFateRows(read: ReadSiteRows, answer: SiteImportAnswer): FateRow[] {
  const told = new Map(answer.fates.map((fate) => [fate.row, fate]));
  const judged = read.rows.map(({ row, name }): FateRow => {
    const fate = told.get(row);
    return {
      row,
      part: 1,
      cell: fate?.field ?? '',
      fate: fate === undefined ? 'new' : fate.fate === 'present' ? 'same' : 'refused',
      text: name,
      zh: fate?.zh ?? '',
      en: fate?.en ?? '',
    };
  });
  const said = ({ row, field, zh, en }: RowProblem, fate: ImportFate): FateRow => ({
    ...{ row, part: 1, cell: field, fate, text: '', zh, en },
  });
  return inOrder([
    ...judged,
    ...read.problems.map((problem) => said(problem, 'refused')),
    ...read.repeated.map((repeated) => said(repeated, 'left out')),
    ...read.leftOut.map(({ row, text }) =>
      said(
        { row: row + 1, field: '', zh: `合计、备注等：${text}`, en: `a total or note: ${text}` },
        'left out',
      ),
    ),
  ]);
}

function fateOf({ row, part, cell, zh, en }: RowRemark, fate: ImportFate): FateRow {
  return { row, part, cell, fate, text: '', zh, en };
}

function inOrder(rows: FateRow[]): FateRow[] {
  return rows.sort((a, b) => a.row - b.row || a.part - b.part);
}
