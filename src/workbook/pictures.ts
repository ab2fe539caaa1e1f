import type { Picture } from '../domain/spreadsheet/sheet.ts';
import type { Archive } from './archive.ts';
import { readRelations } from './parts.ts';
import type { SheetScan } from './sheet-scan.ts';
import { readXml } from './xml.ts';

/** What `photo_files` takes. */
const MOST_PICTURE_BYTES = 2 * 1024 * 1024;
/** Of one sheet, together. */
const MOST_BYTES = 128 * 1024 * 1024;
const CELL_IMAGES = 'xl/cellimages.xml';

export interface SheetPictures {
  readonly pictures: readonly Picture[];
  /** Of another format than JPEG, PNG or WebP, or larger than 2 MB. */
  readonly leftOut: number;
}

/** The pictures of a sheet: anchored in its drawing, and WPS's in its cells. */
export function readPictures(
  archive: Archive,
  file: string,
  sheetPath: string,
  scan: SheetScan,
): SheetPictures {
  const places = [...anchored(archive, file, sheetPath, scan), ...inCells(archive, file, scan)];
  const pictures: Picture[] = [];
  let total = 0;
  for (const { row, column, path } of places) {
    const size = archive.sizeOf(path);
    if (size === 0 || size > MOST_PICTURE_BYTES || total + size > MOST_BYTES) continue;
    const bytes = archive.read(path);
    const mime = bytes === undefined ? undefined : mimeOf(bytes);
    if (bytes === undefined || mime === undefined) continue;
    total += size;
    pictures.push({ row, column, mime, bytes });
  }
  return { pictures, leftOut: places.length - pictures.length };
}

interface Place {
  readonly row: number;
  readonly column: number;
  readonly path: string;
}

/** Of a drawing: each anchor's upper left cell, and the picture's relation. */
function anchored(
  archive: Archive,
  file: string,
  sheetPath: string,
  { drawingId }: SheetScan,
): Place[] {
  if (drawingId === undefined) return [];
  const path = readRelations(archive, file, sheetPath).get(drawingId);
  const text = path === undefined ? undefined : archive.readText(path);
  if (path === undefined || text === undefined) return [];
  const targets = readRelations(archive, file, path);
  const places: Place[] = [];
  let inFrom = false;
  let reads: 'row' | 'col' | undefined;
  let row = 0;
  let column = 0;
  readXml(text, file, {
    open(name, { embed }) {
      if (name === 'from') inFrom = true;
      else if (inFrom && (name === 'row' || name === 'col')) reads = name;
      else if (name === 'blip' && embed !== undefined) {
        const target = targets.get(embed);
        if (target !== undefined) places.push({ row, column, path: target });
      }
    },
    close(name) {
      if (name === 'from') inFrom = false;
      reads = undefined;
    },
    text(part) {
      const value = Number(part);
      if (!Number.isInteger(value) || value < 0) return;
      if (reads === 'row') row = value;
      if (reads === 'col') column = value;
    },
  });
  return places;
}

/** Of WPS: the formula names a picture, cellimages.xml says which file it is. */
function inCells(archive: Archive, file: string, { cellPictures }: SheetScan): Place[] {
  const text = cellPictures.length === 0 ? undefined : archive.readText(CELL_IMAGES);
  if (text === undefined) return [];
  const targets = readRelations(archive, file, CELL_IMAGES);
  const paths = new Map<string, string>();
  let id = '';
  readXml(text, file, {
    open(name, attributes) {
      if (name === 'cNvPr') id = attributes.name ?? '';
      const target = name === 'blip' ? targets.get(attributes.embed ?? '') : undefined;
      if (target !== undefined) paths.set(id, target);
    },
  });
  return cellPictures.flatMap(({ row, column, id: name }) => {
    const path = paths.get(name);
    return path === undefined ? [] : [{ row, column, path }];
  });
}

/** A file is what its bytes say. */
function mimeOf(bytes: Uint8Array): Picture['mime'] | undefined {
  const starts = (...values: number[]) => values.every((value, index) => bytes[index] === value);
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (starts(0x52, 0x49, 0x46, 0x46) && bytes[8] === 0x57 && bytes[9] === 0x45) return 'image/webp';
  return undefined;
}
