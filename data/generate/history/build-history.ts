import { dayNumberOf, startOfDay, dayText } from '../../../src/domain/issues/clocks.ts';
import { foldEvents } from '../../../src/domain/issues/lifecycle.ts';
import { indicatorOf, INDICATORS_OF } from '../catalogue.ts';
import type { Geography, Site } from '../city-model.ts';
import { contains, METERS_PER_DEGREE_LAT, METERS_PER_DEGREE_LON } from '../geography/plane.ts';
import type { Organisation, Pairing } from '../organisation.ts';
import type { Random } from '../random.ts';
import { planCalls } from './calls.ts';
import { describeSite, describeUnits, HISTORY_DAYS, type Character } from './character.ts';
import type { Surroundings } from './event-writer.ts';
import { IssueLife } from './issue-life.ts';
import type { EventRecord, History, Inspection, Issue, Observation } from './model.ts';
import type { Planted } from './planted.ts';
import { simulateSite, type SimulationSettings } from './simulate-site.ts';
import { planVisits } from './visits.ts';

export interface HistoryOptions {
  /** Nothing is recorded after this moment. */
  readonly until: number;
  /** About so many observations a site in the year; the default city has about 190. */
  readonly observationsPerSite: number;
  /** Exactly so many issues; null: as many as come. */
  readonly issues: number | null;
}

/** What a site of the default city is observed in a year. */
export const FULL_OBSERVATIONS_PER_SITE = 190;

export interface GeneratedHistory extends History {
  readonly characters: readonly Character[];
  readonly firstDay: number;
}

export function firstDayOf(until: number): number {
  return dayNumberOf(until - 1) - HISTORY_DAYS + 1;
}

/** Twelve months of inspections and issues up to a moment. */
export function buildHistory(
  geography: Geography,
  organisation: Organisation,
  planted: Planted,
  options: HistoryOptions,
  random: Random,
  onProgress: (share: number) => void = () => undefined,
): GeneratedHistory {
  const { sites } = geography;
  const firstDay = firstDayOf(options.until);
  const activity = Math.min(1, options.observationsPerSite / FULL_OBSERVATIONS_PER_SITE);
  // A thin history is a short one: the latest months as they always are, and nothing before.
  const fromDay = Math.round(HISTORY_DAYS * (1 - activity));
  const characters = sites.map((site) => describeSite(site, planted, random.stream('character')));
  const visits = planVisits(characters, organisation, firstDay, fromDay, random);
  const visitsOf = new Map<number, typeof visits>();
  for (const visit of visits) {
    const list = visitsOf.get(visit.site.id);
    if (list) list.push(visit);
    else visitsOf.set(visit.site.id, [visit]);
  }

  const budget = options.issues ?? Number.POSITIVE_INFINITY;
  let issueCount = 0;
  const expected = expectedIssues(sites, activity);
  const failScale = options.issues === null ? 1 : Math.min(12, options.issues / expected);
  const surroundings = describeSurroundings(organisation, planted, options.until, firstDay, random);
  const settings: SimulationSettings = {
    ...surroundings,
    planted,
    firstDay,
    failScale,
    mayOpen: () => issueCount < budget,
    opened: () => {
      issueCount += 1;
    },
  };

  const inspections: Inspection[] = [];
  const observations: Observation[] = [];
  const issues: Issue[] = [];
  if (budget >= 5) issues.push(...illegalBuildings(geography, settings, random));
  // In random order: where the number of issues is limited, no quarter goes without.
  random
    .stream('order')
    .shuffled(characters)
    .forEach((character, index) => {
      const calls = planCalls(character, planted, firstDay, fromDay, failScale, random);
      const own = simulateSite(
        character,
        visitsOf.get(character.site.id) ?? [],
        calls,
        settings,
        random.stream('sites'),
      );
      inspections.push(...own.inspections);
      for (const inspection of own.inspections) observations.push(...inspection.observations);
      observations.push(...own.loose);
      issues.push(...own.issues);
      if (index % 200 === 0) onProgress(index / characters.length);
    });
  if (options.issues !== null) {
    issues.push(...fillUp(budget - issueCount, sites, characters, settings, observations, random));
  }
  return { ...number(inspections, observations, issues), characters, firstDay };
}

