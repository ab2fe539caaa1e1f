/**
 * A list as a table to be written to a file: XLSX (real dates, frozen header, column widths), CSV
 * or GeoJSON. Pure: who writes the bytes is elsewhere.
 */
export interface ExportColumn<Row> {
  readonly name: string;
  /** In characters of the sheet's font; a Chinese character takes two. */
  readonly width: number;
  readonly value: (row: Row) => string | number | Moment | null;
}

/** A moment to be written as a date of the sheet, in Asia/Shanghai. */
export interface Moment {
  readonly at: string;
}

/** A cell of a sheet that is made; `date` is wall time written as if it were UTC, as sheets keep it. */
export type ExportCell =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'date'; readonly date: Date }
  | null;

export interface ExportSheet {
  readonly name: string;
  readonly header: readonly string[];
  readonly widths: readonly number[];
  readonly rows: readonly (readonly ExportCell[])[];
}

const SHANGHAI_OFFSET = 8 * 3600 * 1000;
/** What Excel takes in one cell. */
const MOST_CHARACTERS = 32_767;

/** One sheet of all rows, or one for each group, in the order in which groups first come. */
export function exportSheets<Row>(
  rows: readonly Row[],
  columns: readonly ExportColumn<Row>[],
  name: string,
  groupOf?: (row: Row) => string,
): ExportSheet[] {
  const groups = new Map<string, Row[]>();
  if (groupOf === undefined || rows.length === 0) groups.set(name, [...rows]);
  else {
    for (const row of rows) {
      const group = groupOf(row);
      const list = groups.get(group);
      if (list === undefined) groups.set(group, [row]);
      else list.push(row);
    }
  }
  const names = sheetNames([...groups.keys()]);
  return [...groups.values()].map((list, index) => ({
    name: names[index] ?? name,
    header: columns.map((column) => column.name),
    widths: columns.map((column) => column.width),
    rows: list.map((row) => columns.map((column) => cellOf(column.value(row)))),
  }));
}

/**
 * CSV with a byte order mark, which Excel and WPS need to see that it is UTF-8. What begins like a
 * formula is made text with an apostrophe (OWASP, CSV injection): `=` `+` `-` `@` tab CR, their
 * full-width forms, and behind spaces as well; a plain number stays one.
 */
export function exportCsv({ header, rows }: ExportSheet): string {
  const lines = [header.map((text): ExportCell => ({ kind: 'text', text })), ...rows];
  return `\uFEFF${lines.map((cells) => cells.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

/** Points as GeoJSON (RFC 7946, WGS-84); rows without a place have no geometry. */
export function exportGeojson<Row>(
  rows: readonly Row[],
  columns: readonly ExportColumn<Row>[],
  positionOf: (row: Row) => readonly [longitude: number, latitude: number] | null,
): string {
  const features = rows.map((row) => {
    const position = positionOf(row);
    const properties = Object.fromEntries(
      columns.map((column) => {
        const value = column.value(row);
        return [column.name, value !== null && typeof value === 'object' ? value.at : value];
      }),
    );
    const geometry = position === null ? null : { type: 'Point', coordinates: position };
    return { type: 'Feature', geometry, properties };
  });
  return `${JSON.stringify({ type: 'FeatureCollection', features })}\n`;
}

/** Whether a spreadsheet might take a text for a formula. */
export function looksLikeFormula(text: string): boolean {
  return /^[\s\u00a0\ufeff]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text);
}

function cellOf(value: string | number | Moment | null): ExportCell {
  if (value === null || value === '') return null;
  if (typeof value === 'number')
    return Number.isFinite(value) ? { kind: 'number', number: value } : null;
  if (typeof value === 'string') return { kind: 'text', text: writable(value) };
  const milliseconds = Date.parse(value.at);
  if (Number.isNaN(milliseconds)) return null;
  return { kind: 'date', date: new Date(milliseconds + SHANGHAI_OFFSET) };
}

/** Without what XML 1.0 cannot hold, and other control characters. */
function writable(text: string): string {
  return text
    .replace(/(?![\t\n\r])[\p{Cc}\ufffe\uffff]|\p{Surrogate}/gu, '')
    .slice(0, MOST_CHARACTERS);
}

function csvCell(cell: ExportCell): string {
  if (cell === null) return '';
  if (cell.kind === 'number') return String(cell.number);
  if (cell.kind === 'date') return cell.date.toISOString().slice(0, 16).replace('T', ' ');
  const text = looksLikeFormula(cell.text) ? `'${cell.text}` : cell.text;
  return /[",\r\n\t']/.test(text) || text !== text.trim()
    ? `"${text.replaceAll('"', '""')}"`
    : text;
}

/** Names that Excel allows: 31 characters at most, none of \ / ? * [ ] :, none twice whatever the case. */
function sheetNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const clean = writable(name)
      .replace(/[\\/?*[\]:]/g, ' ')
      .replace(/^'+|'+$/g, '')
      .trim();
    const base = clean === '' ? '未分组' : clean;
    let result = base.slice(0, 31);
    for (let number = 2; taken.has(result.toLowerCase()); number += 1) {
      const tail = ` ${number}`;
      result = `${base.slice(0, 31 - tail.length)}${tail}`;
    }
    taken.add(result.toLowerCase());
    return result;
  });
}
