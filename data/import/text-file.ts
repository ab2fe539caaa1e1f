import { readFileSync, statSync } from 'node:fs';
import { Refusal } from '../../src/domain/refusal.ts';
import { decodeText } from '../../src/workbook/decode-text.ts';

const largestBytes = 256 * 1024 * 1024;

/**
 * The text of a file in any encoding that Excel and the offices' systems write.
 *
 * @throws Refusal naming the file when it cannot be read or decoded
 */
export function readTextFile(path: string): string {
  let bytes: Uint8Array;
  try {
    const { size } = statSync(path);
    if (size > largestBytes) {
      throw new Refusal(
        `${path} 有 ${Math.ceil(size / 1024 / 1024)} MB，最多 ${largestBytes / 1024 / 1024} MB`,
        `${path} is larger than ${largestBytes / 1024 / 1024} MB.`,
      );
    }
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new Refusal(`读不到文件 ${path}（${code}）`, `Cannot read ${path} (${code}).`);
  }
  return decodeText(bytes, path);
}
