import { createHash, randomBytes } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  closeSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitForLock } from 'fs-native-extensions';
import pg from 'pg';
import { openBackend, type Backend } from '../../supabase/embedded/backend';
import { openShell } from '../../supabase/embedded/http-shell';
import {
  bootstrapFile,
  migrationsDirectory,
  projectDirectory,
} from '../../supabase/embedded/project-paths';
import type { SampleOptions } from '../../supabase/embedded/sample-city';
import { createDatabase, startCluster } from './postgres-cluster';

export interface TestBackendOptions {
  readonly database: 'embedded' | 'postgres';
  /** Loads the sample city; absent: the schema alone. */
  readonly sample?: SampleOptions;
  /**
   * The superuser's URL of a running PostgreSQL to make the database in, e.g.
   * `inject('postgresUrl')`; absent: a PostgreSQL of its own, which takes 2 seconds more.
   */
  readonly postgresUrl?: string;
  /** Other migrations than the product's. */
  readonly migrationsDirectory?: string;
}

export interface TestBackend extends Pick<Backend, 'keys' | 'sql' | 'sampleAccounts' | 'fetch'> {
  /** Of the API over HTTP on a free port, without a slash at the end. */
  readonly url: string;
  /** Holds keys, and the embedded database. Removed by `close`. */
  readonly dataDirectory: string;
  /** The superuser's URL of the database, on PostgreSQL. */
  readonly databaseUrl: string | undefined;
  close(): Promise<void>;
  /** As `close`, but leaves the data folder to the caller. */
  closeKeepingData(): Promise<void>;
}

/**
 * The real backend over a database of its own, with the schema prepared. On the embedded database
 * the folder is a copy of a template made once per content of the migrations, so that a test file
 * pays 3 seconds instead of 15.
 */
export async function startTestBackend(options: TestBackendOptions): Promise<TestBackend> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'chuangcheng-test-'));
  const ownCluster =
    options.database === 'postgres' && options.postgresUrl === undefined
      ? await startCluster()
      : undefined;
  const postgresUrl = options.postgresUrl ?? ownCluster?.superuserUrl;
  try {
    const databaseUrl =
      options.database === 'postgres' && postgresUrl !== undefined
        ? await (ownCluster === undefined && options.migrationsDirectory === undefined
            ? copyPreparedDatabase(postgresUrl)
            : createDatabase(postgresUrl, newName()))
        : undefined;
    if (options.database === 'embedded') {
      cpSync(await preparedFolder(options), dataDirectory, { recursive: true });
    }
    const backend = await openBackend({
      dataDirectory,
      databaseUrl,
      migrationsDirectory: options.migrationsDirectory,
      sample: options.sample,
      onProblem: reportProblem,
    });
    const shell = await openShell({ host: '127.0.0.1', port: 0 });
    shell.serve(backend, reportProblem);
    async function closeKeepingData(): Promise<void> {
      await shell.close();
      await backend.close();
      await ownCluster?.stop();
    }
    return {
      url: shell.url,
      keys: backend.keys,
      sql: backend.sql,
      sampleAccounts: backend.sampleAccounts,
      fetch: (request) => backend.fetch(request),
      dataDirectory,
      databaseUrl,
      async close() {
        await closeKeepingData();
        rmSync(dataDirectory, { recursive: true, force: true });
      },
      closeKeepingData,
    };
  } catch (error) {
    await ownCluster?.stop();
    rmSync(dataDirectory, { recursive: true, force: true });
    throw error;
  }
}

function reportProblem(error: unknown): void {
  console.error(error);
}

const PREPARED = 'prepared_schema';

const newName = (): string => `test_${randomBytes(6).toString('hex')}`;

/**
 * A new database of a shared PostgreSQL, with the schema in it: a copy of one that is made by the first
 * who asks, while the others wait. Saves each of them the migrations.
 *
 * @returns the superuser's URL of the new database
 */
