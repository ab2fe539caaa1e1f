import type { ExportSheet } from '../domain/spreadsheet/export.ts';
import { WorkbookDesk } from '../workers/workbook.ts';

/** The bytes of an XLSX file, made off the main thread. @throws Error when the worker could not be had */
export async function workbookOf(sheets: readonly ExportSheet[]): Promise<Uint8Array<ArrayBuffer>> {
  const desk = new WorkbookDesk();
  try {
    return await desk.write(sheets);
  } finally {
    desk.close();
  }
}
