import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startDatabase, type DatabaseClient } from './database-client.ts';
import { lockFolder, type FolderLock } from './folder-lock.ts';
import { keysOf } from './keys.ts';
import type { ApiKeys, ApiRequest, ApiResponse } from './messages.ts';
import { Refusal } from './notices.ts';
import { prepareSchema, type Progress } from './preparation.ts';
import { migrationsDirectory } from './project-paths.ts';
import {
  hasSampleCity,
  loadSampleCity,
  readSampleAccounts,
  type SampleAccount,
  type SampleOptions,
} from './sample-city.ts';
import type { SqlExecutor } from './sql-executor.ts';
import { startHousekeeping } from './housekeeping.ts';
import { startTicks } from './ticks.ts';

export interface BackendOptions {
  /** Holds the keys, and the embedded database. Made when absent. */
  readonly dataDirectory: string;
  /** postgres://… : serve this database instead of the embedded one. */
  readonly databaseUrl?: string | undefined;
  /** Another folder of migrations, for tests. */
  readonly migrationsDirectory?: string | undefined;
  /** Load the sample city if the database is new; absent: an empty database is wanted. */
  readonly sample?: SampleOptions | undefined;
  /** The sample city was asked for by name: also in a database that was begun without one. */
  readonly sampleAsked?: boolean | undefined;
  /** Remove the embedded database and begin anew; the keys stay. */
  readonly reset?: boolean | undefined;
  readonly onProgress?: Progress | undefined;
  /** Told what goes wrong in the background (ticks). */
  readonly onProblem?: ((error: unknown) => void) | undefined;
}

export interface Backend {
  readonly keys: ApiKeys;
  /** As the owner of the database, past row-level security. */
  readonly sql: SqlExecutor;
  /** One request to `/rest/v1` or `/auth/v1`. */
  fetch(request: ApiRequest): Promise<ApiResponse>;
  /** The sign-ins of the sample city; undefined when it is not loaded. */
  readonly sampleAccounts: SampleAccount[] | undefined;
  /** Resolves with the cause if the database ends unasked. */
  readonly failed: Promise<Error>;
  close(): Promise<void>;
}

const databaseFolder = 'database';

/**
 * Written into the data folder when initdb has ended: a database folder without it is what a killed
 * first start left behind, and holds nothing yet.
 */
const initialisedMarker = 'database.json';

interface Marker {
  readonly initialisedAt: string;
  /** Whether the sample city was wanted at the first start. */
  readonly sample: boolean;
}

/**
 * Opens a database, brings it to the schema of this program, loads the sample city if wanted, and
 * answers the API over it.
 *
 * @throws Refusal when the folder is in use, the database cannot be prepared, or a migration fails
 */
export async function openBackend(options: BackendOptions): Promise<Backend> {
  const dataDirectory = resolve(options.dataDirectory);
  const onProgress = options.onProgress ?? (() => undefined);
  const embedded = options.databaseUrl === undefined;
  // Over a PostgreSQL the folder holds only the keys: several servers may share it.
  const lock = embedded ? lockFolder(dataDirectory) : undefined;
  let database: DatabaseClient | undefined;
  try {
    const keys = keysOf(dataDirectory);
    if (embedded && options.reset === true) removeDatabase(dataDirectory);
    onProgress('database', 0);
    database = await openDatabase(dataDirectory, options, keys);
    onProgress('database', 1);
    await prepareSchema(database, options.migrationsDirectory ?? migrationsDirectory, onProgress);
    await provideSample(database.sql, dataDirectory, options);
    await database.serve();
    return await assemble(database, keys, dataDirectory, lock, options.onProblem);
  } catch (error) {
    await database?.close();
    lock?.release();
    throw error;
  }
}

async function openDatabase(
  dataDirectory: string,
  { databaseUrl: url, sample }: BackendOptions,
  keys: ApiKeys,
): Promise<DatabaseClient> {
  if (url !== undefined) return startDatabase({ home: { kind: 'postgres', url }, keys });
  if (readMarker(dataDirectory) === undefined) removeDatabase(dataDirectory);
  const directory = join(dataDirectory, databaseFolder);
  const database = await startDatabase({ home: { kind: 'embedded', directory }, keys });
  if (readMarker(dataDirectory) === undefined) {
    const marker: Marker = {
      initialisedAt: new Date().toISOString(),
      sample: sample !== undefined,
    };
    writeFileSync(join(dataDirectory, initialisedMarker), `${JSON.stringify(marker)}\n`);
  }
  return database;
}

/**
 * Loads the sample city where it is wanted and not there. What a folder was begun with, it stays
 * with: a later start without flags puts no sample city into an empty database that waits for a
 * real one.
 */
async function provideSample(
  sql: SqlExecutor,
  dataDirectory: string,
  { sample, sampleAsked, databaseUrl, onProgress = () => undefined }: BackendOptions,
): Promise<void> {
  const embedded = databaseUrl === undefined;
  if (await hasSampleCity(sql)) {
    if (sample !== undefined || !embedded) return;
    throw new Refusal(
      `数据目录 ${dataDirectory} 中已有示例城市，要空的数据库请加 --reset，或用 --data 指定其他目录`,
      `The data folder ${dataDirectory} holds the sample city: add --reset for an empty database, or choose another folder with --data.`,
    );
  }
  if (sample === undefined) return;
  if (embedded && sampleAsked !== true && readMarker(dataDirectory)?.sample !== true) return;
  await loadSampleCity(sql, sample, dataDirectory, onProgress);
  // Else a kill soon after would have the whole load replayed.
  if (embedded) await sql.exec('checkpoint');
}

function readMarker(dataDirectory: string): Marker | undefined {
  try {
    return JSON.parse(readFileSync(join(dataDirectory, initialisedMarker), 'utf8')) as Marker;
  } catch {
    return undefined;
  }
}

/** The marker goes first: cut off half-way, the rest is removed at the next start. */
function removeDatabase(dataDirectory: string): void {
  for (const name of [initialisedMarker, 'sample-accounts.json', databaseFolder]) {
    rmSync(join(dataDirectory, name), { recursive: true, force: true });
  }
}

async function assemble(
  database: DatabaseClient,
  keys: ApiKeys,
  dataDirectory: string,
  lock: FolderLock | undefined,
  onProblem: (error: unknown) => void = () => undefined,
): Promise<Backend> {
  const sampleAccounts = (await hasSampleCity(database.sql))
    ? readSampleAccounts(dataDirectory)
    : undefined;
  const stopTicks = await startTicks(database.sql, onProblem);
  // The lock says that the database is the embedded one.
  const stopHousekeeping = lock ? startHousekeeping(database.sql, onProblem) : undefined;
  let closing: Promise<void> | undefined;
  async function close(): Promise<void> {
    try {
      await stopTicks();
      await stopHousekeeping?.();
      await database.close();
    } finally {
      lock?.release();
    }
  }
  return {
    keys,
    sql: database.sql,
    fetch: (request) => database.fetch(request),
    sampleAccounts,
    failed: database.failed,
    close: () => (closing ??= close()),
  };
}
