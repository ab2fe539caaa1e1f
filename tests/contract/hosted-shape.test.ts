import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { getAuthSchemaSql, SUPABASE_AUTH_HELPERS_SQL } from '@supabase/lite';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { openBackend, type Backend } from '../../supabase/embedded/backend';
import { readMigrations } from '../../supabase/embedded/migrations';
import { openPostgresExecutor } from '../../supabase/embedded/postgres-executor';
import {
  bootstrapFile,
  migrationsDirectory,
  projectDirectory,
} from '../../supabase/embedded/project-paths';
import { createUser } from '../../supabase/embedded/users';
import { asRole, createDatabase } from '../support/postgres';

const run = promisify(execFile);
const password = 'only-for-tests';

/** Everything the database has to be told before the migrations run; nobody here is a superuser. */
describe('a database whose owner is no superuser', () => {
  const superuserUrl = inject('postgresUrl');
  const owner = `city_owner_${process.pid}`;
  let dataDirectory: string;
  let url: string;
  let ownerUrl: string;
  let backend: Backend | undefined;

  beforeEach(async () => {
    dataDirectory = mkdtempSync(join(tmpdir(), 'chuangcheng-hosted-'));
    // The rights of hosted Supabase's role `postgres`.
    await asSuperuser(
      superuserUrl,
      `do $$ begin
         if not exists (select from pg_roles where rolname = '${owner}') then
           create role ${owner} login createdb createrole bypassrls password '${password}';
         end if;
         if not exists (select from pg_roles where rolname = 'supabase_auth_admin') then
           create role supabase_auth_admin noinherit;
         end if;
       end $$`,
    );
    url = await createDatabase(superuserUrl, owner);
    ownerUrl = asRole(url, owner, password);
  });

  afterEach(async () => {
    await backend?.close();
    backend = undefined;
    rmSync(dataDirectory, { recursive: true, force: true });
  });

  test('is refused with what to do while nothing is prepared', async () => {
    await expect(openBackend({ dataDirectory, databaseUrl: ownerUrl })).rejects.toThrow(
      'supabase/bootstrap.sql',
    );
  });

  test('is served after a superuser has run bootstrap.sql', async () => {
    await asSuperuser(url, readFileSync(bootstrapFile, 'utf8'));
    backend = await openBackend({ dataDirectory, databaseUrl: ownerUrl });
    await expectServed(backend);
  });

  test('is served where it is shaped like hosted Supabase', async () => {
    await asSuperuser(url, hostedShape(owner));
    const helpersBefore = await functionOwners(url);
    backend = await openBackend({ dataDirectory, databaseUrl: ownerUrl });
    await expectServed(backend);
    // What belongs to Supabase's auth server was left alone.
    expect(await functionOwners(url)).toEqual(helpersBefore);
  });

  test('is up to date for the Supabase CLI', { timeout: 120_000 }, async () => {
    await asSuperuser(url, hostedShape(owner));
    backend = await openBackend({ dataDirectory, databaseUrl: ownerUrl });
    const recorded = await backend.sql.query(
      'select version, name, cardinality(statements) > 0 as has_statements from supabase_migrations.schema_migrations order by version',
    );
    expect(recorded).toEqual(
      readMigrations(migrationsDirectory).map(({ version, name }) => ({
        version,
        name,
        has_statements: true,
      })),
    );
    const { stdout, stderr } = await run(
      join(projectDirectory, 'node_modules/.bin/supabase'),
      ['db', 'push', '--dry-run', '--db-url', `${ownerUrl}?sslmode=disable`],
      { cwd: projectDirectory, env: { ...process.env, DO_NOT_TRACK: '1' } },
    );
    expect(stdout + stderr).toContain('up to date');
  });

  async function expectServed({ sql, fetch: answer, keys }: Backend): Promise<void> {
    const [role] = await sql.query<{ superuser: boolean }>(
      'select rolsuper as superuser from pg_roles where rolname = current_user',
    );
    expect(role).toEqual({ superuser: false });
    await createUser(sql, { email: 'zhang@example.cn', password: 'a pass phrase' });
    const call = async (path: string, headers: Record<string, string>, body?: unknown) => {
      const response = await answer({
        method: body === undefined ? 'GET' : 'POST',
        url: `http://localhost${path}`,
        headers: Object.entries({ 'content-type': 'application/json', ...headers }),
        body: body === undefined ? undefined : new TextEncoder().encode(JSON.stringify(body)),
      });
      return {
        status: response.status,
        json: JSON.parse(new TextDecoder().decode(response.body)) as Record<string, unknown>,
      };
    };
    const apikey = keys.publishableKey;
    const signedIn = await call(
      '/auth/v1/token?grant_type=password',
      { apikey },
      {
        email: 'zhang@example.cn',
        password: 'a pass phrase',
      },
    );
    expect(signedIn.status).toBe(200);
    const authorization = `Bearer ${String(signedIn.json['access_token'])}`;
    // Somebody signed in who is no member sees nothing; the server's own key sees the site types.
    const asPerson = await call('/rest/v1/sites?select=id', { apikey, authorization });
    expect(asPerson).toEqual({ status: 200, json: [] });
    const asServer = await call('/rest/v1/site_types?select=id', { apikey: keys.secretKey });
    expect(asServer.json).toHaveLength(4);
    const asAnybody = await call('/rest/v1/sites?select=id', { apikey });
    expect(asAnybody.status).toBe(401);
  }
});

async function asSuperuser(url: string, statements: string): Promise<void> {
  const executor = openPostgresExecutor(url, 1);
  try {
    await executor.sql.exec(statements);
  } finally {
    await executor.close();
  }
}

async function functionOwners(url: string): Promise<unknown[]> {
  const executor = openPostgresExecutor(url, 1);
  try {
    return await executor.sql.query(
      `select oid::regprocedure::text as name, proowner::regrole::text as owner, prosrc
         from pg_proc where pronamespace = 'auth'::regnamespace order by name`,
    );
  } finally {
    await executor.close();
  }
}

/**
 * What a new project on hosted Supabase has: everything of bootstrap.sql made by its superuser, and
 * an `auth` schema that belongs to the auth server, open to the owner but not his.
 */
function hostedShape(owner: string): string {
  return `
    create schema auth authorization supabase_auth_admin;
    ${readFileSync(bootstrapFile, 'utf8')}
    ${getAuthSchemaSql()}
    ${SUPABASE_AUTH_HELPERS_SQL}
    do $$
    declare item record;
    begin
      for item in select oid::regclass as name from pg_class
                   where relnamespace = 'auth'::regnamespace and relkind = 'r' loop
        execute format('alter table %s owner to supabase_auth_admin', item.name);
      end loop;
      for item in select oid::regprocedure as name from pg_proc
                   where pronamespace = 'auth'::regnamespace loop
        execute format('alter function %s owner to supabase_auth_admin', item.name);
      end loop;
    end $$;
    grant usage on schema auth to anon, authenticated, service_role, ${owner};
    grant all on all tables in schema auth to ${owner};
  `;
}
