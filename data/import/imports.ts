import {
  datums,
  inferDatum,
  toWgs84,
  type Datum,
  type RowEvidence,
} from '../../src/domain/geo/datum.ts';
import { initialsOf } from '../generate/names.ts';
import { Refusal } from '../../src/domain/refusal.ts';
import { MOST_FILE_BYTES } from '../../src/workbook/archive.ts';
import { readAreas } from './areas.ts';
import { summarise, type Network } from './components.ts';
import { readFeatures } from './features.ts';
import { unknownNames } from '../../src/domain/site-list/row.ts';
import { readGeojson, type ReadRecords } from './geojson-file.ts';
import {
  firstPosition,
  geometryToWgs84,
  type Geometry,
} from '../../src/domain/geo/geojson-geometry.ts';
import type { Remark, RowFate, RowProblem } from '../../src/domain/site-list/records.ts';
import type { RowNames } from './report.ts';
import { readSites, type SiteRow } from '../../src/domain/site-list/read-sites.ts';
import { readSiteWorkbook } from './site-workbook.ts';
import { readTable } from './table-file.ts';
import type { Target } from './target.ts';
import { readFileBytes, readTextFile } from './text-file.ts';

export interface ImportOptions {
  readonly path: string;
  readonly type: string | undefined;
  readonly area: string | undefined;
  /** Undefined: WGS-84, and nothing outside China. */
  readonly datum: Datum | 'auto' | undefined;
  readonly source: string;
  readonly dryRun: boolean;
}

export interface ImportOutcome {
  /** What the database answered; meaningless when there are problems. */
  readonly result: unknown;
  /** Rows that are not added, and are no fault. */
  readonly fates: readonly RowFate[];
  /** Empty unless nothing was taken in. */
  readonly problems: readonly RowProblem[];
  readonly remarks: readonly Remark[];
  /** On a dry run: every row there is. */
  readonly dryRun: RowNames | undefined;
}

interface Answer {
  readonly importId: number | null;
  readonly added: number;
}

interface JudgedAnswer extends Answer {
  readonly present: number;
  readonly fates: readonly (RowProblem & { readonly fate: 'present' | 'refused' })[];
}

/** Takes in a list of sites from XLSX, CSV or GeoJSON. */
export async function importSites(target: Target, options: ImportOptions): Promise<ImportOutcome> {
  const file = await readRecords(options.path);
  const read = readSites(file.records, {
    type: options.type,
    area: options.area,
    mayLieOutsideChina: options.datum !== undefined && options.datum !== 'auto',
    initialsOf,
  });
  const remarks = [...read.remarks, ...remarkOnNames(file)];
  const dryRun = options.dryRun ? namesOf(file, read.rows) : undefined;
  const found = [...file.problems, ...read.problems];
  // A dry run asks the database about the readable rows as well.
  if (found.length > 0 && !options.dryRun) {
    return { result: undefined, fates: read.repeated, problems: found, remarks, dryRun };
  }
  const datum = await datumOf(target, read.rows, options.datum, remarks);
  const answer = await target.call<JudgedAnswer>('import_sites', {
    file_name: baseName(options.path),
    datum,
    rows: read.rows.map((row) => ({ ...row, geometry: geometryToWgs84(row.geometry, datum) })),
    dry_run: options.dryRun,
  });
  const { problems, fates } = judged(answer);
  const { importId, added, present } = answer;
  return {
    result: { importId, datum, added, present, repeated: read.repeated.length },
    fates: [...read.repeated, ...fates],
    problems: [...found, ...problems],
    remarks,
    dryRun,
  };
}

/** Takes in base-map features from OpenStreetMap GeoJSON and rebuilds the road network. */
export async function importFeatures(
  target: Target,
  options: ImportOptions,
): Promise<ImportOutcome> {
  const file = readRecordsOfGeojson(options.path);
  const datum = datumByHand(options.datum);
  const read = readFeatures(file.records, options.datum !== undefined);
  const dryRun = options.dryRun ? namesOf(file, read.rows) : undefined;
  const problems = [...file.problems, ...read.problems];
  if (problems.length > 0 && !options.dryRun) {
    return { result: undefined, fates: read.leftOut, problems, remarks: [], dryRun };
  }
  const { importId, added, present, network } = await target.call<
    Answer & { readonly present: readonly number[]; readonly network: Network }
  >('import_features', {
    file_name: baseName(options.path),
    datum,
    source: options.source,
    rows: read.rows.map((row) => ({ ...row, geometry: geometryToWgs84(row.geometry, datum) })),
    dry_run: options.dryRun,
  });
  const there = present.map((row): RowFate => ({
    row,
    fate: 'present',
    field: '',
    zh: '已在库中',
    en: 'already there',
  }));
  const result = {
    importId,
    datum,
    added,
    byKind: countBy(read.rows, ({ kind }) => kind),
    present: present.length,
    leftOut: countBy(read.leftOut, ({ zh, en }) => `${zh} / ${en}`),
    network: summarise(network),
  };
  return { result, fates: [...read.leftOut, ...there], problems, remarks: [], dryRun };
}

