import type { StaggeringMeasures } from './measures.ts';

/** What two plans are compared by. */
export interface PlanFigures {
  readonly visits: number;
  /** 0…1, as of the measures; likewise what follows. */
  readonly offHoursShare: number;
  readonly spread: number;
  readonly guess: number;
  readonly longestGapDays: number | null;
  /** All crews together. */
  readonly travelSeconds: number;
  /** Greatest difference of the crews' working time ÷ its mean. */
  readonly unevenWork: number;
}

type Measured = Pick<
  StaggeringMeasures,
  'visits' | 'offHoursShare' | 'spread' | 'guess' | 'longestGapDays'
> & {
  readonly crews: readonly Pick<StaggeringMeasures['crews'][number], CrewField>[];
};
type CrewField = 'travelSeconds' | 'workSeconds';

export function planFigures(measures: Measured): PlanFigures {
  const { visits, offHoursShare, spread, guess, longestGapDays, crews } = measures;
  const work = crews.map(({ workSeconds }) => workSeconds);
  const mean = work.reduce((sum, each) => sum + each, 0) / Math.max(1, work.length);
  return {
    visits,
    offHoursShare,
    spread,
    guess,
    longestGapDays,
    travelSeconds: crews.reduce((sum, { travelSeconds }) => sum + travelSeconds, 0),
    unevenWork: mean === 0 ? 0 : (Math.max(...work) - Math.min(...work)) / mean,
  };
}

/**
 * Of measures that were kept with a plan as JSON, by whatever client saved it.
 *
 * @returns null where they do not have all that is compared
 */
export function readPlanFigures(kept: unknown): PlanFigures | null {
  return isMeasured(kept) ? planFigures(kept) : null;
}

function isMeasured(value: unknown): value is Measured {
  if (!isObject(value)) return false;
  const { visits, offHoursShare, spread, guess, longestGapDays, crews } = value;
  return (
    isAmount(visits) &&
    [offHoursShare, spread, guess].every((share) => isAmount(share) && share <= 1) &&
    (longestGapDays === null || isAmount(longestGapDays)) &&
    Array.isArray(crews) &&
    crews.every(
      (crew) => isObject(crew) && isAmount(crew['travelSeconds']) && isAmount(crew['workSeconds']),
    )
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
