/**
 * Who may take which step of an issue's life, from which state, under which guard: the table of
 * domain.md. See lifecycle-model.ts.
 */
import {
  addToClock,
  dayNumberOf,
  timeOfDay,
  type WorkCalendar,
} from '../../src/domain/issues/clocks';
import {
  mayVerify,
  photosAreTheirs,
  sees,
  seesSite,
  type Member,
  type ModelIssue,
  type Photo,
  type World,
} from './lifecycle-world';

export const STEPS = [
  'accept_issue',
  'reject_issue',
  'merge_issue',
  'assign_issue',
  'start_issue',
  'return_issue',
  'request_extension',
  'grant_extension',
  'refuse_extension',
  'request_deferral',
  'grant_deferral',
  'refuse_deferral',
  'resume_issue',
  'waive_photo',
  'submit_fix',
  'verify_fix',
  'rework_fix',
  'pass_recheck',
  'relapse_issue',
  'supervise_issue',
  'comment_issue',
] as const;
export type Step = (typeof STEPS)[number];

/** What a step may be told beside the issue; each step reads its own. */
export interface StepParameters {
  readonly reason?: string | null;
  readonly note?: string | null;
  readonly intoId?: number | null;
  readonly unitId?: number | null;
  readonly assistingUnitIds?: readonly number[];
  readonly deadlineAt?: number | null;
  readonly until?: number | null;
  readonly photos?: readonly Photo[];
}

export interface ReportParameters {
  readonly code: number;
  readonly siteId: number | null;
  /** The area of the position shown on the map, where no site is given; null lies in none. */
  readonly areaId: number | null;
  readonly description: string | null;
  readonly fixed: boolean;
  readonly photos: readonly Photo[];
}

const MINUTE = 60_000;

/** A reason that a step may not be taken; null when it may. */
export type Judgement = string | null;

/** What the guards look at beside the issue and the person. */
export interface Surroundings {
  readonly world: World;
  readonly calendar: WorkCalendar;
  readonly issues: ReadonlyMap<number, ModelIssue>;
}

export function judgeReport(
  { world, issues }: Surroundings,
  me: Member | null,
  told: ReportParameters,
): Judgement {
  if (me === null || !me.active || me.role === 'assessor') return 'takes no part';
  const indicator = world.indicators.get(told.code);
  if (!indicator) return 'no such indicator';
  if (told.siteId === null) {
    if (told.areaId === null) return 'outside the city';
    // A sponsor's and an owner's places are sites.
    if (me.role === 'sponsor' || me.role === 'owner') return 'not their place';
    if (me.areaIds !== null && !me.areaIds.includes(told.areaId)) return 'not their area';
  } else {
    const site = world.sites.get(told.siteId);
    if (!site || !seesSite(world, issues.values(), me, site)) return 'not their site';
    if (!indicator.appliesTo.includes(site.type)) return 'does not apply there';
    const place = { siteId: site.id, id: null };
    if (!photosAreTheirs(told.photos, me, place, null)) return 'photos';
  }
  if (told.photos.length === 0 && !isText(told.description)) return 'a photo or a note';
  if ((told.description ?? '').length > 1000) return 'too long';
  return null;
}

