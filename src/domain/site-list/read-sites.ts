import { Row } from './row.ts';
import { complaintAbout, readGeometry, type Geometry } from '../geo/geojson-geometry.ts';
import type { Remark, RowFate, RowProblem, SourceRecord } from './records.ts';

/** A row for the database function `import_sites`; the geometry still in the file's datum. */
export interface SiteRow {
  readonly row: number;
  readonly type: string;
  readonly name: string;
  readonly initials: string;
  readonly address: string | null;
  readonly geometry: Geometry;
  readonly area: string | null;
  readonly unit: string | null;
  readonly person: string | null;
  readonly phone: string | null;
  readonly openedAt: string | null;
  readonly externalId: string | null;
}

export interface SiteOptions {
  /** For rows that do not say their type. */
  readonly type: string | undefined;
  /** For rows that do not say their area. */
  readonly area: string | undefined;
  readonly mayLieOutsideChina: boolean;
  /** Of a name, for the search box: 羌江南路215号院 → qjnl215hy. */
  readonly initialsOf: (name: string) => string;
}

export interface ReadSites {
  readonly rows: readonly SiteRow[];
  readonly problems: readonly RowProblem[];
  readonly repeated: readonly RowFate[];
  readonly remarks: readonly Remark[];
}

/** Reads a list of sites from a table or from GeoJSON; relations to what is known are left to the database. */
export function readSites(records: readonly SourceRecord[], options: SiteOptions): ReadSites {
  const problems: RowProblem[] = [];
  const read = records.flatMap((record) => readSite(new Row(record, problems), options) ?? []);
  const { rows: distinct, repeated } = withoutRepeated(read);
  const { rows, remarks } = withOwnIdentifiers(distinct);
  return { rows, problems, repeated, remarks };
}

function readSite(row: Row, options: SiteOptions): SiteRow | undefined {
  const name = row.text('name', 80);
  if (name === undefined)
    row.complain('name', '名称应为 1～80 个字', 'a name has 1 to 80 characters');
  const type = row.text('type', 30) ?? options.type;
  if (type === undefined) {
    row.complain('type', '没有类型列，请用 --type 指明', 'there is no type; name it with --type');
  }
  const geometry = geometryOf(row, options);
  const rest = {
    address: row.text('address', 120) ?? null,
    area: row.text('area', 40) ?? options.area ?? null,
    unit: row.text('unit', 60) ?? null,
    person: row.text('person', 40) ?? null,
    phone: row.text('phone', 40) ?? null,
    openedAt: row.day('opened') ?? null,
    externalId: row.text('id', 80) ?? null,
  };
  if (name === undefined || type === undefined || geometry === undefined) return undefined;
  return { row: row.record.row, type, name, initials: options.initialsOf(name), geometry, ...rest };
}

function geometryOf(row: Row, { mayLieOutsideChina }: SiteOptions): Geometry | undefined {
  if (row.record.geometry !== undefined) {
    const allowed = ['Point', 'Polygon', 'MultiPolygon'] as const;
    const read = readGeometry(row.record.geometry, { allowed, mayLieOutsideChina });
    return 'geometry' in read ? read.geometry : row.complain('geometry', read.zh, read.en);
  }
  const longitude = row.number('longitude');
  const latitude = row.number('latitude');
  if (longitude === undefined || latitude === undefined) {
    const missing = longitude === undefined ? 'longitude' : 'latitude';
    return row.complain(missing, '缺少坐标，请填经度和纬度', 'give longitude and latitude');
  }
  if (Number.isNaN(longitude) || Number.isNaN(latitude)) return undefined;
  const complaint = complaintAbout([longitude, latitude], mayLieOutsideChina);
  if (complaint !== undefined) return row.complain('longitude', complaint.zh, complaint.en);
  return { type: 'Point', coordinates: [longitude, latitude] };
}

/** Rows without an identifier that say the same of the same place as an earlier one. */
function withoutRepeated(rows: readonly SiteRow[]): { rows: SiteRow[]; repeated: RowFate[] } {
  const firstRows = new Map<string, number>();
  const kept: SiteRow[] = [];
  const repeated: RowFate[] = [];
  for (const site of rows) {
    const key = JSON.stringify([site.type, site.name, site.geometry]);
    const first = firstRows.get(key);
    if (first === undefined) firstRows.set(key, site.row);
    if (first === undefined || site.externalId !== null) {
      kept.push(site);
      continue;
    }
    repeated.push({
      row: site.row,
      fate: 'repeated',
      field: 'name',
      zh: `与第 ${first} 行相同`,
      en: `the same as row ${first}`,
    });
  }
  return { rows: kept, repeated };
}

/**
 * Offices reuse a code for what was merged into one village, so an identifier may stand in a file
 * several times for different places. From the second on it is numbered in the order of the file
 * (`…/2`), which finds each again when the file is taken in once more.
 */
function withOwnIdentifiers(rows: readonly SiteRow[]): { rows: SiteRow[]; remarks: Remark[] } {
  const seen = new Map<string, number>();
  let numbered = 0;
  const result = rows.map((site) => {
    if (site.externalId === null) return site;
    const key = JSON.stringify([site.type, site.externalId]);
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    if (times === 1) return site;
    numbered += 1;
    return { ...site, externalId: `${site.externalId}/${times}` };
  });
  if (numbered === 0) return { rows: result, remarks: [] };
  const codes = [...seen.values()].filter((times) => times > 1).length;
  const remark: Remark = {
    zh: `有 ${codes} 个编号出现不止一次，其余 ${numbered} 行的编号加了序号（如 …/2）`,
    en: `${codes} identifiers occur more than once; those of ${numbered} later rows were numbered (…/2)`,
  };
  return { rows: result, remarks: [remark] };
}
