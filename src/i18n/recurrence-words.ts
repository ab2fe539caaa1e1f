import { formatClock, formatShortDay, formatWeekday } from './dates.ts';
import { language, words } from './language.svelte.ts';

/** 每星期五 15:00, 每月 31 日 09:00: how a plan recurs, by its first time. */
export function recurrenceWords(recurs: 'once' | 'weekly' | 'monthly', startsAt: string): string {
  const text = words().activities.recurs;
  const clock = formatClock(startsAt);
  switch (recurs) {
    case 'once':
      return text.once();
    case 'weekly':
      return text.weekly(formatWeekday(startsAt, language()), clock);
    case 'monthly':
      // The day of the month in the city's time; en-GB writes it first.
      return text.monthly(DAY_OF_MONTH.format(new Date(startsAt)), clock);
  }
}

const DAY_OF_MONTH = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Shanghai',
  day: 'numeric',
});

/** 11月27日 星期五 15:00; with its year where that is another than `now`'s. */
export function weekdayMoment(moment: string, now: string): string {
  const spoken = language();
  return `${formatShortDay(moment, now, spoken)} ${formatWeekday(moment, spoken)} ${formatClock(moment)}`;
}
