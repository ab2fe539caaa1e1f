import {
  judge,
  observationCounts,
  type ApplicableIndicator,
  type IssueFact,
  type IssueStep,
  type ObservationFact,
  type SiteFacts,
  type StatusPeriod,
  type StatusRow,
} from './compliance.ts';

const DAY = 86_400_000;

/**
 * All periods of a site up to a moment, as the database writes them event by event: each begins at
 * the exact moment at which something was recorded or lapsed, equal neighbours are one, and a lapse
 * that changes nothing only moves `lapsesAt`.
 *
 * Walks once through what was recorded, keeping what is known of each indicator, so that its cost
 * grows with the number of moments and not with their square.
 */
export function statusPeriods(facts: SiteFacts, until: number): StatusPeriod[] {
  const observations = facts.observations
    .filter(({ mock }) => !mock)
    .sort((a, b) => a.recordedAt - b.recordedAt || a.id - b.id);
  const moments = recordedMoments(facts, observations);
  const issues = new Map(facts.issues.map((issue) => [issue.id, issue]));
  const issueById = (id: number) => issues.get(id);
  const progress = new Map(facts.issues.map((issue) => [issue, -1]));
  const standing = (issue: IssueFact): IssueStep | null =>
    issue.steps[progress.get(issue) ?? -1] ?? null;
  const known = new KnownObservations();

  const periods: StatusPeriod[] = [];
  let next = 0;
  let nextObservation = 0;
  let now = facts.openedAt;
  const end = Math.min(until, facts.closedAt ?? Number.POSITIVE_INFINITY);
  while (now <= end && now !== facts.closedAt) {
    for (; nextObservation < observations.length; nextObservation += 1) {
      const observation = observations[nextObservation] as ObservationFact;
      if (observation.recordedAt > now) break;
      known.add(observation);
    }
    for (const issue of facts.issues) {
      let step = progress.get(issue) ?? -1;
      while ((issue.steps[step + 1]?.recordedAt ?? Number.POSITIVE_INFINITY) <= now) step += 1;
      progress.set(issue, step);
    }
    const at = now;
    const counts = (observation: ObservationFact) =>
      observationCounts(observation, at, issueById, standing);
    const row = judge(
      facts,
      at,
      (indicator) => known.evidence(indicator, at, counts),
      standing,
      nextObservation > 0,
      issueById,
    );
    extend(periods, row, at);
    while (next < moments.length && (moments[next] as number) <= now) next += 1;
    now = Math.min(
      moments[next] ?? Number.POSITIVE_INFINITY,
      row.lapsesAt ?? Number.POSITIVE_INFINITY,
    );
  }
  const last = periods[periods.length - 1];
  if (last && facts.closedAt !== null && facts.closedAt <= until) {
    periods[periods.length - 1] = { ...last, to: facts.closedAt };
  }
  return periods;
}

/** When something about the site was recorded after its opening, each moment once, ascending. */
function recordedMoments(facts: SiteFacts, observations: readonly ObservationFact[]): number[] {
  const moments = new Set<number>();
  for (const { recordedAt } of observations) moments.add(recordedAt);
  for (const { steps } of facts.issues) for (const { recordedAt } of steps) moments.add(recordedAt);
  return [...moments].filter((moment) => moment > facts.openedAt).sort((a, b) => a - b);
}

function extend(periods: StatusPeriod[], row: StatusRow, at: number): void {
  const current = periods[periods.length - 1];
  if (current && sameRow(current, row)) {
    if (current.lapsesAt !== row.lapsesAt) {
      periods[periods.length - 1] = { ...current, lapsesAt: row.lapsesAt };
    }
    return;
  }
  if (current) periods[periods.length - 1] = { ...current, to: at };
  periods.push({ ...row, from: at, to: null });
}

/** Equal as the database compares them: score and coverage are kept in single precision there. */
export function sameRow(a: StatusRow, b: StatusRow): boolean {
  return (
    a.status === b.status &&
    a.reason === b.reason &&
    a.code === b.code &&
    a.issueId === b.issueId &&
    a.deadlineAt === b.deadlineAt &&
    a.recheckDue === b.recheckDue &&
    a.deferred === b.deferred &&
    (a.score === null || b.score === null
      ? a.score === b.score
      : Math.fround(a.score) === Math.fround(b.score)) &&
    Math.fround(a.coverage) === Math.fround(b.coverage)
  );
}

/** The observations recorded so far, by indicator, the latest observed last. */
class KnownObservations {
  private readonly byCode = new Map<number, ObservationFact[]>();

  add(observation: ObservationFact): void {
    const list = this.byCode.get(observation.code);
    if (!list) {
      this.byCode.set(observation.code, [observation]);
      return;
    }
    // Nearly always the newest: a late upload walks back a few places.
    let place = list.length;
    while (place > 0 && isLater(list[place - 1] as ObservationFact, observation)) place -= 1;
    list.splice(place, 0, observation);
  }

  evidence(
    { code, validDays }: ApplicableIndicator,
    at: number,
    counts: (observation: ObservationFact) => boolean,
  ): { latest: ObservationFact | null; hasLapsed: boolean } {
    const list = this.byCode.get(code) ?? [];
    const validFrom = at - validDays * DAY;
    let place = list.length - 1;
    for (; place >= 0; place -= 1) {
      const observation = list[place] as ObservationFact;
      if (observation.observedAt <= validFrom) break;
      if (counts(observation)) return { latest: observation, hasLapsed: false };
    }
    for (; place >= 0; place -= 1) {
      if (counts(list[place] as ObservationFact)) return { latest: null, hasLapsed: true };
    }
    return { latest: null, hasLapsed: false };
  }
}

function isLater(a: ObservationFact, b: ObservationFact): boolean {
  return a.observedAt > b.observedAt || (a.observedAt === b.observedAt && a.id > b.id);
}
