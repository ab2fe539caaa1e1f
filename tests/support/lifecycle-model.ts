/**
 * The life of an issue as domain.md tells it, in plain TypeScript: who may take which step, from
 * which state, under which guard, and what follows. Written from the table there and not from the
 * database's functions, against which tests/contract/lifecycle.test.ts holds it; only what the table
 * leaves open (how long a text may be, how far ahead a date) follows the contract of the API.
 *
 * Moments are epoch milliseconds.
 */
import {
  addToClock,
  deadlineAfterPause,
  elapsedOnClock,
  type WorkCalendar,
} from '../../src/domain/issues/clocks';
import { alertDue, clockStarted, clockWentOn } from './alert-model';
import type { ReportParameters, Step, StepParameters } from './lifecycle-guards';
import { type Member, type ModelIssue, type ModelIndicator, type World } from './lifecycle-world';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export class LifecycleModel {
  readonly issues = new Map<number, ModelIssue>();

  constructor(
    readonly world: World,
    readonly calendar: WorkCalendar,
  ) {}

  indicatorOf(issue: ModelIssue): ModelIndicator {
    return this.world.indicators.get(issue.code)!;
  }

  /**
   * @param id as the database numbered it
   * @param recheckDueAt what the database decided, of a veto item that was fixed on the spot
   */
  report(
    me: Member,
    told: ReportParameters,
    now: number,
    id: number,
    recheckDueAt: number | null,
  ): ModelIssue {
    const site = told.siteId === null ? undefined : this.world.sites.get(told.siteId);
    const issue: ModelIssue = {
      id,
      siteId: told.siteId,
      areaId: site ? site.areaId : told.areaId!,
      code: told.code,
      reportedBy: me.id,
      foundAt: now,
      state: told.fixed ? 'closed' : 'reported',
      stateSince: now,
      deadlineAt: null,
      checkByAt: null,
      resumesAt: null,
      mergedInto: null,
      closedAt: told.fixed ? now : null,
      recheckDueAt: null,
      leadUnitId: null,
      assistingUnitIds: [],
      reworkCount: 0,
      relapseCount: 0,
      extensionCount: 0,
      supervised: false,
      extensionAsked: null,
      deferralAsked: null,
      photoWaived: false,
      eventCount: 1,
      assignedAt: null,
      stoppedAt: null,
      deadlineBeforePause: null,
      fixedBy: told.fixed ? me : null,
      alert: null,
    };
    this.issues.set(id, issue);
    const indicator = this.indicatorOf(issue);
    if (told.fixed && recheckDueAt !== null) {
      issue.recheckDueAt = recheckDueAt;
      issue.eventCount += 1;
    }
    if (!told.fixed && indicator.veto) {
      issue.state = 'accepted';
      issue.eventCount += 1;
      const unit = this.world.defaultUnit(issue);
      if (unit !== null) {
        this.assign(issue, unit, [], now, null);
        issue.eventCount += 1;
      }
    }
    return issue;
  }

  /**
   * A step that `judge` allows.
   *
   * @param recheckDueAt what the database decided: the sample by risk is its own to draw
   */
  apply(
    step: Step,
    me: Member,
    issue: ModelIssue,
    now: number,
    told: StepParameters,
    recheckDueAt: number | null,
  ): void {
    issue.eventCount += 1;
    const enter = (state: ModelIssue['state']) => {
      if (state !== issue.state) issue.stateSince = now;
      issue.state = state;
      if (state !== 'assigned' && state !== 'in_progress') this.forgetWhatWasAsked(issue);
    };
    switch (step) {
      case 'accept_issue':
        return enter('accepted');
      case 'reject_issue':
        return enter('rejected');
      case 'merge_issue':
        issue.mergedInto = told.intoId!;
        return enter('merged');
      case 'assign_issue':
        return this.assign(
          issue,
          told.unitId!,
          told.assistingUnitIds ?? [],
          now,
          told.deadlineAt ?? null,
        );
      case 'start_issue':
        return enter('in_progress');
      case 'return_issue':
        return enter('returned');
      case 'request_extension':
        issue.extensionAsked = told.until!;
        return;
      case 'grant_extension': {
        const until = told.until ?? issue.extensionAsked!;
        issue.alert = clockStarted(
          now,
          until,
          issue.alert!.given + this.elapsed(issue, issue.deadlineAt!, until),
        );
        issue.deadlineAt = until;
        issue.extensionCount += 1;
        issue.extensionAsked = null;
        return;
      }
      case 'refuse_extension':
        issue.extensionAsked = null;
        return;
      case 'request_deferral':
        issue.deferralAsked = told.until!;
        return;
      case 'grant_deferral': {
        const until = told.until ?? issue.deferralAsked!;
        this.stopClock(issue, now);
        issue.resumesAt = until;
        issue.deadlineAt = this.deadlineIfResumed(issue, until);
        return enter('deferred');
      }
      case 'refuse_deferral':
        issue.deferralAsked = null;
        return;
      case 'resume_issue':
        return this.resume(issue, now);
      case 'waive_photo':
        issue.photoWaived = true;
        return;
      case 'submit_fix':
        this.stopClock(issue, now);
        issue.fixedBy = me;
        issue.checkByAt = addToClock(now, 'working_days', 1, this.calendar);
        return enter('awaiting_check');
      case 'verify_fix':
        issue.checkByAt = null;
        issue.closedAt = now;
        enter('closed');
        issue.recheckDueAt = recheckDueAt;
        if (recheckDueAt !== null) issue.eventCount += 1;
        return;
      case 'rework_fix':
        issue.checkByAt = null;
        issue.reworkCount += 1;
        issue.deadlineAt = this.deadlineIfResumed(issue, now);
        issue.alert = clockWentOn(issue.alert!, now, issue.deadlineAt);
        return enter('in_progress');
      case 'pass_recheck':
        issue.recheckDueAt = null;
        return;
      case 'relapse_issue':
        issue.recheckDueAt = null;
        issue.closedAt = null;
        issue.relapseCount += 1;
        issue.foundAt = now;
        this.startClock(issue, now, null);
        enter('in_progress');
        if (issue.leadUnitId === null) this.findUnit(issue, now);
        return;
      case 'supervise_issue':
        issue.supervised = true;
        return;
      case 'comment_issue':
        return;
    }
  }

  /** What the system does by itself until a moment: resumes what was deferred, then escalates. */
  tick(now: number): void {
    for (const issue of this.issues.values()) {
      if (issue.state === 'deferred' && issue.resumesAt! <= now) {
        issue.eventCount += 1;
        this.resume(issue, issue.resumesAt!);
      }
      for (;;) {
        const due = this.alertDueAt(issue);
        if (due === null || due.at > now) break;
        issue.eventCount += 1;
        issue.alert = { ...issue.alert!, level: due.level, runsFrom: due.at };
      }
    }
  }

  /** The next reminder, warning or card; null while the unit's clock stands. */
  alertDueAt(issue: ModelIssue): { level: number; at: number } | null {
    if (issue.state !== 'assigned' && issue.state !== 'in_progress') return null;
    return issue.alert && alertDue(issue.alert, this.indicatorOf(issue).clock, this.calendar);
  }

  /**
   * Whether a re-check may be dated so at a closing: always for veto items and what relapsed; 3, 7 or
   * 14 days later, or together with another at the site.
   */
  recheckMayBe(issue: ModelIssue, closedAt: number, dueAt: number | null): boolean {
    if (dueAt === null) return !this.indicatorOf(issue).veto && issue.relapseCount === 0;
    const day = Math.floor((closedAt + 8 * 60 * MINUTE) / DAY);
    const nine = (after: number) => (day + after) * DAY + 60 * MINUTE;
    if ([3, 7, 14].some((after) => dueAt === nine(after))) return true;
    return [...this.issues.values()].some(
      (other) =>
        other !== issue &&
        issue.siteId !== null &&
        other.siteId === issue.siteId &&
        other.recheckDueAt === dueAt,
    );
  }

  /** Nobody was in charge of what was fixed on the spot: its default unit is, or the office assigns it. */
  private findUnit(issue: ModelIssue, now: number): void {
    const unit = this.world.defaultUnit(issue);
    issue.eventCount += 1;
    if (unit !== null) {
      this.assign(issue, unit, [], now, null);
      return;
    }
    issue.state = 'returned';
    issue.stateSince = now;
    this.forgetWhatWasAsked(issue);
  }

  /** The same of what was fixed on the spot: veto items only. */
  recheckOfSpotFixMayBe(issue: ModelIssue, closedAt: number, dueAt: number | null): boolean {
    return this.indicatorOf(issue).veto
      ? this.recheckMayBe(issue, closedAt, dueAt)
      : dueAt === null;
  }

  private assign(
    issue: ModelIssue,
    unit: number,
    assisting: readonly number[],
    now: number,
    deadline: number | null,
  ): void {
    if (issue.state !== 'assigned') issue.stateSince = now;
    issue.state = 'assigned';
    issue.leadUnitId = unit;
    issue.assistingUnitIds = [...assisting];
    issue.assignedAt = now;
    this.forgetWhatWasAsked(issue);
    this.startClock(issue, now, deadline);
  }

  private startClock(issue: ModelIssue, now: number, deadline: number | null): void {
    const { clock, amount } = this.indicatorOf(issue);
    issue.deadlineAt = deadline ?? addToClock(now, clock, amount, this.calendar);
    issue.alert = clockStarted(now, issue.deadlineAt, this.elapsed(issue, now, issue.deadlineAt));
  }

  private stopClock(issue: ModelIssue, now: number): void {
    issue.stoppedAt = now;
    issue.deadlineBeforePause = issue.deadlineAt;
  }

  private deadlineIfResumed(issue: ModelIssue, at: number): number {
    const { clock } = this.indicatorOf(issue);
    return deadlineAfterPause(
      issue.deadlineBeforePause!,
      issue.stoppedAt!,
      at,
      clock,
      this.calendar,
    );
  }

  private resume(issue: ModelIssue, at: number): void {
    issue.deadlineAt = this.deadlineIfResumed(issue, at);
    issue.resumesAt = null;
    issue.state = 'in_progress';
    issue.stateSince = at;
    issue.alert = clockWentOn(issue.alert!, at, issue.deadlineAt);
  }

  private elapsed(issue: ModelIssue, from: number, to: number): number {
    return elapsedOnClock(from, to, this.indicatorOf(issue).clock, this.calendar);
  }

  private forgetWhatWasAsked(issue: ModelIssue): void {
    issue.extensionAsked = null;
    issue.deferralAsked = null;
    issue.photoWaived = false;
  }
}
