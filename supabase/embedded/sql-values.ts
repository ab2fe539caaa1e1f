import { SqlError } from './sql-executor.ts';

type Parse = (text: string) => unknown;

const asIs: Parse = (text) => text;
const asJson: Parse = (text) => JSON.parse(text) as unknown;

/**
 * How values come back from either database, so that a program sees the same from both: parsers by
 * the type OIDs of PostgreSQL's catalogue (pg_type.dat). Types not listed are left to the drivers,
 * which agree on booleans, small numbers, text and arrays of these.
 */
export const valueParsers: Readonly<Record<number, Parse>> = {
  20: parseBigInteger, // int8
  114: asJson, // json
  3802: asJson, // jsonb
  1700: asIs, // numeric
  1082: asIs, // date
  1114: asIs, // timestamp
  1184: (text) => new Date(text), // timestamptz
};

function parseBigInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(`${text} does not fit a JavaScript number: select it as text.`);
  }
  return value;
}

/** Objects and arrays of objects become JSON text; everything else is left to the driver. */
export function toParameter(value: unknown): unknown {
  if (value === undefined) return null;
  if (isPlainObject(value)) return JSON.stringify(value);
  if (Array.isArray(value) && value.some(isPlainObject)) return JSON.stringify(value);
  return value;
}

function isPlainObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Waits for `promise`; what a driver throws is thrown on as the one error that callers know. */
export async function rejectAsSqlError<Result>(promise: Promise<Result>): Promise<Result> {
  try {
    return await promise;
  } catch (error) {
    throw toSqlError(error);
  }
}

function toSqlError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof SqlError) return error;
  const parts = error as Error & Partial<Record<string, unknown>>;
  const text = (name: string) => {
    const value = parts[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const code = text('code');
  if (code === undefined || !/^[0-9A-Z]{5}$/.test(code)) return error;
  return new SqlError(error.message, code, text('detail'), text('hint'), text('position'));
}

/** A name as an SQL identifier. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The statement of a bulk load, for the source named as SQL wants it. */
export function copyStatement(
  table: string,
  columns: readonly string[],
  from: "'/dev/blob'" | 'stdin',
): string {
  return `copy ${table} (${columns.map(quoteIdentifier).join(', ')}) from ${from} (format csv)`;
}
