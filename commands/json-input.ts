import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { InputError } from './command-line.ts';

/**
 * The JSON of a file, or of the standard input for `-`.
 *
 * @throws InputError when it cannot be read or is no JSON
 */
export async function readJson(path: string): Promise<unknown> {
  const content = await read(path);
  try {
    // Editors on Windows put a byte order mark first, which JSON does not know.
    return JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new InputError(`${path} 不是 JSON / ${path} is not JSON: ${oneLine(error)}`);
  }
}

async function read(path: string): Promise<string> {
  try {
    return path === '-' ? await text(process.stdin) : await readFile(path, 'utf8');
  } catch (error) {
    throw new InputError(`读不到 ${path} / cannot read ${path}: ${oneLine(error)}`);
  }
}

function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ');
}
