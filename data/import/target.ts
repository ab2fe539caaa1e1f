import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openBackend, type Backend } from '../../supabase/embedded/backend.ts';
import { keysOf } from '../../supabase/embedded/keys.ts';
import { Refusal } from '../../src/domain/refusal.ts';

/** Where an import goes: a function of the API called with the secret key. */
export interface Target {
  /**
   * @throws Refusal with the database's own words for a refusal of ours, or what else went wrong
   */
  call<Result>(name: string, parameters: Readonly<Record<string, unknown>>): Promise<Result>;
  close(): Promise<void>;
}

export interface TargetOptions {
  /** Of a running backend, e.g. http://127.0.0.1:4173; absent: found by the data folder. */
  readonly url: string | undefined;
  /** The secret key; absent: of the data folder. */
  readonly key: string | undefined;
  readonly dataDirectory: string;
}

/** Where `npm start` and `npm run backend` serve unless told otherwise. */
const usualUrls = ['http://127.0.0.1:4173', 'http://127.0.0.1:54321'];

/**
 * Finds the backend: the one at `url`; else the running one that knows the data folder's key; else,
 * when no server holds the folder, the folder's database itself, for as long as the import takes.
 *
 * @throws Refusal when there is none, or the key is not its secret key
 */
export async function openTarget({ url, key, dataDirectory }: TargetOptions): Promise<Target> {
  const directory = resolve(dataDirectory);
  const secretKey =
    key ?? (existsSync(join(directory, 'keys.json')) ? keysOf(directory).secretKey : undefined);
  if (url !== undefined) {
    if (secretKey === undefined) throw noKey(directory);
    await ask(url, secretKey);
    return overHttp(url, secretKey);
  }
  if (secretKey === undefined) throw noBackend(directory);
  for (const usual of usualUrls) {
    if (await knows(usual, secretKey)) return overHttp(usual, secretKey);
  }
  // Written when the first start has made the database; without it opening would make an empty one.
  if (!existsSync(join(directory, 'database.json'))) throw noBackend(directory);
  return inFolder(await openBackend({ dataDirectory: directory }));
}

function overHttp(url: string, key: string): Target {
  return {
    async call(name, parameters) {
      const response = await request(new URL(`/rest/v1/rpc/${name}`, url), key, parameters);
      return resultOf(name, response.status, await response.text());
    },
    close: () => Promise.resolve(),
  };
}

function inFolder(backend: Backend): Target {
  return {
    async call(name, parameters) {
      const { status, body } = await backend.fetch({
        method: 'POST',
        url: `http://localhost/rest/v1/rpc/${name}`,
        headers: [
          ['apikey', backend.keys.secretKey],
          ['content-type', 'application/json'],
        ],
        body: new TextEncoder().encode(JSON.stringify(parameters)),
      });
      return resultOf(name, status, new TextDecoder().decode(body));
    },
    close: () => backend.close(),
  };
}

function resultOf<Result>(name: string, status: number, text: string): Result {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    answer = undefined;
  }
  if (status === 200) return answer as Result;
  const { message, hint } = (answer ?? {}) as { message?: string; hint?: string };
  if (message !== undefined) throw new Refusal(message, hint ?? message);
  throw new Refusal(
    `后端未能执行 ${name}（状态码 ${status}）`,
    `The backend could not run ${name} (status ${status}).`,
  );
}

async function request(url: URL, key: string, body?: unknown): Promise<Response> {
  try {
    return await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { apikey: key, authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new Refusal(`连接不上 ${url.origin}`, `Cannot connect to ${url.origin}.`);
  }
}

/** Only the secret key reads the imports of a backend without being signed in. */
async function ask(url: string, key: string): Promise<void> {
  const address = URL.canParse(url)
    ? new URL('/rest/v1/imports?select=id&limit=1', url)
    : undefined;
  if (address === undefined || !/^https?:$/.test(address.protocol)) {
    throw new Refusal(
      `--url 的值“${url}”有误，应如 http://127.0.0.1:4173`,
      `--url: “${url}” is not an address such as http://127.0.0.1:4173.`,
    );
  }
  const { status } = await request(address, key);
  if (status === 200) return;
  throw new Refusal(
    `${address.origin} 不接受该密钥（状态码 ${status}），应为后端的 secretKey`,
    `${address.origin} does not accept the key (status ${status}); give the backend's secretKey.`,
  );
}

async function knows(url: string, key: string): Promise<boolean> {
  try {
    await ask(url, key);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

function noKey(directory: string): Refusal {
  return new Refusal(
    `${directory} 中没有密钥，请用 --key 给出后端的 secretKey`,
    `There is no key in ${directory}; give the backend's secretKey with --key.`,
  );
}

function noBackend(directory: string): Refusal {
  return new Refusal(
    `没有正在运行的后端，数据目录 ${directory} 也是空的：请先运行 npm start（空库加 -- --empty），或用 --url 与 --key 指明后端`,
    `No backend is running and the data folder ${directory} is empty: run npm start first (-- --empty for an empty one), or name a backend with --url and --key.`,
  );
}
