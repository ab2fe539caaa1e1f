import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { SqlExecutor } from '../../supabase/embedded/sql-executor';
import { createUsers } from '../../supabase/embedded/users';
import { startTestBackend, type TestBackend } from '../support/backend';

/**
 * Left to itself, @supabase/lite answers its first request by granting everything on every table to
 * anon, authenticated and service_role. These tests are what would tell.
 */
describe.each(['embedded', 'postgres'] as const)('grants on the %s database', (database) => {
  let backend: TestBackend;
  let before: Grant[];

  beforeAll(async () => {
    backend = await startTestBackend({ database, postgresUrl: inject('postgresUrl') });
    await createUsers(backend.sql, [{ email: 'li@example.cn', password: 'a pass phrase' }]);
    before = await readGrants(backend.sql);
  });

  afterAll(() => backend.close());

  test('are there to be compared: tables, columns, functions, schemas and defaults', () => {
    const kinds = new Set(before.map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(['relation', 'column', 'function', 'schema', 'default']));
  });

  test('are the same after twenty parallel first requests', async () => {
    const { url, keys } = backend;
    const signIn = await fetch(`${url}/auth/v1/token?grant_type=password`, {
      method: 'POST',
      headers: { apikey: keys.publishableKey, 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'li@example.cn', password: 'a pass phrase' }),
    });
    const { access_token: token } = (await signIn.json()) as { access_token: string };
    const identities = [
      { apikey: keys.publishableKey },
      { apikey: keys.publishableKey, authorization: `Bearer ${token}` },
      { apikey: keys.secretKey, 'user-agent': 'node' },
    ];
    const statuses = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const headers = identities[index % identities.length] ?? {};
        const response = await fetch(`${url}/rest/v1/site_types?select=id`, { headers });
        await response.arrayBuffer();
        return response.status;
      }),
    );
    // Refused or answered, each by its own rights; no request may fall over another's.
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
    expect(statuses.filter((_, index) => index % 3 === 2)).toEqual(Array(6).fill(200));
    expect(await readGrants(backend.sql)).toEqual(before);
  });
});

interface Grant {
  readonly kind: string;
  readonly name: string;
  readonly grants: string;
}

/** Every access privilege outside the system's own schemas, as PostgreSQL keeps it. */
function readGrants(sql: SqlExecutor): Promise<Grant[]> {
  return sql.query<Grant>(`
    with schemas as (
      select oid from pg_namespace where nspname not like 'pg\\_%' and nspname <> 'information_schema'
    )
    select 'relation' as kind, oid::regclass::text as name, relacl::text as grants
      from pg_class where relnamespace in (select oid from schemas)
    union all
    select 'column', attrelid::regclass || '.' || attname, attacl::text
      from pg_attribute join pg_class on pg_class.oid = attrelid
     where relnamespace in (select oid from schemas) and attacl is not null
    union all
    select 'function', oid::regprocedure::text, proacl::text
      from pg_proc where pronamespace in (select oid from schemas)
    union all
    select 'schema', nspname, nspacl::text from pg_namespace where oid in (select oid from schemas)
    union all
    select 'default', concat_ws(' ', defaclrole::regrole, defaclnamespace::regnamespace, defaclobjtype),
           defaclacl::text
      from pg_default_acl
    order by kind, name`);
}
