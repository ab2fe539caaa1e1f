/** What was pasted: rows of cells, and pictures. */
export interface Pasted {
  readonly rows: readonly (readonly string[])[];
  readonly pictures: readonly File[];
}

/**
 * What a clipboard holds. A table of Excel or WPS comes as HTML, with its line breaks inside cells, and
 * as a picture of itself besides, which is left out; other programs give text with tabs.
 */
export function pastedCells(clipboard: DataTransfer): Pasted {
  const table = tableOf(clipboard.getData('text/html'));
  if (table !== null) return { rows: table, pictures: [] };
  const pictures = [...clipboard.files].filter(({ type }) => type.startsWith('image/'));
  return { rows: cellsOfText(clipboard.getData('text/plain')), pictures };
}

/** Lines of cells between tabs; a cell with a line break of its own stands in quotes. */
export function cellsOfText(text: string): string[][] {
  const rows: string[][] = [];
  let cells: string[] = [];
  for (const [, quoted, plain, end] of text
    .replace(/\r\n?/g, '\n')
    .matchAll(/(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/g)) {
    cells.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\t') continue;
    rows.push(cells);
    cells = [];
    if (end === '') break;
  }
  return rows.filter((row) => row.some((cell) => cell.trim() !== ''));
}

/** Null: there is no table. The page it comes from is parsed, and never shown. */
function tableOf(html: string): string[][] | null {
  const table = new DOMParser().parseFromString(html, 'text/html').querySelector('table');
  if (table === null) return null;
  const rows = [...table.rows].map((row) =>
    [...row.cells].map((cell) => {
      for (const end of cell.querySelectorAll('br')) end.replaceWith('\n');
      return cell.textContent.trim();
    }),
  );
  return rows.filter((row) => row.some((cell) => cell !== ''));
}
