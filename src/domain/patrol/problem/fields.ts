import { Refusal } from '../../refusal.ts';

/** Reading the fields of JSON that somebody wrote: each reader refuses what is not allowed, saying where. */

export type Fields = Readonly<Record<string, unknown>>;

export function readDays(value: unknown, at: string, count: number): void {
  const days = list(value, at).map((day, order) => whole(day, `${at}[${order}]`, 0, count - 1));
  if (new Set(days).size !== days.length)
    refuse(at, '有重复的天', 'a day is named twice', '各不相同', 'each once');
}

export function windows(value: unknown, at: string): void {
  const spans = list(value, at).map((each, order) => span(each, `${at}[${order}]`));
  if (spans.length === 0)
    refuse(at, '没有时段', 'no window', '至少一个，或不写', 'at least one, or none at all');
  for (let order = 1; order < spans.length; order++) {
    if (spans[order]![0] <= spans[order - 1]![1]) {
      refuse(
        `${at}[${order}]`,
        '与前一时段重叠或在其前',
        'overlaps the window before it, or precedes it',
        '按先后、不重叠',
        'in order and apart',
      );
    }
  }
}

export function span(value: unknown, at: string): readonly [number, number] {
  const pair = list(value, at);
  const [start, end] = pair;
  if (
    pair.length !== 2 ||
    typeof start !== 'number' ||
    typeof end !== 'number' ||
    !(start <= end)
  ) {
    refuse(
      at,
      shown(value),
      shown(value),
      '[起, 止]，起不晚于止',
      '[start, end], start not after end',
    );
  }
  return [start as number, end as number];
}

export function amounts(fields: Fields, field: string, at: string): void {
  optional(fields, field, at, (value, where) =>
    list(value, where).forEach((amount, order) => number(amount, `${where}[${order}]`, 0)),
  );
}

export function optional<Value>(
  fields: Fields,
  field: string,
  at: string,
  read: (value: unknown, at: string) => Value,
): Value | undefined {
  const value = fields[field];
  return value === undefined ? undefined : read(value, at === '' ? field : `${at}.${field}`);
}

export function whole(
  value: unknown,
  at: string,
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): number {
  const read = number(value, at, least, most);
  if (!Number.isInteger(read)) refuse(at, shown(value), shown(value), '整数', 'a whole number');
  return read;
}

export function number(
  value: unknown,
  at: string,
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): number {
  if (typeof value === 'number' && value >= least && value <= most) return value;
  const open = most === Number.MAX_SAFE_INTEGER;
  return refuse(
    at,
    shown(value),
    shown(value),
    open ? `不小于 ${least} 的数` : `${least} 到 ${most}`,
    open ? `a number from ${least}` : `${least} to ${most}`,
  );
}

export function list(value: unknown, at: string): readonly unknown[] {
  return Array.isArray(value) ? value : refuse(at, shown(value), shown(value), '列表', 'a list');
}

export function object(at: string, value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  return refuse(
    at === '' ? '规划问题 / problem' : at,
    shown(value),
    shown(value),
    '对象',
    'an object',
  );
}

export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

export function refuse(
  at: string,
  zh: string,
  en: string,
  allowedZh: string,
  allowedEn: string,
): never {
  throw new Refusal(`${at}：${zh}；应为：${allowedZh}`, `${at}: ${en}; allowed: ${allowedEn}`);
}