/** How many issues the ordinary course of a year would open, roughly: calibrated on the default city. */
function expectedIssues(sites: readonly Site[], activity: number): number {
  const perSite = sites.reduce(
    (sum, { type }) =>
      sum + INDICATORS_OF[type].reduce((rates, { failRate }) => rates + failRate, 0),
    0,
  );
  return Math.max(1, perSite * 14.5 * activity);
}

function describeSurroundings(
  organisation: Organisation,
  planted: Planted,
  until: number,
  firstDay: number,
  random: Random,
): Surroundings {
  const defaults = new Map(
    organisation.defaultUnits.map(({ code, siteType, unitId }) => [
      `${code} ${siteType ?? ''}`,
      unitId,
    ]),
  );
  const pairingsOf = new Map<number, Pairing[]>();
  for (const pairing of organisation.pairings) {
    pairingsOf.set(pairing.siteId, [...(pairingsOf.get(pairing.siteId) ?? []), pairing]);
  }
  const patrols = organisation.units.filter(({ kind }) => kind === 'patrol').map(({ id }) => id);
  const office = organisation.unitNamed('区创城办').id;
  const stream = random.stream('sponsors');
  const sponsored = new Set([1, 2, 3, 9, 17, 22]);
  return {
    organisation,
    pace: describeUnits(organisation, planted.lateUnit.id, random),
    until,
    defaultUnit({ site, code, reportedAt }) {
      if (!site) return organisation.unitNamed('区综合行政执法局').id;
      const day = dayText(Math.max(firstDay, dayNumberOf(reportedAt)));
      const pairing = sponsored.has(code)
        ? pairingsOf.get(site.id)?.find(({ from, to }) => from <= day && (to === null || day < to))
        : undefined;
      if (pairing && stream.chance(0.45)) return pairing.unitId;
      return (
        defaults.get(`${code} ${site.type}`) ??
        defaults.get(`${code} `) ??
        organisation.unitOfSite.get(site.id) ??
        office
      );
    },
    verifierUnits({ areaId }, rectifier) {
      const street = organisation.streetUnitOfCommunity.get(areaId);
      const units = [...patrols, office, ...(street === undefined ? [] : [street, street])];
      return units.filter((unit) => unit !== rectifier);
    },
  };
}

/** Five illegal buildings of 草坝镇 where no site stands (违章建筑5处核查拆除). */
function illegalBuildings(
  geography: Geography,
  settings: SimulationSettings,
  random: Random,
): Issue[] {
  const stream = random.stream('illegal-buildings');
  const town = geography.areas.find(({ name }) => name === '草坝镇');
  const homes = geography.areas.filter(
    ({ level, parentId }) => level === 'community' && parentId === town?.id,
  );
  return Array.from({ length: homes.length === 0 ? 0 : 5 }, () => {
    const area = stream.pick(homes);
    const at =
      startOfDay(settings.firstDay + stream.integer(60, 330)) + stream.integer(540, 1000) * 60_000;
    const issue: Issue = {
      id: 0,
      site: null,
      areaId: area.id,
      code: 23,
      point: near(area.point, area.outline, stream),
      source: 'digital',
      sourceNumber: null,
      description: stream.pick(['路边搭建彩钢棚', '农房旁加建砖房', '占用河堤搭建窝棚']),
      person: null,
      measures: null,
      reportedBy: null,
      reportedAt: at,
      events: [],
      projections: [],
      mergedInto: null,
    };
    settings.opened();
    const recordedAt = at + 20 * 60_000;
    new IssueLife(issue, settings, stream).live(
      { at, recordedAt, memberId: null, unitId: null },
      null,
    );
    return issue;
  }).filter(({ events }) => events.length > 0);
}

