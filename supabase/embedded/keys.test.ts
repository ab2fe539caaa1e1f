import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keysOf } from './keys.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'chuangcheng-keys-'));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('are made once, long, different, and readable by their owner only', () => {
  const keys = keysOf(directory);
  expect(keys.publishableKey).toMatch(/^sb_publishable_[\w-]{32}$/);
  expect(keys.secretKey).toMatch(/^sb_secret_[\w-]{43}$/);
  expect(keys.jwtSecret).toMatch(/^[\w-]{64}$/);
  expect(keysOf(directory)).toEqual(keys);
  expect(statSync(join(directory, 'keys.json')).mode & 0o777).toBe(0o600);
  expect(keysOf(join(directory, 'other')).jwtSecret).not.toBe(keys.jwtSecret);
});

test.each(['', '{}', '{"publishableKey":1}', 'sb_secret_x'])(
  'are not made anew over a damaged file (%j)',
  (text) => {
    writeFileSync(join(directory, 'keys.json'), text);
    expect(() => keysOf(directory)).toThrow('已损坏');
  },
);
