import { OPEN_STATES, STATES_AT_UNIT } from '../issues/lifecycle.ts';
import type { IssueState, ObservationResult } from '../issues/vocabulary.ts';
import type { SiteStatus } from './city.ts';

/**
 * The compliance rule of a site, from what was recorded by a moment. The database applies it with
 * `private.site_status`; this is its twin for building a whole city's periods at once, and a test
 * compares both. Moments are epoch milliseconds.
 */

export type StatusReason =
  | 'veto'
  | 'overdue'
  | 'low_score'
  | 'open_issue'
  | 'below_target'
  | 'never_inspected'
  | 'lapsed'
  | 'partial'
  | 'all_met';

/** An indicator as it applies to the site's type. */
export interface ApplicableIndicator {
  readonly code: number;
  readonly weight: number;
  readonly veto: boolean;
  /** An observation counts for so many times 24 hours. */
  readonly validDays: number;
}

/** An edition of the catalogue, reduced to what applies to the site. */
export interface Edition {
  readonly inForceFrom: number;
  readonly indicators: readonly ApplicableIndicator[];
}

export interface ObservationFact {
  readonly id: number;
  readonly code: number;
  readonly result: ObservationResult;
  /** 0 to 1; null for not applicable. */
  readonly value: number | null;
  readonly observedAt: number;
  readonly recordedAt: number;
  readonly issueId: number | null;
  readonly mock: boolean;
}

/** How an issue stood after one of its events. */
export interface IssueStep {
  readonly recordedAt: number;
  readonly state: IssueState;
  readonly deadlineAt: number | null;
  readonly resumesAt: number | null;
  readonly recheckDueAt: number | null;
  readonly mergedInto: number | null;
}

export interface IssueFact {
  readonly id: number;
  readonly code: number;
  /** In the order recorded. */
  readonly steps: readonly IssueStep[];
  /** An issue of another site, known here because one of this site's was merged into it. */
  readonly elsewhere?: boolean;
}

export interface SiteFacts {
  readonly openedAt: number;
  readonly closedAt: number | null;
  /** Ascending by `inForceFrom`. */
  readonly editions: readonly Edition[];
  readonly observations: readonly ObservationFact[];
  readonly issues: readonly IssueFact[];
}

export interface StatusRow {
  readonly status: SiteStatus;
  readonly reason: StatusReason;
  readonly code: number | null;
  readonly issueId: number | null;
  readonly deadlineAt: number | null;
  /** Share of weight passed among what is known; null when nothing is. */
  readonly score: number | null;
  /** Share of applicable weight that is known. */
  readonly coverage: number;
  readonly recheckDue: boolean;
  readonly deferred: boolean;
  /** The earliest later moment at which the row could change by itself. */
  readonly lapsesAt: number | null;
}

export interface StatusPeriod extends StatusRow {
  readonly from: number;
  /** Null for the period that stands. */
  readonly to: number | null;
}

const DAY = 86_400_000;
const SERIOUS_BELOW = 0.8;
const COMPLIANT_FROM = 0.95;
const KNOWN_FROM = 0.6;

/** What is known of one indicator at a moment. */
interface Evidence {
  /** The latest observation that counts, if it is still valid. */
  readonly latest: ObservationFact | null;
  /** There is none, but an earlier one that counts has outlived its validity. */
  readonly hasLapsed: boolean;
}

/** How an issue stands at a moment; null before its first event was recorded. */
type Standing = (issue: IssueFact) => IssueStep | null;

export function editionAt(editions: readonly Edition[], at: number): Edition | null {
  let current: Edition | null = null;
  for (const edition of editions) {
    if (edition.inForceFrom <= at) current = edition;
  }
  return current;
}

export function isOpenAt(step: IssueStep, at: number): boolean {
  return (
    OPEN_STATES.has(step.state) ||
    (step.state === 'deferred' && step.resumesAt !== null && step.resumesAt <= at)
  );
}

function isAtUnit(step: IssueStep, at: number): boolean {
  return STATES_AT_UNIT.has(step.state) || (step.state === 'deferred' && isOpenAt(step, at));
}

