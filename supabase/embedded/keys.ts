import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiKeys } from './messages.ts';
import { Refusal } from './notices.ts';

const fileName = 'keys.json';

/**
 * The keys of a data folder, made at its first use and kept there readable by their owner only.
 * They are in no bundle and no repository; whoever has the folder has the city.
 *
 * @throws Refusal when the file is there but is not ours
 */
export function keysOf(dataDirectory: string): ApiKeys {
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const path = join(dataDirectory, fileName);
  const draft = `${path}.${process.pid}`;
  const keys: ApiKeys = {
    publishableKey: `sb_publishable_${randomText(24)}`,
    secretKey: `sb_secret_${randomText(32)}`,
    jwtSecret: randomText(48),
  };
  writeFileSync(draft, `${JSON.stringify(keys, undefined, 2)}\n`, { mode: 0o600 });
  try {
    // A link either makes the whole file or fails: of two first starts one makes the keys of both.
    linkSync(draft, path);
    return keys;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return readKeys(path);
  } finally {
    unlinkSync(draft);
  }
}

function readKeys(path: string): ApiKeys {
  let keys: Partial<ApiKeys> = {};
  try {
    keys = JSON.parse(readFileSync(path, 'utf8')) as Partial<ApiKeys>;
  } catch {
    // Told below, in the words for a file that is not what it should be.
  }
  const { publishableKey, secretKey, jwtSecret } = keys;
  if (
    typeof publishableKey !== 'string' ||
    typeof secretKey !== 'string' ||
    typeof jwtSecret !== 'string'
  ) {
    throw new Refusal(
      `密钥文件 ${path} 已损坏：请恢复备份，或删除该文件以重新生成（所有人需重新登录）`,
      `The key file ${path} is damaged: restore it, or delete it to have new keys (everyone signs in again).`,
    );
  }
  return { publishableKey, secretKey, jwtSecret };
}

function randomText(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}
