import type { VisitReason } from '../../domain/patrol/plans/candidate.ts';
import { formatCount, formatShortDay, language, words } from '../../i18n/index.ts';

/** Why a stop is there, the weightiest first. @param now ISO 8601 */
export function reasonWords(reasons: readonly VisitReason[], now: string): string {
  const text = words().walk;
  return reasons.map((reason) => wordsOf(reason, now)).join(text.between);
}

function wordsOf(reason: VisitReason, now: string): string {
  const text = words().walk.reason;
  const day = (moment: string) => formatShortDay(moment, now, language());
  switch (reason.code) {
    case 'veto':
      return text.veto(formatCount(reason.count));
    case 'overdue':
      return text.overdue(formatCount(reason.count), day(reason.since));
    case 'recheck':
      return text.recheck(formatCount(reason.count), day(reason.dueAt));
    case 'due':
      return text.due(formatCount(reason.count), day(reason.dueAt));
    case 'check':
      return text.check(formatCount(reason.count));
    case 'hotspot':
      return text.hotspot;
    case 'stale':
      return reason.days === null ? text.never : text.stale(formatCount(reason.days));
    case 'frequency':
      return text.frequency(formatCount(reason.per14Days));
    case 'added':
      return text.added;
  }
}
