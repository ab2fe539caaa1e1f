import type { LedgerDetails } from '../domain/issues/ledger-file.ts';
import type { LedgerFilters, LedgerGroupBy, LedgerSort } from '../domain/issues/ledger-query.ts';
import type {
  LedgerCounts,
  LedgerCursor,
  LedgerGroup,
  LedgerPage,
  LedgerSiteIds,
  WorkList,
} from '../domain/issues/ledger.ts';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';

/**
 * One page of the ledger.
 *
 * @param after the cursor `next` of the page before, `{ offset }` for a jump, null for the first
 * @throws ProblemError `refused` for a filter or a cursor that is not understood
 */
export function fetchLedgerPage(
  client: DatabaseClient,
  filters: LedgerFilters,
  sort: LedgerSort,
  descending: boolean,
  after: LedgerCursor | null,
  pageSize: number,
  signal?: AbortSignal,
): Promise<LedgerPage> {
  return callFunction<LedgerPage>(
    client,
    'ledger_page',
    { filters, sort, descending, after, page_size: pageSize },
    signal,
  );
}

export function fetchLedgerCounts(
  client: DatabaseClient,
  filters: LedgerFilters,
  signal?: AbortSignal,
): Promise<LedgerCounts> {
  return callFunction<LedgerCounts>(client, 'ledger_counts', { filters }, signal);
}

export function fetchLedgerGroups(
  client: DatabaseClient,
  filters: LedgerFilters,
  groupBy: LedgerGroupBy,
  signal?: AbortSignal,
): Promise<readonly LedgerGroup[]> {
  return callFunction<readonly LedgerGroup[]>(
    client,
    'ledger_groups',
    { filters, by: groupBy },
    signal,
  );
}

/** The sites of the issues that match, for the map. */
export function fetchLedgerSiteIds(
  client: DatabaseClient,
  filters: LedgerFilters,
  signal?: AbortSignal,
): Promise<LedgerSiteIds> {
  return callFunction<LedgerSiteIds>(client, 'ledger_site_ids', { filters }, signal);
}

/** What a file of the ledger says beyond its rows, of at most 500 issues; those one may not see are left out. */
export function fetchLedgerDetails(
  client: DatabaseClient,
  issueIds: readonly number[],
  signal?: AbortSignal,
): Promise<readonly LedgerDetails[]> {
  return callFunction<readonly LedgerDetails[]>(
    client,
    'ledger_details',
    { issue_ids: issueIds },
    signal,
  );
}

/** What the member must do now, by what it is. */
export function fetchMyWork(
  client: DatabaseClient,
  signal?: AbortSignal,
): Promise<readonly WorkList[]> {
  return callFunction<readonly WorkList[]>(client, 'my_work', {}, signal);
}
