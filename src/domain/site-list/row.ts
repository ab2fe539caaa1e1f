import type { RowProblem, SourceRecord } from './records.ts';

/** The columns of a list, each with the names under which the offices' files and map services have it. */
export const COLUMN_NAMES = {
  name: ['名称', '点位名称', '点位', '区域名称', '区域', '社区名称', 'name', 'name_zh'],
  nameEn: ['英文名', '英文名称', 'name_en', 'nameen', 'name:en'],
  type: ['类型', '点位类型', '类别', 'type'],
  level: ['层级', '级别', 'level'],
  parent: ['上级', '上级区域', 'parent'],
  longitude: ['经度', 'longitude', 'lon', 'lng', 'x'],
  latitude: ['纬度', 'latitude', 'lat', 'y'],
  address: ['地址', '详细地址', 'address'],
  area: ['社区', '所属社区', '所属区域', 'area'],
  unit: ['责任单位', '主管单位', '单位', 'unit'],
  person: ['责任人', '联系人', '负责人', 'person'],
  phone: ['电话', '联系电话', '手机', 'phone'],
  id: ['编号', '编码', '代码', '点位编号', 'id', 'external_id', 'code'],
  opened: ['启用日期', '开始日期', 'opened', 'opened_at'],
} as const;

export type Column = keyof typeof COLUMN_NAMES;

/** The column that a name in a file stands for, whatever its case. */
function columnOf(name: string): Column | undefined {
  const plain = name.trim().toLowerCase();
  for (const [column, names] of Object.entries(COLUMN_NAMES)) {
    if ((names as readonly string[]).includes(plain)) return column as Column;
  }
  return undefined;
}

/** Names in a file that stand for no column and are passed over. */
export function unknownNames(records: readonly SourceRecord[]): string[] {
  const names = new Set(records.flatMap(({ values }) => Object.keys(values)));
  return [...names].filter((name) => name !== '@feature' && columnOf(name) === undefined);
}

// What PostgreSQL does not store (NUL), what no office writes, and halves of characters.
const unprintable = /[\p{Cc}\p{Surrogate}]/u;

/** Reads the cells of one row, and keeps the complaints. */
export class Row {
  readonly #values = new Map<Column, unknown>();

  constructor(
    readonly record: SourceRecord,
    private readonly problems: RowProblem[],
  ) {
    for (const [name, value] of Object.entries(record.values)) {
      const column = columnOf(name);
      if (column !== undefined && !this.#values.has(column)) this.#values.set(column, value);
    }
  }

  complain(field: string, zh: string, en: string): undefined {
    this.problems.push({ row: this.record.row, field, zh, en });
    return undefined;
  }

  /** Text without spaces around it, spaces inside made one; undefined when empty. */
  text(column: Column, mostCharacters: number): string | undefined {
    const value = this.#values.get(column);
    if (value === undefined || value === null) return undefined;
    if (!['string', 'number', 'boolean'].includes(typeof value)) {
      return this.complain(column, '应为文字', 'should be text');
    }
    const text = String(value).replace(/\s+/gu, ' ').trim();
    if (text === '') return undefined;
    if (unprintable.test(text)) {
      return this.complain(column, '含有不能保存的控制字符', 'holds control characters');
    }
    const { length } = [...text];
    if (length > mostCharacters) {
      return this.complain(
        column,
        `有 ${length} 个字，最多 ${mostCharacters} 个字`,
        `has ${length} characters; at most ${mostCharacters}`,
      );
    }
    return text;
  }

  /** A decimal number; undefined when empty, NaN after a complaint. */
  number(column: Column): number | undefined {
    const value = this.#values.get(column);
    if (value === undefined || value === null || value === '') return undefined;
    const text = String(value).trim();
    const number = Number(text);
    if (/^[-+]?\d+(\.\d+)?$/.test(text) && Number.isFinite(number)) return number;
    this.complain(
      column,
      `应为十进制数字，实为“${text.slice(0, 20)}”`,
      `should be a decimal number, not “${text.slice(0, 20)}”`,
    );
    return NaN;
  }

  /** A day, as the beginning of it in Asia/Shanghai (ISO 8601); undefined when empty. */
  day(column: Column): string | undefined {
    const text = this.text(column, 40);
    if (text === undefined) return undefined;
    const [, year = '', month = '', day = ''] =
      /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text) ?? [];
    const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    const instant = new Date(`${iso}T00:00:00Z`);
    if (Number.isNaN(instant.valueOf()) || instant.toISOString().slice(0, 10) !== iso) {
      return this.complain(
        column,
        `应为日期，如 2026-03-01`,
        'should be a date such as 2026-03-01',
      );
    }
    return `${iso}T00:00:00+08:00`;
  }
}
