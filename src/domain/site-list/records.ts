/** A row of a file, whatever its format: a line of CSV or a feature of GeoJSON. */
export interface SourceRecord {
  /** As a person would count: the row of the sheet (1 is the header) or the number of the feature from 1. */
  readonly row: number;
  readonly values: Readonly<Record<string, unknown>>;
  /** A GeoJSON geometry, unchecked; undefined in a table. */
  readonly geometry: unknown;
}

/** What is wrong with a row: told as `row, field: what is allowed`. */
export interface RowProblem {
  readonly row: number;
  readonly field: string;
  readonly zh: string;
  readonly en: string;
}

/** What becomes of a row that is not added. */
export interface RowFate extends RowProblem {
  readonly fate: 'present' | 'repeated' | 'left out' | 'refused';
}

/** Something a person should know of the file as a whole. */
export interface Remark {
  readonly zh: string;
  readonly en: string;
}

/** More rows than the offices' lists have, fewer than a reader's memory. */
export const mostRows = 50_000;
