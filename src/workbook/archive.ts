import { unzipSync } from 'fflate';
import { Refusal } from '../domain/refusal.ts';
import { quoted } from '../domain/spreadsheet/sheet.ts';

/** Sheets, styles, texts: as text they take twice as much again. */
const MOST_XML_BYTES = 64 * 1024 * 1024;
const MOST_PART_COUNT = 5_000;
/** Sheets reach 30:1; what is 200 times smaller in the archive is made to be. */
const MOST_RATIO = 200;
/** Below this even an extreme ratio does no harm. */
const HARMLESS_BYTES = 4 * 1024 * 1024;

export const MOST_FILE_BYTES = 64 * 1024 * 1024;

/** The parts of a workbook's archive, taken out one by one after its directory has been looked at. */
export class Archive {
  readonly #bytes: Uint8Array;
  readonly #sizes = new Map<string, number>();
  readonly #name: string;

  /**
   * Reads only the archive's directory: nothing is inflated before its size is known to be harmless.
   *
   * @throws Refusal when the archive is cut off, locked, or would grow beyond measure
   */
  constructor(bytes: Uint8Array, name: string) {
    this.#bytes = bytes;
    this.#name = name;
    let xmlBytes = 0;
    this.#unzip((entry) => {
      if (this.#sizes.size >= MOST_PART_COUNT) throw this.#bomb(`> ${MOST_PART_COUNT}`);
      const { size, originalSize } = entry;
      if (originalSize > HARMLESS_BYTES && originalSize > MOST_RATIO * Math.max(1, size)) {
        throw this.#bomb(`${quoted(entry.name)} 1:${Math.round(originalSize / Math.max(1, size))}`);
      }
      if (!isPicture(entry.name)) xmlBytes += originalSize;
      if (xmlBytes > MOST_XML_BYTES) throw this.#bomb(`> ${MOST_XML_BYTES / 1024 / 1024} MB`);
      this.#sizes.set(entry.name, originalSize);
      return false;
    });
  }

  /** The parts whose paths are wanted, in one pass. */
  readWhere(isWanted: (path: string) => boolean): Record<string, Uint8Array> {
    return this.#unzip(({ name }) => isWanted(name));
  }

  has(path: string): boolean {
    return this.#sizes.has(path);
  }

  sizeOf(path: string): number {
    return this.#sizes.get(path) ?? 0;
  }

  /** The bytes of a part, or undefined when there is none. */
  read(path: string): Uint8Array | undefined {
    if (!this.#sizes.has(path)) return undefined;
    return this.#unzip(({ name }) => name === path)[path];
  }

  /** @throws Refusal when it is not UTF-8 or UTF-16 */
  readText(path: string): string | undefined {
    const bytes = this.read(path);
    if (bytes === undefined) return undefined;
    const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      throw broken(this.#name, path);
    }
  }

  #unzip(filter: (entry: { name: string; size: number; originalSize: number }) => boolean) {
    try {
      return unzipSync(this.#bytes, { filter });
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw broken(this.#name, 'ZIP');
    }
  }

  #bomb(what: string): Refusal {
    return new Refusal(
      `${this.#name} 解压后过大（${what}），可能是压缩炸弹，未打开`,
      `${this.#name} would grow beyond measure when unpacked (${what}); it was not opened.`,
    );
  }
}

/** @param what part of it; never a library's own words */
export function broken(name: string, what: string): Refusal {
  return new Refusal(
    `${name} 已损坏或不完整（${what}），请用 Excel 或 WPS 打开后另存为 .xlsx`,
    `${name} is damaged or incomplete (${what}); open it in Excel or WPS and save it as .xlsx.`,
  );
}

function isPicture(name: string): boolean {
  return /\.(png|jpe?g|gif|bmp|tiff?|webp|emf|wmf)$/i.test(name);
}
