/** The ledger as a file: its columns, as an office names them, so that what goes out comes in again. */
import type { ExportCell, ExportColumn } from '../spreadsheet/export.ts';
import type { LedgerField } from '../spreadsheet/fields.ts';
import type { LedgerRow } from './ledger.ts';
import type { IssueSource, IssueState } from './vocabulary.ts';

/** More rows than this are neither written nor read at once. */
export const MOST_FILE_ROWS = 50_000;

/** What a file says of an issue beyond its row in the table. */
export interface LedgerDetails {
  readonly id: number;
  readonly person: string | null;
  readonly measures: string | null;
  readonly assistingUnits: readonly string[];
  /** The planned date of a deferral. */
  readonly resumesAt: string | null;
}

export type LedgerFileRow = LedgerRow & LedgerDetails;

/** A form of the office's own, into which a ledger is written. */
export interface ExportTemplate {
  readonly id: number;
  readonly name: string;
  /** ISO 8601 */
  readonly updatedAt: string;
}

/** The columns of a file, in their order. */
export const FILE_COLUMNS = [
  'ordinal',
  'number',
  'source',
  'sourceNumber',
  'community',
  'place',
  'indicator',
  'description',
  'measures',
  'unit',
  'assisting',
  'person',
  'reported',
  'deadline',
  'status',
  'resumes',
  'closed',
  'rework',
  'relapse',
  'photos',
  'longitude',
  'latitude',
] as const;
export type FileColumn = (typeof FILE_COLUMNS)[number];

/** Characters of the sheet's font: prose is wide. */
const WIDTHS: Readonly<Partial<Record<FileColumn, number>>> = {
  ordinal: 6,
  indicator: 26,
  description: 44,
  measures: 36,
  place: 28,
  unit: 22,
  assisting: 22,
  rework: 8,
  relapse: 8,
  photos: 8,
  reported: 17,
  deadline: 17,
  resumes: 17,
  closed: 17,
};
const USUAL_WIDTH = 14;

export interface LedgerFileWords {
  readonly names: Readonly<Record<FileColumn, string>>;
  readonly state: (state: IssueState) => string;
  readonly source: (source: IssueSource) => string;
  readonly indicator: (row: LedgerRow) => string;
}

/** The columns of a file in the words given; the ordinal is the row's place in `rows`. */
export function fileColumns(
  words: LedgerFileWords,
  rows: readonly LedgerFileRow[],
): readonly ExportColumn<LedgerFileRow>[] {
  const values = fileValues(words, rows);
  return FILE_COLUMNS.map((column) => ({
    name: words.names[column],
    width: WIDTHS[column] ?? USUAL_WIDTH,
    value: values[column],
  }));
}

function fileValues(
  words: LedgerFileWords,
  rows: readonly LedgerFileRow[],
): Readonly<Record<FileColumn, ExportColumn<LedgerFileRow>['value']>> {
  const ordinals = new Map(rows.map((row, index) => [row, index + 1]));
  const moment = (at: string | null) => (at === null ? null : { at });
  return {
    ordinal: (row) => ordinals.get(row) ?? null,
    number: (row) => row.number,
    source: (row) => words.source(row.source),
    sourceNumber: (row) => row.sourceNumber,
    community: (row) => row.areaName,
    place: (row) => row.siteName,
    indicator: (row) => words.indicator(row),
    description: (row) => row.description ?? words.indicator(row),
    measures: (row) => row.measures,
    unit: (row) => row.leadUnitName,
    assisting: (row) => row.assistingUnits.join('、'),
    person: (row) => row.person,
    reported: (row) => moment(row.reportedAt),
    deadline: (row) => moment(row.deadlineAt),
    status: (row) => words.state(row.state),
    resumes: (row) => moment(row.state === 'deferred' ? row.resumesAt : null),
    closed: (row) => moment(row.closedAt),
    rework: (row) => row.reworkCount,
    relapse: (row) => row.relapseCount,
    photos: (row) => row.photoCount,
    longitude: (row) => row.lon,
    latitude: (row) => row.lat,
  };
}

/** What goes into each field of an office's own form; fields that it has and we know nothing of stay empty. */
export const TEMPLATE_FIELDS: Readonly<Partial<Record<LedgerField, FileColumn>>> = {
  ordinal: 'ordinal',
  sourceNumber: 'sourceNumber',
  source: 'source',
  community: 'community',
  place: 'place',
  longitude: 'longitude',
  latitude: 'latitude',
  indicator: 'indicator',
  description: 'description',
  measures: 'measures',
  status: 'status',
  unit: 'unit',
  assisting: 'assisting',
  person: 'person',
  reported: 'reported',
  deadline: 'deadline',
  closed: 'closed',
};

/** The cells of an exported sheet by the field of an office's form. */
export function templateCells(
  rows: readonly (readonly ExportCell[])[],
): ReadonlyMap<LedgerField, readonly ExportCell[]> {
  return new Map(
    (Object.entries(TEMPLATE_FIELDS) as [LedgerField, FileColumn][]).map(([field, column]) => {
      const index = FILE_COLUMNS.indexOf(column);
      return [field, rows.map((cells) => cells[index] ?? null)];
    }),
  );
}
