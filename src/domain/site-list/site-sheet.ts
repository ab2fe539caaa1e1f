import { readBody, type LeftOutRow } from '../spreadsheet/body.ts';
import { readDate } from '../spreadsheet/dates.ts';
import { FieldNames } from '../spreadsheet/field-names.ts';
import type { Header } from '../spreadsheet/header.ts';
import { cellText, type Cell, type Sheet } from '../spreadsheet/sheet.ts';
import type { SourceRecord } from './records.ts';
import { COLUMN_NAMES } from './row.ts';

const { name, type, longitude, latitude, address, area, unit, person, phone, id, opened } =
  COLUMN_NAMES;
const NAMES = { name, type, longitude, latitude, address, area, unit, person, phone, id, opened };

/** What a sheet says of a site. */
export type SiteField = keyof typeof NAMES;
export const SITE_NAMES = new FieldNames<SiteField>(NAMES);

export type SiteMapping = ReadonlyMap<SiteField, number>;

/**
 * The rows below a header by the fields that their columns stand for. Merged cells are filled in;
 * totals and notes are left out; longitude and latitude may stand in one cell.
 */
export function siteRecords(
  sheet: Sheet,
  header: Header,
  mapping: SiteMapping,
): { records: SourceRecord[]; leftOut: LeftOutRow[] } {
  const { rows, leftOut } = readBody(sheet, header);
  const records = rows.map(({ row, cells }): SourceRecord => {
    const values: Partial<Record<SiteField, string>> = {};
    for (const [field, column] of mapping) {
      const cell = cells[column] ?? null;
      values[field] = field === 'opened' ? dayText(cell, sheet) : cellText(cell);
    }
    const [, first, second] =
      /^(-?[\d.]+)\s*[,，;；\s]\s*(-?[\d.]+)$/u.exec(values.longitude ?? '') ?? [];
    if ((values.latitude ?? '') === '' && first !== undefined && second !== undefined) {
      values.longitude = first;
      values.latitude = second;
    }
    return { row: row + 1, values, geometry: undefined };
  });
  return { records, leftOut };
}

/** A day however the sheet has it; what is none is told by whoever reads the text. */
function dayText(cell: Cell, { epoch1904 }: Sheet): string {
  return readDate(cell, { year: undefined, epoch1904 })?.day ?? cellText(cell);
}
