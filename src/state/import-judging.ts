import { importLedger, importSites, type ImportSource } from '../db/imports.ts';
import type { Datum } from '../domain/geo/datum.ts';
import { ledgerFateRows, siteFateRows } from '../domain/imports/fate-rows.ts';
import type { FateRow } from '../domain/imports/imports.ts';
import type { KnownCity } from '../domain/spreadsheet/known-city.ts';
import type { SheetReading, WorkbookDesk } from '../workers/workbook.ts';
import type { Connection } from './connection.svelte.ts';

/** How a sheet is to be read and judged. */
export interface Judging {
  readonly reading: SheetReading;
  readonly datum: Datum;
  readonly city: KnownCity | null;
  readonly source: ImportSource;
  /** The check of problems whose words fit none. */
  readonly otherwise: number | undefined;
  /** Of sites that do not say theirs. */
  readonly type: string | undefined;
  /** Told when the rows have been read and the database is asked. */
  readonly onread: () => void;
}

export interface Judged {
  /** To be sent again, as they were judged. */
  readonly rows: readonly object[];
  readonly fates: readonly FateRow[];
  readonly pictureCount: number;
  /** Beyond what one request carries. */
  readonly picturesLeftOut: number;
}

/** Reads a ledger in the worker and lets the database judge it; nothing is written. */
export async function judgeLedger(
  connection: Connection,
  worker: WorkbookDesk,
  { reading, datum, city, source, otherwise, onread }: Judging,
): Promise<Judged> {
  if (city === null) throw new Error('no file was opened');
  const read = await worker.readLedger(reading, city, { datum, otherwise });
  onread();
  const answer = await connection.read((client) => importLedger(client, read.rows, source, true));
  const { rows, pictureCount, picturesLeftOut } = read;
  return { rows, fates: ledgerFateRows(read, answer, city.sites), pictureCount, picturesLeftOut };
}

/** Reads a list of sites in the worker and lets the database judge it; nothing is written. */
export async function judgeSites(
  connection: Connection,
  worker: WorkbookDesk,
  { reading, datum, source, type, onread }: Judging,
): Promise<Judged> {
  const read = await worker.readSites(reading, { datum, type, area: undefined });
  onread();
  const answer = await connection.read((client) => importSites(client, read.rows, source, true));
  return {
    rows: read.rows,
    fates: siteFateRows(read, answer),
    pictureCount: 0,
    picturesLeftOut: 0,
  };
}
