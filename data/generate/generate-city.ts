import { dayText } from '../../src/domain/issues/clocks.ts';
import { holdActivities, type SampleActivities } from './activities.ts';
import { countsFor, type Geography } from './city-model.ts';
import { buildGeography } from './geography/build.ts';
import {
  buildHistory,
  firstDayOf,
  FULL_OBSERVATIONS_PER_SITE,
  type GeneratedHistory,
} from './history/build-history.ts';
import { HISTORY_DAYS } from './history/character.ts';
import { plant, type Planted } from './history/planted.ts';
import { organise, type Organisation } from './organisation.ts';
import { Random } from './random.ts';

export const DEFAULT_SITES = 1530;
export const DEFAULT_SEED = 20261122;

export interface CityOptions {
  readonly sites: number;
  readonly seed: number;
  /** The history ends here, epoch milliseconds; nothing is recorded later. */
  readonly until: number;
  /** Null: as many as the ordinary course of a year brings. */
  readonly issues: number | null;
  /** Of a year; null: the usual 190, less in a city so large that this would be millions. */
  readonly observationsPerSite: number | null;
}

export interface SampleCity {
  readonly options: CityOptions;
  readonly geography: Geography;
  readonly organisation: Organisation;
  readonly planted: Planted;
  readonly history: GeneratedHistory;
  readonly activities: SampleActivities;
}

/** Beyond this many observations a larger city is given a thinner history. */
const MOST_OBSERVATIONS = 1_000_000;

/**
 * The whole sample city in memory: the same options give the same city.
 *
 * @throws RangeError for a number of sites that no plan fits
 */
export function generateCity(
  options: CityOptions,
  onProgress: (share: number) => void = () => undefined,
): SampleCity {
  const { seed, sites, until } = options;
  const observationsPerSite =
    options.observationsPerSite ?? Math.min(FULL_OBSERVATIONS_PER_SITE, MOST_OBSERVATIONS / sites);
  const geography = buildGeography(seed, countsFor(sites));
  onProgress(0.4);
  const firstDay = firstDayOf(until);
  const organisation = organise(
    geography,
    firstDay,
    firstDay + HISTORY_DAYS - 1,
    new Random(seed, 'organisation'),
  );
  const planted = plant(geography, organisation);
  const history = buildHistory(
    geography,
    organisation,
    planted,
    { until, observationsPerSite, issues: options.issues },
    new Random(seed, 'history'),
    (share) => onProgress(0.4 + 0.6 * share),
  );
  const activities = holdActivities(
    geography,
    organisation,
    history.characters,
    until,
    new Random(seed, 'activities'),
  );
  onProgress(1);
  return { options, geography, organisation, planted, history, activities };
}

/** What was planted, and what came of it: for tests that ask whether the analysis finds it. */
export function truthOf(
  { options, planted, history, geography }: SampleCity,
  mix: Readonly<Record<string, number>>,
): object {
  const day = (offset: number) => dayText(history.firstDay + offset);
  const { wellPatrolled, improving, worsening, lateUnit } = planted;
  return {
    note: '示例数据，由程序生成 / generated sample data',
    seed: options.seed,
    sites: geography.sites.length,
    from: day(0),
    until: new Date(options.until).toISOString(),
    hotspots: planted.hotspots.map((spot) => ({
      id: spot.id,
      name: spot.name,
      centre: spot.centre,
      radiusMeters: spot.radiusMeters,
      codes: spot.codes,
      factor: spot.factor,
      from: day(spot.fromDay),
      until: day(spot.toDay),
      siteIds: spot.siteIds,
    })),
    wellPatrolled: {
      name: wellPatrolled.name,
      centre: wellPatrolled.centre,
      radiusMeters: wellPatrolled.radiusMeters,
      patrolFactor: wellPatrolled.patrolFactor,
      siteIds: wellPatrolled.siteIds,
    },
    improving: { name: improving.name, areaIds: improving.areaIds, siteIds: improving.siteIds },
    worsening: { name: worsening.name, areaIds: worsening.areaIds, siteIds: worsening.siteIds },
    lateUnit: { unitId: lateUnit.id, name: lateUnit.name },
    counts: {
      inspections: history.inspections.length,
      observations: history.observations.length,
      issues: history.issues.length,
      issueEvents: history.events.length,
    },
    mix,
  };
}
