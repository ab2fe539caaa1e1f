import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { applyMigrations, readMigrations } from './migrations.ts';
import { createPgliteExecutor } from './pglite-executor.ts';
import { SerialQueue } from './serial-queue.ts';
import type { SqlExecutor } from './sql-executor.ts';

let directory: string;
let database: PGlite;
let sql: SqlExecutor;

beforeAll(async () => {
  database = await PGlite.create();
  sql = createPgliteExecutor(database, new SerialQueue());
});

afterAll(() => database.close());

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'chuangcheng-migrations-'));
  await sql.exec('drop schema if exists supabase_migrations cascade; drop table if exists a, b');
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

const write = (name: string, text: string) => writeFileSync(join(directory, name), text);
const apply = () => applyMigrations(sql, readMigrations(directory));

test('are applied once, in order, and recorded as the Supabase CLI does', async () => {
  write('20260102000000_second.sql', `insert into a values (';'); create table b ();`);
  write('20260101000000_first.sql', 'create table a (t text);');
  expect(await apply()).toEqual(['20260101000000_first.sql', '20260102000000_second.sql']);
  expect(await apply()).toEqual([]);
  write('20260103000000_third.sql', 'drop table b;');
  expect(await apply()).toEqual(['20260103000000_third.sql']);
  const rows = await sql.query(
    'select * from supabase_migrations.schema_migrations order by version',
  );
  expect(rows).toEqual([
    { version: '20260101000000', name: 'first', statements: ['create table a (t text)'] },
    {
      version: '20260102000000',
      name: 'second',
      statements: [`insert into a values (';')`, 'create table b ()'],
    },
    { version: '20260103000000', name: 'third', statements: ['drop table b'] },
  ]);
});

test('that fail name the file and the line, and leave nothing of themselves', async () => {
  write('20260101000000_first.sql', 'create table a (t text);');
  write('20260102000000_second.sql', 'create table b ();\n-- 城市\nselect no_such_thing;\n');
  await expect(apply()).rejects.toThrow('20260102000000_second.sql:3');
  expect(await sql.query('select version from supabase_migrations.schema_migrations')).toEqual([
    { version: '20260101000000' },
  ]);
  expect(await sql.query(`select to_regclass('b') as b`)).toEqual([{ b: null }]);
});

test('of a newer program are refused', async () => {
  write('20260101000000_first.sql', 'create table a (t text);');
  await apply();
  await sql.exec(`insert into supabase_migrations.schema_migrations values ('20270101000000')`);
  await expect(apply()).rejects.toThrow('20270101000000');
});

test('that the Supabase CLI would skip are refused', () => {
  write('20260101_first.sql', '');
  expect(() => readMigrations(directory)).toThrow('20260101_first.sql');
});
