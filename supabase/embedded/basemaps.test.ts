import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { basemapOrigins, readBasemaps } from './basemaps.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'chuangcheng-basemaps-'));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('are none without a file', () => {
  expect(readBasemaps(directory)).toEqual([]);
});

test.each(['{}', '[1]', '[{"url":"https://x.cn"}]', 'not JSON'])('refuse %j', (text) => {
  writeFileSync(join(directory, 'basemaps.json'), text);
  expect(() => readBasemaps(directory)).toThrow('basemaps.json 有误');
});

test('name the origins that the page may reach, and no more', () => {
  expect(
    basemapOrigins([
      { id: 'a', kind: 'raster', tiles: ['https://t{s}.tiles.example.cn:8443/{z}/{x}/{y}?tk=k'] },
      { id: 'b', kind: 'style', url: 'https://maps.example.cn/style.json' },
      { id: 'c', kind: 'pmtiles', url: 'http://10.1.2.3/city.pmtiles' },
      { id: 'd', kind: 'style', url: '/local/style.json' },
      { id: 'e', kind: 'tianditu', layer: 'vector', key: 'k' },
    ]).sort(),
  ).toEqual([
    'http://10.1.2.3',
    'https://*.tianditu.gov.cn',
    'https://*.tiles.example.cn:8443',
    'https://maps.example.cn',
  ]);
});

test('cannot smuggle a directive into the policy', () => {
  const origins = basemapOrigins([{ id: 'x', url: "https://x.cn;script-src 'unsafe-inline'" }]);
  expect(origins).toEqual(['https://x.cn']);
});
