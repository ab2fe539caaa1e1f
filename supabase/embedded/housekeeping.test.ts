import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepHouse } from './housekeeping.ts';
import { createPgliteExecutor } from './pglite-executor.ts';
import { SerialQueue } from './serial-queue.ts';
import type { SqlExecutor } from './sql-executor.ts';

let database: PGlite;
let sql: SqlExecutor;

beforeAll(async () => {
  database = await PGlite.create();
  sql = createPgliteExecutor(database, new SerialQueue());
});

afterAll(() => database.close());

test('a small database is left alone', async () => {
  expect(await keepHouse(sql)).toEqual({ checkpoint: false });
});

test('a log grown large is cut, and the table that grew is analyzed, once', async () => {
  await sql.exec(`
    create table "Grown" (t text);
    insert into "Grown" select repeat('x', 1000) from generate_series(1, 100000);
    -- Statistics are kept back for a second otherwise.
    select pg_stat_force_next_flush();
  `);
  expect(await keepHouse(sql)).toEqual({ checkpoint: true, table: '"public"."Grown"' });
  const [log] = await sql.query<{ bytes: number }>(
    'select pg_wal_lsn_diff(pg_current_wal_lsn(), redo_lsn)::bigint as bytes from pg_control_checkpoint()',
  );
  expect(log?.bytes).toBeLessThan(8 * 1024 * 1024);
  const [planned] = await sql.query<{ rows: number }>(
    `select reltuples as rows from pg_class where relname = 'Grown'`,
  );
  expect(planned).toEqual({ rows: 100_000 });
  await sql.query('select pg_stat_force_next_flush()');
  expect(await keepHouse(sql)).toEqual({ checkpoint: false });
});
