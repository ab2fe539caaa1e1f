import type { PlanSummary } from '../../../domain/patrol/plans/plan.ts';
import { formatCount, formatShortDay, language } from '../../../i18n/index.ts';
import { planWords } from '../../../i18n/plan/index.ts';

/** A plan among others: with its days, unless its name says them already. @param now ISO 8601 */
export function planName({ name, from, days }: PlanSummary, now: string): string {
  const day = formatShortDay(`${from}T00:00:00+08:00`, now, language());
  return name.includes(day) ? name : planWords().named(name, day, formatCount(days));
}