/**
 * Whether an observation counts at a moment: a fail once its issue was accepted, not when that was
 * rejected, and with the surviving issue where it was merged.
 */
export function observationCounts(
  observation: ObservationFact,
  at: number,
  issueById: (id: number) => IssueFact | undefined,
  standing: Standing,
): boolean {
  if (observation.result !== 'fail' || observation.issueId === null) return true;
  const issue = issueById(observation.issueId);
  const step = issue ? standing(issue) : null;
  if (step === null || step.state === 'reported' || step.state === 'rejected') return false;
  if (step.state !== 'merged') return true;
  const survivor = step.mergedInto === null ? undefined : issueById(step.mergedInto);
  const survivorStep = survivor ? standing(survivor) : null;
  return survivorStep !== null && isOpenAt(survivorStep, at);
}

/** Earlier deadline first, none last, then the lower id. */
function sooner(
  a: { id: number; deadlineAt: number | null },
  b: { id: number; deadlineAt: number | null },
): boolean {
  const left = a.deadlineAt ?? Number.POSITIVE_INFINITY;
  const right = b.deadlineAt ?? Number.POSITIVE_INFINITY;
  return left < right || (left === right && a.id < b.id);
}

/**
 * The rule itself.
 *
 * @param evidenceOf what is known of an indicator by observation
 * @param issues the issues of this site alone
 * @param everInspected whether any observation but of a mock inspection was recorded
 */