async function copyPreparedDatabase(superuserUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query(`select pg_advisory_lock(hashtext('${PREPARED}'))`);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [
      PREPARED,
    ]);
    if (rowCount === 0) {
      const draft = newName();
      const databaseUrl = await createDatabase(superuserUrl, draft);
      const dataDirectory = mkdtempSync(join(tmpdir(), 'chuangcheng-prepared-'));
      await (await openBackend({ dataDirectory, databaseUrl })).close();
      rmSync(dataDirectory, { recursive: true });
      await client.query(`alter database ${draft} rename to ${PREPARED}`);
    }
    const url = await createDatabase(superuserUrl, newName(), { template: PREPARED });
    // What is said of the database itself, its search path, is not copied.
    const copy = new pg.Client({ connectionString: url });
    await copy.connect();
    await copy.query(readFileSync(bootstrapFile, 'utf8'));
    await copy.end();
    return url;
  } finally {
    await client.end();
  }
}

/**
 * A data folder with the schema (and the sample city) in it, closed; to be copied, never opened.
 * Kept in node_modules/.cache under the hash of all it is made from; of several test processes one
 * makes it and the others wait. Made in two steps, so that a changed migration costs 4 seconds and
 * not another initdb.
 */
export async function preparedFolder(
  options: Pick<TestBackendOptions, 'sample' | 'migrationsDirectory'>,
): Promise<string> {
  const cache = join(projectDirectory, 'node_modules/.cache/chuangcheng-databases');
  mkdirSync(cache, { recursive: true });
  const lock = openSync(join(cache, 'lock'), 'a+');
  const migrations = options.migrationsDirectory ?? migrationsDirectory;
  const baseFiles = [bootstrapFile, join(projectDirectory, 'package-lock.json')];
  const base = join(cache, `base-${hashOf(baseFiles)}`);
  const files = [...baseFiles, ...filesIn(migrations), ...sampleFiles(options.sample)];
  const folder = join(cache, `schema-${hashOf(files, JSON.stringify(options.sample))}`);
  try {
    await waitForLock(lock, { exclusive: true });
    removeOldFolders(cache);
    if (!existsSync(base)) {
      const noMigrations = mkdtempSync(join(tmpdir(), 'chuangcheng-no-migrations-'));
      await makeFolder(base, undefined, { migrationsDirectory: noMigrations });
      rmSync(noMigrations, { recursive: true });
    }
    if (!existsSync(folder)) await makeFolder(folder, base, options);
    return folder;
  } finally {
    closeSync(lock);
  }
}

async function makeFolder(
  folder: string,
  base: string | undefined,
  options: Pick<TestBackendOptions, 'sample' | 'migrationsDirectory'>,
): Promise<void> {
  const draft = `${folder}.draft`;
  rmSync(draft, { recursive: true, force: true });
  if (base !== undefined) cpSync(base, draft, { recursive: true });
  // The base was begun without a sample city, which must be asked for by name then.
  const backend = await openBackend({ ...options, sampleAsked: true, dataDirectory: draft });
  await backend.close();
  renameSync(draft, folder);
}

function sampleFiles(sample: SampleOptions | undefined): string[] {
  if (sample === undefined) return [];
  return ['data/generate', 'src/domain'].flatMap((name) => filesIn(join(projectDirectory, name)));
}

function hashOf(files: readonly string[], more = ''): string {
  const hash = createHash('sha256').update(more);
  for (const file of files) hash.update(file).update(readFileSync(file));
  return hash.digest('hex').slice(0, 24);
}

function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Templates of migrations that are no more; a day, because another checkout may still copy one. */
function removeOldFolders(cache: string): void {
  const dayMilliseconds = 24 * 3600 * 1000;
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    if (name !== 'lock' && Date.now() - statSync(path).mtimeMs > dayMilliseconds) {
      rmSync(path, { recursive: true, force: true });
    }
  }
}
