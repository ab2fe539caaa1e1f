import { quoteIdentifier } from './sql-values.ts';
import type { SqlExecutor } from './sql-executor.ts';

const roundMilliseconds = 60_000;

/** The log that a restart after a kill has to read again: at 100 MB/s, under a second. */
const mostLogBytes = 64 * 1024 * 1024;

/**
 * Does for the embedded database what PostgreSQL's background processes do, which it has not: a
 * checkpoint when the write-ahead log has grown (it would grow without end, and a restart after a
 * kill read it all), and one table's vacuum and analyze a minute, by autovacuum's own measure. Each
 * holds up queries for well under a second.
 *
 * @param onError told each failure
 * @returns stops it, and waits for a round under way
 */
export function startHousekeeping(
  sql: SqlExecutor,
  onError: (error: unknown) => void,
): () => Promise<void> {
  let underWay = Promise.resolve();
  const timer = setInterval(() => {
    underWay = keepHouse(sql).then(() => undefined, onError);
  }, roundMilliseconds);
  return async () => {
    clearInterval(timer);
    await underWay;
  };
}

/**
 * One round: the vacuum first, because what it writes belongs into the log that is cut.
 *
 * @returns what was done
 */
export async function keepHouse(
  sql: SqlExecutor,
): Promise<{ checkpoint: boolean; table?: string }> {
  const [worst] = await sql.query<{ schema: string; name: string }>(mostNeglectedTable);
  const table =
    worst === undefined
      ? undefined
      : `${quoteIdentifier(worst.schema)}.${quoteIdentifier(worst.name)}`;
  if (table !== undefined) await sql.exec(`vacuum (analyze) ${table}`);
  const [log] = await sql.query<{ bytes: number }>(
    `select pg_wal_lsn_diff(pg_current_wal_lsn(), redo_lsn)::bigint as bytes
       from pg_control_checkpoint()`,
  );
  const checkpoint = (log?.bytes ?? 0) > mostLogBytes;
  if (checkpoint) await sql.exec('checkpoint');
  return table === undefined ? { checkpoint } : { checkpoint, table };
}

/**
 * As autovacuum decides with its default settings: 50 rows and 20 % dead, or 1000 and 20 % inserted,
 * or 50 and 10 % changed since the last analyze.
 */
const mostNeglectedTable = `
  select schemaname as schema, relname as name
    from pg_stat_user_tables
   where n_dead_tup > 50 + 0.2 * n_live_tup
      or n_ins_since_vacuum > 1000 + 0.2 * n_live_tup
      or n_mod_since_analyze > 50 + 0.1 * n_live_tup
   order by n_dead_tup + n_ins_since_vacuum + n_mod_since_analyze desc
   limit 1`;
