import { describe, expect, it } from 'vitest';
import { exportSheets } from '../spreadsheet/export.ts';
import {
  FILE_COLUMNS,
  fileColumns,
  templateCells,
  type FileColumn,
  type LedgerFileRow,
} from './ledger-file.ts';

const WORDS = {
  names: Object.fromEntries(FILE_COLUMNS.map((column) => [column, column])) as Record<
    FileColumn,
    string
  >,
  state: (state: string) => `<${state}>`,
  source: (source: string) => `<${source}>`,
  indicator: () => '分类垃圾桶完好',
};

function aRow(id: number, more: Partial<LedgerFileRow> = {}): LedgerFileRow {
  return {
    id,
    number: `2026-000000${id}`,
    state: 'in_progress',
    source: 'hotline',
    sourceNumber: '12345-7',
    areaName: '和平社区',
    siteName: '甲一院',
    code: 10,
    description: '桶破两只',
    leadUnitName: '示例单位',
    reportedAt: '2026-03-02T09:00:00+08:00',
    deadlineAt: '2026-03-03T18:00:00+08:00',
    closedAt: null,
    reworkCount: 1,
    relapseCount: 0,
    photoCount: 2,
    lon: 103.01,
    lat: 29.98,
    person: '王巡查',
    measures: '换新桶',
    assistingUnits: ['示例街道', '示例社区'],
    resumesAt: '2026-04-01T00:00:00+08:00',
    ...more,
  } as LedgerFileRow;
}

/** What the first row says in a column, as the sheet holds it. */
function said(rows: readonly LedgerFileRow[], column: FileColumn): unknown {
  const [sheet] = exportSheets(rows, fileColumns(WORDS, rows), '台账');
  return sheet?.rows[0]?.[FILE_COLUMNS.indexOf(column)];
}

describe('the ledger as a file', () => {
  it('counts its rows', () => {
    const rows = [aRow(8), aRow(5)];
    const [sheet] = exportSheets(rows, fileColumns(WORDS, rows), '台账');
    expect(sheet?.rows.map(([ordinal]) => ordinal)).toEqual([
      { kind: 'number', number: 1 },
      { kind: 'number', number: 2 },
    ]);
  });

  it('has real dates, in Shanghai', () => {
    expect(said([aRow(1)], 'reported')).toEqual({
      kind: 'date',
      date: new Date(Date.UTC(2026, 2, 2, 9)),
    });
    expect(said([aRow(1)], 'closed')).toBeNull();
  });

  it('tells the planned date of what is deferred, and of nothing else', () => {
    expect(said([aRow(1)], 'resumes')).toBeNull();
    expect(said([aRow(1, { state: 'deferred' })], 'resumes')).toEqual({
      kind: 'date',
      date: new Date(Date.UTC(2026, 3, 1)),
    });
  });

  it('always says a problem: the indicator where nothing was described', () => {
    expect(said([aRow(1, { description: null })], 'description')).toEqual({
      kind: 'text',
      text: '分类垃圾桶完好',
    });
  });

  it('gives an office’s form what it asks for', () => {
    const rows = [aRow(1)];
    const [sheet] = exportSheets(rows, fileColumns(WORDS, rows), '台账');
    const cells = templateCells(sheet?.rows ?? []);
    expect(cells.get('assisting')).toEqual([{ kind: 'text', text: '示例街道、示例社区' }]);
    expect(cells.get('status')).toEqual([{ kind: 'text', text: '<in_progress>' }]);
    expect(cells.get('note')).toBeUndefined();
  });
});
