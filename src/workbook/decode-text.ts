import { Refusal } from '../domain/refusal.ts';

/**
 * The text of bytes in UTF-8, UTF-16 with a byte order mark, or GB 18030 (of which GBK is a part):
 * what Excel and the offices' systems write. GB 18030 is tried last because it takes almost any bytes.
 *
 * @param name of the file, for the refusal
 * @throws Refusal naming the file when it is in none of them
 */
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
