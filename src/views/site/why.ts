import type { SiteStatusDetail } from '../../domain/sites/site-card.ts';
import { formatDeadline, formatRate, inLanguage, language, words } from '../../i18n/index.ts';

/**
 * Why a site stands as it does, in one sentence an office would write: what decided it, which issue,
 * who has it, and when it is due.
 *
 * @param now the moment the status is as of; deadlines are relative to it
 */
export function whySentence(status: SiteStatusDetail, now: string): string {
  const text = words().site;
  const { reason, issue } = status;
  const indicator =
    status.indicatorZh === null ? '' : inLanguage(status.indicatorZh, status.indicatorEn);
  const score = status.score === null ? text.scoreNone : formatRate(status.score);
  const coverage = formatRate(status.coverage, 0);
  const parts = [
    {
      veto: () => text.why.veto(indicator),
      overdue: () => text.why.overdue(indicator),
      low_score: () => text.why.low_score(indicator, score),
      open_issue: () => text.why.open_issue(indicator),
      below_target: () => text.why.below_target(indicator, score),
      never_inspected: () => text.why.never_inspected(),
      lapsed: () => text.why.lapsed(coverage),
      partial: () => text.why.partial(coverage),
      all_met: () => text.why.all_met(score),
    }[reason](),
  ];
  if (issue) {
    parts.push(issueWords(issue));
    const deadlineAt = status.deadlineAt ?? issue.deadlineAt;
    // Only while it is at its unit does a deadline run.
    const runs = issue.state === 'assigned' || issue.state === 'in_progress';
    if (deadlineAt !== null && runs) parts.push(formatDeadline(deadlineAt, now, language()));
  }
  return text.sentence(parts);
}

function issueWords({ number, state, unitName }: NonNullable<SiteStatusDetail['issue']>): string {
  const text = words().site.whyIssue;
  if (state === 'deferred') return text.deferred(number);
  if (unitName === null || state === 'reported' || state === 'accepted') return text.noUnit(number);
  if (state === 'returned') return text.returned(number, unitName);
  if (state === 'awaiting_check') return text.awaitingCheck(number, unitName);
  return text.byUnit(number, unitName);
}
