import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';

export interface BundleSize {
  /** Every script of the built page, workers included. */
  readonly allBytes: number;
  /** What index.html loads before anything is on the screen. */
  readonly firstFrameBytes: number;
}

/** The JavaScript of the built page, gzipped, file by file, as a server sends it. */
export async function measureBundle(projectDirectory: string): Promise<BundleSize> {
  const directory = mkdtempSync(join(tmpdir(), 'chuangcheng-bundle-'));
  try {
    const vite = join(projectDirectory, 'node_modules/vite/bin/vite.js');
    const options = ['build', '--outDir', directory, '--emptyOutDir', '--logLevel', 'error'];
    await promisify(execFile)(process.execPath, [vite, ...options], { cwd: projectDirectory });
    const page = readFileSync(join(directory, 'index.html'), 'utf8');
    const sizes = readdirSync(directory, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.js'))
      // At the level of supabase/embedded/precompress.ts.
      .map((name) => ({
        name,
        bytes: gzipSync(readFileSync(join(directory, name)), { level: 9 }).length,
      }));
    const sum = (files: typeof sizes) => files.reduce((total, { bytes }) => total + bytes, 0);
    return {
      allBytes: sum(sizes),
      firstFrameBytes: sum(sizes.filter(({ name }) => page.includes(name))),
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
