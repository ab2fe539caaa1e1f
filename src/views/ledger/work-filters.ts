import type { LedgerFilters } from '../../domain/issues/ledger-query.ts';
import type { WorkKind, WorkList } from '../../domain/issues/ledger.ts';

const BY_KIND: Readonly<Partial<Record<WorkKind, LedgerFilters>>> = {
  overdue: { due: 'overdue', waitingForMe: true },
  returned: { states: ['returned'], waitingForMe: true },
  to_accept: { states: ['reported'], waitingForMe: true },
  to_assign: { states: ['accepted'], waitingForMe: true },
  to_start: { states: ['assigned'], waitingForMe: true },
  to_fix: { states: ['in_progress'], waitingForMe: true },
  to_verify: { states: ['awaiting_check'], waitingForMe: true },
  to_recheck: { recheckDue: true, waitingForMe: true },
};

/** What a heading of the work list filters the ledger by; those without words of their own, by id. */
export function filtersOfWork({ kind, issues }: WorkList): LedgerFilters {
  return BY_KIND[kind] ?? { ids: issues.map(({ id }) => id) };
}
