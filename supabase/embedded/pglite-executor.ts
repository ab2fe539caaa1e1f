import type { PGlite } from '@electric-sql/pglite';
import { encodeCopy } from './copy-encoding.ts';
import type { SerialQueue } from './serial-queue.ts';
import type { CopySource, SqlExecutor } from './sql-executor.ts';
import { copyStatement, rejectAsSqlError, toParameter, valueParsers } from './sql-values.ts';

/**
 * An executor over PGlite. `queue` is shared with whoever else uses the same instance (the API
 * server): a transaction keeps the queue until it has ended.
 */
export function createPgliteExecutor(database: PGlite, queue: SerialQueue): SqlExecutor {
  const direct = createDirectExecutor(database, 0);
  return {
    query: (text, parameters) => queue.run(() => direct.query(text, parameters)),
    exec: (statements) => queue.run(() => direct.exec(statements)),
    copyFrom: async (table, columns, source) => {
      const data = await collect(columns, source);
      return queue.run(() => copyBlob(database, table, columns, data));
    },
    transaction: (run) => queue.run(() => direct.transaction(run)),
  };
}

function createDirectExecutor(database: PGlite, depth: number): SqlExecutor {
  return {
    async query<Row extends object>(text: string, parameters: readonly unknown[] = []) {
      const result = await rejectAsSqlError(
        database.query<Row>(text, parameters.map(toParameter), { parsers: valueParsers }),
      );
      return result.rows;
    },
    async exec(statements) {
      await rejectAsSqlError(database.exec(statements));
    },
    async copyFrom(table, columns, source) {
      return copyBlob(database, table, columns, await collect(columns, source));
    },
    async transaction(run) {
      const savepoint = `executor_${depth}`;
      await database.exec(depth === 0 ? 'begin' : `savepoint ${savepoint}`);
      try {
        const result = await run(createDirectExecutor(database, depth + 1));
        await rejectAsSqlError(
          database.exec(depth === 0 ? 'commit' : `release savepoint ${savepoint}`),
        );
        return result;
      } catch (error) {
        await database.exec(
          depth === 0
            ? 'rollback'
            : `rollback to savepoint ${savepoint}; release savepoint ${savepoint}`,
        );
        throw error;
      }
    },
  };
}

/**
 * PGlite's copy reads one blob as a whole, so the chunks are joined first: 350,000 observations
 * are about 40 MB.
 */
async function collect(columns: readonly string[], source: CopySource): Promise<Blob> {
  const parts: string[] = [];
  for await (const chunk of encodeCopy(columns, source)) parts.push(chunk.text);
  return new Blob(parts);
}

async function copyBlob(
  database: PGlite,
  table: string,
  columns: readonly string[],
  data: Blob,
): Promise<number> {
  if (data.size === 0) return 0;
  const result = await rejectAsSqlError(
    database.query(copyStatement(table, columns, "'/dev/blob'"), [], { blob: data }),
  );
  return result.affectedRows ?? 0;
}
