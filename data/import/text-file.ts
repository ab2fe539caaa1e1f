import { readFileSync, statSync } from 'node:fs';
import { Refusal } from '../../supabase/embedded/notices.ts';

const largestBytes = 256 * 1024 * 1024;

/**
 * The text of a file in UTF-8, UTF-16 with a byte order mark, or GB 18030 (of which GBK is a part):
 * what Excel and the offices' systems write. GB 18030 is tried last because it takes almost any bytes.
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

/** @param name of the file, for the refusal */
export function decodeText(bytes: Uint8Array, name: string): string {
  const marked =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : undefined;
  for (const encoding of marked === undefined ? ['utf-8', 'gb18030'] : [marked]) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // The next encoding.
    }
  }
  throw new Refusal(
    `${name} 的编码无法识别，请另存为 UTF-8 或 GBK`,
    `The encoding of ${name} is neither UTF-8 nor GBK.`,
  );
}