/** A place some hundred metres off that still lies in the area. */
function near(
  point: readonly [number, number],
  outline: Geography['areas'][number]['outline'],
  random: Random,
): [number, number] {
  const rings = outline.map(([outer]) => (outer ?? []).map(([x, y]) => ({ x, y })));
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const x = point[0] + random.between(-700, 700) / METERS_PER_DEGREE_LON;
    const y = point[1] + random.between(-700, 700) / METERS_PER_DEGREE_LAT;
    if (rings.some((ring) => contains(ring, { x, y }))) {
      return [Math.round(x * 1e7) / 1e7, Math.round(y * 1e7) / 1e7];
    }
  }
  return [point[0], point[1]];
}

/** Calls of citizens up to the wanted number; each about an indicator free at that site. */
function fillUp(
  missing: number,
  sites: readonly Site[],
  characters: readonly Character[],
  settings: SimulationSettings,
  observations: Observation[],
  random: Random,
): Issue[] {
  const stream = random.stream('fill');
  const issues: Issue[] = [];
  while (issues.length < missing) {
    const index = stream.integer(0, sites.length - 1);
    const character = characters[index] as Character;
    const day = stream.integer(character.openedDay, (character.closedDay ?? HISTORY_DAYS) - 2);
    const at = startOfDay(settings.firstDay + day) + stream.integer(480, 1200) * 60_000;
    // The ordinary weights, but nothing that would turn the site red: this is filling.
    const code = stream.weighted(
      INDICATORS_OF[character.site.type]
        .filter(({ veto }) => !veto)
        .map((indicator) => [indicator.code, indicator.failRate] as const),
    );
    const own = simulateSite(
      character,
      [],
      [{ at, code, source: 'public' }],
      settings,
      stream.stream(issues.length),
    );
    issues.push(...own.issues);
    observations.push(...own.loose);
    for (const inspection of own.inspections) observations.push(...inspection.observations);
    if (own.issues.length === 0 && indicatorOf(code).veto) break;
  }
  return issues;
}

/** Ids in the order of recording, as the database would have given them, and the projections. */
function number(inspections: Inspection[], observations: Observation[], issues: Issue[]): History {
  const told = issues.filter(({ events }) => events.length > 0);
  inspections.sort((a, b) => a.recordedAt - b.recordedAt || a.site.id - b.site.id);
  inspections.forEach((inspection, index) => {
    inspection.id = index + 1;
  });
  observations.sort(
    (a, b) =>
      a.recordedAt - b.recordedAt ||
      a.site.id - b.site.id ||
      a.observedAt - b.observedAt ||
      a.code - b.code,
  );
  observations.forEach((observation, index) => {
    observation.id = index + 1;
    if (observation.issue && observation.issue.events.length === 0) observation.issue = null;
  });
  told.sort(
    (a, b) =>
      (a.events[0] as EventRecord).recordedAt - (b.events[0] as EventRecord).recordedAt ||
      (a.site?.id ?? 0) - (b.site?.id ?? 0) ||
      a.code - b.code,
  );
  told.forEach((issue, index) => {
    issue.id = index + 1;
  });
  const events = told.flatMap((issue) => {
    issue.events.forEach((event, index) => {
      if (event.kind === 'merged') {
        issue.events[index] = { ...event, mergedInto: issue.mergedInto?.id ?? 0 };
      }
    });
    issue.projections = foldEvents(issue.events);
    return issue.events.map((event, place) => ({ issue, event, place }));
  });
  events.sort(
    (a, b) =>
      a.event.recordedAt - b.event.recordedAt || a.issue.id - b.issue.id || a.place - b.place,
  );
  events.forEach(({ event }, index) => {
    event.id = index + 1;
  });
  return { inspections, observations, issues: told, events };
}
