import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitForLock } from 'fs-native-extensions';
import { openBackend, type Backend } from '../../supabase/embedded/backend';
import { openShell, type Shell } from '../../supabase/embedded/http-shell';
import { projectDirectory } from '../../supabase/embedded/project-paths';
import type { SampleAccount, SampleOptions } from '../../supabase/embedded/sample-city';
import type { SqlExecutor } from '../../supabase/embedded/sql-executor';
import { preparedFolder } from './backend';

export interface ApplicationOptions {
  /** Loads the sample city; absent: the schema alone. */
  readonly sample?: SampleOptions;
  /** Puts rows into the database before anything is served. */
  readonly prepare?: (sql: SqlExecutor) => Promise<void>;
}

/** The product as `npm start` serves it: the built page and the API at one address. */
export interface Application {
  /** Without a slash at the end; the same after `comeBack`. */
  readonly url: string;
  /** As the owner of the database, past row-level security. */
  readonly sql: SqlExecutor;
  readonly publishableKey: string;
  readonly sampleAccounts: readonly SampleAccount[];
  /** The server is gone: connections are refused. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

export async function startApplication(options: ApplicationOptions = {}): Promise<Application> {
  const [applicationDirectory, prepared] = await Promise.all([
    builtApplication(),
    preparedFolder(options),
  ]);
  const dataDirectory = mkdtempSync(join(tmpdir(), 'chuangcheng-application-'));
  cpSync(prepared, dataDirectory, { recursive: true });
  const backend = await openBackend({ dataDirectory, sample: options.sample, onProblem });
  await options.prepare?.(backend.sql);
  let shell: Shell | undefined = await serve(backend, applicationDirectory, 0);
  const { url } = shell;
  const port = Number(new URL(url).port);
  return {
    url,
    sql: backend.sql,
    publishableKey: backend.keys.publishableKey,
    sampleAccounts: backend.sampleAccounts ?? [],
    async goAway() {
      await shell?.close();
      shell = undefined;
    },
    async comeBack() {
      shell ??= await serve(backend, applicationDirectory, port);
    },
    async close() {
      await shell?.close();
      await backend.close();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}

async function serve(backend: Backend, applicationDirectory: string, port: number): Promise<Shell> {
  const shell = await openShell({ host: '127.0.0.1', port, applicationDirectory });
  shell.serve(backend, onProblem);
  return shell;
}

function onProblem(error: unknown): void {
  console.error(error);
}

/** What the built page is made from. */
const SOURCES = ['src', 'public', 'index.html', 'vite.config.ts', 'package-lock.json'] as const;

/**
 * The page as `npm start` builds it, kept in node_modules/.cache under the hash of its sources; of
 * several test processes one builds and the others wait.
 */
export async function builtApplication(): Promise<string> {
  const cache = join(projectDirectory, 'node_modules/.cache/chuangcheng-applications');
  mkdirSync(cache, { recursive: true });
  const folder = join(cache, hashOfSources());
  const lock = openSync(join(cache, 'lock'), 'a+');
  try {
    await waitForLock(lock, { exclusive: true });
    if (existsSync(folder)) return folder;
    removeOldBuilds(cache);
    const draft = `${folder}.draft`;
    rmSync(draft, { recursive: true, force: true });
    await build(draft);
    renameSync(draft, folder);
    return folder;
  } finally {
    closeSync(lock);
  }
}

async function build(folder: string): Promise<void> {
  const vite = join(projectDirectory, 'node_modules/vite/bin/vite.js');
  const flags = ['build', '--logLevel', 'warn', '--outDir', folder, '--emptyOutDir'];
  const child = spawn(process.execPath, [vite, ...flags], {
    cwd: projectDirectory,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Vitest says `test`; what is tested is what is served.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`The build of the page failed:\n${said}`);
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of filesIn(join(projectDirectory, source))) {
      if (/\.test\.ts$/.test(file)) continue;
      hash.update(file).update(readFileSync(file));
    }
  }
  return hash.digest('hex').slice(0, 24);
}

function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Builds of sources that are no more; an hour, because another process may still serve one. */
function removeOldBuilds(cache: string): void {
  const hourMilliseconds = 3600 * 1000;
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    if (name !== 'lock' && Date.now() - statSync(path).mtimeMs > hourMilliseconds) {
      rmSync(path, { recursive: true, force: true });
    }
  }
}
