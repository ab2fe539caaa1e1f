import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openPostgresExecutor } from '../../supabase/embedded/postgres-executor';
import { SqlError, type SqlExecutor } from '../../supabase/embedded/sql-executor';
import { startTestBackend, type TestBackend } from '../support/backend';

describe.each(['embedded', 'postgres', 'postgres, directly'] as const)(
  'the SQL executor: %s',
  (home) => {
    let backend: TestBackend;
    let sql: SqlExecutor;
    let closeExecutor: (() => Promise<void>) | undefined;

    beforeAll(async () => {
      const database = home === 'embedded' ? 'embedded' : 'postgres';
      backend = await startTestBackend({ database, postgresUrl: inject('postgresUrl') });
      sql = backend.sql;
      if (home === 'postgres, directly' && backend.databaseUrl !== undefined) {
        const executor = openPostgresExecutor(backend.databaseUrl);
        ({ sql } = executor);
        closeExecutor = executor.close;
      }
    });

    afterAll(async () => {
      await closeExecutor?.();
      await backend.close();
    });

    test('gives values of every kind as promised', async () => {
      const [row] = await sql.query(
        `select null as nothing, true as yes, 7::int2 as small, 9007199254740991::int8 as big,
                1.50::numeric as exact, 0.1::float8 as double, '汉字 “”' as text,
                '{"a": [1, null]}'::jsonb as json, array[1, 2] as numbers, array['a,b', null] as texts,
                date '2026-11-23' as day, timestamptz '2026-11-23 12:00:00.125+08' as moment,
                extensions.st_asewkt(extensions.st_setsrid(extensions.st_point(103, 30), 4326)) as place`,
      );
      expect(row).toEqual({
        nothing: null,
        yes: true,
        small: 7,
        big: 9_007_199_254_740_991,
        exact: '1.50',
        double: 0.1,
        text: '汉字 “”',
        json: { a: [1, null] },
        numbers: [1, 2],
        texts: ['a,b', null],
        day: '2026-11-23',
        moment: new Date('2026-11-23T04:00:00.125Z'),
        place: 'SRID=4326;POINT(103 30)',
      });
    });

    test('refuses a number that JavaScript cannot hold', async () => {
      await expect(sql.query('select 9007199254740993 as big')).rejects.toThrow('9007199254740993');
    });

    test('takes parameters of every kind', async () => {
      const moment = new Date('2026-11-23T04:00:00.125Z');
      const [row] = await sql.query(
        `select $1::int as number, $2::text as text, $3::jsonb as object, $4::jsonb as list,
                $5::int[] as numbers, $6::text[] as texts, $7::timestamptz as moment, $8::text as nothing`,
        [7, `O'Hara "x" \\`, { a: '“”' }, [{ b: 1 }], [1, 2], ['a,b', 'c"d'], moment, undefined],
      );
      expect(row).toEqual({
        number: 7,
        text: `O'Hara "x" \\`,
        object: { a: '“”' },
        list: [{ b: 1 }],
        numbers: [1, 2],
        texts: ['a,b', 'c"d'],
        moment,
        nothing: null,
      });
    });

    test('tells what the database refused', async () => {
      await sql.exec('create table public.refusals (id int primary key, parent int)');
      await sql.query('insert into public.refusals values (1)');
      const refusal = await sql
        .query('insert into public.refusals values (1)')
        .catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(SqlError);
      expect(refusal).toMatchObject({ code: '23505', detail: 'Key (id)=(1) already exists.' });
      await expect(sql.exec('select 1; select no_such')).rejects.toMatchObject({ code: '42703' });
    });

    test('loads any text, and what is not there, as it was', async () => {
      await sql.exec('create table public.loads (ordinal int primary key, t text, j jsonb)');
      // NUL is the one character that PostgreSQL's text does not have.
      const text = fc.string({ unit: 'binary' }).map((value) => value.replaceAll('\0', ''));
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.option(text), fc.option(fc.array(fc.integer()))), { maxLength: 20 }),
          async (rows) => {
            await sql.exec('truncate public.loads');
            const source = rows.map(([t, j], index) => [index, t, j]);
            const count = await sql.copyFrom('public.loads', ['ordinal', 't', 'j'], source);
            expect(count).toBe(rows.length);
            const loaded = await sql.query<{ t: string | null; j: unknown }>(
              'select t, j from public.loads order by ordinal',
            );
            expect(loaded.map(({ t, j }) => [t, j])).toEqual(rows);
          },
        ),
        {
          numRuns: 50,
          examples: [
            [
              [
                ['\\.', null],
                ['\\.\n\\N\r\n,"', [1]],
                ['', null],
              ],
            ],
          ],
        },
      );
    });

    test('loads CSV that is text already, in chunks that break anywhere', async () => {
      await sql.exec('create table public.csv_loads (id int, name text)');
      const csv = ['1,"春', '熙"\n2,', '\n3,""\n'];
      expect(await sql.copyFrom('public.csv_loads', ['id', 'name'], { csv })).toBe(3);
      expect(await sql.query('select name from public.csv_loads order by id')).toEqual([
        { name: '春熙' },
        { name: null },
        { name: '' },
      ]);
    });

    test('loads all rows or none, also when the last one is wrong', async () => {
      await sql.exec(`
        create table public.parents (id int primary key);
        create table public.children (parent int references public.parents);
        insert into public.parents values (1);
      `);
      const rows = Array.from({ length: 1000 }, (_, index) => [index < 999 ? 1 : 2]);
      await expect(sql.copyFrom('public.children', ['parent'], rows)).rejects.toMatchObject({
        code: '23503',
      });
      await expect(sql.copyFrom('public.children', ['parent'], [[1, 2]])).rejects.toThrow(
        '2 values',
      );
      await expect(sql.copyFrom('public.children', ['parent'], [[NaN]])).rejects.toThrow('NaN');
      expect(await sql.query('select count(*) from public.children')).toEqual([{ count: 0 }]);
    });

    test('undoes a transaction that throws, and a savepoint alone', async () => {
      await sql.exec('create table public.steps (n int)');
      await sql.transaction(async (outer) => {
        await outer.copyFrom('public.steps', ['n'], [[1]]);
        await outer
          .transaction(async (inner) => {
            await inner.query('insert into public.steps values (2)');
            throw new Error('inner');
          })
          .catch(() => undefined);
        await outer.transaction((inner) => inner.query('insert into public.steps values (3)'));
      });
      const failed = sql.transaction(async (outer) => {
        await outer.query('insert into public.steps values (4)');
        throw new Error('outer');
      });
      await expect(failed).rejects.toThrow('outer');
      expect(await sql.query('select n from public.steps order by n')).toEqual([
        { n: 1 },
        { n: 3 },
      ]);
    });
  },
);
