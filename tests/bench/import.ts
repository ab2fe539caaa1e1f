/**
 * A ledger of 10,000 rows in an XLSX file, dry run and taken in on the embedded database with the
 * sample city, by the command's own code over HTTP; beside it the bare insert of the same issues and
 * as many events, without triggers, periods or any check.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KnownCity } from '../../src/domain/spreadsheet/known-city';
import { importLedger } from '../../data/import/ledger';
import { openTarget } from '../../data/import/target';
import { startTestBackend } from '../support/backend';
import { ledgerWorkbook } from '../support/ledger-workbook';

const ROWS = 10_000;

export default async function bench(print: (figures: object) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'chuangcheng-bench-import-'));
  const backend = await startTestBackend({ database: 'embedded', sample: { seed: 1 } });
  const target = await openTarget({
    url: backend.url,
    key: backend.keys.secretKey,
    dataDirectory: backend.dataDirectory,
  });
  try {
    const city = await target.call<KnownCity>('ledger_import_context', {});
    const path = join(folder, 'ledger.xlsx');
    writeFileSync(path, await ledgerWorkbook(city, ROWS));
    const run = async (dryRun: boolean) => {
      const started = performance.now();
      const { result } = await importLedger(target, {
        path,
        sheet: undefined,
        map: [],
        datum: undefined,
        otherwise: undefined,
        dryRun,
      });
      return { seconds: (performance.now() - started) / 1000, result };
    };
    const dry = await run(true);
    const apply = await run(false);
    const again = await run(false);
    const undo = performance.now();
    const bare = await bareInsert();
    const undone = performance.now();
    await target.call('undo_ledger_import', { import_id: apply.result.importId });
    print({
      what: `a ledger of ${ROWS} rows`,
      sites: city.sites.length,
      dryRunSeconds: round(dry.seconds),
      applySeconds: round(apply.seconds),
      againSeconds: round(again.seconds),
      undoSeconds: round((performance.now() - undone) / 1000),
      new: apply.result.new,
      newAgain: again.result.new,
      refused: apply.result.refused,
      against: 'the bare insert of the same issues and events',
      againstSeconds: round((undone - undo) / 1000),
      bareRows: bare,
    });
  } finally {
    await target.close();
    await backend.close();
    rmSync(folder, { recursive: true, force: true });
  }

  /** Copies what was taken in into tables like the real ones, with their indexes and nothing else. */
  async function bareInsert(): Promise<number> {
    await backend.sql.exec(`
      create schema bare;
      create table bare.issues (like public.issues including defaults including indexes);
      create table bare.issue_events (like public.issue_events including defaults including indexes);
      insert into bare.issues select * from public.issues where import_id is not null;
      insert into bare.issue_events select * from public.issue_events where import_id is not null`);
    const [row] = await backend.sql.query<{ n: number }>(
      'select (select count(*) from bare.issues) + (select count(*) from bare.issue_events) as n',
    );
    return row?.n ?? 0;
  }
}

function round(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
