/**
 * The life of an issue as a fold of its events: every state, deadline and counter follows from
 * them and from nothing else. The database keeps the same projection with triggers; this is its
 * independent twin, used by the generator, by tests and wherever a sequence must be judged without
 * a database.
 *
 * Events are folded in the order in which they were recorded (their ids). Moments are epoch
 * milliseconds.
 */

import { ISSUE_STATES, type IssueState } from './vocabulary.ts';

/** States that make an indicator fail; a deferral is open again once its date has come. */
export const OPEN_STATES: ReadonlySet<IssueState> = new Set<IssueState>([
  'accepted',
  'assigned',
  'in_progress',
  'returned',
  'awaiting_check',
]);

/** States in which the unit's deadline runs, so that the issue can be overdue. */
export const STATES_AT_UNIT: ReadonlySet<IssueState> = new Set<IssueState>([
  'assigned',
  'in_progress',
]);

interface Recorded {
  /** When it happened. */
  readonly occurredAt: number;
  /** When the database learnt of it; never before the event recorded last. */
  readonly recordedAt: number;
}

/** What each kind of event must say beyond its time; kinds not listed say nothing more. */
export type IssueEvent = Recorded &
  (
    | { readonly kind: 'reported' | 'fixed_on_the_spot' | 'accepted' | 'rejected' }
    | { readonly kind: 'merged'; readonly mergedInto: number }
    /** The unit's clock starts: its deadline is fixed here. */
    | { readonly kind: 'assigned'; readonly toUnitId: number; readonly deadlineAt: number }
    | { readonly kind: 'started' }
    /** Names the unit that the returning unit proposes, if it knows one. */
    | { readonly kind: 'returned'; readonly toUnitId?: number }
    | { readonly kind: 'extension_requested' | 'extension_refused' }
    | { readonly kind: 'extension_granted'; readonly deadlineAt: number }
    | { readonly kind: 'deferral_requested' | 'deferral_refused' }
    /** `deadlineAt` is the one that holds from `resumesAt` on: what was left, counted on from there. */
    | { readonly kind: 'deferred'; readonly resumesAt: number; readonly deadlineAt: number }
    | { readonly kind: 'resumed'; readonly deadlineAt: number }
    /** The unit's clock stops, the verifier's starts. */
    | { readonly kind: 'submitted'; readonly checkByAt: number }
    | { readonly kind: 'verified' }
    | { readonly kind: 'rework'; readonly deadlineAt: number }
    | { readonly kind: 'recheck_scheduled'; readonly recheckDueAt: number }
    | { readonly kind: 'recheck_passed' }
    | { readonly kind: 'relapsed'; readonly deadlineAt: number }
    | { readonly kind: 'supervised' }
    | { readonly kind: 'reminder' | 'warning' | 'yellow_card' | 'red_card' | 'commented' }
    | { readonly kind: 'photo_waived' }
  );

export type IssueEventKind = IssueEvent['kind'];

/** What `issues` keeps of an issue's events. */
export interface IssueProjection {
  readonly state: IssueState;
  /** When the event that brought the issue into its state occurred. */
  readonly stateSince: number;
  /**
   * The unit's deadline, as the last event that set one fixed it; null before the assignment. It
   * runs only in `STATES_AT_UNIT`, and is kept after a submission and a closing, so that on time
   * or late can still be told.
   */
  readonly deadlineAt: number | null;
  /** The verifier's deadline, while awaiting a check. */
  readonly checkByAt: number | null;
  /** The planned date, while deferred. */
  readonly resumesAt: number | null;
  readonly mergedInto: number | null;
  /** When the closing occurred, while closed. */
  readonly closedAt: number | null;
  /** A re-check (回头看) that has been scheduled and not been done. */
  readonly recheckDueAt: number | null;
  readonly leadUnitId: number | null;
  readonly reworkCount: number;
  readonly relapseCount: number;
  readonly extensionCount: number;
  readonly supervised: boolean;
  /** Asked for and not yet decided. */
  readonly extensionAsked: boolean;
  /** Asked for and not yet decided. */
  readonly deferralAsked: boolean;
  /** No after-photo is asked for, until the next submission. */
  readonly photoWaived: boolean;
  readonly eventCount: number;
}

/** An event that cannot happen to an issue in its state. */
export class LifecycleError extends Error {
  override readonly name = 'LifecycleError';

  constructor(
    readonly kind: IssueEventKind,
    readonly state: IssueState | null,
    /** Which event of the sequence, from 0. */
    readonly position: number,
    why: string,
  ) {
    super(`Event ${position} (${kind}) cannot follow state ${state ?? 'none'}: ${why}`);
  }
}

/** Which states an event may find; null stands for an issue that does not exist yet. */
const ALLOWED: Readonly<Record<IssueEventKind, readonly (IssueState | null)[]>> = {
  reported: [null],
  fixed_on_the_spot: [null, 'reported'],
  accepted: ['reported'],
  rejected: ['reported'],
  merged: ['reported', 'accepted'],
  // From `assigned` and `in_progress`: the office redirects, above all what a veto indicator
  // assigned by itself.
  assigned: ['accepted', 'returned', 'assigned', 'in_progress'],
  started: ['assigned'],
  returned: ['assigned', 'in_progress'],
  extension_requested: ['assigned', 'in_progress'],
  extension_granted: ['assigned', 'in_progress'],
  extension_refused: ['assigned', 'in_progress'],
  deferral_requested: ['in_progress'],
  deferred: ['in_progress'],
  deferral_refused: ['in_progress'],
  resumed: ['deferred'],
  submitted: ['assigned', 'in_progress'],
  photo_waived: ['assigned', 'in_progress'],
  verified: ['awaiting_check'],
  rework: ['awaiting_check'],
  recheck_scheduled: ['closed'],
  recheck_passed: ['closed'],
  relapsed: ['closed'],
  supervised: [
    'reported',
    'accepted',
    'assigned',
    'in_progress',
    'returned',
    'deferred',
    'awaiting_check',
  ],
  // A card may be written a moment after the fix was handed in: the clock decides it, not the state.
  reminder: ISSUE_STATES,
  warning: ISSUE_STATES,
  yellow_card: ISSUE_STATES,
  red_card: ISSUE_STATES,
  commented: ISSUE_STATES,
};