/** Takes in outlines of areas from GeoJSON. */
export async function importAreas(target: Target, options: ImportOptions): Promise<ImportOutcome> {
  const file = readRecordsOfGeojson(options.path);
  const datum = datumByHand(options.datum);
  const read = readAreas(file.records, {
    level: options.type,
    parent: options.area,
    mayLieOutsideChina: options.datum !== undefined,
  });
  const remarks = remarkOnNames(file);
  const dryRun = options.dryRun ? namesOf(file, read.rows) : undefined;
  const found = [...file.problems, ...read.problems];
  if (found.length > 0 && !options.dryRun) {
    return { result: undefined, fates: [], problems: found, remarks, dryRun };
  }
  const answer = await target.call<JudgedAnswer>('import_areas', {
    file_name: baseName(options.path),
    datum,
    rows: read.rows.map((row) => ({ ...row, geometry: geometryToWgs84(row.geometry, datum) })),
    dry_run: options.dryRun,
  });
  const { importId, added, present } = answer;
  const { problems, fates } = judged(answer);
  const result = { importId, datum, added, present };
  return { result, fates, problems: [...found, ...problems], remarks, dryRun };
}

/** Takes an import back. */
export function undoImport(target: Target, importId: number): Promise<unknown> {
  return target.call('undo_import', { import_id: importId });
}

async function readRecords(path: string): Promise<ReadRecords> {
  const extension = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase();
  if (extension === 'xlsx')
    return readSiteWorkbook(readFileBytes(path, MOST_FILE_BYTES), baseName(path));
  if (extension === 'csv' || extension === 'txt')
    return readTable(readTextFile(path), baseName(path));
  if (extension === 'json' || extension === 'geojson') {
    return readGeojson(readTextFile(path), baseName(path));
  }
  throw new Refusal(
    `${path} 的格式不支持，请用 XLSX、CSV 或 GeoJSON`,
    `${path}: use XLSX, CSV or GeoJSON.`,
  );
}

function readRecordsOfGeojson(path: string): ReadRecords {
  return readGeojson(readTextFile(path), baseName(path));
}

function datumByHand(datum: Datum | 'auto' | undefined): Datum {
  if (datum !== 'auto') return datum ?? 'wgs84';
  throw new Refusal(
    '--datum auto 只用于 sites，请指明 wgs84、gcj02 或 bd09',
    '--datum auto is for sites; name wgs84, gcj02 or bd09.',
  );
}

/** To what the distance of a row tells its datum. */
const MEASURES = {
  site: ['同名点位', 'known sites of the same name'],
  area: ['所属区域', 'the areas they name'],
  road: ['最近道路', 'the nearest road'],
} as const;

/** Rows that are asked about: enough to be sure, few enough for one request. */
const mostEvidence = 400;

async function datumOf(
  target: Target,
  rows: readonly SiteRow[],
  given: Datum | 'auto' | undefined,
  remarks: Remark[],
): Promise<Datum> {
  if (given !== 'auto') return given ?? 'wgs84';
  const step = Math.max(1, Math.ceil(rows.length / mostEvidence));
  const asked = rows
    .filter((_, index) => index % step === 0)
    .map(({ row, name, area, geometry }) => ({ row, name, area, points: hypotheses(geometry) }));
  const evidence = await target.call<RowEvidence[]>('import_evidence', { rows: asked });
  const { datum, by, rows: count, medianMeters, confidence } = inferDatum(evidence);
  const meters = datums
    .map((name, index) => `${name} ${Math.round(medianMeters[index] ?? 0)} m`)
    .join('、');
  const percent = Math.round(100 * confidence);
  if (datum !== undefined) {
    const what = MEASURES[by ?? 'road'];
    remarks.push({
      zh: `坐标系推断为 ${datum}：${count} 行到${what[0]}的中位距离 ${meters}，${percent}% 的行一致`,
      en: `inferred ${datum}: median distance of ${count} rows to ${what[1]} ${meters}; ${percent} % agree`,
    });
    return datum;
  }
  throw count === 0
    ? new Refusal(
        '无法推断坐标系：库中没有同名点位，所属区域没有边界，也没有道路；请用 --datum 指明 wgs84、gcj02 或 bd09',
        'Cannot infer the datum: there are no sites of these names, no outlines of their areas and no roads; name wgs84, gcj02 or bd09.',
      )
    : new Refusal(
        `坐标系推断把握不足（${count} 行，中位距离 ${meters}，${percent}% 的行一致）；请用 --datum 指明 wgs84、gcj02 或 bd09`,
        `Not sure of the datum (${count} rows, median distances ${meters}, ${percent} % agree); name wgs84, gcj02 or bd09.`,
      );
}

function hypotheses(geometry: Geometry): (readonly [number, number])[] {
  return datums.map((datum) => toWgs84(firstPosition(geometry), datum));
}

function judged({ fates }: JudgedAnswer): { problems: RowProblem[]; fates: RowFate[] } {
  return {
    problems: fates.filter(({ fate }) => fate === 'refused'),
    fates: fates.filter(({ fate }) => fate === 'present'),
  };
}

function namesOf(
  { records, problems }: ReadRecords,
  rows: readonly { readonly row: number; readonly name: string | null }[],
): RowNames {
  const names = new Map<number, string>(problems.map(({ row }) => [row, '']));
  for (const { row } of records) names.set(row, '');
  for (const { row, name } of rows) names.set(row, name ?? '');
  return names;
}

function remarkOnNames({ records }: ReadRecords): Remark[] {
  const names = unknownNames(records);
  if (names.length === 0) return [];
  const list = names.slice(0, 20).join('、');
  return [{ zh: `未使用的列：${list}`, en: `columns that are not used: ${list}` }];
}

function countBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([, a], [, b]) => b - a));
}

function baseName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}
