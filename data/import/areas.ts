import { initialsOf } from '../generate/names.ts';
import { Row } from '../../src/domain/site-list/row.ts';
import { readGeometry, type Geometry } from '../../src/domain/geo/geojson-geometry.ts';
import type { RowProblem, SourceRecord } from '../../src/domain/site-list/records.ts';

/** A row for the database function `import_areas`; the geometry still in the file's datum. */
export interface AreaRow {
  readonly row: number;
  readonly level: AreaLevel;
  readonly name: string;
  readonly nameEn: string | null;
  readonly initials: string;
  /** Name or id of the area above; null for the topmost. */
  readonly parent: string | null;
  readonly geometry: Geometry;
}

const levelNames = {
  city: ['city', '市', '地级市'],
  district: ['district', 'county', '区', '县', '区县', '县级市'],
  street: ['street', 'town', '街道', '镇', '乡', '乡镇'],
  community: ['community', 'village', '社区', '村'],
} as const;

export type AreaLevel = keyof typeof levelNames;

export interface AreaOptions {
  /** For rows that do not say their level. */
  readonly level: string | undefined;
  /** For rows that do not say what they belong to. */
  readonly parent: string | undefined;
  readonly mayLieOutsideChina: boolean;
}

/** Reads outlines from GeoJSON. */
export function readAreas(
  records: readonly SourceRecord[],
  options: AreaOptions,
): { readonly rows: readonly AreaRow[]; readonly problems: readonly RowProblem[] } {
  const problems: RowProblem[] = [];
  const rows = records.flatMap((record) => readArea(new Row(record, problems), options) ?? []);
  return { rows, problems };
}

function readArea(row: Row, options: AreaOptions): AreaRow | undefined {
  const name = row.text('name', 40);
  if (name === undefined)
    row.complain('name', '名称应为 1～40 个字', 'a name has 1 to 40 characters');
  const level = levelOf(row, options.level);
  const nameEn = row.text('nameEn', 80) ?? null;
  const parent = row.text('parent', 40) ?? options.parent ?? null;
  const read = readGeometry(row.record.geometry, {
    allowed: ['Polygon', 'MultiPolygon'],
    mayLieOutsideChina: options.mayLieOutsideChina,
  });
  if (!('geometry' in read)) {
    row.complain('geometry', read.zh, read.en);
  } else if (name !== undefined && level !== undefined) {
    const { geometry } = read;
    return {
      row: row.record.row,
      level,
      name,
      nameEn,
      initials: initialsOf(name),
      parent,
      geometry,
    };
  }
  return undefined;
}

function levelOf(row: Row, ofAll: string | undefined): AreaLevel | undefined {
  const given = row.text('level', 20) ?? ofAll;
  for (const [level, names] of Object.entries(levelNames)) {
    if ((names as readonly string[]).includes(given?.toLowerCase() ?? ''))
      return level as AreaLevel;
  }
  const found = given === undefined ? '' : `，实为“${given}”`;
  return row.complain(
    'level',
    `层级应为 city 市、district 区县、street 街道乡镇、community 社区村${found}`,
    `the level is city, district, street or community${given === undefined ? '' : `, not “${given}”`}`,
  );
}