export function judge(
  facts: SiteFacts,
  at: number,
  evidenceOf: (indicator: ApplicableIndicator) => Evidence,
  standing: Standing,
  everInspected: boolean,
  issueById: (id: number) => IssueFact | undefined,
): StatusRow {
  let lapsesAt = facts.closedAt ?? Number.POSITIVE_INFINITY;
  const mayLapse = (moment: number | null) => {
    if (moment !== null && moment > at && moment < lapsesAt) lapsesAt = moment;
  };
  for (const edition of facts.editions) mayLapse(edition.inForceFrom);

  type Open = { id: number; code: number; deadlineAt: number | null };
  const openByCode = new Map<number, Open>();
  const deferredCodes = new Set<number>();
  let firstOpen: Open | null = null;
  let firstOverdue: Open | null = null;
  let recheckDue = false;
  for (const issue of facts.issues) {
    if (issue.elsewhere) continue;
    const step = standing(issue);
    if (step === null) continue;
    const open = { id: issue.id, code: issue.code, deadlineAt: step.deadlineAt };
    if (isOpenAt(step, at)) {
      const other = openByCode.get(issue.code);
      if (!other || sooner(open, other)) openByCode.set(issue.code, open);
      if (!firstOpen || sooner(open, firstOpen)) firstOpen = open;
    } else if (step.state === 'deferred') {
      deferredCodes.add(issue.code);
    }
    if (isAtUnit(step, at)) {
      mayLapse(step.deadlineAt);
      const overdue = step.deadlineAt !== null && step.deadlineAt <= at;
      if (overdue && (!firstOverdue || sooner(open, firstOverdue))) firstOverdue = open;
    }
    if (step.state === 'deferred') mayLapse(step.resumesAt);
    // A fail merged into a deferred issue counts again when that one resumes.
    const survivor = step.mergedInto === null ? undefined : issueById(step.mergedInto);
    const survivorStep = step.state === 'merged' && survivor ? standing(survivor) : null;
    if (survivorStep?.state === 'deferred') mayLapse(survivorStep.resumesAt);
    if (step.state === 'closed' && step.recheckDueAt !== null) {
      mayLapse(step.recheckDueAt);
      if (step.recheckDueAt <= at) recheckDue = true;
    }
  }

  let applicable = 0;
  let known = 0;
  let passed = 0;
  let deferred = false;
  let someLapsed = false;
  let veto: { code: number; issueId: number | null; open: boolean } | null = null;
  let worst: { code: number; issueId: number | null; lost: number } | null = null;
  for (const indicator of editionAt(facts.editions, at)?.indicators ?? []) {
    const { code, weight } = indicator;
    const open = openByCode.get(code);
    if (!open && deferredCodes.has(code)) {
      deferred = true;
      continue;
    }
    const { latest, hasLapsed } = evidenceOf(indicator);
    if (!open && latest) mayLapse(latest.observedAt + indicator.validDays * DAY);
    if (!open && latest?.result === 'not_applicable') continue;
    applicable += weight;
    const share = open ? 0 : (latest?.value ?? null);
    if (share === null) {
      someLapsed ||= hasLapsed;
      continue;
    }
    known += weight;
    passed += weight * share;
    const issueId = open?.id ?? latest?.issueId ?? null;
    const lost = weight * (1 - share);
    if (lost > 0 && (!worst || lost > worst.lost || (lost === worst.lost && code < worst.code))) {
      worst = { code, issueId, lost };
    }
    if (indicator.veto && share === 0) {
      const better =
        !veto ||
        (open !== undefined && !veto.open) ||
        ((open !== undefined) === veto.open && code < veto.code);
      if (better) veto = { code, issueId, open: open !== undefined };
    }
  }

  const score = known > 0 ? passed / known : null;
  const coverage = applicable > 0 ? known / applicable : 0;
  const row = (
    status: SiteStatus,
    reason: StatusReason,
    code: number | null = null,
    issueId: number | null = null,
  ): StatusRow => {
    // An issue that decides brings its own indicator, and its deadline whether it runs or not.
    const issue = issueId === null ? undefined : issueById(issueId);
    return {
      status,
      reason,
      code: issue ? issue.code : code,
      issueId,
      deadlineAt: issue ? (standing(issue)?.deadlineAt ?? null) : null,
      score,
      coverage,
      recheckDue,
      deferred,
      lapsesAt: lapsesAt === Number.POSITIVE_INFINITY ? null : lapsesAt,
    };
  };

  if (veto) return row('serious', 'veto', veto.code, veto.issueId);
  if (firstOverdue) return row('serious', 'overdue', firstOverdue.code, firstOverdue.id);
  if (score !== null && score < SERIOUS_BELOW && coverage >= KNOWN_FROM) {
    return row('serious', 'low_score', worst?.code, worst?.issueId);
  }
  if (firstOpen) return row('attention', 'open_issue', firstOpen.code, firstOpen.id);
  if (score !== null && score < COMPLIANT_FROM) {
    return row('attention', 'below_target', worst?.code, worst?.issueId);
  }
  if (coverage >= KNOWN_FROM) return row('compliant', 'all_met');
  return row('unknown', !everInspected ? 'never_inspected' : someLapsed ? 'lapsed' : 'partial');
}

/**
 * The status of a site at one moment, straight from its facts; null outside its dates. Plain and
 * slow: for a whole history use `statusPeriods`.
 */
export function siteStatus(facts: SiteFacts, at: number): StatusRow | null {
  if (facts.openedAt > at || (facts.closedAt !== null && facts.closedAt <= at)) return null;
  const issues = new Map(facts.issues.map((issue) => [issue.id, issue]));
  const issueById = (id: number) => issues.get(id);
  const standing: Standing = ({ steps }) =>
    steps.filter(({ recordedAt }) => recordedAt <= at).at(-1) ?? null;
  const recorded = facts.observations.filter(({ mock, recordedAt }) => !mock && recordedAt <= at);
  const evidenceOf = ({ code, validDays }: ApplicableIndicator): Evidence => {
    const counted = recorded
      .filter((observation) => observation.code === code)
      .filter((observation) => observationCounts(observation, at, issueById, standing))
      .sort((a, b) => b.observedAt - a.observedAt || b.id - a.id);
    const newest = counted[0];
    const isValid = newest !== undefined && newest.observedAt > at - validDays * DAY;
    return { latest: isValid ? newest : null, hasLapsed: newest !== undefined && !isValid };
  };
  return judge(facts, at, evidenceOf, standing, recorded.length > 0, issueById);
}
