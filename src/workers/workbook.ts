import type { Datum } from '../domain/geo/datum.ts';
import { Refusal } from '../domain/refusal.ts';
import type { ExportSheet } from '../domain/spreadsheet/export.ts';
import type { TemplateColumns } from '../workbook/fill-template.ts';
import type { KnownCity } from '../domain/spreadsheet/known-city.ts';
import type { ListKind, RememberedFields, SheetLook } from '../domain/spreadsheet/sheet-look.ts';
import type {
  LedgerToSend,
  RowPositions,
  SheetReading,
  SitesToSend,
} from '../workbook/opened-file.ts';

export type {
  LedgerToSend,
  RowPositions,
  SheetReading,
  SitesToSend,
} from '../workbook/opened-file.ts';

/** What the worker is asked, see `OpenedFile`. */
export type WorkbookQuestion =
  | { readonly kind: 'open'; readonly file: File }
  | {
      readonly kind: 'look';
      readonly sheet: string;
      readonly list: ListKind | undefined;
      readonly remembered: RememberedFields;
    }
  | { readonly kind: 'positions'; readonly reading: SheetReading }
  | {
      readonly kind: 'ledger';
      readonly reading: SheetReading;
      readonly city: KnownCity;
      readonly options: {
        readonly datum: Datum | undefined;
        readonly otherwise: number | undefined;
      };
    }
  | {
      readonly kind: 'sites';
      readonly reading: SheetReading;
      readonly options: {
        readonly datum: Datum;
        readonly type: string | undefined;
        readonly area: string | undefined;
      };
    }
  | { readonly kind: 'write'; readonly sheets: readonly ExportSheet[] }
  | {
      readonly kind: 'fill';
      readonly template: Uint8Array;
      readonly name: string;
      readonly columns: TemplateColumns;
    };

export type WorkbookAnswer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly refusal: { readonly zh: string; readonly en: string } }
  | { readonly id: number; readonly fault: string };

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (reason: Error) => void;
}

/**
 * The workbook room off the main thread: 50,000 rows take seconds. One worker holds one opened file
 * until `close`; questions are answered one after another.
 *
 * Every method throws a Refusal in one line for what is wrong with the file, an Error for a fault of
 * ours, and an AbortError when it was closed meanwhile.
 */
export class WorkbookDesk {
  readonly #worker = new Worker(new URL('./workbook-worker.ts', import.meta.url), {
    type: 'module',
  });
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;

  constructor() {
    this.#worker.onmessage = ({ data }: MessageEvent<WorkbookAnswer>) => {
      const waiting = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if ('value' in data) waiting?.resolve(data.value as never);
      else if ('refusal' in data) waiting?.reject(new Refusal(data.refusal.zh, data.refusal.en));
      else waiting?.reject(new Error(data.fault));
    };
    // The worker's file did not load, or it ran out of memory: nobody will answer any more.
    this.#worker.onerror = ({ message }) => this.#endAll(new Error(message || 'the worker ended'));
  }

  /** @returns the names of the visible sheets */
  open(file: File): Promise<readonly string[]> {
    return this.#ask({ kind: 'open', file });
  }

  /** @param list what a person says it is; undefined: what its header says */
  look(
    sheet: string,
    list: ListKind | undefined,
    remembered: RememberedFields,
  ): Promise<SheetLook> {
    return this.#ask({ kind: 'look', sheet, list, remembered });
  }

  positions(reading: SheetReading): Promise<readonly RowPositions[]> {
    return this.#ask({ kind: 'positions', reading });
  }

  readLedger(
    reading: SheetReading,
    city: KnownCity,
    options: { readonly datum: Datum | undefined; readonly otherwise: number | undefined },
  ): Promise<LedgerToSend> {
    return this.#ask({ kind: 'ledger', reading, city, options });
  }

  readSites(
    reading: SheetReading,
    options: {
      readonly datum: Datum;
      readonly type: string | undefined;
      readonly area: string | undefined;
    },
  ): Promise<SitesToSend> {
    return this.#ask({ kind: 'sites', reading, options });
  }

  /** The bytes of an XLSX file. */
  write(sheets: readonly ExportSheet[]): Promise<Uint8Array<ArrayBuffer>> {
    return this.#ask({ kind: 'write', sheets });
  }

  /** The bytes of an office's own form with the cells of each field written below its header. */
  fill(
    template: Uint8Array,
    name: string,
    columns: TemplateColumns,
  ): Promise<Uint8Array<ArrayBuffer>> {
    return this.#ask({ kind: 'fill', template, name, columns });
  }

  close(): void {
    this.#worker.terminate();
    this.#endAll(new DOMException('the file was closed', 'AbortError'));
  }

  #ask<Value>(question: WorkbookQuestion): Promise<Value> {
    const id = (this.#asked += 1);
    return new Promise<Value>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ ...question, id });
    });
  }

  #endAll(reason: Error): void {
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }
}
