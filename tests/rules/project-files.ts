import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface ProjectFile {
  /** From the project's root, with forward slashes: `src/domain/geo/grid.ts`. */
  path: string;
  text: string;
}

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** What .gitignore leaves out; read by name because a tree unpacked from an archive has no Git. */
const IGNORED_FOLDERS = new Set([
  'node_modules',
  'dist',
  '.data',
  '.git',
  '.svelte-kit',
  '.temp',
  '.branches',
  'coverage',
  'test-output',
]);

/** Paths of all files below `folder` (from the root, '' for all), sorted. */
export function pathsBelow(folder: string): string[] {
  const paths: string[] = [];
  const visit = (directory: string): void => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) {
        if (!IGNORED_FOLDERS.has(entry.name)) visit(path);
      } else if (entry.isFile()) {
        paths.push(relative(projectRoot, path).split(sep).join('/'));
      }
    }
  };
  try {
    visit(join(projectRoot, folder));
  } catch (error) {
    // A folder that is not there has no files; the rules say which folders must be there.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return paths.sort();
}

export function readProjectFile(path: string): ProjectFile {
  return { path, text: readFileSync(join(projectRoot, path), 'utf8') };
}

/** The files below `folder` whose name ends in one of `endings`. */
export function filesBelow(folder: string, ...endings: string[]): ProjectFile[] {
  return pathsBelow(folder)
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .map(readProjectFile);
}
