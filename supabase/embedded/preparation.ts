import { readFileSync } from 'node:fs';
import type { DatabaseClient } from './database-client.ts';
import { applyMigrations, readMigrations } from './migrations.ts';
import { describeError, Refusal } from './notices.ts';
import { bootstrapFile } from './project-paths.ts';
import type { SqlExecutor } from './sql-executor.ts';

/** The steps a person waits for. */
export type Phase = 'database' | 'schema' | 'sample';

/** @param fraction of the phase, 0 to 1; 1 is told once, at its end */
export type Progress = (phase: Phase, fraction: number) => void;

/** What bootstrap.sql makes. */
const roles = ['anon', 'authenticated', 'service_role'];
const extensions = ['postgis', 'ltree', 'pg_trgm', 'btree_gist', 'pgcrypto'];

/**
 * Brings a database to the schema of this program: what hosted Supabase has from the beginning,
 * the API's own system schema, then the migrations. Does only what is not done yet; run again, it
 * changes nothing. Where everything before the migrations is there (hosted Supabase) it needs no
 * superuser.
 *
 * @throws Refusal with what is missing or which migration failed
 */
export async function prepareSchema(
  database: Pick<DatabaseClient, 'sql' | 'ensureSystemSchema'>,
  migrationsDirectory: string,
  onProgress: Progress,
): Promise<void> {
  const { sql } = database;
  onProgress('schema', 0);
  if (await needsBootstrap(sql)) await bootstrap(sql);
  onProgress('schema', 0.5);
  if (await ownsSystemSchema(sql)) await database.ensureSystemSchema();
  await checkSystemSchema(sql);
  onProgress('schema', 0.6);
  await applyMigrations(sql, readMigrations(migrationsDirectory), (done, pending) =>
    onProgress('schema', 0.6 + (0.4 * done) / pending),
  );
  onProgress('schema', 1);
}

async function needsBootstrap(sql: SqlExecutor): Promise<boolean> {
  const [row] = await sql.query<{ roles: number; extensions: number; schemas: number }>(
    `select
       (select count(*) from pg_catalog.pg_roles where rolname = any ($1)) as roles,
       (select count(*) from pg_catalog.pg_extension where extname = any ($2)) as extensions,
       (select count(*) from pg_catalog.pg_namespace where nspname in ('extensions', 'auth')) as schemas`,
    [roles, extensions],
  );
  return row?.roles !== roles.length || row.extensions !== extensions.length || row.schemas !== 2;
}

/** Statement by statement would be slower to no gain: a bootstrap cut off is run again. */
async function bootstrap(sql: SqlExecutor): Promise<void> {
  try {
    await sql.exec(readFileSync(bootstrapFile, 'utf8'));
  } catch (error) {
    const cause = describeError(error);
    throw new Refusal(
      `数据库尚未初始化，且当前账号无权初始化（${cause}）：请数据库管理员先执行 supabase/bootstrap.sql`,
      `The database is not prepared and this account may not prepare it (${cause}): have a superuser run supabase/bootstrap.sql first.`,
    );
  }
}

/** False where `auth` belongs to Supabase's own auth server, which is not ours to change. */
async function ownsSystemSchema(sql: SqlExecutor): Promise<boolean> {
  const [row] = await sql.query<{ owns: boolean }>(
    `select pg_catalog.pg_has_role(nspowner, 'usage') as owns
       from pg_catalog.pg_namespace where nspname = 'auth'`,
  );
  return row?.owns === true;
}

/** lite passes over every error of its own schema in silence, so we look at what came of it. */
async function checkSystemSchema(sql: SqlExecutor): Promise<void> {
  const [row] = await sql.query<{ missing: string[] }>(
    `select coalesce(array_agg(name), '{}') as missing
       from unnest(array[
         'auth.users', 'auth.identities', 'auth.sessions', 'auth.refresh_tokens',
         'auth.uid()', 'auth.jwt()'
       ]) as name
      where case
        when name like '%()' then pg_catalog.to_regprocedure(name) is null
        else pg_catalog.to_regclass(name) is null
      end`,
  );
  const missing = row?.missing ?? [];
  if (missing.length === 0) return;
  throw new Refusal(
    `数据库缺少登录所需的 ${missing.join('、')}，当前账号可能无权创建`,
    `The database lacks ${missing.join(', ')}, needed for signing in; this account may not be allowed to make them.`,
  );
}
