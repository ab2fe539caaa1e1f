import Papa from 'papaparse';
import { Refusal } from '../../src/domain/refusal.ts';
import { refuseTooMany, type ReadRecords } from './geojson-file.ts';
import type { RowProblem, SourceRecord } from '../../src/domain/site-list/records.ts';

/**
 * The rows of a CSV file (RFC 4180; comma, semicolon or tab) by the names in its first row. Rows
 * without any value are passed over but counted, so that numbers are those of the sheet.
 *
 * @throws Refusal when there is no header, a name in it twice, or too many rows
 */
export function readTable(text: string, name: string): ReadRecords {
  const { data, errors } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), {
    delimitersToGuess: [',', '\t', ';'],
  });
  const [header = [], ...lines] = data;
  const names = header.map((cell) => cell.trim());
  if (names.filter((cell) => cell !== '').length === 0) {
    throw new Refusal(
      `${name} 的第一行应为列名，却是空的`,
      `The first row of ${name} should name the columns but is empty.`,
    );
  }
  const doubled = names.find((cell, index) => cell !== '' && names.indexOf(cell) !== index);
  if (doubled !== undefined) {
    throw new Refusal(`${name} 有两列都叫“${doubled}”`, `${name} has two columns “${doubled}”.`);
  }
  refuseTooMany(lines.length, name);
  const problems: RowProblem[] = errors
    .filter(({ type }) => type === 'Quotes')
    .map(({ row }) => ({
      row: (row ?? 0) + 1,
      field: '"',
      zh: '引号没有成对，字段中的引号应写成两个',
      en: 'quotes are not balanced; a quote inside a field is written twice',
    }));
  const records: SourceRecord[] = [];
  for (const [index, cells] of lines.entries()) {
    if (cells.every((cell) => cell.trim() === '')) continue;
    const row = index + 2;
    if (cells.length > names.length) {
      problems.push({
        row,
        field: String(names.length + 1),
        zh: `有 ${cells.length} 列，表头只有 ${names.length} 列`,
        en: `has ${cells.length} columns, the header ${names.length}`,
      });
      continue;
    }
    const values = Object.fromEntries(names.map((cell, column) => [cell, cells[column] ?? '']));
    records.push({ row, values, geometry: undefined });
  }
  return { records, problems };
}
