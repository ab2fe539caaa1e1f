import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeCity } from './files.ts';
import { generateCity, type CityOptions } from './generate-city.ts';
import { drawPhotos } from './photos.ts';

const directories: string[] = [];
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

async function written(more: Partial<CityOptions>): Promise<Map<string, string>> {
  const directory = mkdtempSync(join(tmpdir(), 'chuangcheng-files-'));
  directories.push(directory);
  const city = generateCity({
    sites: 150,
    seed: 7,
    until: Date.parse('2026-11-23T00:00:00+08:00'),
    issues: null,
    observationsPerSite: 60,
    ...more,
  });
  await writeCity(city, directory);
  return new Map(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
        return [path.slice(directory.length + 1), sha256];
      }),
  );
}

const lastDirectory = () => directories.at(-1)!;
const read = (name: string) => readFileSync(join(lastDirectory(), name), 'utf8');
const rows = (name: string) => read(name).trimEnd().split('\n').length - 1;

describe('the files of a city', () => {
  it('are the same bytes for the same seed, and others for another', async () => {
    const first = await written({});
    const again = await written({});
    const other = await written({ seed: 8 });
    expect(first.size).toBe(17 + 66 + 1);
    expect(again).toEqual(first);
    const changed = [...first].filter(([name, sha256]) => other.get(name) !== sha256);
    // The photos are drawn without chance.
    expect(changed.map(([name]) => name).filter((name) => name.startsWith('photos/'))).toEqual([]);
    expect(changed).toHaveLength(18);
  });

  it('say how many issues were asked for', async () => {
    await written({ issues: 333 });
    expect(rows('issues.csv')).toBe(333);
    expect((JSON.parse(read('truth.json')) as { counts: object }).counts).toMatchObject({
      issues: 333,
    });
    await written({ issues: 0 });
    expect(rows('issues.csv')).toBe(0);
  });

  it('hold as many sites as asked for, as valid GeoJSON', async () => {
    await written({ sites: 48 });
    const sites = JSON.parse(read('sites.geojson')) as {
      type: string;
      features: { geometry: { type: string } }[];
    };
    expect(sites.type).toBe('FeatureCollection');
    expect(sites.features).toHaveLength(48);
    expect(new Set(sites.features.map(({ geometry }) => geometry.type))).toEqual(
      new Set(['MultiPolygon', 'Point']),
    );
  });
});

describe('sample photos', () => {
  it('are small, all different, and PNG', () => {
    const photos = drawPhotos();
    expect(photos).toHaveLength(66);
    expect(new Set(photos.map(({ sha256 }) => sha256)).size).toBe(66);
    for (const { bytes, sha256 } of photos) {
      expect(bytes.length).toBeLessThanOrEqual(8192);
      expect([...bytes.slice(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    }
  });
});
