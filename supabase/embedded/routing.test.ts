import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readRouting, routingOrigins } from './routing.ts';
import { securityHeaders } from './security-headers.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'chuangcheng-routing-'));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('there are none without a file', () => {
  expect(readRouting(directory)).toEqual({});
});

test('are handed on as they are', () => {
  const settings = { vroom: { url: 'http://10.1.2.3:3000' } };
  writeFileSync(join(directory, 'routing.json'), JSON.stringify(settings));
  expect(readRouting(directory)).toEqual(settings);
});

test.each(['[]', '1', 'null', 'not JSON'])('refuse %j', (text) => {
  writeFileSync(join(directory, 'routing.json'), text);
  expect(() => readRouting(directory)).toThrow('routing.json 有误');
});

test('name the origins that the page may talk to, and no more', () => {
  const settings = {
    osrm: {
      foot: { url: 'http://10.1.2.3:5000/foot' },
      car: { url: 'http://10.1.2.3:5000/car', profile: 'https://nowhere.example.cn' },
      ebike: { url: "https://x.cn;script-src 'unsafe-inline'" },
    },
    vroom: { url: 'https://vroom.example.cn/' },
    other: ['file:///etc', { url: 'file:///etc' }],
  };
  const origins = routingOrigins(settings);
  expect(origins).toEqual(['http://10.1.2.3:5000', 'https://vroom.example.cn']);
  const policy = securityHeaders(['https://tiles.example.cn'], false, origins)[
    'content-security-policy'
  ]!.split('; ');
  expect(policy).toContain(
    `connect-src 'self' data: blob: https://tiles.example.cn http://10.1.2.3:5000 https://vroom.example.cn`,
  );
  expect(policy).toContain(`img-src 'self' data: blob: https://tiles.example.cn`);
});
