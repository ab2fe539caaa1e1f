import { formatDeadline, formatShortDay } from './dates.ts';
import { language, words } from './language.svelte.ts';

const HOUR_MILLISECONDS = 3_600_000;
const RELATIVE_BELOW_HOURS = 48;

/** A deadline in a list: 3小时后到期, 已超期6天, 11月25日到期; the exact moment is told beside it. */
export function shortDeadline(deadlineAt: string, moment: string): string {
  const hours = (Date.parse(deadlineAt) - Date.parse(moment)) / HOUR_MILLISECONDS;
  if (Math.abs(hours) < RELATIVE_BELOW_HOURS) return formatDeadline(deadlineAt, moment, language());
  const text = words().site;
  if (hours < 0) return text.overdueDays(Math.floor(-hours / 24));
  return text.dueOn(formatShortDay(deadlineAt, moment, language()));
}
