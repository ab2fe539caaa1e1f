import { STATES_AT_UNIT } from '../../domain/issues/lifecycle.ts';
import type { LedgerRow } from '../../domain/issues/ledger.ts';
import { formatShortDay, language, shortDeadline, words } from '../../i18n/index.ts';

export interface DueWords {
  /** 3小时后到期, 核查5小时后到期, 挂账至11月30日, 11月30日回头看; null where nothing is due. */
  readonly text: string | null;
  readonly overdue: boolean;
}

/** What is due next of an issue, by whoever has it, told from a moment. */
export function dueWords(row: LedgerRow, moment: string): DueWords {
  const text = words().ledger;
  if (STATES_AT_UNIT.has(row.state) && row.deadlineAt !== null) {
    return { text: shortDeadline(row.deadlineAt, moment), overdue: isPast(row.deadlineAt, moment) };
  }
  if (row.state === 'awaiting_check' && row.checkByAt !== null) {
    return {
      text: text.checkBy(shortDeadline(row.checkByAt, moment)),
      overdue: isPast(row.checkByAt, moment),
    };
  }
  if (row.state === 'deferred' && row.resumesAt !== null) {
    return {
      text: text.deferredUntil(formatShortDay(row.resumesAt, moment, language())),
      overdue: false,
    };
  }
  if (row.recheckDueAt !== null) {
    return {
      text: text.recheckBy(formatShortDay(row.recheckDueAt, moment, language())),
      overdue: false,
    };
  }
  if (row.closedAt !== null) {
    return {
      text: text.closedOn(formatShortDay(row.closedAt, moment, language())),
      overdue: false,
    };
  }
  return { text: null, overdue: false };
}

function isPast(moment: string, now: string): boolean {
  return Date.parse(moment) <= Date.parse(now);
}
