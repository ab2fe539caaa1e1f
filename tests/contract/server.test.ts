import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openShell, type Shell } from '../../supabase/embedded/http-shell';
import { startTestBackend, type TestBackend } from '../support/backend';
import { startBackendProcess, startServer } from '../support/server-process';

let backend: TestBackend;
let shell: Shell;
let application: string;

beforeAll(async () => {
  backend = await startTestBackend({ database: 'embedded' });
  application = mkdtempSync(join(tmpdir(), 'chuangcheng-application-'));
  shell = await openShell({
    host: '127.0.0.1',
    port: 0,
    applicationDirectory: application,
    basemaps: [
      { id: 'image', kind: 'raster', tiles: ['https://t{s}.tiles.example.cn/{z}/{x}/{y}.png'] },
    ],
    routing: { vroom: { url: 'http://10.1.2.3:3000' } },
  });
});

afterAll(async () => {
  await shell.close();
  await backend.close();
  rmSync(application, { recursive: true, force: true });
});

/** As it comes over the wire: fetch would undo the encoding. */
function getRaw(url: string, headers: Record<string, string>) {
  return new Promise<{ headers: NodeJS.Dict<string | string[]>; body: Buffer }>(
    (resolve, reject) => {
      request(url, { headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ headers: response.headers, body: Buffer.concat(chunks) }),
        );
      })
        .on('error', reject)
        .end();
    },
  );
}

describe('the server', () => {
  test('says that it is being prepared until it has a backend', async () => {
    const response = await fetch(`${shell.url}/`);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
    // The application is built while the port is held already.
    mkdirSync(join(application, 'assets'));
    writeFileSync(join(application, 'index.html'), '<!doctype html><title>创城一张图</title>');
    writeFileSync(join(application, 'assets/main-a1b2.js'), 'console.log(1);');
    writeFileSync(join(application, 'assets/main-a1b2.js.br'), 'compressed beforehand');
    shell.serve(
      { ...backend, failed: new Promise(() => undefined), close: () => Promise.resolve() },
      console.error,
    );
    expect((await fetch(`${shell.url}/healthz`)).status).toBe(200);
  });

  test('answers static files while a query runs for seconds', async () => {
    let queryEnded = false;
    const query = backend.sql
      .query('select count(*) from generate_series(1, 4000000) as n where n % 7 = 3')
      .finally(() => {
        queryEnded = true;
      });
    const response = await fetch(`${shell.url}/assets/main-a1b2.js`);
    await response.text();
    expect([response.status, queryEnded]).toEqual([200, false]);
    expect((await fetch(`${shell.url}/healthz`)).status).toBe(200);
    expect(queryEnded).toBe(false);
    expect(await query).toEqual([{ count: 571_429 }]);
  });

  test('serves the application for its own routes and no HTML for a missing file', async () => {
    const page = await fetch(`${shell.url}/sites/42?view=map`);
    expect(await page.text()).toContain('创城一张图');
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const asset = await fetch(`${shell.url}/assets/main-a1b2.js`);
    expect(asset.headers.get('content-type')).toMatch(/^text\/javascript/);
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await fetch(`${shell.url}/assets/main-old.js`)).status).toBe(404);
    expect((await fetch(`${shell.url}/favicon.ico`)).status).toBe(404);
    expect((await fetch(`${shell.url}/../../package.json`)).status).toBe(404);
    expect((await fetch(`${shell.url}/`, { method: 'POST' })).status).toBe(405);
  });

  test('sends a file compressed at the build where that is accepted', async () => {
    const { headers, body } = await getRaw(`${shell.url}/assets/main-a1b2.js`, {
      'accept-encoding': 'gzip, br',
    });
    expect(headers['content-encoding']).toBe('br');
    expect(body.toString()).toBe('compressed beforehand');
  });

  test('lets the page run only its own scripts and reach only what is configured', async () => {
    const policy = (await fetch(`${shell.url}/`)).headers.get('content-security-policy') ?? '';
    const directives = Object.fromEntries(
      policy.split('; ').map((directive) => {
        const [name = '', ...values] = directive.split(' ');
        return [name, values];
      }),
    );
    expect(directives['script-src']).toEqual([`'self'`]);
    expect(directives['style-src']).toEqual([`'self'`]);
    expect(directives['worker-src']).toEqual([`'self'`, 'blob:']);
    expect(directives['frame-ancestors']).toEqual([`'none'`]);
    expect(directives['connect-src']).toEqual([
      `'self'`,
      'data:',
      'blob:',
      'https://*.tiles.example.cn',
      'http://10.1.2.3:3000',
    ]);
    expect(directives['img-src']).not.toContain('http://10.1.2.3:3000');
    expect((await fetch(`${shell.url}/`)).headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('tells the page its address and key, and no sample accounts where there are none', async () => {
    const configuration = (await (await fetch(`${shell.url}/config.json`)).json()) as object;
    expect(configuration).toEqual({
      url: shell.url,
      publishableKey: backend.keys.publishableKey,
      sample: false,
      basemaps: [expect.objectContaining({ id: 'image' })],
      routing: { vroom: { url: 'http://10.1.2.3:3000' } },
    });
    expect(JSON.stringify(configuration)).not.toContain('sb_secret');
    expect((await fetch(`${shell.url}/sample-accounts.json`)).status).toBe(404);
  });

  test('compresses a large answer of the API when asked', async () => {
    const url = `${shell.url}/rest/v1/indicators?select=*`;
    const apikey = backend.keys.secretKey;
    const plain = await getRaw(url, { apikey });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.body.length).toBeGreaterThan(5000);
    const brotli = await getRaw(url, { apikey, 'accept-encoding': 'gzip, br' });
    expect(brotli.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(brotli.body).equals(plain.body)).toBe(true);
    expect(brotli.body.length).toBeLessThan(plain.body.length / 3);
    const gzip = await getRaw(url, { apikey, 'accept-encoding': 'gzip, br;q=0' });
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
  });

  test('refuses a request of more than 32 MB in one line', async () => {
    const response = await fetch(`${shell.url}/rest/v1/rpc/whoami`, {
      method: 'POST',
      headers: { apikey: backend.keys.publishableKey, 'content-type': 'application/json' },
      body: JSON.stringify({ filling: 'x'.repeat(33 * 1024 * 1024) }),
    });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({
      message: '提交的内容超过 32 MB',
      hint: 'The request is larger than 32 MB.',
    });
  });

  test('rolls a transaction back whole, and keeps others out of it', async () => {
    await backend.sql.exec('create table public.turns (id int primary key)');
    const failing = backend.sql.transaction(async (sql) => {
      await sql.query('insert into public.turns values (1)');
      await sql.transaction((inner) => inner.query('insert into public.turns values (2)'));
      await sql
        .transaction((inner) => inner.query('insert into public.turns values (1)'))
        .catch(() => undefined);
      expect(await sql.query('select id from public.turns order by id')).toEqual([
        { id: 1 },
        { id: 2 },
      ]);
      throw new Error('changed my mind');
    });
    // Asked for during the transaction, answered after it.
    const outside = backend.sql.query('select count(*) from public.turns');
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await outside).toEqual([{ count: 0 }]);
  });
});

