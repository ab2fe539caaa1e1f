import type { Cell } from './sheet.ts';

/** A local day, and the time where the cell says one. */
export interface ReadDate {
  /** `2023-04-26`. */
  readonly day: string;
  /** `08:30`; undefined when only the day is known. */
  readonly time: string | undefined;
  /** Whether the year was not in the cell. */
  readonly yearAssumed: boolean;
}

export interface DateContext {
  /** The year of days that do not say theirs, from the title or the file; undefined: such days are refused. */
  readonly year: number | undefined;
  readonly epoch1904: boolean;
}

const LEAST_YEAR = 2000;
const MOST_YEAR = 2100;
const DAY_MILLISECONDS = 24 * 3600 * 1000;

/**
 * The day of a cell: a date, a serial number of days (from 1900 with Excel's 29 February of that
 * year, or from 1904), or text such as 2023年4月26日, 2023-04-26, 2023.4.26 8:30, 4月26日, 4.26,
 * 20230426. Undefined when it is no day between 2000 and 2100; of text with several days the last
 * is taken (4月26日-5月6日 is done by 6 May).
 */
export function readDate(cell: Cell, context: DateContext): ReadDate | undefined {
  if (cell === null || typeof cell === 'boolean') return undefined;
  if (cell instanceof Date) return ofInstant(cell.valueOf());
  if (typeof cell === 'number') return ofNumber(cell, context);
  return ofText(cell, context);
}

/** The year that a title or file name speaks of: the last one in it. */
export function yearIn(text: string): number | undefined {
  const years = [...text.matchAll(/(?<!\d)(20\d{2})(?=\s*年|[-./]\d{1,2}|\D|$)/g)];
  const year = Number(years.at(-1)?.[1]);
  return year >= LEAST_YEAR && year < MOST_YEAR ? year : undefined;
}

function ofNumber(value: number, { epoch1904 }: DateContext): ReadDate | undefined {
  if (!Number.isFinite(value)) return undefined;
  // 20230426 typed as a number.
  if (Number.isInteger(value) && value >= 20_000_101 && value <= 21_001_231) {
    return ofText(String(value), { year: undefined, epoch1904 });
  }
  if (value < 1 || value > 100_000) return undefined;
  // Serial 60 is a day that never was, 29 February 1900; from 61 on the count is one ahead.
  const days = epoch1904 ? value + 1462 : value;
  return ofInstant(Date.UTC(1899, 11, 30) + Math.round(days * DAY_MILLISECONDS));
}

function ofInstant(milliseconds: number): ReadDate | undefined {
  if (!Number.isFinite(milliseconds)) return undefined;
  // Spreadsheets keep a second as a fraction of a day: rounded to the minute.
  const date = new Date(Math.round(milliseconds / 60_000) * 60_000);
  const year = date.getUTCFullYear();
  if (!(year >= LEAST_YEAR && year < MOST_YEAR)) return undefined;
  const [day = '', clock = ''] = date.toISOString().split('T');
  const time = clock.slice(0, 5);
  return { day, time: time === '00:00' ? undefined : time, yearAssumed: false };
}

const TIME = String.raw`(?:\s*(上午|下午|晚上)?\s*(\d{1,2})(?:[:：时点](\d{1,2})?)分?(?::\d{1,2})?)?`;
const FULL = new RegExp(
  String.raw`(?<!\d)(20\d{2}|\d{2}(?=年))\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*[日号]?T?${TIME}`,
  'g',
);
const COMPACT = /(?<!\d)(20\d{2})(\d{2})(\d{2})(?!\d)/g;
const SHORT = new RegExp(
  String.raw`(?<![\d.年/]|\d-)(\d{1,2})\s*(?:月\s*(\d{1,2})\s*[日号]?|[./-](\d{1,2})(?![\d./-]))${TIME}`,
  'g',
);

function ofText(raw: string, { year }: DateContext): ReadDate | undefined {
  const text = raw.normalize('NFKC');
  const full = [...text.matchAll(FULL)].at(-1);
  if (full !== undefined) {
    const [, y = '', month, day, half, hour, minute] = full;
    return valid(
      y.length === 2 ? 2000 + Number(y) : Number(y),
      month,
      day,
      clockOf(half, hour, minute),
      false,
    );
  }
  const compact = [...text.matchAll(COMPACT)].at(-1);
  if (compact !== undefined) {
    return valid(Number(compact[1]), compact[2], compact[3], undefined, false);
  }
  const short = [...text.matchAll(SHORT)].at(-1);
  if (short === undefined || year === undefined) return undefined;
  const [, month, dayOfWords, dayOfPoints, half, hour, minute] = short;
  return valid(year, month, dayOfWords ?? dayOfPoints, clockOf(half, hour, minute), true);
}

function clockOf(half: string | undefined, hour: string | undefined, minute: string | undefined) {
  if (hour === undefined) return undefined;
  let hours = Number(hour);
  if ((half === '下午' || half === '晚上') && hours < 12) hours += 12;
  const minutes = Number(minute ?? 0);
  if (hours > 23 || minutes > 59) return undefined;
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

function valid(
  year: number,
  month: string | undefined,
  day: string | undefined,
  time: string | undefined,
  yearAssumed: boolean,
): ReadDate | undefined {
  const iso = `${year}-${(month ?? '').padStart(2, '0')}-${(day ?? '').padStart(2, '0')}`;
  const instant = new Date(`${iso}T00:00:00Z`);
  if (Number.isNaN(instant.valueOf()) || instant.toISOString().slice(0, 10) !== iso)
    return undefined;
  if (year < LEAST_YEAR || year >= MOST_YEAR) return undefined;
  return { day: iso, time, yearAssumed };
}
