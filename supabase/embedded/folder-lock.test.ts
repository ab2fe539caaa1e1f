import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockFolder } from './folder-lock.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'chuangcheng-lock-'));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('is held by one, and free again once released', () => {
  const lock = lockFolder(directory);
  expect(() => lockFolder(directory)).toThrow(`进程 ${process.pid} 使用`);
  lock.release();
  lock.release();
  lockFolder(directory).release();
});

test('passes over what a dead process left in the file', () => {
  writeFileSync(join(directory, 'lock'), '{"pid":1,"since":"2026-11-01T00:00:00.000Z"}\n');
  const lock = lockFolder(directory);
  expect(() => lockFolder(directory)).toThrow(`process ${process.pid} `);
  lock.release();
});
