import type { SiteField } from '../site-list/site-sheet.ts';
import type { ProposedField } from './field-names.ts';
import type { LedgerField } from './fields.ts';

/** What an office keeps in a workbook. */
export const LIST_KINDS = ['ledger', 'sites'] as const;
export type ListKind = (typeof LIST_KINDS)[number];
export type ListField = LedgerField | SiteField;

export interface SheetColumn {
  /** Of its header, empty where that is. */
  readonly name: string;
  /** `C`, as a person finds it. */
  readonly letters: string;
  /** What its first cells say. */
  readonly samples: readonly string[];
}

/** A sheet before it is read: enough to say which column is which. */
export interface SheetLook {
  readonly name: string;
  readonly kind: ListKind;
  /** What stands above the header. */
  readonly titles: readonly string[];
  /** The last row of the header, from 1. */
  readonly headerRow: number;
  /** Rows below it that may speak of something. */
  readonly rowCount: number;
  readonly pictureCount: number;
  /** Of another format than JPEG, PNG or WebP, or larger than 2 MB. */
  readonly picturesLeftOut: number;
  readonly columns: readonly SheetColumn[];
  readonly proposed: readonly ProposedField<ListField>[];
}

/** What a person last chose for each header, by kind of list. */
export interface RememberedFields {
  readonly ledger: Readonly<Record<string, LedgerField | null>>;
  readonly sites: Readonly<Record<string, SiteField | null>>;
}
