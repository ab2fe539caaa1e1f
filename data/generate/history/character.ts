import type { Landmark, Site } from '../city-model.ts';
import { INDICATORS_OF } from '../catalogue.ts';
import type { Organisation } from '../organisation.ts';
import type { Random } from '../random.ts';
import type { Planted } from './planted.ts';

/** How a site is run and looked after: fixed for the year, hidden from the product. */
export interface Character {
  readonly site: Site;
  /** Multiplies every chance to fail: 1 is ordinary. */
  readonly trouble: number;
  /** Days between whole checks; null: never checked as a whole. */
  readonly wholeEveryDays: number | null;
  /** From this day of the history on nobody came to check the whole any more. */
  readonly neglectedFromDay: number | null;
  readonly patrolsPerMonth: number;
  readonly partialsPerMonth: number;
  /** Indicators that do not apply here at all. */
  readonly notApplicable: ReadonlySet<number>;
  /** Day of the history on which the site was opened, and closed. */
  readonly openedDay: number;
  readonly closedDay: number | null;
}

/** How fast units answer: shares of the time they have, by unit id. */
export type UnitPace = ReadonlyMap<
  number,
  { readonly lateRate: number; readonly slowness: number }
>;

export const HISTORY_DAYS = 365;

export function describeSite(site: Site, planted: Planted, random: Random): Character {
  const stream = random.stream(site.id);
  const neglect = stream.next();
  const never = neglect < 0.024;
  const neglected = neglect >= 0.024 && neglect < 0.084;
  const troubled = stream.chance(0.1);
  const notApplicable = new Set(
    INDICATORS_OF[site.type]
      .filter(({ notApplicableRate }) => stream.chance(notApplicableRate))
      .map(({ code }) => code),
  );
  const isNew = site.type !== 'community' && stream.chance(0.025);
  const isClosed = site.type !== 'community' && !isNew && stream.chance(0.012);
  return {
    site,
    trouble: troubled ? stream.between(1.8, 3) : stream.between(0.45, 1.15),
    wholeEveryDays: never ? null : stream.between(26.5, 31.2),
    neglectedFromDay: neglected
      ? stream.integer(Math.round(HISTORY_DAYS * 0.35), HISTORY_DAYS - 40)
      : null,
    patrolsPerMonth: never ? 0 : 0.1 * planted.patrolFactor(site),
    partialsPerMonth: never ? 0 : 0.06,
    notApplicable,
    openedDay: isNew ? stream.integer(120, 330) : 0,
    closedDay: isClosed ? stream.integer(150, 340) : null,
  };
}

/** How each unit works; the one unit that always answers late is planted. */
export function describeUnits(
  organisation: Organisation,
  lateUnitId: number,
  random: Random,
): UnitPace {
  const stream = random.stream('pace');
  return new Map(
    organisation.units.map(({ id }) => [
      id,
      id === lateUnitId
        ? { lateRate: 0.85, slowness: 1.4 }
        : { lateRate: stream.between(0.08, 0.23), slowness: stream.between(0.9, 1.15) },
    ]),
  );
}

export function landmark(landmarks: readonly Landmark[], kind: Landmark['kind']): Landmark {
  const found = landmarks.find((candidate) => candidate.kind === kind);
  if (!found) throw new RangeError(`The city has no ${kind}.`);
  return found;
}
