import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { activityTables } from './activity-tables.ts';
import type { BaseFeature, Geography } from './city-model.ts';
import { truthOf, type SampleCity } from './generate-city.ts';
import { drawPhotos } from './photos.ts';
import { historyTables } from './history-tables.ts';
import { placeTables } from './place-tables.ts';
import type { Cell, TableRows } from './table-rows.ts';

/** Tables that become CSV files, and under which name; geometry goes to GeoJSON instead. */
const CSV_FILES: Readonly<Record<string, string>> = {
  'public.units': 'units',
  'public.members': 'members',
  'public.pairings': 'pairings',
  'public.inspections': 'inspections',
  'public.observations': 'observations',
  'public.issues': 'issues',
  'public.issue_events': 'issue_events',
  'public.photos': 'photos',
  'public.site_status_periods': 'periods',
  'public.activity_plans': 'activity_plans',
  'public.activities': 'activities',
};

/** Share of the sites in being, in percent with one decimal. */
export type StatusMix = Readonly<Record<string, number>>;

/**
 * Writes the city as files: GeoJSON (EPSG:4326), CSV (UTF-8, times with +08:00), PNG and
 * `truth.json`. The same city gives the same bytes.
 *
 * @returns the mix of statuses at the end of the history
 */
export async function writeCity(
  city: SampleCity,
  directory: string,
  onProgress: (share: number) => void = () => undefined,
): Promise<StatusMix> {
  mkdirSync(join(directory, 'photos'), { recursive: true });
  const photos = drawPhotos();
  for (const { sha256, bytes } of photos) {
    writeFileSync(join(directory, 'photos', `${sha256}.png`), bytes);
  }
  const counter = new MixCounter();
  await writeCollections(city, directory);
  const tables = [...placeTables(city), ...historyTables(city, photos), ...activityTables(city)];
  for (const [index, table] of tables.entries()) {
    const name = CSV_FILES[table.table];
    if (name === undefined) continue;
    const rows = name === 'periods' ? counter.watch(table) : table.rows;
    await write(join(directory, `${name}.csv`), csv(table.columns, rows));
    onProgress((index + 1) / tables.length);
  }
  const mix = counter.mix();
  writeFileSync(join(directory, 'truth.json'), `${JSON.stringify(truthOf(city, mix), null, 2)}\n`);
  return mix;
}

/** Counts the standing periods as they pass: they are made only once. */
export class MixCounter {
  private readonly counts = new Map<string, number>();
  private known = 0;
  private total = 0;

  *watch({ columns, rows }: TableRows): Generator<readonly Cell[]> {
    const status = columns.indexOf('status');
    const end = columns.indexOf('to_at');
    const coverage = columns.indexOf('coverage');
    for (const row of rows) {
      if (row[end] === null) {
        const name = String(row[status]);
        this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
        this.total += 1;
        if (Number(row[coverage]) >= 0.6) this.known += 1;
      }
      yield row;
    }
  }

  mix(): StatusMix {
    const percent = (count: number) => Math.round((1000 * count) / Math.max(1, this.total)) / 10;
    return {
      compliant: percent(this.counts.get('compliant') ?? 0),
      attention: percent(this.counts.get('attention') ?? 0),
      serious: percent(this.counts.get('serious') ?? 0),
      unknown: percent(this.counts.get('unknown') ?? 0),
      known: percent(this.known),
    };
  }
}

async function write(path: string, chunks: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(chunks), createWriteStream(path));
}

/** A byte order mark lets the offices' spreadsheets see that it is UTF-8. */
function* csv(columns: readonly string[], rows: Iterable<readonly Cell[]>): Generator<string> {
  let text = `\uFEFF${columns.join(',')}\n`;
  for (const row of rows) {
    text += `${row.map(csvCell).join(',')}\n`;
    if (text.length < 1 << 18) continue;
    yield text;
    text = '';
  }
  yield text;
}

function csvCell(value: Cell): string {
  if (value === null) return '';
  const text = String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

async function writeCollections({ geography, organisation }: SampleCity, directory: string) {
  const file = (name: string, features: Iterable<object>) =>
    write(join(directory, `${name}.geojson`), collection(features));
  await file(
    'areas',
    geography.areas.map((area) => ({
      type: 'Feature',
      id: area.id,
      properties: {
        level: area.level,
        name: area.name,
        nameEn: area.nameEn,
        parentId: area.parentId,
      },
      geometry: { type: 'MultiPolygon', coordinates: area.outline },
    })),
  );
  await file('sites', siteFeatures(geography, organisation.unitOfSite));
  const base = (kind: BaseFeature['kind']) =>
    geography.baseFeatures
      .filter((feature) => feature.kind === kind)
      .map(({ id, geometry, foot: _foot, kind: _kind, ...properties }) => ({
        type: 'Feature',
        id,
        properties,
        geometry,
      }));
  await file('roads', base('road'));
  await file('water', base('water'));
  await file('greens', base('green'));
  await file('labels', base('label'));
}

function siteFeatures({ sites }: Geography, unitOfSite: ReadonlyMap<number, number>): object[] {
  return sites.map((site) => ({
    type: 'Feature',
    id: site.id,
    properties: {
      type: site.type,
      name: site.name,
      address: site.address,
      areaId: site.areaId,
      unitId: unitOfSite.get(site.id) ?? null,
      person: site.person,
      phone: site.phone,
    },
    geometry:
      site.polygons === null
        ? { type: 'Point', coordinates: site.point }
        : { type: 'MultiPolygon', coordinates: site.polygons },
  }));
}

function* collection(features: Iterable<object>): Generator<string> {
  yield '{"type":"FeatureCollection","features":[\n';
  let first = true;
  for (const feature of features) {
    yield `${first ? '' : ',\n'}${JSON.stringify(feature)}`;
    first = false;
  }
  yield '\n]}\n';
}
