import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { findPostgres, OLDEST_POSTGRES_MAJOR } from './postgres-binaries';

export interface ClusterOptions {
  /** Libraries of `shared_preload_libraries`, e.g. `['pg_cron']`. */
  preloadLibraries?: readonly string[];
  /** True where a test kills the server and looks at what survived. Off by default, for speed. */
  durable?: boolean;
  /** Further server settings, e.g. `{ 'cron.database_name': 'city' }`. */
  settings?: Readonly<Record<string, string>>;
}

export interface CreateDatabaseOptions {
  /** Copies this database; nobody may be connected to it. */
  template?: string;
}

export interface Cluster {
  /** Connects as the superuser `postgres` to the database `postgres`. */
  superuserUrl: string;
  port: number;
  /** Major version of the server. */
  major: number;
  /** Creates a database and answers the superuser's URL of it. */
  createDatabase(name: string, options?: CreateDatabaseOptions): Promise<string>;
  /** Stops the server and removes its files. May be called twice. */
  stop(): Promise<void>;
}

/**
 * The server's keeper. It holds the read end of a pipe whose write end is in this process: when the
 * pipe closes, whether by stop() or because this process was killed, it stops the server and removes
 * the files. Signal handlers in this process could not promise that under SIGKILL.
 */
const KEEPER = `
directory=$1; shift
exec 3<&0
"$@" </dev/null >"$directory/server.log" 2>&1 3<&- &
server=$!
( cat <&3 >/dev/null; kill -INT "$server" 2>/dev/null ) &
wait "$server"
code=$?
[ "$code" -eq 0 ] || tail -n 20 "$directory/server.log"
rm -rf "$directory"
exit "$code"
`;

type Keeper = ChildProcessByStdio<Writable, Readable, null>;

/**
 * Starts a PostgreSQL of its own on a free port of the loopback interface, with a random password.
 * Under root the server runs as `postgres` or `nobody`, because PostgreSQL refuses root.
 *
 * @throws when no PostgreSQL is installed, or with the server's last words when it does not start.
 */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const installation = findPostgres();
  if (installation === undefined) {
    throw new Error(
      `未找到 PostgreSQL ${OLDEST_POSTGRES_MAJOR} 及以上版本，可用 PG_BIN 指明其 bin 目录 / ` +
        `no PostgreSQL ${OLDEST_POSTGRES_MAJOR} or newer found; PG_BIN may name its bin folder`,
    );
  }
  const account = serverAccount();
  const password = randomBytes(18).toString('base64url');
  const directory = mkdtempSync(join(tmpdir(), 'chuangcheng-pg-'));
  const dataDirectory = join(directory, 'data');
  try {
    if (account) chownSync(directory, account.uid, account.gid);
    await initialise(installation.binaryDirectory, directory, dataDirectory, password, account);
    const port = await freePort();
    const keeper = launch(
      join(installation.binaryDirectory, 'postgres'),
      directory,
      serverParameters(dataDirectory, directory, port, options),
      account,
    );
    const superuserUrl = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
    await untilReady(keeper, dataDirectory);
    return {
      superuserUrl,
      port,
      major: installation.major,
      createDatabase: (name, options) => createDatabase(superuserUrl, name, options),
      stop: () => stop(keeper),
    };
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Creates a database in a running cluster, such as the one a whole run shares
 * (`inject('postgresUrl')`), and answers its URL for the same user.
 */
export async function createDatabase(
  url: string,
  name: string,
  { template }: CreateDatabaseOptions = {},
): Promise<string> {
  const copied = template === undefined ? '' : ` template ${pg.escapeIdentifier(template)}`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`create database ${pg.escapeIdentifier(name)}${copied}`);
  } finally {
    await client.end();
  }
  const created = new URL(url);
  created.pathname = `/${encodeURIComponent(name)}`;
  return created.href;
}

interface Account {
  uid: number;
  gid: number;
}

/** The unprivileged account to run the server under, or nothing when we are not root. */
function serverAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const fields = accounts.find(([candidate]) => candidate === name);
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new Error(
    'PostgreSQL 不能以 root 运行，且本机没有 postgres 或 nobody 账户 / ' +
      'PostgreSQL refuses to run as root, and there is no account postgres or nobody',
  );
}

async function initialise(
  binaryDirectory: string,
  directory: string,
  dataDirectory: string,
  password: string,
  account: Account | undefined,
): Promise<void> {
  const passwordFile = join(directory, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account) chownSync(passwordFile, account.uid, account.gid);
  const child = spawn(
    join(binaryDirectory, 'initdb'),
    [
      ['--pgdata', dataDirectory],
      ['--username', 'postgres'],
      ['--pwfile', passwordFile],
      ['--auth', 'scram-sha-256'],
      ['--encoding', 'UTF8'],
      // The same collation everywhere, so that order by does not depend on the machine.
      ['--locale', 'C.UTF-8'],
      ['--no-sync'],
    ].flat(),
    { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'], ...account },
  );
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  rmSync(passwordFile, { force: true });
  if (code !== 0) throw new Error(`initdb 失败 / initdb failed (${code}): ${said.trim()}`);
}

function serverParameters(
  dataDirectory: string,
  socketDirectory: string,
  port: number,
  options: ClusterOptions,
): string[] {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: socketDirectory,
    max_connections: '100',
    timezone: 'UTC',
    ...(options.durable
      ? {}
      : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...(options.preloadLibraries?.length
      ? { shared_preload_libraries: options.preloadLibraries.join(',') }
      : {}),
    ...options.settings,
  };
  return [
    '-D',
    dataDirectory,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}

function launch(
  server: string,
  directory: string,
  parameters: string[],
  account: Account | undefined,
): Keeper {
  const keeper = spawn('/bin/sh', ['-c', KEEPER, 'keeper', directory, server, ...parameters], {
    cwd: directory,
    // A session of its own: Ctrl-C in the terminal reaches us, and the keeper through us.
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
    ...account,
  });
  // A test that forgets stop() must not hang: the keeper cleans up when this process ends.
  keeper.unref();
  for (const stream of [keeper.stdin, keeper.stdout] as unknown as Socket[]) stream.unref();
  return keeper;
}

/** The server writes `ready` into the eighth line of its pid file when it takes connections. */
async function untilReady(keeper: Keeper, dataDirectory: string): Promise<void> {
  let said = '';
  keeper.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  while (keeper.exitCode === null && keeper.signalCode === null) {
    if (statusLine(dataDirectory) === 'ready') return;
    await delay(20);
  }
  throw new Error(`PostgreSQL 未能启动 / PostgreSQL did not start: ${said.trim()}`);
}

function statusLine(dataDirectory: string): string | undefined {
  try {
    return readFileSync(join(dataDirectory, 'postmaster.pid'), 'utf8').split('\n')[7]?.trim();
  } catch {
    return undefined;
  }
}

async function stop(keeper: Keeper): Promise<void> {
  if (keeper.exitCode !== null || keeper.signalCode !== null) return;
  keeper.ref();
  const exited = once(keeper, 'exit');
  keeper.stdin.end();
  await exited;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
