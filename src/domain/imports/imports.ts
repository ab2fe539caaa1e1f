import type { Datum } from '../geo/datum.ts';
import type { ListKind } from '../spreadsheet/sheet-look.ts';

/** What becomes of a row of a list, in the order in which they matter to who imports. */
export const IMPORT_FATES = ['refused', 'new', 'changed', 'same', 'left out'] as const;
export type ImportFate = (typeof IMPORT_FATES)[number];

/** One problem of a ledger or one site of a list, and what becomes of it. */
export interface FateRow {
  /** Of the sheet, from 1. */
  readonly row: number;
  /** Which of the problems of the row's cell, from 1. */
  readonly part: number;
  /** `D7`, or the field where no cell is meant. */
  readonly cell: string;
  readonly fate: ImportFate;
  /** What the row speaks of; empty where it could not be read. */
  readonly text: string;
  /** Why, and what was taken to be meant, in one line. */
  readonly zh: string;
  readonly en: string;
}

/** A file that was taken in. */
export interface ImportNote {
  readonly id: number;
  readonly kind: ListKind;
  readonly fileName: string;
  readonly sheet: string | null;
  readonly datum: Datum;
  /** Rows that brought something. */
  readonly rowCount: number;
  /** Null: by the command line. */
  readonly memberName: string | null;
  readonly createdAt: string;
  readonly undoneAt: string | null;
}

/** The answer of `import_ledger`. */
export interface LedgerImportAnswer {
  /** Null when nothing was written. */
  readonly importId: number | null;
  readonly new: number;
  readonly changed: number;
  readonly same: number;
  readonly refused: number;
  readonly fates: readonly {
    readonly row: number;
    readonly part: number;
    readonly cell: string;
    readonly fate: 'new' | 'changed' | 'same' | 'refused';
    readonly zh: string;
    readonly en: string;
  }[];
}

/** The answer of `import_sites`; `fates` tells of the rows that are not added. */
export interface SiteImportAnswer {
  readonly importId: number | null;
  readonly added: number;
  readonly present: number;
  readonly refused: number;
  readonly fates: readonly {
    readonly row: number;
    readonly fate: 'present' | 'refused';
    readonly field: string | null;
    readonly zh: string;
    readonly en: string;
  }[];
}

/** What an undo took away, and what had to stay. */
export interface UndoneImport {
  readonly removed: number;
  readonly kept: readonly { readonly name?: string; readonly ties?: readonly string[] }[];
}

/** How many rows have each fate. */
export function countFates(fates: readonly FateRow[]): Readonly<Record<ImportFate, number>> {
  const counts = { new: 0, changed: 0, same: 0, refused: 0, 'left out': 0 };
  for (const { fate } of fates) counts[fate] += 1;
  return counts;
}