/**
 * One step of the fold.
 *
 * @param projection what the events so far have made, null before the first
 * @throws LifecycleError if the event cannot happen to an issue in that state
 */
export function applyEvent(
  projection: IssueProjection | null,
  event: IssueEvent,
  lastRecordedAt: number = Number.NEGATIVE_INFINITY,
): IssueProjection {
  const before = projection;
  const position = before?.eventCount ?? 0;
  const state = before?.state ?? null;
  const refuse = (why: string) => new LifecycleError(event.kind, state, position, why);

  if (!ALLOWED[event.kind].includes(state)) {
    const states = ALLOWED[event.kind].map((allowed) => allowed ?? 'none');
    throw refuse(`allowed after ${states.join(', ')}.`);
  }
  if (event.recordedAt < event.occurredAt) throw refuse('it was recorded before it happened.');
  if (event.recordedAt < lastRecordedAt) throw refuse('it was recorded before its predecessor.');

  const unchanged = before === null ? emptyProjection(event) : counted(before);
  const enter = (next: IssueState, more: Partial<IssueProjection> = {}): IssueProjection => ({
    ...unchanged,
    state: next,
    stateSince: next === state ? unchanged.stateSince : event.occurredAt,
    // What was asked for falls away with the state or the unit it was asked in.
    ...((!STATES_AT_UNIT.has(next) || event.kind === 'assigned') && {
      extensionAsked: false,
      deferralAsked: false,
      photoWaived: false,
    }),
    ...more,
  });

  switch (event.kind) {
    case 'reported':
      return enter('reported');
    case 'fixed_on_the_spot':
      return enter('closed', { closedAt: event.occurredAt });
    case 'accepted':
      return enter('accepted');
    case 'rejected':
      return enter('rejected');
    case 'merged':
      return enter('merged', { mergedInto: event.mergedInto });
    case 'assigned':
      return enter('assigned', { deadlineAt: event.deadlineAt, leadUnitId: event.toUnitId });
    case 'started':
      return enter('in_progress');
    case 'returned':
      return enter('returned');
    case 'extension_granted':
      return {
        ...unchanged,
        deadlineAt: event.deadlineAt,
        extensionCount: unchanged.extensionCount + 1,
        extensionAsked: false,
      };
    case 'deferred':
      return enter('deferred', { resumesAt: event.resumesAt, deadlineAt: event.deadlineAt });
    case 'resumed':
      return enter('in_progress', { resumesAt: null, deadlineAt: event.deadlineAt });
    case 'submitted':
      return enter('awaiting_check', { checkByAt: event.checkByAt });
    case 'verified':
      return enter('closed', { checkByAt: null, closedAt: event.occurredAt });
    case 'rework':
      return enter('in_progress', {
        checkByAt: null,
        deadlineAt: event.deadlineAt,
        reworkCount: unchanged.reworkCount + 1,
      });
    case 'recheck_scheduled':
      return { ...unchanged, recheckDueAt: event.recheckDueAt };
    case 'recheck_passed':
      return { ...unchanged, recheckDueAt: null };
    case 'relapsed':
      return enter('in_progress', {
        closedAt: null,
        recheckDueAt: null,
        deadlineAt: event.deadlineAt,
        relapseCount: unchanged.relapseCount + 1,
      });
    case 'supervised':
      return { ...unchanged, supervised: true };
    case 'extension_requested':
    case 'extension_refused':
      return { ...unchanged, extensionAsked: event.kind === 'extension_requested' };
    case 'deferral_requested':
    case 'deferral_refused':
      return { ...unchanged, deferralAsked: event.kind === 'deferral_requested' };
    case 'photo_waived':
      return { ...unchanged, photoWaived: true };
    case 'reminder':
    case 'warning':
    case 'yellow_card':
    case 'red_card':
    case 'commented':
      return unchanged;
  }
}

/**
 * All events of one issue, in the order recorded.
 *
 * @returns the projection after each event, so that the state at any moment can be looked up
 * @throws LifecycleError at the first event that cannot happen; RangeError without events
 */
export function foldEvents(events: readonly IssueEvent[]): IssueProjection[] {
  if (events.length === 0) throw new RangeError('An issue has at least one event.');
  const projections: IssueProjection[] = [];
  let current: IssueProjection | null = null;
  let lastRecordedAt = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    current = applyEvent(current, event, lastRecordedAt);
    lastRecordedAt = event.recordedAt;
    projections.push(current);
  }
  return projections;
}

function counted(before: IssueProjection): IssueProjection {
  return { ...before, eventCount: before.eventCount + 1 };
}

function emptyProjection(event: IssueEvent): IssueProjection {
  return {
    state: 'reported',
    stateSince: event.occurredAt,
    deadlineAt: null,
    checkByAt: null,
    resumesAt: null,
    mergedInto: null,
    closedAt: null,
    recheckDueAt: null,
    leadUnitId: null,
    reworkCount: 0,
    relapseCount: 0,
    extensionCount: 0,
    supervised: false,
    extensionAsked: false,
    deferralAsked: false,
    photoWaived: false,
    eventCount: 1,
  };
}
