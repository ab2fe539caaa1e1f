import type { CopyRow, CopySource, CopyValue } from './sql-executor.ts';

/** About this many characters of CSV travel in one chunk. */
const chunkCharacters = 1 << 20;

/**
 * Rows as CSV text for `COPY … FROM STDIN (format csv)`, in chunks of about a megabyte, each
 * ending at the end of a row. NULL is an empty unquoted field, an empty string is `""`.
 *
 * @throws TypeError for a number that is not finite: PostgreSQL would take NaN silently into a
 *   float column, and an average over it would be NaN ever after.
 */
export async function* encodeCopy(
  columns: readonly string[],
  source: CopySource,
): AsyncGenerator<{ text: string; rows: number }> {
  if ('csv' in source) {
    for await (const text of source.csv) yield { text, rows: 0 };
    return;
  }
  let text = '';
  let rows = 0;
  for await (const row of source) {
    text += encodeRow(columns, row);
    rows += 1;
    if (text.length >= chunkCharacters) {
      yield { text, rows };
      text = '';
      rows = 0;
    }
  }
  if (rows > 0) yield { text, rows };
}

function encodeRow(columns: readonly string[], row: CopyRow): string {
  if (row.length !== columns.length) {
    throw new RangeError(
      `A row has ${row.length} values for ${columns.length} columns (${columns.join(', ')}).`,
    );
  }
  let line = '';
  for (let column = 0; column < row.length; column += 1) {
    if (column > 0) line += ',';
    line += encodeValue(row[column], columns[column] ?? '');
  }
  return `${line}\n`;
}

function encodeValue(value: CopyValue, column: string): string {
  switch (typeof value) {
    case 'undefined':
      return '';
    case 'string':
      return quote(value);
    case 'number':
      if (!Number.isFinite(value)) {
        throw new TypeError(`Column ${column}: ${value} is not a finite number.`);
      }
      return String(value);
    case 'bigint':
      return String(value);
    case 'boolean':
      return value ? 't' : 'f';
    default:
      if (value === null) return '';
      if (value instanceof Date) return value.toISOString();
      return quote(JSON.stringify(value));
  }
}

/** Every string is quoted: an unquoted empty field is NULL, and `\.` alone would end the data. */
function quote(text: string): string {
  return text.includes('"') ? `"${text.replaceAll('"', '""')}"` : `"${text}"`;
}
