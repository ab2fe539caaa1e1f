import { addToClock, momentOfShare } from '../../../src/domain/issues/clocks.ts';
import { SAMPLE_CALENDAR } from '../calendar.ts';
import { indicatorOf, type Indicator } from '../catalogue.ts';
import type { Organisation } from '../organisation.ts';
import type { Random } from '../random.ts';
import type { UnitPace } from './character.ts';
import type { EventRecord, Issue } from './model.ts';
import { PICTURES } from './pictures.ts';

const SECOND = 1000;
const HOUR = 3600 * SECOND;

/** What the world around an issue is like. */
export interface Surroundings {
  readonly organisation: Organisation;
  readonly pace: UnitPace;
  /** Nothing is recorded after this moment. */
  readonly until: number;
  /** The unit an issue goes to at first: the default for its indicator and site. */
  defaultUnit(issue: Issue): number;
  /** Who may check a fix: neither the rectifier nor of the same unit. */
  verifierUnits(issue: Issue, rectifierUnitId: number): readonly number[];
}

/** The history has ended: what would come next has not happened yet. */
export class EndOfHistory extends Error {}

type Details<Kind extends EventRecord['kind']> = Omit<
  Extract<EventRecord, { kind: Kind }>,
  'id' | 'kind' | 'occurredAt' | 'recordedAt' | 'memberId' | 'unitId' | 'reason' | 'note' | 'photos'
>;

export interface Actor {
  readonly memberId: number | null;
  readonly unitId: number | null;
}
export const SYSTEM: Actor = { memberId: null, unitId: null };

/** Writes the events of one issue in the order in which they are recorded, and what the running clock brings. */
export class EventWriter {
  protected readonly indicator: Indicator;
  protected lastRecordedAt = Number.NEGATIVE_INFINITY;
  /** Reminders and cards of the running clock, ascending. */
  protected cards: {
    at: number;
    kind: 'reminder' | 'warning' | 'yellow_card' | 'red_card' | 'supervised';
  }[] = [];
  protected unitId = 0;
  protected deadlineAt = 0;
  protected clockStartedAt = 0;

  constructor(
    protected readonly issue: Issue,
    protected readonly around: Surroundings,
    protected readonly random: Random,
  ) {
    this.indicator = indicatorOf(issue.code);
  }

  protected isUrgent(): boolean {
    return this.indicator.clock === 'urgent_hours';
  }

  protected startClock(at: number): void {
    this.clockStartedAt = at;
    const { clock, clockAmount } = this.indicator;
    this.deadlineAt = addToClock(at, clock, clockAmount, SAMPLE_CALENDAR);
    this.setCards();
  }

  protected momentOf(clockStart: number, share: number): number {
    return wholeSecond(
      momentOfShare(clockStart, this.deadlineAt, share, this.indicator.clock, SAMPLE_CALENDAR),
    );
  }

  /** What the system will write while the unit's clock runs; what lies before `after` has gone by. */
  protected setCards(after = Number.NEGATIVE_INFINITY): void {
    const from = this.clockStartedAt;
    const supervised = this.random.chance(0.22);
    this.cards = [
      { at: this.momentOf(from, 0.5), kind: 'reminder' as const },
      { at: this.momentOf(from, 0.8), kind: 'warning' as const },
      { at: this.deadlineAt, kind: 'yellow_card' as const },
      { at: this.momentOf(from, 1.5), kind: 'red_card' as const },
      ...(supervised ? [{ at: this.momentOf(from, 1.6), kind: 'supervised' as const }] : []),
    ].filter(({ at }) => at > after);
  }

  protected flushCards(before: number): void {
    while (this.cards[0] && this.cards[0].at < before) {
      const { at, kind } = this.cards.shift() as (typeof this.cards)[number];
      if (kind === 'supervised') {
        this.write(kind, Math.max(at, this.lastRecordedAt), {}, this.leader(), {
          reason: '逾期未整改，挂牌督办',
        });
      } else {
        this.write(kind, Math.max(at, this.lastRecordedAt), {}, SYSTEM, {});
      }
    }
  }

  protected add<Kind extends EventRecord['kind']>(
    kind: Kind,
    at: number,
    details: Details<Kind>,
    actor: Actor,
    more: Parameters<typeof this.write>[4] = {},
  ): number {
    this.flushCards(at);
    return this.write(kind, at, details, actor, more);
  }

  private write<Kind extends EventRecord['kind']>(
    kind: Kind,
    at: number,
    details: Details<Kind>,
    actor: Actor,
    more: {
      recordedAt?: number;
      reason?: string | null;
      note?: string | null;
      photos?: readonly ('before' | 'after' | 'evidence')[];
    },
  ): number {
    const occurredAt = wholeSecond(at);
    const promptly = occurredAt + (actor === SYSTEM ? 0 : this.random.integer(3, 90) * SECOND);
    const recordedAt = Math.max(more.recordedAt ?? promptly, occurredAt, this.lastRecordedAt);
    if (recordedAt > this.around.until) {
      // What the system writes before then still happens.
      if (kind !== 'reminder' && kind !== 'warning') this.flushCards(this.around.until);
      throw new EndOfHistory();
    }
    this.lastRecordedAt = recordedAt;
    this.issue.events.push({
      id: 0,
      kind,
      occurredAt,
      recordedAt,
      memberId: actor.memberId,
      unitId: actor.unitId,
      reason: more.reason ?? null,
      note: more.note ?? null,
      photos: (more.photos ?? []).map((stage) => ({
        stage,
        picture: PICTURES.choose(this.issue.code, stage, this.random),
      })),
      ...details,
    } as unknown as EventRecord);
    return recordedAt;
  }

  /** Some hours of working time later. */
  protected afterWork(moment: number, leastHours: number, mostHours: number): number {
    const start = SAMPLE_CALENDAR.nextWorkingMoment(moment);
    return wholeSecond(
      SAMPLE_CALENDAR.addWorkingTime(
        start,
        Math.round(this.random.between(leastHours, mostHours) * HOUR),
      ),
    );
  }

  protected someone(unitId: number): Actor {
    const people = this.around.organisation.membersOf.get(unitId) ?? [];
    return { memberId: people.length > 0 ? this.random.pick(people).id : null, unitId };
  }

  protected office(): Actor {
    return this.withRole('office');
  }

  protected leader(): Actor {
    return this.withRole('leader');
  }

  private withRole(role: 'office' | 'leader'): Actor {
    const unitId = this.around.organisation.unitNamed('区创城办').id;
    const people = (this.around.organisation.membersOf.get(unitId) ?? []).filter(
      (member) => member.role === role,
    );
    return { memberId: this.random.pick(people).id, unitId };
  }

  protected ownUnit(): number {
    const { site } = this.issue;
    return site ? (this.around.organisation.unitOfSite.get(site.id) ?? this.unitId) : this.unitId;
  }

  protected lastUnit(): number {
    for (let index = this.issue.events.length - 1; index >= 0; index -= 1) {
      const event = this.issue.events[index];
      if (event?.kind === 'assigned') return event.toUnitId;
    }
    return this.around.defaultUnit(this.issue);
  }
}

/** Moments are kept to the second, in files as in the database. */
function wholeSecond(moment: number): number {
  return Math.round(moment / SECOND) * SECOND;
}
