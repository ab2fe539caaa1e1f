import { readFileSync, statSync } from 'node:fs';
import { Refusal } from '../../src/domain/refusal.ts';
import { decodeText } from '../../src/workbook/decode-text.ts';

const LARGEST_TEXT_BYTES = 256 * 1024 * 1024;

/**
 * The text of a file in any encoding that Excel and the offices' systems write.
 *
 * @throws Refusal naming the file when it cannot be read or decoded
 */
export function readTextFile(path: string): string {
  return decodeText(readFileBytes(path, LARGEST_TEXT_BYTES), path);
}

/**
 * @param most bytes that are read at all
 * @throws Refusal naming the file when it cannot be read or is larger
 */
export function readFileBytes(path: string, most: number): Uint8Array {
  try {
    const { size } = statSync(path);
    if (size > most) {
      throw new Refusal(
        `${path} 有 ${Math.ceil(size / 1024 / 1024)} MB，最多 ${most / 1024 / 1024} MB`,
        `${path} is larger than ${most / 1024 / 1024} MB.`,
      );
    }
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new Refusal(`读不到文件 ${path}（${code}）`, `Cannot read ${path} (${code}).`);
  }
}
