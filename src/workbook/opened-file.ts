import { datums, toWgs84, type Datum } from '../domain/geo/datum.ts';
import { geometryToWgs84 } from '../domain/geo/geojson-geometry.ts';
import { Refusal } from '../domain/refusal.ts';
import { initialsOf } from '../domain/site-list/pinyin-initials.ts';
import { readSites, type ReadSites } from '../domain/site-list/read-sites.ts';
import { SITE_NAMES, siteRecords, type SiteMapping } from '../domain/site-list/site-sheet.ts';
import { readBody, type LeftOutRow } from '../domain/spreadsheet/body.ts';
import { readCoordinates } from '../domain/spreadsheet/coordinates.ts';
import { LEDGER_NAMES, type Mapping } from '../domain/spreadsheet/fields.ts';
import { findHeader, type Header } from '../domain/spreadsheet/header.ts';
import { ledgerContext, type KnownCity } from '../domain/spreadsheet/known-city.ts';
import { readLedger } from '../domain/spreadsheet/ledger.ts';
import type { ReadLedger } from '../domain/spreadsheet/ledger-row.ts';
import type {
  ListField,
  ListKind,
  RememberedFields,
  SheetLook,
} from '../domain/spreadsheet/sheet-look.ts';
import { cellAddress, cellText, type Sheet } from '../domain/spreadsheet/sheet.ts';
import { openWorkbook, type Workbook } from './read-workbook.ts';
import { rowsWithPictures, type RowToSend } from './row-pictures.ts';

/** Which list a sheet is read as, and which column is which field. */
export interface SheetReading {
  readonly sheet: string;
  readonly kind: ListKind;
  readonly mapping: readonly (readonly [field: ListField, column: number])[];
}

/** Where a row would lie under each datum, in the order of `datums`. */
export interface RowPositions {
  /** From 1. */
  readonly row: number;
  readonly name: string;
  readonly area: string | null;
  readonly points: readonly (readonly [longitude: number, latitude: number])[];
}

export interface LedgerToSend extends Omit<ReadLedger, 'rows' | 'pictures'> {
  readonly rows: readonly RowToSend[];
  readonly pictureCount: number;
  /** Beyond what one request carries. */
  readonly picturesLeftOut: number;
}

export interface SitesToSend extends ReadSites {
  readonly leftOut: readonly LeftOutRow[];
}

const SAMPLES = 3;
const LONGEST_SAMPLE = 60;
/** Rows that are asked about: enough to be sure, few enough for one request. */
const MOST_EVIDENCE = 400;

/** A file that a person chose, sheet by sheet. Made to live in a worker: nothing of it is cloned unasked. */
export class OpenedFile {
  readonly #name: string;
  readonly #workbook: Workbook;
  readonly #sheets = new Map<string, { sheet: Sheet; picturesLeftOut: number }>();

  /** @throws Refusal in one line for whatever is wrong with the file */
  constructor(bytes: Uint8Array, name: string) {
    this.#name = name;
    this.#workbook = openWorkbook(bytes, name);
  }

  get sheetNames(): readonly string[] {
    return this.#workbook.sheetNames;
  }

  /**
   * What a sheet holds and which column seems to be which.
   *
   * @param kind what a person says it is; undefined: what its header says
   * @throws Refusal when no header is found
   */
  async look(
    sheetName: string,
    kind: ListKind | undefined,
    remembered: RememberedFields,
  ): Promise<SheetLook> {
    const { sheet, picturesLeftOut } = await this.#read(sheetName);
    const found = (kind === undefined ? (['ledger', 'sites'] as const) : [kind]).flatMap((each) => {
      const header = findHeader(sheet, each === 'ledger' ? LEDGER_NAMES : SITE_NAMES);
      if (header === undefined) return [];
      const proposed =
        each === 'ledger'
          ? LEDGER_NAMES.propose(header.names, remembered.ledger)
          : SITE_NAMES.propose(header.names, remembered.sites);
      return [{ kind: each, header, proposed }];
    });
    const isClear = ({ proposed }: (typeof found)[number]) =>
      proposed.some(({ field }) => field === 'description' || field === 'name');
    const best = found.find(isClear) ?? found[0];
    if (best === undefined) throw this.#withoutHeader(sheetName);
    const { rows } = readBody(sheet, best.header);
    return {
      name: sheetName,
      kind: best.kind,
      titles: best.header.titles,
      headerRow: best.header.bottom + 1,
      rowCount: rows.length,
      pictureCount: sheet.pictures.length,
      picturesLeftOut,
      columns: best.header.names.map((name, column) => ({
        name,
        letters: cellAddress(0, column).slice(0, -1),
        samples: rows
          .map(({ cells }) =>
            cellText(cells[column]).replaceAll('\n', ' ').slice(0, LONGEST_SAMPLE),
          )
          .filter((text) => text !== '')
          .slice(0, SAMPLES),
      })),
      proposed: best.proposed,
    };
  }

