import type { IssueState } from '../issues/vocabulary.ts';
import type { Edition, IssueFact, IssueStep, ObservationFact, SiteFacts } from './compliance.ts';

export const DAY = 86_400_000;
export const day = (number: number) => number * DAY;

/** Weights 50, 30, 10 and 10: shares of a hundred that can be added up by hand. */
export const EDITION: Edition = {
  inForceFrom: 0,
  indicators: [
    { code: 1, weight: 50, veto: false, validDays: 30 },
    { code: 2, weight: 30, veto: false, validDays: 60 },
    { code: 3, weight: 10, veto: false, validDays: 30 },
    { code: 14, weight: 10, veto: true, validDays: 14 },
  ],
};

let lastId = 0;
export function seen(
  code: number,
  observedAt: number,
  result: ObservationFact['result'] = 'pass',
  more: Partial<ObservationFact> = {},
): ObservationFact {
  lastId += 1;
  return {
    id: lastId,
    code,
    result,
    value: result === 'pass' ? 1 : result === 'fail' ? 0 : null,
    observedAt,
    recordedAt: observedAt,
    issueId: null,
    mock: false,
    ...more,
  };
}

export function step(
  recordedAt: number,
  state: IssueState,
  more: Partial<IssueStep> = {},
): IssueStep {
  return {
    recordedAt,
    state,
    deadlineAt: null,
    resumesAt: null,
    recheckDueAt: null,
    mergedInto: null,
    ...more,
  };
}

export function site(
  observations: readonly ObservationFact[],
  issues: readonly IssueFact[] = [],
  more: Partial<SiteFacts> = {},
): SiteFacts {
  return { openedAt: 0, closedAt: null, editions: [EDITION], observations, issues, ...more };
}

export const allPass = (at: number) => [1, 2, 3, 14].map((code) => seen(code, at));
