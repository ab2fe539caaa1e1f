import { Refusal } from '../../src/domain/refusal.ts';
import { isObject } from '../../src/domain/geo/geojson-geometry.ts';
import {
  mostRows,
  type RowProblem,
  type SourceRecord,
} from '../../src/domain/site-list/records.ts';

export interface ReadRecords {
  readonly records: readonly SourceRecord[];
  readonly problems: readonly RowProblem[];
}

/**
 * The features of a GeoJSON FeatureCollection (RFC 7946), with the identifier of each as `@feature`.
 * Geometries are not looked at here.
 *
 * @throws Refusal when it is not JSON, not a FeatureCollection, in another projection, or too long
 */
export function readGeojson(text: string, name: string): ReadRecords {
  const collection = parse(text, name);
  if (!isObject(collection) || collection.type !== 'FeatureCollection') {
    const found = isObject(collection) ? String(collection.type) : typeof collection;
    throw new Refusal(
      `${name} 应为 GeoJSON FeatureCollection，实为 ${found}`,
      `${name} is not a GeoJSON FeatureCollection but ${found}.`,
    );
  }
  if (!Array.isArray(collection.features)) {
    throw new Refusal(`${name} 缺少 features 数组`, `${name} has no array “features”.`);
  }
  refuseProjection(collection.crs, name);
  refuseTooMany(collection.features.length, name);
  const records: SourceRecord[] = [];
  const problems: RowProblem[] = [];
  for (const [index, feature] of (collection.features as unknown[]).entries()) {
    const row = index + 1;
    if (!isObject(feature) || feature.type !== 'Feature') {
      problems.push({
        row,
        field: 'type',
        zh: '应为 GeoJSON Feature',
        en: 'should be a GeoJSON Feature',
      });
      continue;
    }
    const properties = isObject(feature.properties) ? feature.properties : {};
    records.push({
      row,
      values: { ...properties, '@feature': feature.id ?? properties['@id'] },
      geometry: feature.geometry,
    });
  }
  return { records, problems };
}

/** @throws Refusal above {@link mostRows} */
export function refuseTooMany(count: number, name: string): void {
  if (count <= mostRows) return;
  throw new Refusal(
    `${name} 有 ${count} 行，一次最多 ${mostRows} 行，请分成几个文件`,
    `${name} has ${count} rows; at most ${mostRows} at a time: split it.`,
  );
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const cause = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ');
    throw new Refusal(`${name} 不是 JSON：${cause}`, `${name} is not JSON: ${cause}`);
  }
}

/** The old `crs` member: only names of longitude and latitude on the globe are understood. */
function refuseProjection(crs: unknown, name: string): void {
  if (crs === undefined || crs === null) return;
  const properties = isObject(crs) && isObject(crs.properties) ? crs.properties : {};
  const found = String(properties.name ?? JSON.stringify(crs)).slice(0, 80);
  if (/(CRS84|EPSG:+4326|EPSG:+4490)$/i.test(found)) return;
  throw new Refusal(
    `${name} 的坐标系是 ${found}，应为经纬度（CRS84、EPSG:4326 或 EPSG:4490）`,
    `${name} is in ${found}; longitude and latitude are needed (CRS84, EPSG:4326 or EPSG:4490).`,
  );
}