  /** A share of the rows that have coordinates, for inferring the datum; empty when none has. */
  async positions(reading: SheetReading): Promise<RowPositions[]> {
    const { sheet } = await this.#read(reading.sheet);
    const mapping = new Map(reading.mapping);
    const column = (...fields: ListField[]) =>
      fields.map((field) => mapping.get(field)).find((at) => at !== undefined) ?? -1;
    const [longitude, latitude] = [column('longitude'), column('latitude')];
    const [name, area] = [column('place', 'name'), column('community', 'area')];
    const found = readBody(sheet, this.#header(sheet, reading)).rows.flatMap(({ row, cells }) => {
      const read = readCoordinates(cells[longitude] ?? null, cells[latitude] ?? null);
      if (read === undefined || !('position' in read)) return [];
      return [
        {
          row: row + 1,
          name: cellText(cells[name]),
          area: cellText(cells[area]) || null,
          points: datums.map((datum) => toWgs84(read.position, datum)),
        },
      ];
    });
    const step = Math.max(1, Math.ceil(found.length / MOST_EVIDENCE));
    return found.filter((_, index) => index % step === 0);
  }

  /** The problems of a ledger as `import_ledger` takes them, and what cannot be read. */
  async readLedger(
    reading: SheetReading,
    city: KnownCity,
    options: { readonly datum: Datum | undefined; readonly otherwise: number | undefined },
  ): Promise<LedgerToSend> {
    const { sheet } = await this.#read(reading.sheet);
    const context = ledgerContext(city, { fileName: this.#name, ...options });
    const mapping = new Map(reading.mapping) as Mapping;
    const { rows, pictures, ...rest } = readLedger(
      sheet,
      this.#header(sheet, reading),
      mapping,
      context,
    );
    return {
      ...rest,
      ...rowsWithPictures(rows, pictures),
      pictureCount: pictures.reduce(
        (sum, { before, after }) => sum + before.length + after.length,
        0,
      ),
    };
  }

  /** The sites of a list as `import_sites` takes them, WGS-84, and what cannot be read. */
  async readSites(
    reading: SheetReading,
    options: {
      readonly datum: Datum;
      readonly type: string | undefined;
      readonly area: string | undefined;
    },
  ): Promise<SitesToSend> {
    const { sheet } = await this.#read(reading.sheet);
    const mapping = new Map(reading.mapping) as SiteMapping;
    const { records, leftOut } = siteRecords(sheet, this.#header(sheet, reading), mapping);
    const { type, area, datum } = options;
    const read = readSites(records, { type, area, mayLieOutsideChina: false, initialsOf });
    const rows = read.rows.map((row) => ({
      ...row,
      geometry: geometryToWgs84(row.geometry, datum),
    }));
    return { ...read, rows, leftOut };
  }

  async #read(name: string): Promise<{ sheet: Sheet; picturesLeftOut: number }> {
    let read = this.#sheets.get(name);
    if (read === undefined) {
      read = await this.#workbook.read(name);
      this.#sheets.set(name, read);
    }
    return read;
  }

  #header(sheet: Sheet, { kind }: SheetReading): Header {
    const header = findHeader(sheet, kind === 'ledger' ? LEDGER_NAMES : SITE_NAMES);
    if (header === undefined) throw this.#withoutHeader(sheet.name);
    return header;
  }

  #withoutHeader(sheet: string): Refusal {
    return new Refusal(
      `${this.#name} 的工作表“${sheet}”中找不到表头：台账应有 点位、存在问题、责任单位 等列，点位清单应有 名称、经度、纬度 等列`,
      `${this.#name}, sheet “${sheet}”: no header is found; a ledger has columns such as 点位, 存在问题, 责任单位, a list of sites 名称, 经度, 纬度.`,
    );
  }
}
