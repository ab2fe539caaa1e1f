import { Refusal } from '../../src/domain/refusal.ts';
import { SITE_NAMES, siteRecords } from '../../src/domain/site-list/site-sheet.ts';
import { mappingOf } from '../../src/domain/spreadsheet/field-names.ts';
import { findHeader } from '../../src/domain/spreadsheet/header.ts';
import { missingFields } from '../../src/domain/spreadsheet/missing-fields.ts';
import { openWorkbook } from '../../src/workbook/read-workbook.ts';
import type { ReadRecords } from './geojson-file.ts';

/**
 * The rows of the first sheet of a workbook that has the header of a list of sites, below title rows
 * and with its merged cells filled in.
 *
 * @throws Refusal in one line when there is none
 */
export async function readSiteWorkbook(bytes: Uint8Array, name: string): Promise<ReadRecords> {
  const workbook = openWorkbook(bytes, name);
  for (const sheetName of workbook.sheetNames) {
    const { sheet } = await workbook.read(sheetName);
    const header = findHeader(sheet, SITE_NAMES);
    if (header === undefined) continue;
    const mapping = mappingOf(SITE_NAMES.propose(header.names));
    if (missingFields('sites', new Set(mapping.keys()), true).length > 0) continue;
    return { records: siteRecords(sheet, header, mapping).records, problems: [] };
  }
  throw new Refusal(
    `${name} 中找不到点位清单的表头（名称、经度、纬度）`,
    `${name} has no header of a list of sites (名称, 经度, 纬度).`,
  );
}
