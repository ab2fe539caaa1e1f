import writeXlsxFile, { type SheetData } from 'write-excel-file/universal';
import type { ExportCell, ExportSheet } from '../domain/spreadsheet/export.ts';

/**
 * The bytes of a workbook that opens well in Excel and WPS: real dates, a header that stays in
 * view, columns as wide as said. A text is written as text (format `@`), whatever it begins with,
 * so that none becomes a formula.
 */
export async function writeWorkbook(
  sheets: readonly ExportSheet[],
): Promise<Uint8Array<ArrayBuffer>> {
  const made = sheets.map(({ name, header, widths, rows }) => ({
    sheet: name,
    columns: widths.map((width) => ({ width })),
    stickyRowsCount: 1,
    data: [
      header.map((value) => ({ value, type: String, fontWeight: 'bold' as const, wrap: true })),
      ...rows.map((cells) => cells.map(sheetCell)),
    ] satisfies SheetData,
  }));
  const blob = await writeXlsxFile(made).toBlob();
  return new Uint8Array(await blob.arrayBuffer());
}

function sheetCell(cell: ExportCell) {
  if (cell === null) return null;
  switch (cell.kind) {
    case 'text':
      return {
        value: cell.text,
        type: String,
        format: '@',
        wrap: true,
        alignVertical: 'top' as const,
      };
    case 'number':
      return { value: cell.number, type: Number, alignVertical: 'top' as const };
    case 'date':
      return {
        value: cell.date,
        type: Date,
        format: 'yyyy-mm-dd hh:mm',
        alignVertical: 'top' as const,
      };
  }
}
