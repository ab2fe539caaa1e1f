import type { SqlExecutor } from './sql-executor.ts';

/** How late a lapse may be written; no read depends on it. */
const tickMilliseconds = 30_000;

/**
 * Calls `private.tick()` every 30 seconds, which closes the periods that have lapsed. Where pg_cron
 * has the job, the database does it alone.
 *
 * @param onError told each failure once, until a tick succeeds again
 * @returns stops the ticks, and waits for one under way
 */
export async function startTicks(
  sql: SqlExecutor,
  onError: (error: unknown) => void,
): Promise<() => Promise<void>> {
  if (await databaseTicks(sql)) return () => Promise.resolve();
  let lastError: string | undefined;
  let stopped = false;
  let underWay = Promise.resolve();
  let timer: NodeJS.Timeout;

  async function tick(): Promise<void> {
    try {
      if (await hasTick(sql)) await sql.query('select private.tick()');
      lastError = undefined;
    } catch (error) {
      const text = String(error);
      if (text !== lastError) onError(error);
      lastError = text;
    }
    if (!stopped) timer = setTimeout(start, tickMilliseconds);
  }
  function start(): void {
    underWay = tick();
  }

  start();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await underWay;
  };
}

/** Whether pg_cron is preloaded and has the job. */
async function databaseTicks(sql: SqlExecutor): Promise<boolean> {
  const [row] = await sql.query<{ preloaded: boolean }>(
    `select pg_catalog.to_regclass('cron.job') is not null
        and pg_catalog.current_setting('shared_preload_libraries') like '%pg_cron%' as preloaded`,
  );
  if (row?.preloaded !== true) return false;
  const jobs = await sql.query(
    `select from cron.job
      where command ilike '%private.tick()%' and active and database = current_database()`,
  );
  return jobs.length > 0;
}

async function hasTick(sql: SqlExecutor): Promise<boolean> {
  const [row] = await sql.query<{ found: boolean }>(
    `select pg_catalog.to_regprocedure('private.tick()') is not null as found`,
  );
  return row?.found === true;
}