describe('the commands', () => {
  test.each([
    [['--prot', '4173'], '--prot'],
    [['--port', '70000'], '--port 的值“70000”有误，应为0 到 65535 的整数'],
    [['--sites', '0'], '--sites'],
    [['--seed', '-1'], '--seed'],
    [['--db', 'mysql://localhost/x'], '--db'],
    [['--db', 'postgres://localhost/x', '--reset'], '--reset'],
    [['--empty', '--sites', '10'], '--empty'],
    [['--tls-cert', 'nowhere.pem'], '--tls-key'],
    [['somewhere'], 'somewhere'],
  ])('refuse %j in one line with exit code 2', async (flags, said) => {
    const { code, stderr } = await startServer('backend', flags).ended;
    expect(code).toBe(2);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(said);
  });

  test('tell of a port in use before they prepare anything', async () => {
    const other = createServer();
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
    const { port } = other.address() as AddressInfo;
    const directory = join(application, 'never-made');
    const { code, stderr } = await startServer('backend', [
      '--port',
      `${port}`,
      '--data',
      directory,
    ]).ended;
    other.close();
    expect(code).toBe(1);
    expect(stderr).toBe(
      `端口 ${port} 已被占用，请用 --port 指定其他端口 / Port ${port} is taken: choose another with --port.\n`,
    );
  });

  test('refuse a data folder in use, naming who has it, and take it when he is gone', async () => {
    const holder = await startTestBackend({ database: 'embedded' });
    const directory = holder.dataDirectory;
    const flags = ['--data', directory, '--empty'];
    const refused = await startServer('backend', ['--port', '0', ...flags]).ended;
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(
      new RegExp(
        `^数据目录 ${directory} 正被进程 ${process.pid} 使用（自 \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d 起） / .* process ${process.pid} `,
      ),
    );
    await holder.closeKeepingData();
    const taken = await startBackendProcess(flags);
    expect(taken.announcement).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string,
      publishableKey: holder.keys.publishableKey,
      secretKey: holder.keys.secretKey,
    });
    taken.child.kill('SIGINT');
    expect((await taken.ended).code).toBe(0);
    rmSync(directory, { recursive: true, force: true });
  });
});
