import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SqlExecutor } from '../../supabase/embedded/sql-executor';
import { startTestBackend, type TestBackend } from '../support/backend';

const directory = fileURLToPath(new URL('../../supabase/tests', import.meta.url));
const document = fileURLToPath(new URL('../../docs/permissions.md', import.meta.url));

/**
 * One row that a persona might try to add, for each table into which clients may insert; `null` stands
 * for the asking member. What row-level security says of it is what the matrix prints.
 */
const ADDED: Readonly<Record<string, string>> = {
  zones: `insert into public.zones (name, area, member_id)
    values ('新片区', extensions.st_makeenvelope(103.01, 29.91, 103.02, 29.92, 4326), private.my_member_id())`,
};

let backend: TestBackend;

beforeAll(async () => {
  backend = await startTestBackend({ database: 'embedded' });
});

afterAll(() => backend.close());

/** `npx vitest run --project contract permissions -u` writes it anew. */
test('docs/permissions.md says what the policies do', async () => {
  class RolledBack extends Error {}
  let matrix = '';
  await backend.sql
    .transaction(async (sql) => {
      await sql.exec('set local search_path = public, extensions');
      for (const name of ['city.psql', 'records.psql']) {
        await sql.exec(readFileSync(join(directory, name), 'utf8'));
      }
      matrix = await permissions(sql);
      throw new RolledBack();
    })
    .catch((error: unknown) => {
      if (!(error instanceof RolledBack)) throw error;
    });
  await expect(matrix).toMatchFileSnapshot(document);
});

async function permissions(sql: SqlExecutor): Promise<string> {
  const personas = (
    await sql.query<{ name: string }>('select name from tests.personas order by ordinal')
  ).map(({ name }) => name);
  const tables = await sql.query<{ name: string; said: string }>(
    `select c.relname as name, obj_description(c.oid) as said from pg_catalog.pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by c.relname`,
  );
  const lines: string[] = [];
  for (const { name, said } of tables) {
    const [total] = await sql.query<{ n: number }>(
      `select count(*)::integer as n from public.${name}`,
    );
    const cells: string[] = [];
    for (const persona of personas) cells.push(await cell(sql, name, persona, total!.n));
    lines.push(
      `| \`${name}\` | ${cells.join(' | ')} | ${said.split('. ')[0]!.replace(/\.$/, '')} |`,
    );
  }
  return [
    '# Who may do what',
    '',
    'Printed by `tests/contract/permissions.test.ts` from what row-level security answers in the small city of',
    '`supabase/tests/city.psql`; the test fails when this page is not current.',
    '**R** reads every row of the fixture, **r** some of them, **o** none of the rows there though it may ask;',
    '**C** may add, **U** change, **D** delete; **·** may not ask at all. Whatever else is done goes through the',
    'functions of the API, whose guards are tested persona by persona in `supabase/tests/*.sql`.',
    '',
    `| Table | ${personas.join(' | ')} | What it holds |`,
    `|---|${personas.map(() => ':-:').join('|')}|---|`,
    ...lines,
    '',
  ].join('\n');
}

async function cell(
  sql: SqlExecutor,
  table: string,
  persona: string,
  total: number,
): Promise<string> {
  const outcome = async (statement: string): Promise<string> => {
    const [row] = await sql.query<{ outcome: string }>('select tests.outcome($1, $2) as outcome', [
      persona,
      statement,
    ]);
    return row!.outcome;
  };
  const seen = await outcome(`select from public.${table}`);
  const reads = seen === 'no grant' ? '·' : seen === '0' ? 'o' : Number(seen) === total ? 'R' : 'r';
  const succeeds = (result: string) => /^[1-9]/.test(result) && !result.includes(' ');

  let adds = false;
  if ((await granted(sql, table, 'insert')).length > 0) {
    const added = ADDED[table];
    if (added === undefined) throw new Error(`${table}: clients may insert; say what, in ADDED`);
    adds = succeeds(await outcome(added));
  }
  let changes = false;
  for (const column of await granted(sql, table, 'update')) {
    changes ||= succeeds(await outcome(`update public.${table} set ${column} = ${column}`));
  }
  const [deletable] = await sql.query<{ may: boolean }>(
    `select has_table_privilege('authenticated', 'public.' || $1, 'delete') as may`,
    [table],
  );
  const deletes = deletable!.may && succeeds(await outcome(`delete from public.${table}`));
  const writes = `${adds ? 'C' : ''}${changes ? 'U' : ''}${deletes ? 'D' : ''}`;
  return reads === '·' ? writes || '·' : reads + writes;
}

/** The columns that clients may write. */
async function granted(
  sql: SqlExecutor,
  table: string,
  privilege: 'insert' | 'update',
): Promise<string[]> {
  const rows = await sql.query<{ name: string }>(
    `select a.attname as name from pg_catalog.pg_attribute a
     where a.attrelid = ('public.' || $1)::regclass and a.attnum > 0 and not a.attisdropped
       and has_column_privilege('authenticated', a.attrelid, a.attnum, $2) order by a.attnum`,
    [table, privilege],
  );
  return rows.map(({ name }) => name);
}
