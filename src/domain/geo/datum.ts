import gcoord from 'gcoord';

type Position = readonly [longitude: number, latitude: number];

/**
 * WGS-84 (and CGCS2000, which differs by centimetres); GCJ-02, the offset datum of Amap and Tencent
 * maps, some 300 to 600 m away; BD-09 of Baidu maps, offset once more.
 */
export const datums = ['wgs84', 'gcj02', 'bd09'] as const;
export type Datum = (typeof datums)[number];

const systems = { gcj02: gcoord.GCJ02, bd09: gcoord.BD09 } as const;

/** A position as WGS-84, to 1e-7° (a centimetre). The inverse of GCJ-02 is good to 0.2 m. */
export function toWgs84(position: Position, datum: Datum): Position {
  const [longitude, latitude] =
    datum === 'wgs84'
      ? position
      : gcoord.transform([...position] as [number, number], systems[datum], gcoord.WGS84);
  return [Math.round(longitude * 1e7) / 1e7, Math.round(latitude * 1e7) / 1e7];
}

/** A WGS-84 position as maps of another datum have it, to 1e-6° (a decimetre), as their links are written. */
export function fromWgs84(position: Position, datum: Datum): Position {
  const [longitude, latitude] =
    datum === 'wgs84'
      ? position
      : gcoord.transform([...position] as [number, number], gcoord.WGS84, systems[datum]);
  return [Math.round(longitude * 1e6) / 1e6, Math.round(latitude * 1e6) / 1e6];
}

/**
 * How far one row would lie from what is known, in metres, under each datum in the order of
 * {@link datums}; null where there is nothing to measure to.
 */
export interface RowEvidence {
  readonly site: readonly (number | null)[];
  /** Outside the area that the row names; 0 within it. */
  readonly area: readonly (number | null)[];
  readonly road: readonly (number | null)[];
}

type Measure = 'site' | 'area' | 'road';

export interface DatumVerdict {
  /** Undefined when unsure. */
  readonly datum: Datum | undefined;
  /** What was compared: sites of the same name, the outline of the area named, or the nearest road. */
  readonly by: Measure | undefined;
  /** Those that could tell: an outline tells nothing of what is within it under either datum. */
  readonly rows: number;
  /** The median distance under each datum, metres. */
  readonly medianMeters: readonly number[];
  /** The share of rows that lie nearer under the best datum than under the second best. */
  readonly confidence: number;
}

/**
 * Known sites of the same name are a better measure than outlines and roads: fewer are enough. `deviations` of a
 * one-sided sign test by the normal approximation: 2.33 is p = 0.01, 3.09 is p = 0.001.
 */
const rules = {
  site: { leastRows: 8, leastShare: 0.9, deviations: 2.33, largestRatio: 0.5 },
  area: { leastRows: 12, leastShare: 0.9, deviations: 3.09, largestRatio: 0.5 },
  road: { leastRows: 30, leastShare: 0.6, deviations: 3.09, largestRatio: 0.8 },
} as const;

/**
 * Infers the datum of a list from where its rows would lie under each: the best is the one whose
 * median distance to known sites of the same name, else to the area it names, else to the nearest
 * road, is smallest. It is
 * believed when there are enough rows, when its median is well below that of the second best, and
 * when more rows agree than a sign test would give by chance.
 */
export function inferDatum(evidence: readonly RowEvidence[]): DatumVerdict {
  let unsure: DatumVerdict = {
    datum: undefined,
    by: undefined,
    rows: 0,
    medianMeters: [],
    confidence: 0,
  };
  for (const by of ['site', 'area', 'road'] as const) {
    const verdict = verdictBy(by, evidence);
    if (verdict.datum !== undefined) return verdict;
    if (verdict.rows > unsure.rows) unsure = verdict;
  }
  return unsure;
}

function verdictBy(by: Measure, evidence: readonly RowEvidence[]): DatumVerdict {
  const all = evidence.map((row) => row[by]).filter(isComplete);
  // Most rows lie within their area under every datum: there the few outside say which is best.
  const typical = by === 'area' ? mean : median;
  const order = distancesUnder(all, typical)
    .map((meters, index) => ({ meters, index }))
    .sort((a, b) => a.meters - b.meters);
  const [best = 0, second = 1] = order.map(({ index }) => index);
  const rows = by === 'area' ? all.filter((row) => row[best] !== row[second]) : all;
  const medianMeters = distancesUnder(rows, median);
  const wins = rows.filter((row) => (row[best] ?? 0) < (row[second] ?? 0)).length;
  const confidence = rows.length === 0 ? 0 : wins / rows.length;
  const { leastRows, leastShare, largestRatio, deviations: leastDeviations } = rules[by];
  const deviations = (wins - rows.length / 2) / Math.sqrt(rows.length / 4);
  const isSure =
    rows.length >= leastRows &&
    confidence >= leastShare &&
    deviations >= leastDeviations &&
    (medianMeters[best] ?? 0) <= largestRatio * (medianMeters[second] ?? 0);
  return {
    datum: isSure ? datums[best] : undefined,
    by: rows.length === 0 ? undefined : by,
    rows: rows.length,
    medianMeters,
    confidence,
  };
}

function isComplete(distances: readonly (number | null)[]): distances is readonly number[] {
  return distances.length === datums.length && distances.every((meters) => meters !== null);
}

function distancesUnder(
  rows: readonly (readonly number[])[],
  typical: (values: readonly number[]) => number,
): number[] {
  return datums.map((_, index) => typical(rows.map((row) => row[index] ?? 0)));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
