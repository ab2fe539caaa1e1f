import { postgis } from '@electric-sql/pglite-postgis';
import { pgtap } from '@electric-sql/pglite-pgtap';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { ltree } from '@electric-sql/pglite/contrib/ltree';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto';
import { PGlite } from '@electric-sql/pglite';
import { App } from '@supabase/lite';
import { createPgliteConnection, type PgliteConnection } from '@supabase/lite/pglite';
import { createPostgresConnection, type PostgresConnection } from '@supabase/lite/postgres';
import type { ApiKeys, ApiRequest, ApiResponse } from './messages.ts';

/** Signed-in persons renew their token this often; a lost phone is out after this at the latest. */
const tokenLifetimeSeconds = 3600;
const shortestPassword = 8;
/** A query that takes longer is cut off, so that it does not keep one of the ten connections. */
const longestQueryMilliseconds = 30_000;

/**
 * PGlite gives its own search path on its command line, where it outranks the one that bootstrap.sql
 * sets for the database; this is the same one.
 */
const startParameters = PGlite.defaultStartParams.map((parameter) =>
  parameter.startsWith('search_path=') ? 'search_path="$user", public, extensions' : parameter,
);

/** lite hands JSON arguments over as text already; the driver would make a JSON string of that text. */
function jsonAsText(oid: number) {
  return {
    to: oid,
    from: [oid],
    serialize: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)),
    parse: (text: string): unknown => JSON.parse(text),
  };
}

/** PGlite with what the schema needs. pgTAP is there for tests and is created only by them. */
export async function openEmbeddedConnection(directory: string): Promise<PgliteConnection> {
  const connection = await createPgliteConnection({
    url: directory,
    pgliteOptions: {
      startParams: startParameters,
      extensions: { postgis, ltree, pg_trgm, btree_gist, pgcrypto, pgtap },
    },
  });
  await connection.driver.waitReady;
  return connection;
}

export function openPostgresConnection(url: string): PostgresConnection {
  return createPostgresConnection({
    url,
    postgresOptions: {
      onnotice: () => undefined,
      connection: { statement_timeout: longestQueryMilliseconds },
      types: { json: jsonAsText(114), jsonb: jsonAsText(3802) },
    },
  });
}

/**
 * The PostgREST- and GoTrue-compatible API over a connection. Nobody is let in without a key, no
 * request is elevated because it comes from this machine, and nobody signs up by himself.
 */
export function createApp(connection: PgliteConnection | PostgresConnection, keys: ApiKeys): App {
  keepRefusals(connection);
  return new App({
    connection,
    auth: {
      enabled: true,
      jwt_secret: keys.jwtSecret,
      publishable_key: keys.publishableKey,
      secret_key: keys.secretKey,
      jwt_expiry: tokenLifetimeSeconds,
      minimum_password_length: shortestPassword,
      enable_signup: false,
      enable_anonymous_sign_ins: false,
      email: { enable_signup: false, enable_confirmations: false },
    },
    studio: { enabled: false },
    storage: { enabled: false },
    options: { server: { admin: false, disableStudio: true } },
  });
}

/**
 * Tells lite that the roles and grants are in order. Left to itself, its first request runs `grant
 * all on all tables … to anon, authenticated, service_role`, which undoes every grant by column and
 * lets a client truncate. The field is private in its types and has no option of its own.
 */
export function keepGrants(connection: PgliteConnection | PostgresConnection): void {
  const internals = connection as unknown as { rlsState?: unknown };
  if (internals.rlsState !== 'unknown' && internals.rlsState !== 'active') {
    throw new Error(
      'This version of @supabase/lite no longer has rlsState; its handling of grants must be looked at before it may serve.',
    );
  }
  internals.rlsState = 'active';
}

/**
 * Lets our refusals (`private.refuse`, SQLSTATE P0001) through as PostgREST does: 400 with message,
 * hint and details. lite makes a fault of any state it does not know, and drops hint and details; a
 * state PTnnn it answers with that status, the rest unchanged.
 */
function keepRefusals(connection: PgliteConnection | PostgresConnection): void {
  const normalize = connection.normalizeDbError.bind(connection);
  connection.normalizeDbError = (error) => {
    const normalized = normalize(error) as { code?: unknown } | undefined;
    if (normalized?.code === 'P0001') normalized.code = 'PT400';
    return normalized;
  };
}

/** Answers one request of the API, with the whole body read. */
export async function answer(app: App, request: ApiRequest): Promise<ApiResponse> {
  const init: RequestInit = { method: request.method, headers: request.headers };
  if (request.body !== undefined) init.body = request.body as Uint8Array<ArrayBuffer>;
  // The peer's address matters only to admin mode, which is off: null keeps it off.
  const response = await app.fetch(new Request(request.url, init), { peerAddress: null });
  return {
    status: response.status,
    headers: [...response.headers],
    body: new Uint8Array(await response.arrayBuffer()),
  };
}
