/** One row of the catalogue as a filter lists it. */
export interface Indicator {
  readonly code: number;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly veto: boolean;
  /** Ids of site types. */
  readonly appliesTo: readonly string[];
}
