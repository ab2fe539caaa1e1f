import Papa from 'papaparse';
import type { RowFate, RowProblem } from '../../src/domain/site-list/records.ts';

/** More than a person reads at once. */
const mostLines = 200;

/** One line for each row that is refused: file, row, field, what is allowed, in both languages. */
export function problemLines(path: string, problems: readonly RowProblem[]): string[] {
  const sorted = [...problems].sort((a, b) => a.row - b.row);
  const lines = sorted
    .slice(0, mostLines)
    .map(
      ({ row, field, zh, en }) =>
        `${path} 第 ${row} 行 ${field}：${zh} / row ${row}, ${field}: ${en}`,
    );
  const hidden = sorted.length - lines.length;
  if (hidden > 0) lines.push(`另有 ${hidden} 处有误 / ${hidden} more`);
  if (sorted.length > 0) {
    lines.push(
      `共 ${sorted.length} 处有误，未导入任何内容 / ${sorted.length} in all; nothing was taken in`,
    );
  }
  return lines;
}

/** The name of each row that would be tried, by its number. */
export type RowNames = ReadonlyMap<number, string>;

/** CSV of every row and what would become of it; columns row, name, fate, field, zh, en. */
export function dryRunTable(
  names: RowNames,
  fates: readonly RowFate[],
  problems: readonly RowProblem[],
): string {
  const refused: RowFate[] = problems.map((problem) => ({ ...problem, fate: 'refused' }));
  const told = [...fates, ...refused];
  const rowsTold = new Set(told.map(({ row }) => row));
  const added = [...names.keys()].filter((row) => !rowsTold.has(row));
  const lines = [
    ...told.map(
      ({ row, fate, field, zh, en }) => [row, names.get(row) ?? '', fate, field, zh, en] as const,
    ),
    ...added.map((row) => [row, names.get(row) ?? '', 'added', '', '', ''] as const),
  ].sort(([a], [b]) => a - b);
  const fields = ['row', 'name', 'fate', 'field', 'zh', 'en'];
  const data = lines.map((line) => [...line]);
  // A name that begins like a formula must not be one where the table is opened.
  return `${Papa.unparse({ fields, data }, { escapeFormulae: true })}\r\n`;
}
