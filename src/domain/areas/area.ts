export const AREA_LEVELS = ['city', 'district', 'street', 'community'] as const;
export type AreaLevel = (typeof AREA_LEVELS)[number];

/** An area as filters list it. `siteId`: the community's own site, since a community is both. */
export interface AreaEntry {
  readonly id: number;
  readonly parentId: number | null;
  readonly level: AreaLevel;
  readonly name: string;
  readonly nameEn: string | null;
  readonly siteId: number | null;
}

/**
 * Compliance of one area at a moment. `n` counts the known sites (compliant, attention, serious),
 * `k` those compliant; `rate` = k / n with its Wilson 95 % interval `low`–`high`; `shrunk` is the rate
 * shrunk toward the city's mean by empirical Bayes. Rates are null where n is 0.
 */
export interface AreaCompliance {
  readonly areaId: number;
  readonly name: string;
  readonly parentId: number | null;
  readonly compliant: number;
  readonly attention: number;
  readonly serious: number;
  readonly unknown: number;
  readonly k: number;
  readonly n: number;
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly shrunk: number | null;
  readonly openIssues: number;
  readonly overdue: number;
}

/** Properties of a feature of `area_outlines`; the feature's id is the area's. */
export interface AreaOutlineProperties {
  readonly name: string;
  readonly parentId: number | null;
  readonly siteId: number | null;
}
