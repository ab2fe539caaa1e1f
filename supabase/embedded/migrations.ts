import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from './notices.ts';
import { importLite } from './quiet-import.ts';
import { SqlError, type SqlExecutor } from './sql-executor.ts';

/** A file of supabase/migrations: `20261123000100_areas.sql`. */
export interface Migration {
  readonly version: string;
  readonly name: string;
  readonly fileName: string;
  readonly text: string;
}

const fileNamePattern = /^(\d{14})_([\w-]+)\.sql$/;

/**
 * The migrations of a folder in the order of their versions.
 *
 * @throws Refusal for a .sql file named otherwise: the Supabase CLI would skip it silently
 */
export function readMigrations(directory: string): Migration[] {
  const fileNames = readdirSync(directory).filter((name) => name.endsWith('.sql'));
  return fileNames.sort().map((fileName) => {
    const [, version, name] = fileNamePattern.exec(fileName) ?? [];
    if (version === undefined || name === undefined) {
      throw new Refusal(
        `迁移文件名 ${fileName} 有误，应为“14位时间_名称.sql”`,
        `The migration file ${fileName} is misnamed: <14-digit time>_<name>.sql is expected.`,
      );
    }
    return { version, name, fileName, text: readFileSync(join(directory, fileName), 'utf8') };
  });
}

/** The table in which the Supabase CLI records what it has applied, as it makes it. */
const historyTable = `
  create schema if not exists supabase_migrations;
  create table if not exists supabase_migrations.schema_migrations (version text not null primary key);
  alter table supabase_migrations.schema_migrations add column if not exists statements text[];
  alter table supabase_migrations.schema_migrations add column if not exists name text;
`;

/**
 * Applies what is not applied yet, each migration in a transaction of its own with its record, so
 * that a `supabase db push` to the same database finds nothing left to do.
 *
 * @param onApplied called after each with how many of the pending ones are done
 * @returns the names of the files applied
 * @throws Refusal naming file, line and cause; what came before stays applied
 */
export async function applyMigrations(
  sql: SqlExecutor,
  migrations: readonly Migration[],
  onApplied: (done: number, pending: number) => void = () => undefined,
): Promise<string[]> {
  if (!(await hasHistory(sql))) await sql.exec(historyTable);
  const recorded = await recordedVersions(sql);
  refuseNewerDatabase(recorded, migrations);
  const pending = migrations.filter(({ version }) => !recorded.has(version));
  if (pending.length === 0) return [];
  // Loaded only when needed: it brings the whole API server with it.
  const { splitSqlStatements } = await importLite();
  const applied: string[] = [];
  for (const [index, migration] of pending.entries()) {
    if (await applyOne(sql, migration, splitSqlStatements(migration.text))) {
      applied.push(migration.fileName);
    }
    onApplied(index + 1, pending.length);
  }
  return applied;
}

/** False when another process applied it in the meantime. */
async function applyOne(
  sql: SqlExecutor,
  migration: Migration,
  statements: string[],
): Promise<boolean> {
  try {
    return await sql.transaction(async (transaction) => {
      await transaction.exec(
        `select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('supabase_migrations'))`,
      );
      const done = await transaction.query(
        'select from supabase_migrations.schema_migrations where version = $1',
        [migration.version],
      );
      if (done.length > 0) return false;
      await transaction.exec(migration.text);
      await transaction.query(
        'insert into supabase_migrations.schema_migrations (version, name, statements) values ($1, $2, $3)',
        [migration.version, migration.name, statements],
      );
      return true;
    });
  } catch (error) {
    throw error instanceof SqlError ? refusalOf(migration, error) : error;
  }
}

async function hasHistory(sql: SqlExecutor): Promise<boolean> {
  const [row] = await sql.query<{ found: boolean }>(
    `select pg_catalog.to_regclass('supabase_migrations.schema_migrations') is not null as found`,
  );
  return row?.found === true;
}

async function recordedVersions(sql: SqlExecutor): Promise<Set<string>> {
  const rows = await sql.query<{ version: string }>(
    'select version from supabase_migrations.schema_migrations',
  );
  return new Set(rows.map(({ version }) => version));
}

function refuseNewerDatabase(
  recorded: ReadonlySet<string>,
  migrations: readonly Migration[],
): void {
  const known = new Set(migrations.map(({ version }) => version));
  const unknown = [...recorded].filter((version) => !known.has(version)).sort();
  if (unknown.length === 0) return;
  throw new Refusal(
    `数据库含有本程序没有的迁移 ${unknown.join('、')}：请使用更新的程序，或换一个数据目录`,
    `The database has migrations this program does not know (${unknown.join(', ')}): use a newer program or another data folder.`,
  );
}

function refusalOf(migration: Migration, error: SqlError): Refusal {
  const line = error.position === undefined ? undefined : lineAt(migration.text, error.position);
  const place = line === undefined ? migration.fileName : `${migration.fileName}:${line}`;
  const cause = [error.message, error.detail].filter((part) => part !== undefined).join('; ');
  return new Refusal(`迁移 ${place} 未能应用：${cause}`, `Migration ${place} failed: ${cause}`);
}

/** The line, from 1, of a character position, from 1, as PostgreSQL tells it. */
function lineAt(text: string, position: string): number {
  return [...text].slice(0, Number(position) - 1).filter((letter) => letter === '\n').length + 1;
}
