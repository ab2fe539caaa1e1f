import {
  deleteExportTemplate,
  fetchExportTemplates,
  fetchTemplateBytes,
  saveExportTemplate,
} from '../db/export-templates.ts';
import { fetchLedgerDetails, fetchLedgerPage } from '../db/ledger.ts';
import {
  fileColumns,
  MOST_FILE_ROWS,
  templateCells,
  type ExportTemplate,
  type LedgerFileRow,
  type LedgerFileWords,
} from '../domain/issues/ledger-file.ts';
import type { LedgerQuery } from '../domain/issues/ledger-query.ts';
import type { LedgerCursor, LedgerRow } from '../domain/issues/ledger.ts';
import { isAborted, problemOf, type Problem } from '../domain/problem.ts';
import { exportCsv, exportGeojson, exportSheets } from '../domain/spreadsheet/export.ts';
import { WorkbookDesk } from '../workers/workbook.ts';
import type { Connection } from './connection.svelte.ts';
import { Loading } from './loading.svelte.ts';

export const FILE_FORMATS = ['xlsx', 'csv', 'geojson'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** The most that one page of the ledger holds. */
const PAGE_ROWS = 500;

const TYPES: Readonly<Record<FileFormat, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv;charset=utf-8',
  geojson: 'application/geo+json',
};

export interface FileWish {
  readonly format: FileFormat;
  /** XLSX: a sheet for each lead unit. */
  readonly perUnit: boolean;
  /** XLSX: the office's form to fill; null: our own columns. */
  readonly template: ExportTemplate | null;
  /** Without its ending. */
  readonly name: string;
  /** The sheet's name, and that of the sheet of those who have no unit. */
  readonly sheetName: string;
  readonly noUnit: string;
}

export interface MadeFile {
  readonly name: string;
  readonly bytes: BlobPart;
  readonly type: string;
  readonly rows: number;
}

/**
 * The filtered ledger as a file. `make` fetches every row by pages and writes the file off the main
 * thread; `done` of `total` rows have come meanwhile. `stop` calls it off.
 */
export class LedgerFile {
  readonly templates = new Loading<readonly ExportTemplate[]>();
  /** Rows fetched; null while no file is being made. */
  done = $state<number | null>(null);
  /** Why the last file was not made, or a form not kept. */
  problem = $state.raw<Problem | null>(null);
  saving = $state(false);

  readonly #connection: Connection;
  #making = new AbortController();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async loadTemplates(): Promise<void> {
    await this.templates.load((signal) => this.#connection.read(fetchExportTemplates, signal));
  }

  /** @returns null when it was called off or went wrong: `problem` says why */
  async make(query: LedgerQuery, wish: FileWish, words: LedgerFileWords): Promise<MadeFile | null> {
    this.stop();
    this.#making = new AbortController();
    const { signal } = this.#making;
    this.problem = null;
    this.done = 0;
    try {
      const rows = await this.#rows(query, signal);
      const bytes = await this.#write(rows, wish, words, signal);
      const { name, format } = wish;
      return { name: `${name}.${format}`, bytes, type: TYPES[format], rows: rows.length };
    } catch (error) {
      if (!isAborted(error) && !signal.aborted) this.problem = problemOf(error);
      return null;
    } finally {
      if (this.#making.signal === signal) this.done = null;
    }
  }

  stop(): void {
    this.#making.abort();
    this.done = null;
  }

  /** Keeps a form, once it has been found to have a ledger's header. @returns whether it was kept */
  async saveTemplate(file: File): Promise<boolean> {
    const desk = new WorkbookDesk();
    return this.#saving(async () => {
      try {
        const bytes = new Uint8Array(await file.arrayBuffer());
        // Filled with nothing: whatever would go wrong with it goes wrong now.
        await desk.fill(bytes, file.name, new Map());
        const name = file.name.replace(/\.[^.]*$/, '').slice(0, 60);
        await this.#connection.write((client) => saveExportTemplate(client, name, bytes));
      } finally {
        desk.close();
      }
      await this.loadTemplates();
    });
  }

  /** @returns whether it was deleted */
  deleteTemplate(templateId: number): Promise<boolean> {
    return this.#saving(async () => {
      await this.#connection.write((client) => deleteExportTemplate(client, templateId));
      await this.loadTemplates();
    });
  }

  async #saving(save: () => Promise<void>): Promise<boolean> {
    this.problem = null;
    this.saving = true;
    try {
      await save();
      return true;
    } catch (error) {
      this.problem = problemOf(error);
      return false;
    } finally {
      this.saving = false;
    }
  }

  /** All rows by cursor, each once: a row that changes its place meanwhile comes no second time. */
  async #rows(query: LedgerQuery, signal: AbortSignal): Promise<readonly LedgerFileRow[]> {
    const rows = new Map<number, LedgerFileRow>();
    let after: LedgerCursor | null = null;
    do {
      const page = await this.#page(query, after, signal);
      for (const row of await this.#withDetails(page.rows, signal)) rows.set(row.id, row);
      after = page.next;
      if (!signal.aborted) this.done = rows.size;
    } while (after !== null && rows.size < MOST_FILE_ROWS);
    return [...rows.values()];
  }

  #page(
    { filters, sort, descending }: LedgerQuery,
    after: LedgerCursor | null,
    signal: AbortSignal,
  ) {
    return this.#connection.read(
      (client, inner) =>
        fetchLedgerPage(client, filters, sort, descending, after, PAGE_ROWS, inner),
      signal,
    );
  }

  async #withDetails(
    rows: readonly LedgerRow[],
    signal: AbortSignal,
  ): Promise<readonly LedgerFileRow[]> {
    const ids = rows.map(({ id }) => id);
    const details = await this.#connection.read(
      (client, inner) => fetchLedgerDetails(client, ids, inner),
      signal,
    );
    const byId = new Map(details.map((detail) => [detail.id, detail]));
    return rows.map((row) => ({
      ...{ person: null, measures: null, assistingUnits: [], resumesAt: null },
      ...row,
      ...byId.get(row.id),
    }));
  }

  async #write(
    rows: readonly LedgerFileRow[],
    wish: FileWish,
    words: LedgerFileWords,
    signal: AbortSignal,
  ): Promise<BlobPart> {
    const columns = fileColumns(words, rows);
    if (wish.format === 'geojson') {
      return exportGeojson(rows, columns, ({ lon, lat }) => [lon, lat]);
    }
    const sheets = exportSheets(
      rows,
      columns,
      wish.sheetName,
      wish.format === 'xlsx' && wish.perUnit && wish.template === null
        ? ({ leadUnitName }) => leadUnitName ?? wish.noUnit
        : undefined,
    );
    const [sheet] = sheets;
    if (wish.format === 'csv') return sheet === undefined ? '' : exportCsv(sheet);
    const desk = new WorkbookDesk();
    signal.addEventListener('abort', () => desk.close(), { once: true });
    try {
      if (wish.template === null) return await desk.write(sheets);
      const { id, name } = wish.template;
      const bytes = await this.#connection.read(
        (client, inner) => fetchTemplateBytes(client, id, inner),
        signal,
      );
      return await desk.fill(bytes, name, templateCells(sheet?.rows ?? []));
    } finally {
      desk.close();
    }
  }
}
