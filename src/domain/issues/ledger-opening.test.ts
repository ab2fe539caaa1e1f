import { expect, test } from 'vitest';
import { ledgerLink, OPENING_LEDGER_QUERY, queryOfLink } from './ledger-opening.ts';
import { USUAL_LEDGER_QUERY, type LedgerQuery } from './ledger-query.ts';

test('a ledger without a link opens with what is not settled', () => {
  expect(queryOfLink(null).query.filters.states).toEqual([
    'reported',
    'accepted',
    'assigned',
    'in_progress',
    'returned',
    'deferred',
    'awaiting_check',
  ]);
  expect(ledgerLink(OPENING_LEDGER_QUERY)).toBeNull();
});

test('the whole ledger has a link of its own', () => {
  const link = ledgerLink(USUAL_LEDGER_QUERY);
  expect(link).toBe('sort:deadline');
  expect(queryOfLink(link)).toEqual({ query: USUAL_LEDGER_QUERY, refused: [] });
});

test('any other question comes back from its link', () => {
  const query: LedgerQuery = {
    filters: { due: 'overdue', text: '垃圾; 烟蒂' },
    sort: 'unit',
    descending: true,
    groupBy: 'area',
  };
  expect(queryOfLink(ledgerLink(query))).toEqual({ query, refused: [] });
});
