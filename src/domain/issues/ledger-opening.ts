import {
  formatLedgerQuery,
  isSameLedgerQuery,
  parseLedgerQuery,
  USUAL_LEDGER_QUERY,
  type LedgerQuery,
} from './ledger-query.ts';
import type { IssueState } from './vocabulary.ts';

/** What still has to be dealt with by somebody. */
export const UNSETTLED_STATES: readonly IssueState[] = [
  'reported',
  'accepted',
  'assigned',
  'in_progress',
  'returned',
  'deferred',
  'awaiting_check',
];

/** What the ledger shows first: years of closed issues would bury what is to be done. */
export const OPENING_LEDGER_QUERY: LedgerQuery = {
  ...USUAL_LEDGER_QUERY,
  filters: { states: UNSETTLED_STATES },
};

/** The whole ledger, in the words of a link: an empty one would say the opening question. */
const EVERYTHING = `sort:${USUAL_LEDGER_QUERY.sort}`;

/** @returns null for the question that the ledger opens with */
export function ledgerLink(query: LedgerQuery): string | null {
  if (isSameLedgerQuery(query, OPENING_LEDGER_QUERY)) return null;
  return formatLedgerQuery(query) || EVERYTHING;
}

/** @returns what could be understood of a link, and the parts that could not */
export function queryOfLink(link: string | null): {
  query: LedgerQuery;
  refused: readonly string[];
} {
  return link === null ? { query: OPENING_LEDGER_QUERY, refused: [] } : parseLedgerQuery(link);
}
