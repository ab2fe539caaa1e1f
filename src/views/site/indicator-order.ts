import type { SiteIndicator } from '../../domain/sites/site-card.ts';

/** What a row of the checklist says; a graded B is neither a pass nor a fail. */
export type ShownResult = SiteIndicator['result'] | 'partial';

export function shownResult({ result, value }: SiteIndicator): ShownResult {
  const isInBetween = value !== null && value > 0 && value < 1;
  return isInBetween && (result === 'pass' || result === 'fail') ? 'partial' : result;
}

const RANKS: Readonly<Record<ShownResult, number>> = {
  open_issue: 0,
  fail: 1,
  partial: 2,
  deferred: 3,
  unknown: 4,
  pass: 5,
  not_applicable: 6,
};

/** Whether it needs anybody's attention. */
export function isTroubled(indicator: SiteIndicator): boolean {
  return RANKS[shownResult(indicator)] < RANKS.pass;
}

/** What fails first, then what is unknown; in each, vetoes first, then the heaviest. */
export function orderIndicators(indicators: readonly SiteIndicator[]): SiteIndicator[] {
  return [...indicators].sort(
    (a, b) =>
      RANKS[shownResult(a)] - RANKS[shownResult(b)] ||
      Number(b.veto) - Number(a.veto) ||
      b.weight - a.weight ||
      a.code - b.code,
  );
}
