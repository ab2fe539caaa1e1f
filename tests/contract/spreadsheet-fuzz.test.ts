import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importLedger, type LedgerOutcome } from '../../data/import/ledger';
import type { KnownCity } from '../../src/domain/spreadsheet/known-city';
import { openTarget, type Target } from '../../data/import/target';
import { Refusal } from '../../supabase/embedded/notices';
import { startTestBackend, type TestBackend } from '../support/backend';
import { breakLedger } from '../support/broken-ledgers';

/** A small share with every test, all of them with `npm run test:deep`. */
const CASES = process.env.DEEP === '1' ? 20_000 : 100;
const SEED = 20_261_124;
const MOST_MEGABYTES = 512;

const folder = mkdtempSync(join(tmpdir(), 'chuangcheng-fuzz-'));
let backend: TestBackend;
let target: Target;
let city: KnownCity;

beforeAll(async () => {
  backend = await startTestBackend({ database: 'embedded', sample: { seed: 7, sites: 150 } });
  target = await openTarget({
    url: backend.url,
    key: backend.keys.secretKey,
    dataDirectory: backend.dataDirectory,
  });
  city = await target.call<KnownCity>('ledger_import_context', {});
});
afterAll(async () => {
  await target.close();
  await backend.close();
  rmSync(folder, { recursive: true, force: true });
});

async function counts() {
  const [row] = await backend.sql.query<{ issues: number; events: number; imports: number }>(
    `select (select count(*) from public.issues) as issues, (select count(*) from public.issue_events) as events,
      (select count(*) from public.imports) as imports`,
  );
  return row!;
}

/** One line in each language, of ours: never what a library or the database says of itself. */
function complaintsAbout({ zh, en }: { zh: string; en: string }): string[] {
  return [
    ...(/\p{Script=Han}/u.test(zh) ? [] : ['no Chinese']),
    ...(en === '' || en === zh ? ['no English'] : []),
    ...(/[\n\r]/.test(zh + en) ? ['more than a line'] : []),
    ...([...zh].length > 500 || [...en].length > 500 ? ['too long'] : []),
    ...(/undefined|\[object|NaN|violates|syntax for type|后端未能执行|状态码 5/.test(zh + en)
      ? ['not ours']
      : []),
  ];
}

test(
  `${CASES} broken ledgers: a clear message, no crash, no partial write`,
  async () => {
    const wrong: string[] = [];
    const fates = new Map<string, number>();
    let before = await counts();
    const memoryBefore = process.memoryUsage().rss;
    for (let index = 0; index < CASES; index += 1) {
      const { what, name, bytes } = breakLedger(city, SEED + index);
      const path = join(folder, name);
      writeFileSync(path, bytes);
      const complain = (text: string) => wrong.push(`${SEED + index} ${what}: ${text}`);
      let outcome: LedgerOutcome | undefined;
      try {
        outcome = await importLedger(target, {
          path,
          sheet: undefined,
          map: [],
          datum: undefined,
          otherwise: index % 2 === 0 ? 11 : undefined,
          dryRun: index % 3 === 0,
        });
      } catch (error) {
        if (!(error instanceof Refusal)) complain(`crash ${String(error)}`);
        else for (const said of complaintsAbout(error)) complain(`${said}: ${error.message}`);
      }
      rmSync(path);
      const refused = outcome?.fates.filter(({ fate }) => fate === 'refused') ?? [];
      for (const fate of refused)
        for (const said of complaintsAbout(fate)) complain(`${said}: ${fate.zh} / ${fate.en}`);
      const after = await counts();
      const added = outcome?.result.importId == null ? 0 : outcome.result.new;
      if (refused.length > 0 && added > 0) complain('taken in with a refused row');
      if (after.issues - before.issues !== added)
        complain(`${after.issues - before.issues} issues instead of ${added}`);
      if (added === 0 && after.events !== before.events && outcome?.result.changed === 0)
        complain('events without an import');
      if (after.imports - before.imports !== (outcome?.result.importId == null ? 0 : 1))
        complain('an import too many');
      before = after;
      const fate =
        outcome === undefined
          ? 'refused whole'
          : added > 0
            ? 'taken in'
            : refused.length > 0
              ? 'rows refused'
              : 'nothing new';
      fates.set(`${what}: ${fate}`, (fates.get(`${what}: ${fate}`) ?? 0) + 1);
      if (wrong.length > 20) break;
    }
    expect(wrong).toEqual([]);
    // The generator breaks what it should, and not everything.
    expect([...fates.keys()].some((key) => key.endsWith('taken in'))).toBe(true);
    expect(
      [...fates]
        .filter(([key]) => /^(zip bomb|too many rows|cut off): /.test(key))
        .every(([key]) => key.endsWith('refused whole')),
    ).toBe(true);
    expect((process.resourceUsage().maxRSS * 1024 - memoryBefore) / 1024 / 1024).toBeLessThan(
      MOST_MEGABYTES,
    );
  },
  CASES * 1000,
);
