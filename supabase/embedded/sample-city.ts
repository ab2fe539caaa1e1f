import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Refusal } from './notices.ts';
import type { Progress } from './preparation.ts';
import { projectDirectory } from './project-paths.ts';
import type { SqlExecutor } from './sql-executor.ts';

/** What a sample city is made from: the same seed and size give the same city. */
export interface SampleOptions {
  /** How many sites; the generator's own default when absent. */
  readonly sites?: number;
  readonly seed: number;
}

/** What data/generate/load.ts exports. */
export interface SampleLoader {
  loadSampleCity(
    sql: SqlExecutor,
    options: SampleOptions & {
      /** Where the file `sample-accounts.json` goes. */
      readonly dataDir: string;
      readonly onProgress: (fraction: number) => void;
    },
  ): Promise<void>;
}

/** One sign-in of the sample city, as `sample-accounts.json` lists them. */
export interface SampleAccount {
  readonly email: string;
  readonly password: string;
  readonly role: string;
  readonly name: string;
  readonly unit: string | null;
}

const accountsFile = 'sample-accounts.json';

/** Whether the database says of itself that it holds the sample city. */
export async function hasSampleCity(sql: SqlExecutor): Promise<boolean> {
  if (!(await hasTable(sql, 'public.settings'))) return false;
  const rows = await sql.query(`select from public.settings where key = 'sample'`);
  return rows.length > 0;
}

/**
 * Generates and loads the sample city, all or nothing: killed half-way it leaves an empty database.
 *
 * @throws Refusal when there are places in the database already: generated data never mixes with
 *   real data
 */
export async function loadSampleCity(
  sql: SqlExecutor,
  options: SampleOptions,
  dataDirectory: string,
  onProgress: Progress,
): Promise<void> {
  if (await holdsPlaces(sql)) {
    throw new Refusal(
      '数据库中已有区域或点位，不能再载入示例城市',
      'The database already holds areas or sites; the sample city is loaded only into an empty one.',
    );
  }
  const path = join(projectDirectory, 'data/generate/load.ts');
  const { loadSampleCity: load } = (await import(
    /* @vite-ignore */ pathToFileURL(path).href
  )) as SampleLoader;
  onProgress('sample', 0);
  await sql.transaction((transaction) =>
    load(transaction, {
      ...options,
      dataDir: dataDirectory,
      onProgress: (fraction) => onProgress('sample', Math.min(fraction, 0.99)),
    }),
  );
  // Without this the planner takes every table for empty.
  await sql.exec('analyze');
  onProgress('sample', 1);
}

/** The sample sign-ins, or undefined when there is no such file. */
export function readSampleAccounts(dataDirectory: string): SampleAccount[] | undefined {
  const path = join(dataDirectory, accountsFile);
  if (!existsSync(path)) return undefined;
  return JSON.parse(readFileSync(path, 'utf8')) as SampleAccount[];
}

async function holdsPlaces(sql: SqlExecutor): Promise<boolean> {
  for (const table of ['public.areas', 'public.sites']) {
    if (!(await hasTable(sql, table))) continue;
    if ((await sql.query(`select from ${table} limit 1`)).length > 0) return true;
  }
  return false;
}

async function hasTable(sql: SqlExecutor, name: string): Promise<boolean> {
  const [row] = await sql.query<{ found: boolean }>(
    'select pg_catalog.to_regclass($1) is not null as found',
    [name],
  );
  return row?.found === true;
}
