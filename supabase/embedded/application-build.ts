import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { Refusal } from './notices.ts';
import { projectDirectory } from './project-paths.ts';

export const applicationDirectory = join(projectDirectory, 'dist');

/** What the built application is made from. */
const sources = ['src', 'public', 'index.html', 'vite.config.ts', 'package-lock.json'];

/**
 * Whether dist/ is missing or older than any of its sources. A folder without sources (an installed
 * build) is never stale.
 */
export function needsBuild(): boolean {
  const builtAt = modifiedAt(join(applicationDirectory, 'index.html'));
  return builtAt === undefined || newestSource() > builtAt;
}

/**
 * Builds the application in a process of its own, beside the preparation of the database. Built in
 * a draft folder and put in place when complete: a build cut off must not look like a fresh one.
 *
 * @throws Refusal with the last lines of what the build said
 */
export async function buildApplication(): Promise<void> {
  const cache = join(projectDirectory, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(join(cache, 'chuangcheng-build-'));
  try {
    await runVite(['build', '--logLevel', 'warn', '--outDir', draft, '--emptyOutDir']);
    chmodSync(draft, 0o755);
    rmSync(applicationDirectory, { recursive: true, force: true });
    renameSync(draft, applicationDirectory);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function runVite(flags: readonly string[]): Promise<void> {
  const vite = join(projectDirectory, 'node_modules/vite/bin/vite.js');
  const child = spawn(process.execPath, [vite, ...flags], {
    cwd: projectDirectory,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = () => void child.kill();
  process.once('exit', stop);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  process.off('exit', stop);
  if (code === 0) return;
  const cause = output.trim().split('\n').slice(-12).join('\n');
  throw new Refusal('应用构建失败', `The build of the app failed:\n${cause}`);
}

function newestSource(): number {
  return Math.max(...sources.map((name) => newestIn(join(projectDirectory, name))));
}

function newestIn(path: string): number {
  if (!existsSync(path)) return 0;
  if (!statSync(path).isDirectory()) return modifiedAt(path) ?? 0;
  let newest = 0;
  for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) {
    if (/\.test\.ts$/.test(entry.name)) continue;
    newest = Math.max(newest, modifiedAt(join(entry.parentPath, entry.name)) ?? 0);
  }
  return newest;
}

function modifiedAt(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
