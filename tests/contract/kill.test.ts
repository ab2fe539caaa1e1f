import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBackend } from '../../supabase/embedded/backend';
import { preparedFolder } from '../support/backend';
import { startBackendProcess, startServer } from '../support/server-process';

const kills = process.env['DEEP'] === '1' ? 20 : 1;
const writers = 4;

describe('a server killed in the middle of its work', () => {
  let directory: string;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'chuangcheng-kill-'));
    cpSync(await preparedFolder({}), directory, { recursive: true });
    const backend = await openBackend({ dataDirectory: directory });
    await backend.sql.exec(`
      create table public.kill_test (
        id bigint primary key,
        -- Pages of more than one row size, so that a torn page would show.
        filling text not null
      );
      alter table public.kill_test enable row level security;
      grant select, insert on public.kill_test to service_role;
    `);
    await backend.close();
  });

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test(`has every acknowledged write after ${kills} kill(s)`, { timeout: 600_000 }, async () => {
    const acknowledged: number[] = [];
    let nextId = 1;
    let onAcknowledged: () => void = () => undefined;
    for (let kill = 0; kill < kills; kill += 1) {
      const { child, ended, announcement } = await startBackendProcess([
        '--data',
        directory,
        '--empty',
      ]);
      const { url, secretKey } = announcement;
      const write = async (): Promise<void> => {
        for (;;) {
          const id = nextId;
          nextId += 1;
          const response = await fetch(`${url}/rest/v1/kill_test`, {
            method: 'POST',
            headers: { apikey: secretKey, 'content-type': 'application/json' },
            body: JSON.stringify({ id, filling: 'x'.repeat((id * 37) % 4000) }),
          });
          await response.arrayBuffer();
          if (response.status !== 201) throw new Error(`${response.status}`);
          acknowledged.push(id);
          onAcknowledged();
        }
      };
      const writing = Array.from({ length: writers }, () =>
        write().catch((error: unknown) => error),
      );
      // From the first write to well into the loop; the other writers are then in mid-write.
      const target = acknowledged.length + 1 + ((40 + kill * 17) % 97);
      const reached = new Promise<void>((resolve) => {
        onAcknowledged = () => {
          if (acknowledged.length >= target) resolve();
        };
      });
      // A writer that ends before the kill was refused: its cause is told below.
      await Promise.race([reached, ...writing]);
      child.kill('SIGKILL');
      await ended;
      const causes = await Promise.all(writing);
      // Every writer ended because the server was gone, none because a write was refused.
      expect(causes.map(String)).toEqual(
        causes.map(() => expect.stringContaining('fetch failed') as string),
      );
    }
    const backend = await openBackend({ dataDirectory: directory });
    const rows = await backend.sql.query<{ id: number; whole: boolean }>(
      'select id, length(filling) = (id * 37) % 4000 as whole from public.kill_test',
    );
    // Building the key anew would find what its index had lost.
    await backend.sql.exec('reindex table public.kill_test');
    await backend.close();
    expect(rows.filter(({ whole }) => !whole)).toEqual([]);
    const found = new Set(rows.map(({ id }) => id));
    expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
  });

  test('begins anew after a first start that was killed', { timeout: 300_000 }, async () => {
    const fresh = mkdtempSync(join(tmpdir(), 'chuangcheng-kill-first-'));
    try {
      const first = startServer('backend', ['--data', fresh, '--empty', '--port', '0']);
      // initdb has ended, bootstrap has begun.
      await first.said('建立表结构');
      first.child.kill('SIGKILL');
      await first.ended;
      const second = await startBackendProcess(['--data', fresh, '--empty']);
      const response = await fetch(`${second.announcement.url}/rest/v1/site_types?select=id`, {
        headers: { apikey: second.announcement.secretKey },
      });
      expect(response.status).toBe(200);
      second.child.kill('SIGTERM');
      expect((await second.ended).code).toBe(0);
    } finally {
      rmSync(fresh, { recursive: true, force: true });
    }
  });
});
