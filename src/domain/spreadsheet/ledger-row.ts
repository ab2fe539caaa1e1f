import type { SheetState } from './statuses.ts';
import type { Picture, Words } from './sheet.ts';

/** One problem of a sheet, as the database function `import_ledger` takes it. Positions are WGS-84. */
export interface LedgerRow {
  /** Of the sheet, from 1, as a person counts. */
  readonly row: number;
  /** Which of the problems of the row's cell, from 1. */
  readonly part: number;
  /** Where the problem's text stands: `D7`. */
  readonly cell: string;
  readonly siteId: number | null;
  /** Of a problem where no site stands. */
  readonly lon: number | null;
  readonly lat: number | null;
  readonly code: number;
  readonly description: string;
  readonly source: 'patrol' | 'self' | 'supervision' | 'hotline' | 'digital' | 'public';
  readonly sourceNumber: string | null;
  /** Null: the default unit of the check and the place. */
  readonly unitId: number | null;
  readonly assistingUnitIds: readonly number[];
  readonly person: string | null;
  readonly measures: string | null;
  readonly state: SheetState;
  /** ISO 8601 with +08:00. */
  readonly reportedAt: string;
  readonly deadlineAt: string | null;
  readonly closedAt: string | null;
}

/** A row's pictures; they belong to its first problem. */
export interface RowPictures {
  readonly row: number;
  readonly before: readonly Picture[];
  readonly after: readonly Picture[];
}

/** Something about one row: why it is refused or left out, or what was assumed. */
export interface RowRemark extends Words {
  readonly row: number;
  readonly part: number;
  /** Where: a cell, or a column's name where the sheet has no such column. */
  readonly cell: string;
}

export interface ReadLedger {
  readonly rows: readonly LedgerRow[];
  readonly pictures: readonly RowPictures[];
  readonly refused: readonly RowRemark[];
  /** Totals, notes, repeated headers, and problems that the sheet has twice. */
  readonly leftOut: readonly RowRemark[];
  /** What was taken to be meant: a nearly known unit, a year. */
  readonly assumed: readonly RowRemark[];
}
