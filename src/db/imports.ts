import type { RowEvidence } from '../domain/geo/datum.ts';
import type {
  ImportNote,
  LedgerImportAnswer,
  SiteImportAnswer,
  UndoneImport,
} from '../domain/imports/imports.ts';
import type { KnownCity } from '../domain/spreadsheet/known-city.ts';
import type { ListKind, RememberedFields } from '../domain/spreadsheet/sheet-look.ts';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';

/** All of this is the office's. @throws ProblemError `refused` for anybody else */
export function fetchKnownCity(client: DatabaseClient, signal?: AbortSignal): Promise<KnownCity> {
  return callFunction<KnownCity>(client, 'ledger_import_context', {}, signal);
}

export async function fetchRememberedSiteFields(
  client: DatabaseClient,
  signal?: AbortSignal,
): Promise<RememberedFields['sites']> {
  const { mapping } = await callFunction<{ mapping: RememberedFields['sites'] }>(
    client,
    'site_import_context',
    {},
    signal,
  );
  return mapping;
}

/** @param rows where each would lie under each datum, WGS-84 */
export function fetchEvidence(
  client: DatabaseClient,
  rows: readonly object[],
  signal?: AbortSignal,
): Promise<readonly RowEvidence[]> {
  return callFunction<readonly RowEvidence[]>(client, 'import_evidence', { rows }, signal);
}

/** What is noted of a file. */
export interface ImportSource {
  readonly fileName: string;
  readonly sheet: string;
  readonly datum: string;
  /** The field of each header, null for one that is not used. */
  readonly mapping: Readonly<Record<string, string | null>>;
}

/** Takes in all rows or none; of a dry run, what would be. */
export function importLedger(
  client: DatabaseClient,
  rows: readonly object[],
  source: ImportSource,
  dryRun: boolean,
): Promise<LedgerImportAnswer> {
  return callFunction<LedgerImportAnswer>(client, 'import_ledger', {
    rows,
    source,
    dry_run: dryRun,
  });
}

/** Takes in all sites or none; of a dry run, what would be. */
export function importSites(
  client: DatabaseClient,
  rows: readonly object[],
  { fileName, datum, ...source }: ImportSource,
  dryRun: boolean,
): Promise<SiteImportAnswer> {
  return callFunction<SiteImportAnswer>(client, 'import_sites', {
    file_name: fileName,
    datum,
    rows,
    dry_run: dryRun,
    source,
  });
}

/** The newest first. */
export function fetchImports(
  client: DatabaseClient,
  signal?: AbortSignal,
): Promise<readonly ImportNote[]> {
  return callFunction<readonly ImportNote[]>(client, 'list_imports', {}, signal);
}

export function fetchImportedIssueIds(
  client: DatabaseClient,
  importId: number,
  signal?: AbortSignal,
): Promise<readonly number[]> {
  return callFunction<readonly number[]>(
    client,
    'import_issue_ids',
    { import_id: importId },
    signal,
  );
}

/** @throws ProblemError `refused`, naming the issues that people have worked on since */
export function undoImport(
  client: DatabaseClient,
  kind: ListKind,
  importId: number,
): Promise<UndoneImport> {
  const name = kind === 'ledger' ? 'undo_ledger_import' : 'undo_site_import';
  return callFunction<UndoneImport>(client, name, { import_id: importId });
}
