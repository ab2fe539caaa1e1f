/**
 * Dates as an office writes them, always in the city's own time: 2026年4月26日 / 26 Apr 2026.
 * Relative under 48 hours, absolute after.
 */
import type { Language } from './language.svelte.ts';
import { counted } from './counted.ts';

const ZONE = 'Asia/Shanghai';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const RELATIVE_BELOW = 48 * HOUR;

type Moment = string | number | Date;

const FORMATS = {
  zh: {
    day: new Intl.DateTimeFormat('zh-CN', { timeZone: ZONE, dateStyle: 'long' }),
    shortDay: new Intl.DateTimeFormat('zh-CN', { timeZone: ZONE, month: 'long', day: 'numeric' }),
    month: new Intl.DateTimeFormat('zh-CN', { timeZone: ZONE, month: 'numeric' }),
    weekday: new Intl.DateTimeFormat('zh-CN', { timeZone: ZONE, weekday: 'long' }),
  },
  en: {
    day: new Intl.DateTimeFormat('en-GB', {
      timeZone: ZONE,
      day: 'numeric',
      month: 'short',
      year: 'numeric',
    }),
    shortDay: new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, month: 'short', day: 'numeric' }),
    month: new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, month: 'short' }),
    weekday: new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, weekday: 'long' }),
  },
} satisfies Record<Language, Record<string, Intl.DateTimeFormat>>;

const YEAR = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, year: 'numeric' });

const CLOCK = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

const CLOCK_WITH_SECONDS = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** 2026年4月26日 / 26 Apr 2026 */
export function formatDay(moment: Moment, language: Language): string {
  return FORMATS[language].day.format(new Date(moment));
}

/** 4月26日 / 26 Apr in a list of this year's days; with its year where that is another than `now`'s. */
export function formatShortDay(moment: Moment, now: Moment, language: Language): string {
  const isThisYear = YEAR.format(new Date(moment)) === YEAR.format(new Date(now));
  return FORMATS[language][isThisYear ? 'shortDay' : 'day'].format(new Date(moment));
}

/** 4月 / Apr */
export function formatMonth(moment: Moment, language: Language): string {
  return FORMATS[language].month.format(new Date(moment));
}

/** 星期日 / Sunday */
export function formatWeekday(moment: Moment, language: Language): string {
  return FORMATS[language].weekday.format(new Date(moment));
}

/** 18:05, or 18:05:09 */
export function formatClock(moment: Moment, withSeconds = false): string {
  return (withSeconds ? CLOCK_WITH_SECONDS : CLOCK).format(new Date(moment));
}

/**
 * 2026年4月26日 18:00. Exact midnight is 24:00 of the day that ends, as deadlines and "as of" mean it.
 */
export function formatMoment(moment: Moment, language: Language): string {
  const date = new Date(moment);
  const clock = formatClock(date);
  if (clock === '00:00' && date.getTime() % MINUTE === 0) {
    return `${formatDay(date.getTime() - MINUTE, language)} 24:00`;
  }
  return `${formatDay(date, language)} ${clock}`;
}

/** The day alone where it is the whole day that is meant: the end of 26 April is 2026年4月26日. */
export function formatAsOf(moment: Moment, language: Language): string {
  const date = new Date(moment);
  return formatClock(date, true) === '00:00:00'
    ? formatDay(date.getTime() - MINUTE, language)
    : formatMoment(date, language);
}

/** 3小时前 / 3 hours ago, 5分钟后 / in 5 minutes; absolute from 48 hours on. */
export function formatWhen(moment: Moment, now: Moment, language: Language): string {
  const milliseconds = new Date(moment).getTime() - new Date(now).getTime();
  if (Math.abs(milliseconds) >= RELATIVE_BELOW) return formatMoment(moment, language);
  const { amount, unit } = span(Math.abs(milliseconds));
  if (language === 'zh') {
    if (amount === 0) return '刚刚';
    return `${amount}${unit === 'hour' ? '小时' : '分钟'}${milliseconds < 0 ? '前' : '后'}`;
  }
  if (amount === 0) return 'just now';
  const words = counted(amount, unit);
  return milliseconds < 0 ? `${words} ago` : `in ${words}`;
}

/** A deadline: 3小时后到期, 已超期5小时, or the moment itself from 48 hours on. */
export function formatDeadline(deadline: Moment, now: Moment, language: Language): string {
  const milliseconds = new Date(deadline).getTime() - new Date(now).getTime();
  const isOver = milliseconds <= 0;
  const { amount, unit } = span(Math.abs(milliseconds));
  if (Math.abs(milliseconds) >= RELATIVE_BELOW) {
    const absolute = formatMoment(deadline, language);
    if (language === 'zh') {
      return isOver
        ? `${absolute}到期，已超期${Math.floor(-milliseconds / (24 * HOUR))}天`
        : `${absolute}到期`;
    }
    return isOver
      ? `was due ${absolute}, ${counted(Math.floor(-milliseconds / (24 * HOUR)), 'day')} overdue`
      : `due ${absolute}`;
  }
  if (language === 'zh') {
    const words = `${amount}${unit === 'hour' ? '小时' : '分钟'}`;
    if (isOver) return amount === 0 ? '刚刚超期' : `已超期${words}`;
    return amount === 0 ? '即将到期' : `${words}后到期`;
  }
  const words = counted(amount, unit);
  if (isOver) return amount === 0 ? 'overdue just now' : `${words} overdue`;
  return amount === 0 ? 'due now' : `due in ${words}`;
}

/** Whole hours from one hour on, else whole minutes, rounded down: never later than it is. */
function span(milliseconds: number): { amount: number; unit: 'hour' | 'minute' } {
  return milliseconds >= HOUR
    ? { amount: Math.floor(milliseconds / HOUR), unit: 'hour' }
    : { amount: Math.floor(milliseconds / MINUTE), unit: 'minute' };
}
