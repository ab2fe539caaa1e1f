/**
 * Local time of the city: Asia/Shanghai, eight hours ahead of UTC the whole year since 1992, so that
 * plain arithmetic is right for every moment this product can show.
 */
const OFFSET_MILLISECONDS = 8 * 3_600_000;
const DAY_MILLISECONDS = 24 * 3_600_000;

/** A local calendar day, YYYY-MM-DD. */
export type LocalDay = string;

export function localDayOf(moment: string | number | Date): LocalDay {
  return new Date(new Date(moment).getTime() + OFFSET_MILLISECONDS).toISOString().slice(0, 10);
}

/** The moment a local day starts, ISO 8601 with the local offset. */
export function startOfDay(day: LocalDay): string {
  return `${day}T00:00:00+08:00`;
}

/** 24:00 of a local day: the moment the next one starts. */
export function endOfDay(day: LocalDay): string {
  return startOfDay(addDays(day, 1));
}

export function addDays(day: LocalDay, days: number): LocalDay {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MILLISECONDS)
    .toISOString()
    .slice(0, 10);
}

/** Whole days from one local day to another; negative backwards. */
export function daysBetween(from: LocalDay, to: LocalDay): number {
  return Math.round(
    (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MILLISECONDS,
  );
}

/**
 * A local minute as people write it into an address or a field: 2026-04-26T18:00; T24:00 is allowed.
 *
 * @returns ISO 8601 with offset; null when it is no such minute
 */
export function parseLocalMinute(text: string): string | null {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})$/.exec(text);
  if (!match) return null;
  const [, day = '', hour = '', minute = ''] = match;
  // Date accepts 30 February as 2 March: only what comes back unchanged is a day.
  const parsed = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(parsed) || new Date(parsed).toISOString().slice(0, 10) !== day) return null;
  if (hour === '24' && minute === '00') return endOfDay(day);
  if (Number(hour) > 23 || Number(minute) > 59) return null;
  return `${day}T${hour}:${minute}:00+08:00`;
}

/** The opposite of `parseLocalMinute`; midnight is written as 24:00 of the day that ends. */
export function formatLocalMinute(moment: string | number | Date): string {
  const local = new Date(new Date(moment).getTime() + OFFSET_MILLISECONDS).toISOString();
  if (local.slice(11, 16) === '00:00') return `${addDays(local.slice(0, 10), -1)}T24:00`;
  return local.slice(0, 16);
}

/** A moment as the browser's field for a day and a minute takes it, which knows no 24:00. */
export function fieldMinuteOf(moment: string | number | Date): string {
  return new Date(new Date(moment).getTime() + OFFSET_MILLISECONDS).toISOString().slice(0, 16);
}
