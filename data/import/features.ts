import { greenClassOf, roadOf, structureOf, waterClassOf, type Tags } from './openstreetmap.ts';
import {
  readGeometry,
  type Geometry,
  type GeometryType,
} from '../../src/domain/geo/geojson-geometry.ts';
import type { RowFate, RowProblem, SourceRecord } from '../../src/domain/site-list/records.ts';

/** A row for the database function `import_features`; the geometry still in the file's datum. */
export interface FeatureRow {
  readonly row: number;
  readonly externalId: string | null;
  readonly kind: 'road' | 'water' | 'green' | 'building' | 'label';
  readonly class: string;
  readonly name: string | null;
  readonly nameEn: string | null;
  readonly ref: string | null;
  readonly oneway: -1 | 0 | 1;
  readonly foot: boolean;
  readonly bridge: boolean;
  readonly tunnel: boolean;
  readonly layer: number;
  readonly geometry: Geometry;
}

export interface ReadFeatures {
  readonly rows: readonly FeatureRow[];
  readonly problems: readonly RowProblem[];
  readonly leftOut: readonly RowFate[];
}

type Kept = Omit<FeatureRow, 'row' | 'externalId' | 'name' | 'nameEn' | 'geometry'>;
type Reason = { readonly zh: string; readonly en: string };

/**
 * Reads features of OpenStreetMap GeoJSON, as Overpass and osmtogeojson write it, into what the base
 * map draws: roads, water, greens, buildings, names of places. What it does not draw is left out with
 * the reason; a drawn feature whose geometry is broken is a problem.
 */
export function readFeatures(
  records: readonly SourceRecord[],
  mayLieOutsideChina: boolean,
): ReadFeatures {
  const rows: FeatureRow[] = [];
  const problems: RowProblem[] = [];
  const leftOut: RowFate[] = [];
  const rowsOfIds = new Map<string, number>();
  for (const { row, values, geometry: given } of records) {
    const leave = ({ zh, en }: Reason) =>
      leftOut.push({ row, fate: 'left out', field: 'properties', zh, en });
    const tags = tagsOf(values);
    const geometryType = (given as { type?: unknown } | null)?.type;
    const kept = classify(tags, String(geometryType));
    if (!('kind' in kept)) {
      leave(kept);
      continue;
    }
    const read = readGeometry(given, { allowed: allowedFor[kept.kind], mayLieOutsideChina });
    if (!('geometry' in read)) {
      problems.push({ row, field: 'geometry', zh: read.zh, en: read.en });
      continue;
    }
    const externalId = typeof tags['@feature'] === 'string' ? tags['@feature'] : null;
    const earlier = externalId === null ? undefined : rowsOfIds.get(externalId);
    if (earlier !== undefined) {
      const zh = `编号 ${externalId} 与第 ${earlier} 行相同`;
      leftOut.push({ row, fate: 'repeated', field: 'id', zh, en: `same id as row ${earlier}` });
      continue;
    }
    if (externalId !== null) rowsOfIds.set(externalId, row);
    const name = tags.name ?? tags['name:zh'] ?? null;
    const nameEn = tags['name:en'] ?? null;
    rows.push({ row, externalId, ...kept, name, nameEn, geometry: read.geometry });
  }
  return { rows, problems, leftOut };
}

const allowedFor: Readonly<Record<FeatureRow['kind'], readonly GeometryType[]>> = {
  road: ['LineString', 'MultiLineString'],
  water: ['LineString', 'MultiLineString', 'Polygon', 'MultiPolygon'],
  green: ['Polygon', 'MultiPolygon'],
  building: ['Polygon', 'MultiPolygon'],
  label: ['Point'],
};

const plain = { ref: null, oneway: 0, foot: true, bridge: false, tunnel: false, layer: 0 } as const;

function classify(tags: Tags, geometryType: string): Kept | Reason {
  const isArea = geometryType.endsWith('Polygon');
  if (tags.type === 'route') {
    return {
      zh: `路线关系（${tags.route ?? '路线'}），重复了已有的道路`,
      en: 'a route relation, repeats the roads it runs on',
    };
  }
  if (tags.highway !== undefined) {
    if (isArea) return { zh: '面状的道路', en: 'a road drawn as an area' };
    return (
      roadOf(tags) ?? {
        zh: `未建成或不是道路（highway=${tags.highway}）`,
        en: `not built, or no road (highway=${tags.highway})`,
      }
    );
  }
  const water = waterClassOf(tags, isArea);
  if (water !== undefined) {
    const { tunnel, layer } = structureOf(tags);
    return { ...plain, kind: 'water', class: water, tunnel, layer };
  }
  const green = isArea ? greenClassOf(tags) : undefined;
  if (green !== undefined) return { ...plain, kind: 'green', class: green };
  if (isArea && tags.building !== undefined && tags.building !== 'no') {
    return { ...plain, kind: 'building', class: 'building' };
  }
  if (tags.place !== undefined && tags.name !== undefined && geometryType === 'Point') {
    return { ...plain, kind: 'label', class: tags.place };
  }
  const main = [
    'railway',
    'barrier',
    'power',
    'man_made',
    'boundary',
    'natural',
    'waterway',
    'landuse',
    'leisure',
  ].find((key) => tags[key] !== undefined);
  const found = main === undefined ? '' : `${main}=${tags[main] ?? ''}`;
  return main === undefined
    ? { zh: '没有底图用到的标签', en: 'no tag that the base map draws' }
    : { zh: `底图不画 ${found}`, en: `the base map does not draw ${found}` };
}

/** Only text is a tag; GeoJSON properties may hold anything. Names are cut to what a map can draw. */
function tagsOf(values: Readonly<Record<string, unknown>>): Tags {
  const tags: Record<string, string> = {};
  for (const [key, value] of Object.entries(values)) {
    if (!['string', 'number', 'boolean'].includes(typeof value)) continue;
    const text = [
      ...String(value)
        .replace(/[\p{Cc}\p{Surrogate}]/gu, '')
        .trim(),
    ]
      .slice(0, 120)
      .join('');
    if (text !== '') tags[key] = text;
  }
  return tags;
}
