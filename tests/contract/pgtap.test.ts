import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBackend, type TestBackend } from '../support/backend';
import { installPgtap, runTapFile } from '../support/pgtap';

/** The same files as `supabase test db` runs, on both homes of the schema. */
const directory = fileURLToPath(new URL('../../supabase/tests', import.meta.url));
const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.sql'))
  .sort();

describe.each(['embedded', 'postgres'] as const)('on the %s database', (home) => {
  let backend: TestBackend;

  beforeAll(async () => {
    backend = await startTestBackend({ database: home });
    await installPgtap(backend.sql);
  });

  afterAll(() => backend.close());

  it('there are files', () => {
    expect(files).not.toEqual([]);
  });

  it.each(files)('%s', async (file) => {
    const text = readFileSync(join(directory, file), 'utf8');
    const { passed, failures } = await runTapFile(backend.sql, file, text, directory);
    expect(failures).toEqual([]);
    expect(passed).toBeGreaterThan(0);
  });

  describe('the runner itself', () => {
    const run = (...statements: string[]) =>
      runTapFile(backend.sql, 'x.sql', ['begin;', ...statements, 'rollback;'].join('\n'));

    it('counts what passes', async () => {
      const text = ['select plan(2);', "select ok(true, '对');", 'select is(1, 1);'];
      expect(await run(...text, 'select * from finish();')).toEqual({ passed: 2, failures: [] });
    });

    it('tells what fails, with what pgTAP says of it', async () => {
      const text = ['select plan(2);', "select is(1, 2, '相等');", 'select pass();'];
      const { passed, failures } = await run(...text, 'select * from finish();');
      expect(passed).toBe(1);
      expect(failures).toEqual([expect.stringMatching(/^1 相等[^]*have: 1[^]*want: 2/)]);
    });

    it('tells a plan that was not kept', async () => {
      const { failures } = await run('select plan(2);', 'select pass();');
      expect(failures).not.toEqual([]);
    });

    it('tells a file that breaks off, and where', async () => {
      const text = ['select plan(1);', '-- 说明', 'select * from nowhere;', 'select pass();'];
      const { failures } = await run(...text);
      expect(failures.at(-1)).toBe('x.sql:4: relation "nowhere" does not exist');
    });

    it('takes in the file that a line names, and tells its places', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'chuangcheng-pgtap-'));
      writeFileSync(join(folder, 'none.psql'), '');
      writeFileSync(join(folder, 'two.psql'), 'select plan(1);\n\nselect * from nowhere;\n');
      const text = 'begin;\n\\ir none.psql\n\\ir two.psql\nselect pass();\nrollback;\n';
      const { failures } = await runTapFile(backend.sql, 'x.sql', text, folder);
      rmSync(folder, { recursive: true });
      expect(failures.at(-1)).toBe('two.psql:3: relation "nowhere" does not exist');
    });

    it('leaves nothing behind, and takes roles as they come', async () => {
      const created = ['select plan(1);', 'create table public.left_behind ();'];
      await run(...created, 'set local role authenticated;', 'select pass();');
      const gone = ['select plan(1);', "select hasnt_table('public', 'left_behind', 'gone');"];
      expect(await run(...gone)).toEqual({ passed: 1, failures: [] });
    });
  });
});
