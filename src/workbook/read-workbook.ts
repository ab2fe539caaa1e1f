import { zipSync, type Zippable } from 'fflate';
import Papa from 'papaparse';
import { readSheet } from 'read-excel-file/universal';
import { Refusal } from '../domain/refusal.ts';
import { listed, MOST_ROWS, quoted, type Cell, type Sheet } from '../domain/spreadsheet/sheet.ts';
import { decodeText } from './decode-text.ts';
import { Archive, broken, MOST_FILE_BYTES } from './archive.ts';
import { readParts, type SheetPart, type WorkbookParts } from './parts.ts';
import { readPictures } from './pictures.ts';
import { scanSheet, tooLong } from './sheet-scan.ts';

/** A workbook whose sheets are read when they are asked for. A CSV file is a workbook of one sheet. */
export interface Workbook {
  /** The visible sheets, in their order. */
  readonly sheetNames: readonly string[];
  read(sheetName: string): Promise<ReadSheet>;
}

export interface ReadSheet {
  readonly sheet: Sheet;
  /** Pictures that cannot be taken along. */
  readonly picturesLeftOut: number;
}

/**
 * Opens a workbook (XLSX) or table (CSV in UTF-8, UTF-16 or GBK) by what its bytes say, whatever it
 * is called. read-excel-file gives the values; it gives neither merged ranges nor pictures, so the
 * parts that hold them are read besides. Formulas are never computed: their last values count.
 *
 * @throws Refusal in one line for whatever is wrong with the file; nothing large is unpacked before
 */
export function openWorkbook(bytes: Uint8Array, name: string): Workbook {
  if (bytes.length > MOST_FILE_BYTES) {
    throw new Refusal(
      `${name} 有 ${Math.ceil(bytes.length / 1024 / 1024)} MB，最多 ${MOST_FILE_BYTES / 1024 / 1024} MB`,
      `${name} is larger than ${MOST_FILE_BYTES / 1024 / 1024} MB.`,
    );
  }
  if (bytes.length === 0) throw new Refusal(`${name} 是空文件`, `${name} is empty.`);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    const archive = new Archive(bytes, name);
    return new XlsxWorkbook(archive, name, readParts(archive, name));
  }
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0) {
    throw new Refusal(
      `${name} 是旧版 .xls 或加密的工作簿，请另存为不加密的 .xlsx`,
      `${name} is an old .xls or an encrypted workbook; save it as .xlsx without a password.`,
    );
  }
  return csvWorkbook(bytes, name);
}

class XlsxWorkbook implements Workbook {
  readonly sheetNames: readonly string[];

  constructor(
    private readonly archive: Archive,
    private readonly name: string,
    private readonly parts: WorkbookParts,
  ) {
    const visible = parts.sheets.filter(({ isHidden }) => !isHidden);
    this.sheetNames = (visible.length > 0 ? visible : parts.sheets).map((sheet) => sheet.name);
  }

  async read(sheetName: string): Promise<ReadSheet> {
    const part = this.parts.sheets.find((sheet) => sheet.name === sheetName);
    if (part === undefined) {
      throw new Refusal(
        `${this.name} 没有工作表“${quoted(sheetName)}”，有：${listed(this.sheetNames)}`,
        `${this.name} has no sheet “${quoted(sheetName)}”; it has: ${listed(this.sheetNames)}.`,
      );
    }
    const scan = scanSheet(this.archive.readText(part.path) ?? '', this.name, part.name);
    const rows = await this.#values(part);
    const { pictures, leftOut } = readPictures(this.archive, this.name, part.path, scan);
    const { merges } = scan;
    return {
      sheet: { name: part.name, rows, merges, epoch1904: this.parts.epoch1904, pictures },
      picturesLeftOut: leftOut,
    };
  }

  /** Hands the reader the parts it needs and no others, stored: what it unpacks has been looked at. */
  async #values(part: SheetPart): Promise<Cell[][]> {
    const others = new Set(this.parts.sheets.map(({ path }) => path));
    const isWanted = (path: string) =>
      /\.(xml|rels)$/.test(path) &&
      !/^xl\/(drawings|cellimages|charts|media|richData)/.test(path) &&
      (path === part.path || !others.has(path));
    const parts: Zippable = {};
    for (const [path, bytes] of Object.entries(this.archive.readWhere(isWanted))) {
      parts[path] = [bytes, { level: 0 }];
    }
    const archive = zipSync(parts);
    const { buffer } = archive.length === archive.buffer.byteLength ? archive : archive.slice();
    try {
      return (await readSheet(buffer as ArrayBuffer, part.name)) as unknown as Cell[][];
    } catch {
      throw broken(this.name, 'XLSX');
    }
  }
}

function csvWorkbook(bytes: Uint8Array, name: string): Workbook {
  if (
    bytes.subarray(0, 4096).includes(0) &&
    !(bytes[0] === 0xff && bytes[1] === 0xfe) &&
    !(bytes[0] === 0xfe && bytes[1] === 0xff)
  ) {
    throw new Refusal(
      `${name} 不是表格文件，请用 .xlsx 或 CSV`,
      `${name} is no table; use .xlsx or CSV.`,
    );
  }
  const sheetName = name.replace(/\.[^.]*$/, '');
  const text = decodeText(bytes, name).replace(/^\uFEFF/, '');
  const { data } = Papa.parse<string[]>(text, {
    delimiter: delimiterOf(text),
    preview: MOST_ROWS + 1,
  });
  if (data.length > MOST_ROWS) throw tooLong(name, sheetName, data.length);
  const rows = data.map((line) => line.map((cell): Cell => (cell.trim() === '' ? null : cell)));
  const sheet = { name: sheetName, rows, merges: [], epoch1904: false, pictures: [] };
  return { sheetNames: [sheetName], read: () => Promise.resolve({ sheet, picturesLeftOut: 0 }) };
}

/** The commonest of comma, tab and semicolon at the beginning: a title row misleads finer guesses. */
function delimiterOf(text: string): string {
  const beginning = text.slice(0, 20_000);
  const count = (delimiter: string) => beginning.split(delimiter).length;
  return [',', '\t', ';'].reduce((best, next) => (count(next) > count(best) ? next : best));
}
