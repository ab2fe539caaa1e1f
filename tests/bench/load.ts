/**
 * 100,000 sites from PostgreSQL through the server into a real browser: the columnar message against
 * the same sites as GeoJSON through the same server in the same run; bytes on the wire, the browser's
 * heap, and the script that a filter costs.
 */
import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { build } from 'vite';
import { migrationsDirectory, projectDirectory } from '../../supabase/embedded/project-paths';
import { createUser } from '../../supabase/embedded/users';
import { chromiumLaunchOptions } from '../support/chromium';
import { rounded, withLargeCity, type LargeCity } from '../support/large-city';
import { measureBundle } from './page/bundle-size';
import type { LoadPage } from './page/load-page';

const EMAIL = 'bench@example.org';
const PASSWORD = 'nur-fuer-die-messung-2026';

export default async function bench(print: (figures: object) => void): Promise<void> {
  const { allBytes, firstFrameBytes } = await measureBundle(projectDirectory);
  print({
    what: 'JavaScript of the built page, gzipped',
    kilobytes: rounded(allBytes / 1000),
    beforeFirstFrameKilobytes: rounded(firstFrameBytes / 1000),
  });
  const script = await bundlePage();
  await withLargeCity(async (city) => {
    await addLeader(city);
    const browser = await chromium.launch(chromiumLaunchOptions());
    try {
      const context = await browser.newContext({ bypassCSP: true });
      const page = await context.newPage();
      const devtools = await context.newCDPSession(page);
      // In use once everything that can go has gone: objects and the buffers behind typed arrays.
      const heapBytes = async () => {
        await devtools.send('HeapProfiler.collectGarbage');
        const usage = await devtools.send('Runtime.getHeapUsage');
        return usage.usedSize + (usage.backingStorageSize ?? 0);
      };
      await page.goto(`${city.backend.url}/healthz`);
      await page.addScriptTag({ content: script });
      const { publishableKey } = city.backend.keys;
      await page.evaluate(
        ([email, password, key]) => (window as unknown as LoadPage).signIn(email, password, key),
        [EMAIL, PASSWORD, publishableKey] as const,
      );
      const before = await heapBytes();
      const loaded = await page.evaluate(() => (window as unknown as LoadPage).load());
      const heap = (await heapBytes()) - before;
      const compared = await page.evaluate(() => (window as unknown as LoadPage).compare(7));
      const filtering = await page.evaluate(() => (window as unknown as LoadPage).filter(51));
      print({
        what: 'from request to typed arrays',
        sites: loaded.count,
        milliseconds: rounded(compared.columns),
        against: 'the same sites as GeoJSON',
        againstMilliseconds: rounded(compared.geoJson),
        timesFaster: rounded(compared.geoJson / compared.columns),
      });
      print({
        what: 'on the wire, before compression',
        bytesPerSite: rounded(loaded.bytes / loaded.count),
        against: 'the same sites as GeoJSON',
        againstBytesPerSite: rounded(compared.geoJsonBytes / loaded.count),
      });
      print({ what: 'heap of the browser for them', megabytes: rounded(heap / 1e6) });
      print({ what: 'filter by type and status', milliseconds: rounded(filtering.milliseconds) });
    } finally {
      await browser.close();
    }
  }, migrationsWithBaseline());
}

async function addLeader({ backend }: LargeCity): Promise<void> {
  const { id } = await createUser(backend.sql, { email: EMAIL, password: PASSWORD });
  await backend.sql.query(
    `insert into public.members (user_id, name, role, unit_id, area_id) values ($1, '基准', 'leader', 1, 1)`,
    [id],
  );
}

/** The baseline must be there before the server reads which functions there are. */
function migrationsWithBaseline(): string {
  const directory = mkdtempSync(join(tmpdir(), 'chuangcheng-bench-'));
  cpSync(migrationsDirectory, directory, { recursive: true });
  writeFileSync(
    join(directory, '99991231000000_bench.sql'),
    `create function public.bench_geojson() returns json language sql stable set search_path = '' as $$
      select json_build_object('type', 'FeatureCollection', 'features', json_agg(json_build_object(
        'type', 'Feature', 'id', s.id, 'geometry', extensions.st_asgeojson(s.point, 7)::json,
        'properties', json_build_object('type', s.type, 'status', p.status, 'areaId', s.area_id, 'unitId', s.unit_id))))
      from public.sites s
      left join public.site_status_periods p on p.site_id = s.id and p.to_at is null
    $$;
    grant execute on function public.bench_geojson() to authenticated;`,
  );
  return directory;
}

async function bundlePage(): Promise<string> {
  const result = await build({
    root: projectDirectory,
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: {
        entry: join(projectDirectory, 'tests/bench/page/load-page.ts'),
        formats: ['iife'],
        name: 'bench',
      },
    },
  });
  const output = Array.isArray(result) ? result[0] : result;
  if (output === undefined || !('output' in output)) throw new Error('the page was not bundled');
  return output.output[0].code;
}
