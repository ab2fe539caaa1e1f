import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { undoImport } from '../../data/import/imports';
import { importLedger, ledgerTable, type LedgerOptions } from '../../data/import/ledger';
import type { KnownCity } from '../../src/domain/spreadsheet/known-city';
import { openTarget, type Target } from '../../data/import/target';
import { startTestBackend, type TestBackend } from '../support/backend';
import { ledgerWorkbook } from '../support/ledger-workbook';

const folder = mkdtempSync(join(tmpdir(), 'chuangcheng-ledger-'));
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

function ledger(name: string, content: string | Uint8Array, more: Partial<LedgerOptions> = {}) {
  const path = join(folder, name);
  writeFileSync(path, content);
  const options = {
    sheet: undefined,
    map: [],
    datum: undefined,
    otherwise: undefined,
    dryRun: false,
  };
  return importLedger(target, { path, ...options, ...more });
}
const issues = async () =>
  (await backend.sql.query<{ n: number }>('select count(*) as n from public.issues'))[0]!.n;

test('a workbook: dry run, once, again, and back', async () => {
  const book = await ledgerWorkbook(city, 60);
  const before = await issues();
  const dry = await ledger('a.xlsx', book, { dryRun: true });
  expect(dry.result).toMatchObject({ importId: null, new: 60, refused: 0 });
  expect(ledgerTable(dry.fates).split('\r\n')).toHaveLength(62);
  expect(await issues()).toBe(before);
  const { result } = await ledger('a.xlsx', book);
  expect(result).toMatchObject({ new: 60, same: 0, refused: 0 });
  expect(await issues()).toBe(before + 60);
  expect((await ledger('a.xlsx', book)).result).toMatchObject({ importId: null, new: 0, same: 60 });
  expect(await undoImport(target, result.importId!)).toMatchObject({ removed: 60, kept: [] });
  expect(await issues()).toBe(before);
});

test('a mapping that a person corrects is remembered', async () => {
  const site = city.sites.find(({ type }) => type === 'courtyard')!;
  const text = `2025年台账\n点位,详情栏目,发现日期\n${site.name},楼道堆放杂物,4月26日\n`;
  await expect(ledger('b.csv', text)).rejects.toThrow('看不出哪一列是问题');
  const chosen = await ledger('b.csv', text, { map: ['description=详情栏目'] });
  expect(chosen.result).toMatchObject({ new: 1, refused: 0 });
  expect((await ledger('b.csv', text)).result).toMatchObject({ new: 0, same: 1 });
});

test('one refused row and nothing is taken in', async () => {
  const site = city.sites.find(({ type }) => type === 'courtyard')!;
  const before = await issues();
  const text = `2025年台账\n点位,问题,发现日期\n${site.name},3单元飞线充电,4月26日\n没有的地方,烟蒂,4月26日\n`;
  const { result, fates } = await ledger('c.csv', text);
  expect(result).toMatchObject({ importId: null, new: 1, refused: 1 });
  expect(fates.map(({ cell, fate }) => `${cell} ${fate}`)).toEqual(['B3 new', 'A4 refused']);
  expect(await issues()).toBe(before);
});
