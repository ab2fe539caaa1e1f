import type { VisitReason } from '../../../domain/patrol/plans/candidate.ts';
import { planWords } from '../../../i18n/plan/index.ts';

/** Why a stop is there, in a few words. */
export function reasonWords(reason: VisitReason): string {
  const text = planWords().reasons;
  switch (reason.code) {
    case 'veto':
    case 'overdue':
    case 'recheck':
    case 'due':
    case 'check':
      return text[reason.code](String(reason.count));
    case 'hotspot':
    case 'added':
      return text[reason.code];
    case 'stale':
      return reason.days === null ? text.never : text.stale(String(reason.days));
    case 'frequency':
      return text.frequency(String(reason.per14Days));
  }
}

export function reasonsWords(reasons: readonly VisitReason[]): string {
  return reasons.map(reasonWords).join(' · ');
}

/** 08:05, of seconds of the day. */
export function clockOf(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** 1:05, of a duration in seconds. */
export function hoursOf(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}
