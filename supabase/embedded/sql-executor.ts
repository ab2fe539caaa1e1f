/**
 * The one way in which the project's own programs (preparation, sample loader, imports, tests)
 * speak SQL to a database, whichever home it lives in. It always acts as the database's owner, so
 * row-level security does not apply to it: never hand it to anything that acts for a signed-in
 * person.
 */
export interface SqlExecutor {
  /**
   * Runs one statement with `$1…` parameters and answers its rows.
   * Values come back the same from both databases: `json`/`jsonb` parsed, `timestamptz` as `Date`,
   * `int8` as `number` (an error beyond 2^53), `numeric` as string, geometry as its hex EWKB.
   * A parameter that is a plain object or array of objects is sent as JSON.
   *
   * @throws SqlError with the database's code, message, detail and hint.
   */
  query<Row extends object = Record<string, unknown>>(
    text: string,
    parameters?: readonly unknown[],
  ): Promise<Row[]>;

  /** Runs several statements separated by semicolons, without parameters; answers nothing. */
  exec(statements: string): Promise<void>;

  /**
   * Bulk load by `COPY … FROM STDIN`: the fast way in (about ten times faster than inserts).
   * The whole copy is one statement: it loads every row or none.
   *
   * @param table   schema-qualified, written as in SQL, e.g. `public.sites`
   * @param columns column names in the order in which each row gives its values
   * @param source  rows of values, or CSV text already in chunks (chunks may break anywhere)
   * @returns the number of rows loaded
   */
  copyFrom(table: string, columns: readonly string[], source: CopySource): Promise<number>;

  /**
   * Runs `run` inside one transaction: committed when it resolves, rolled back when it throws.
   * Inside, use the executor handed over, not the outer one: on the embedded database, which has a
   * single connection, the outer one waits until the transaction has ended. A transaction begun
   * inside a transaction is a savepoint.
   */
  transaction<Result>(run: (sql: SqlExecutor) => Promise<Result>): Promise<Result>;
}

/**
 * What a cell of a copied row may be. `null` and `undefined` load as NULL; an object or array loads
 * as JSON; a `Date` as ISO 8601 in UTC; geometry is given as EWKT text (`SRID=4326;POINT(…)`); a
 * PostgreSQL array is given as its literal text (`{a,b}`).
 */
export type CopyValue = string | number | bigint | boolean | Date | object | null | undefined;

export type CopyRow = readonly CopyValue[];

export type CopySource =
  | Iterable<CopyRow>
  | AsyncIterable<CopyRow>
  | { readonly csv: Iterable<string> | AsyncIterable<string> };

/** An error told by the database, with the parts a caller may need to explain it. */
export class SqlError extends Error {
  override readonly name = 'SqlError';

  constructor(
    message: string,
    readonly code: string | undefined,
    readonly detail?: string,
    readonly hint?: string,
    readonly position?: string,
  ) {
    super(message);
  }
}
