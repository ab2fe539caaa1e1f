/** A rate with what it was made of; `value` is null where nothing was to be counted. */
export interface WorkRate {
  readonly numerator: number;
  readonly denominator: number;
  readonly value: number | null;
  /** How many issues are behind it. */
  readonly n: number;
}

/** The figures of one period; what each means is said beside it, see i18n/messages/work-figures. */
export interface WorkFigures {
  readonly accepted: number;
  readonly closed: number;
  readonly fixedOnTheSpot: number;
  readonly closedRate: WorkRate;
  readonly onTimeRate: WorkRate & { readonly due: number; readonly deferred: number };
  readonly reworkRate: WorkRate;
  readonly relapseRate: WorkRate;
  /** Hours, plain and within working hours. */
  readonly medianHours: {
    readonly value: number | null;
    readonly workingValue: number | null;
    readonly n: number;
  };
}

export const WORK_RATES = ['closedRate', 'onTimeRate', 'reworkRate', 'relapseRate'] as const;

/** A unit, an area or the whole; `id` is null for what has no unit or area. */
export interface WorkRow {
  readonly id: number | null;
  readonly name: string | null;
  readonly nameEn: string | null;
  readonly now: WorkFigures;
  /** 环比 */
  readonly before: WorkFigures;
  /** 同比 */
  readonly yearAgo: WorkFigures;
}

export interface WorkPeriod {
  /** ISO 8601 */
  readonly from: string;
  readonly to: string;
}

/** The monthly 通报. */
export interface MonthlyReport {
  /** YYYY-MM */
  readonly month: string;
  readonly asOf: string;
  /** Whether the month is over. */
  readonly complete: boolean;
  readonly periods: Readonly<Record<'now' | 'before' | 'yearAgo', WorkPeriod>>;
  readonly total: WorkRow;
  readonly units: readonly WorkRow[];
  readonly streets: readonly WorkRow[];
  readonly areas: readonly WorkRow[];
}

/** The months up to a moment, the newest first, YYYY-MM in the city's time. */
export function monthsUpTo(localDay: string, count: number): readonly string[] {
  const year = Number(localDay.slice(0, 4));
  const month = Number(localDay.slice(5, 7));
  return Array.from({ length: count }, (_, back) =>
    new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7),
  );
}
