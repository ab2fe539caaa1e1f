import { startOfDay } from '../../../src/domain/issues/clocks.ts';
import type {
  Edition,
  IssueFact,
  ObservationFact,
  SiteFacts,
  StatusPeriod,
} from '../../../src/domain/sites/compliance.ts';
import { statusPeriods } from '../../../src/domain/sites/status-periods.ts';
import { CATALOGUE_IN_FORCE_FROM, INDICATORS_OF } from '../catalogue.ts';
import type { Site, SiteType } from '../city-model.ts';
import type { GeneratedHistory } from './build-history.ts';
import type { Character } from './character.ts';
import type { Issue } from './model.ts';

const EDITIONS: Readonly<Record<SiteType, readonly Edition[]>> = {
  community: [editionOf('community')],
  courtyard: [editionOf('courtyard')],
  hotel: [editionOf('hotel')],
  supermarket: [editionOf('supermarket')],
};

function editionOf(type: SiteType): Edition {
  return {
    inForceFrom: CATALOGUE_IN_FORCE_FROM,
    indicators: INDICATORS_OF[type].map(({ code, weight, veto, validDays }) => ({
      code,
      weight,
      veto,
      validDays,
    })),
  };
}

export function openedAt({ openedDay }: Character, firstDay: number): number {
  return startOfDay(firstDay + openedDay);
}

export function closedAt({ closedDay }: Character, firstDay: number): number | null {
  return closedDay === null ? null : startOfDay(firstDay + closedDay);
}

/** The facts of each site, in the order of the characters. */
export function* siteFacts(history: GeneratedHistory): Generator<{ site: Site; facts: SiteFacts }> {
  const observationsOf = new Map<number, ObservationFact[]>();
  for (const observation of history.observations) {
    const fact: ObservationFact = {
      id: observation.id,
      code: observation.code,
      result: observation.result,
      value: observation.value,
      observedAt: observation.observedAt,
      recordedAt: observation.recordedAt,
      issueId: observation.issue?.id ?? null,
      mock: observation.mock,
    };
    const list = observationsOf.get(observation.site.id);
    if (list) list.push(fact);
    else observationsOf.set(observation.site.id, [fact]);
  }
  const issuesOf = new Map<number, IssueFact[]>();
  for (const issue of history.issues) {
    if (!issue.site) continue;
    const list = issuesOf.get(issue.site.id);
    if (list) list.push(issueFact(issue));
    else issuesOf.set(issue.site.id, [issueFact(issue)]);
  }
  for (const character of history.characters) {
    const { site } = character;
    yield {
      site,
      facts: {
        openedAt: openedAt(character, history.firstDay),
        closedAt: closedAt(character, history.firstDay),
        editions: EDITIONS[site.type],
        observations: observationsOf.get(site.id) ?? [],
        issues: issuesOf.get(site.id) ?? [],
      },
    };
  }
}

function issueFact(issue: Issue): IssueFact {
  return {
    id: issue.id,
    code: issue.code,
    steps: issue.projections.map((projection, index) => ({
      recordedAt: issue.events[index]?.recordedAt ?? 0,
      state: projection.state,
      deadlineAt: projection.deadlineAt,
      resumesAt: projection.resumesAt,
      recheckDueAt: projection.recheckDueAt,
      mergedInto: projection.mergedInto,
    })),
  };
}

/** Every period of every site, site by site. */
export function* cityPeriods(
  history: GeneratedHistory,
  until: number,
): Generator<{ site: Site; period: StatusPeriod }> {
  for (const { site, facts } of siteFacts(history)) {
    for (const period of statusPeriods(facts, until)) yield { site, period };
  }
}
