import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
// postgres.js, which @supabase/lite uses, hangs when a copy fails after its last row (a foreign
// key), so bulk loads go through pg and the copy stream of its own authors.
import { from as copyFrom } from 'pg-copy-streams';
import { encodeCopy } from './copy-encoding.ts';
import type { CopySource, SqlExecutor } from './sql-executor.ts';
import { copyStatement, rejectAsSqlError, toParameter, valueParsers } from './sql-values.ts';

/** An executor over a PostgreSQL given by URL, with the pool to close when done. */
export interface PostgresExecutor {
  readonly sql: SqlExecutor;
  close(): Promise<void>;
}

const types: pg.CustomTypesConfig = {
  getTypeParser: (id: number, format?: 'text' | 'binary') =>
    format === 'binary'
      ? pg.types.getTypeParser(id, format)
      : (valueParsers[id] ?? pg.types.getTypeParser(id)),
} as pg.CustomTypesConfig;

/**
 * Connects lazily: a wrong URL is told by the first statement.
 *
 * @param url             postgres://user:password@host:port/database
 * @param maxConnections  size of the pool; a transaction keeps one connection
 */
export function openPostgresExecutor(url: string, maxConnections = 4): PostgresExecutor {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    types,
    application_name: 'chuangcheng-map',
    options: '-c TimeZone=UTC',
  });
  // A connection that breaks while idle is replaced by the pool at its next use, which tells.
  pool.on('error', () => undefined);
  return { sql: createPoolExecutor(pool), close: () => pool.end() };
}

function createPoolExecutor(pool: pg.Pool): SqlExecutor {
  async function withClient<Result>(run: (sql: SqlExecutor) => Promise<Result>): Promise<Result> {
    const client = await pool.connect();
    try {
      const result = await run(createClientExecutor(client, 0));
      client.release();
      return result;
    } catch (error) {
      // A broken connection must not go back into the pool; one that answered with an error may.
      client.release(!(error instanceof Error && error.name === 'SqlError'));
      throw error;
    }
  }
  return {
    query: (text, parameters) => withClient((sql) => sql.query(text, parameters)),
    exec: (statements) => withClient((sql) => sql.exec(statements)),
    copyFrom: (table, columns, source) => withClient((sql) => sql.copyFrom(table, columns, source)),
    transaction: (run) => withClient((sql) => sql.transaction(run)),
  };
}

function createClientExecutor(client: pg.PoolClient, depth: number): SqlExecutor {
  return {
    async query<Row extends object>(text: string, parameters: readonly unknown[] = []) {
      const result = await rejectAsSqlError(client.query<Row>(text, parameters.map(toParameter)));
      return result.rows;
    },
    async exec(statements) {
      await rejectAsSqlError(client.query(statements));
    },
    async copyFrom(table, columns, source) {
      const target = client.query(copyFrom(copyStatement(table, columns, 'stdin')));
      await rejectAsSqlError(pipeline(Readable.from(texts(columns, source)), target));
      return target.rowCount;
    },
    async transaction(run) {
      const savepoint = `executor_${depth}`;
      await client.query(depth === 0 ? 'begin' : `savepoint ${savepoint}`);
      try {
        const result = await run(createClientExecutor(client, depth + 1));
        await rejectAsSqlError(
          client.query(depth === 0 ? 'commit' : `release savepoint ${savepoint}`),
        );
        return result;
      } catch (error) {
        await client.query(depth === 0 ? 'rollback' : `rollback to savepoint ${savepoint}`);
        throw error;
      }
    },
  };
}

async function* texts(columns: readonly string[], source: CopySource): AsyncGenerator<string> {
  for await (const chunk of encodeCopy(columns, source)) yield chunk.text;
}