/** Why a member may not take a step now; null when they may. */
export function judge(
  { world, calendar, issues }: Surroundings,
  step: Step,
  me: Member | null,
  issue: ModelIssue,
  now: number,
  told: StepParameters,
): Judgement {
  if (me === null || !me.active || me.role === 'assessor') return 'takes no part';
  if (!sees(world, issues.values(), me, issue)) return 'does not see it';
  const office = me.role === 'office';
  const leader = me.role === 'leader';
  const unit = !leader && me.unitId !== null && me.unitId === issue.leadUnitId;
  const { veto } = world.indicators.get(issue.code)!;
  const reason = isText(told.reason) && told.reason.length <= 1000;
  const optionalReason = (told.reason ?? '').length <= 1000;
  const optionalNote = (told.note ?? '').length <= 1000;
  const of = (...states: string[]) => states.includes(issue.state);
  const photos = () => photosAreTheirs(told.photos ?? [], me, issue, null);
  const check = (...rules: (readonly [boolean, string])[]): Judgement =>
    rules.find(([holds]) => !holds)?.[1] ?? null;

  switch (step) {
    case 'accept_issue':
      return check([office, 'who'], [of('reported'), 'state'], [optionalReason, 'too long']);
    case 'reject_issue':
      return check([office, 'who'], [of('reported'), 'state'], [reason, 'reason']);
    case 'merge_issue': {
      const into = issues.get(told.intoId ?? -1);
      return check(
        [office, 'who'],
        [of('reported', 'accepted'), 'state'],
        [into !== undefined && into !== issue, 'another'],
        [into?.state !== 'rejected' && into?.state !== 'merged', 'its end'],
        [into?.code === issue.code, 'the same indicator'],
        [optionalReason, 'too long'],
      );
    }
    case 'assign_issue': {
      const units = [told.unitId ?? -1, ...(told.assistingUnitIds ?? [])];
      const redirected =
        of('assigned', 'in_progress') || (of('returned') && told.unitId === issue.leadUnitId);
      return check(
        [office, 'who'],
        [of('accepted', 'returned', 'assigned', 'in_progress'), 'state'],
        [units.every((id) => world.unitIds.includes(id)), 'a unit'],
        [!units.slice(1).includes(units[0]!), 'does not assist itself'],
        [isNullish(told.deadlineAt) || isAhead(told.deadlineAt, now, now), 'deadline'],
        [redirected ? reason : optionalReason, 'reason'],
      );
    }
    case 'start_issue':
      return check([unit, 'who'], [of('assigned'), 'state']);
    case 'return_issue':
      return check(
        [unit, 'who'],
        [of('assigned'), 'state'],
        [now <= addToClock(issue.assignedAt ?? 0, 'working_days', 1, calendar), 'too late'],
        [world.unitIds.includes(told.unitId ?? -1), 'a unit'],
        [told.unitId !== issue.leadUnitId, 'another unit'],
        [reason, 'reason'],
      );
    case 'request_extension':
      return check(
        [unit, 'who'],
        [of('in_progress'), 'state'],
        [issue.extensionAsked === null, 'asked already'],
        [issue.extensionCount < 2, 'twice'],
        [isAhead(told.until, now, issue.deadlineAt!), 'until'],
        [reason, 'reason'],
      );
    case 'grant_extension':
    case 'refuse_extension':
      return check(
        [issue.extensionCount === 0 ? office : leader, 'who'],
        [of('in_progress'), 'state'],
        [issue.extensionAsked !== null, 'not asked'],
        step === 'refuse_extension'
          ? [reason, 'reason']
          : [isAhead(told.until ?? issue.extensionAsked, now, issue.deadlineAt ?? now), 'until'],
      );
    case 'request_deferral':
      return check(
        [unit, 'who'],
        [of('in_progress'), 'state'],
        [!veto, 'veto'],
        [issue.deferralAsked === null, 'asked already'],
        [isAhead(told.until, now, now), 'until'],
        [reason, 'reason'],
      );
    case 'grant_deferral':
    case 'refuse_deferral':
      return check(
        [leader, 'who'],
        [of('in_progress'), 'state'],
        [issue.deferralAsked !== null, 'not asked'],
        step === 'refuse_deferral'
          ? [reason, 'reason']
          : [isAhead(told.until ?? issue.deferralAsked, now, now), 'until'],
      );
    case 'resume_issue':
      return check([leader, 'who'], [of('deferred'), 'state'], [optionalReason, 'too long']);
    case 'waive_photo':
      return check(
        [office, 'who'],
        [of('assigned', 'in_progress'), 'state'],
        [!issue.photoWaived, 'already'],
        [reason, 'reason'],
      );
    case 'submit_fix':
      return check(
        [unit || (me.role === 'owner' && me.siteId !== null && me.siteId === issue.siteId), 'who'],
        [of('in_progress'), 'state'],
        [optionalNote, 'too long'],
        [photosAreTheirs(told.photos ?? [], me, issue, 'after'), 'photos'],
        [issue.photoWaived || (told.photos ?? []).length > 0, 'an after-photo'],
      );
    case 'verify_fix':
    case 'rework_fix':
      return check(
        [mayVerify(issue, me), 'who'],
        [of('awaiting_check'), 'state'],
        [sameBand(world, issue, now), 'hour band'],
        [step === 'verify_fix' ? optionalNote : reason, 'text'],
        [photos(), 'photos'],
      );
    case 'pass_recheck':
    case 'relapse_issue':
      return check(
        [mayVerify(issue, me), 'who'],
        [of('closed') && issue.recheckDueAt !== null, 'no re-check is planned'],
        // A task with a date: it is done on its day or later.
        [dayNumberOf(issue.recheckDueAt ?? 0) <= dayNumberOf(now), 'not yet'],
        [sameBand(world, issue, now), 'hour band'],
        [step === 'pass_recheck' ? optionalNote : reason, 'text'],
        [photos(), 'photos'],
      );
    case 'supervise_issue':
      return check(
        [leader, 'who'],
        [!of('closed', 'rejected', 'merged'), 'state'],
        [!issue.supervised, 'already'],
        [reason, 'reason'],
      );
    case 'comment_issue':
      return check([isText(told.note) && told.note.length <= 1000, 'note']);
  }
}

/** Where the hour matters, in the band of the report; what was reported outside all bands, at any hour. */
function sameBand(world: World, issue: ModelIssue, now: number): boolean {
  if (!world.indicators.get(issue.code)!.hourSensitive) return true;
  const bandOf = (moment: number) =>
    world.hourBands.findIndex(
      ({ starts, ends }) =>
        timeOfDay(moment) >= starts * MINUTE && timeOfDay(moment) < ends * MINUTE,
    );
  const reported = bandOf(issue.foundAt);
  return reported === -1 || reported === bandOf(now);
}

function isNullish(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function isText(text: string | null | undefined): text is string {
  return !isNullish(text) && text.trim() !== '';
}

/** Later than both, by two years at most. */
function isAhead(moment: number | null | undefined, now: number, deadline: number): boolean {
  const after = Math.max(now, deadline);
  if (isNullish(moment) || moment <= after) return false;
  const limit = new Date(after);
  limit.setUTCFullYear(limit.getUTCFullYear() + 2);
  return moment <= limit.getTime();
}
