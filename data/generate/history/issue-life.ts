import {
  addToClock,
  dayNumberOf,
  deadlineAfterPause,
  elapsedOnClock,
  startOfDay,
  timeOfDay,
} from '../../../src/domain/issues/clocks.ts';
import { SAMPLE_CALENDAR } from '../calendar.ts';
import { EndOfHistory, EventWriter, SYSTEM, type Actor } from './event-writer.ts';
import type { Issue } from './model.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Repairs of buildings and pipes: they take long, so time is asked for, or they wait for a budget. */
const WORKS = new Set([18, 19, 20, 21, 23, 24, 28]);

/** What came of a stretch of life, for the site that it happened at. */
export interface Outcome {
  /** When the check passed; null if the issue is still open, or was never taken up. */
  readonly verified: { readonly at: number; readonly recordedAt: number } | null;
  readonly recheckDueAt: number | null;
  /** From when on the indicator may fail anew; infinite while the issue stands. */
  readonly freeFrom: number;
}

/** The life of one issue, from the report on, as units and offices go about it. */
export class IssueLife extends EventWriter {
  /** From the report to wherever the history leaves it. */
  live(report: Actor & { at: number; recordedAt: number }, onTheSpotAt: number | null): Outcome {
    return this.untilTheEnd(() => {
      this.add('reported', report.at, {}, report, {
        recordedAt: report.recordedAt,
        note: this.issue.description,
        photos: this.random.chance(0.22) ? ['before'] : [],
      });
      if (onTheSpotAt !== null) {
        const recordedAt = this.add('fixed_on_the_spot', onTheSpotAt, {}, report, {
          recordedAt: report.recordedAt,
          note: '现场已整改',
          photos: this.random.chance(0.15) ? ['after'] : [],
        });
        return {
          verified: { at: onTheSpotAt, recordedAt },
          recheckDueAt: null,
          freeFrom: onTheSpotAt,
        };
      }
      const acceptedAt = this.indicator.veto ? this.acceptAtOnce() : this.acceptOrReject();
      if (acceptedAt === null) {
        return { verified: null, recheckDueAt: null, freeFrom: this.lastRecordedAt };
      }
      return this.work();
    });
  }

  /** Reported again while it stands: joined to the earlier one. */
  mergeInto(survivor: Issue, report: Actor & { at: number; recordedAt: number }): Outcome {
    return this.untilTheEnd(() => {
      this.add('reported', report.at, {}, report, {
        recordedAt: report.recordedAt,
        note: this.issue.description,
      });
      this.issue.mergedInto = survivor;
      const at = this.afterWork(this.lastRecordedAt, 0.3, 2);
      // The survivor's number is known only once all issues are numbered.
      this.add('merged', at, { mergedInto: 0 }, this.office(), {
        reason: '同一点位同一问题，并案处理',
      });
      return { verified: null, recheckDueAt: null, freeFrom: at };
    });
  }

  /** A re-check found it again. */
  relapse(at: number, recordedAt: number, actor: Actor): Outcome {
    return this.untilTheEnd(() => {
      this.unitId = this.lastUnit();
      this.startClock(recordedAt);
      this.add('relapsed', at, { deadlineAt: this.deadlineAt }, actor, {
        recordedAt,
        note: '回头看发现问题反弹',
        photos: this.random.chance(0.4) ? ['before'] : [],
      });
      return this.rectify(recordedAt);
    });
  }

  recheckPassed(at: number, recordedAt: number, actor: Actor): void {
    this.untilTheEnd(() => {
      this.add('recheck_passed', at, {}, actor, { recordedAt, note: '回头看通过' });
      return STANDING;
    });
  }

  private untilTheEnd(run: () => Outcome): Outcome {
    this.lastRecordedAt =
      this.issue.events[this.issue.events.length - 1]?.recordedAt ?? Number.NEGATIVE_INFINITY;
    try {
      return run();
    } catch (error) {
      if (!(error instanceof EndOfHistory)) throw error;
      return STANDING;
    }
  }

  private acceptAtOnce(): number {
    const at = this.lastRecordedAt;
    this.unitId = this.around.defaultUnit(this.issue);
    this.add('accepted', at, {}, SYSTEM, { recordedAt: at, reason: '一票否决项自动受理' });
    this.startClock(at);
    this.add('assigned', at, { toUnitId: this.unitId, deadlineAt: this.deadlineAt }, SYSTEM, {
      recordedAt: at,
    });
    return at;
  }

  private acceptOrReject(): number | null {
    const at = this.afterWork(this.lastRecordedAt, 0.3, 6);
    const clerk = this.office();
    if (this.random.chance(0.03)) {
      const reason = this.random.pick([
        '不属于创城检查范围',
        '现场复核未发现问题',
        '位置描述不清，无法核实',
      ]);
      this.add('rejected', at, {}, clerk, { reason });
      return null;
    }
    this.add('accepted', at, {}, clerk);
    const assignedAt = this.random.chance(0.4)
      ? this.lastRecordedAt + this.random.integer(2, 50) * MINUTE
      : this.afterWork(this.lastRecordedAt, 1, 8);
    this.unitId = this.around.defaultUnit(this.issue);
    this.startClock(assignedAt);
    this.add('assigned', assignedAt, { toUnitId: this.unitId, deadlineAt: this.deadlineAt }, clerk);
    return at;
  }

  private work(): Outcome {
    const assignedAt = this.clockStartedAt;
    if (!this.indicator.veto && this.random.chance(0.025)) {
      const at = this.afterWork(this.lastRecordedAt, 0.5, 5);
      const proposed = this.around.organisation.unitNamed('区综合行政执法局').id;
      this.add('returned', at, { toUnitId: proposed }, this.someone(this.unitId), {
        reason: '不属于本单位职责，建议转有关单位',
      });
      this.cards = [];
      const again = this.afterWork(this.lastRecordedAt, 0.3, 3);
      this.unitId = this.unitId === proposed ? this.ownUnit() : proposed;
      this.startClock(again);
      this.add(
        'assigned',
        again,
        { toUnitId: this.unitId, deadlineAt: this.deadlineAt },
        this.office(),
        {
          reason: '重新交办',
        },
      );
    } else if (!this.indicator.veto && this.random.chance(0.015)) {
      const at = this.afterWork(assignedAt, 0.5, 3);
      this.add('supervised', at, {}, this.leader(), { reason: '领导关注，挂牌督办' });
    }
    const begin = this.isUrgent()
      ? this.lastRecordedAt + this.random.integer(8, 50) * MINUTE
      : this.afterWork(this.lastRecordedAt, 0.1, 2.2);
    this.add('started', begin, {}, this.someone(this.unitId));
    return this.rectify(this.clockStartedAt);
  }

  /** From the start of the unit's work to the check, with what may come between. */
  private rectify(clockStart: number): Outcome {
    const { random } = this;
    const pace = this.around.pace.get(this.unitId) ?? { lateRate: 0.1, slowness: 1 };
    const isLate = random.chance(pace.lateRate);
    let fixAt = this.momentOf(
      clockStart,
      isLate
        ? // Some drag on for weeks.
          (random.chance(0.11) ? random.between(5, 16) : random.between(1.1, 4.6)) * pace.slowness
        : Math.max(0.12, Math.min(0.97, random.normal(0.74, 0.19) * pace.slowness)),
    );
    if (WORKS.has(this.issue.code)) {
      const roll = random.next();
      if (roll < 0.28) fixAt = this.extend(clockStart);
      else if (roll < 0.4) fixAt = this.defer(clockStart);
    }
    if (random.chance(0.04)) {
      this.add(
        'commented',
        Math.max(this.lastRecordedAt, this.momentOf(clockStart, 0.1)),
        {},
        this.someone(this.unitId),
        {
          note: random.pick([
            '已联系物业，近日上门处理',
            '材料已采购',
            '已与住户沟通',
            '正在协调施工队伍',
          ]),
        },
      );
    }
    return this.submit(Math.max(fixAt, this.lastRecordedAt + 10 * MINUTE));
  }

  private submit(at: number): Outcome {
    const { random } = this;
    const rectifier = this.someone(this.unitId);
    const checkByAt = addToClock(at, 'working_days', 1, SAMPLE_CALENDAR);
    this.issue.measures ??= random.pick(MEASURES);
    this.add('submitted', at, { checkByAt }, rectifier, {
      note: this.issue.measures,
      photos: random.chance(0.25) ? ['after'] : [],
    });
    this.cards = [];
    const submittedAt = this.lastRecordedAt;
    const checkAt = this.checkMoment(submittedAt);
    const verifier = this.someone(random.pick(this.around.verifierUnits(this.issue, this.unitId)));
    if (random.chance(0.07)) {
      const left = elapsedOnClock(
        submittedAt,
        this.deadlineAt,
        this.indicator.clock,
        SAMPLE_CALENDAR,
      );
      const before = this.deadlineAt;
      this.startClock(checkAt);
      // The clock goes on with what was left; where nothing was, the office grants a new one.
      if (left > 0) {
        this.deadlineAt = deadlineAfterPause(
          before,
          submittedAt,
          checkAt,
          this.indicator.clock,
          SAMPLE_CALENDAR,
        );
        this.setCards();
      }
      this.add('rework', checkAt, { deadlineAt: this.deadlineAt }, verifier, {
        reason: random.pick(['整改不彻底，现场仍有残留', '照片与现场不符', '仅部分完成']),
      });
      return this.rectify(this.lastRecordedAt);
    }
    this.add('verified', checkAt, {}, verifier, {
      note: '现场核查合格，销号',
      photos: random.chance(0.06) ? ['evidence'] : [],
    });
    const recordedAt = this.lastRecordedAt;
    const isRisky =
      this.indicator.veto || this.issue.events.some(({ kind }) => kind === 'relapsed');
    let recheckDueAt: number | null = null;
    if (isRisky || random.chance(0.1)) {
      const day = dayNumberOf(recordedAt) + random.integer(7, 21);
      recheckDueAt = SAMPLE_CALENDAR.closingTime(day);
      this.add('recheck_scheduled', recordedAt, { recheckDueAt }, SYSTEM, { recordedAt });
    }
    return { verified: { at: checkAt, recordedAt }, recheckDueAt, freeFrom: checkAt };
  }

  /** Asked for by the unit, granted by the office, now and then refused. Answers when it is fixed. */
  private extend(clockStart: number): number {
    const { random } = this;
    const askedAt = Math.max(this.lastRecordedAt + HOUR, this.momentOf(clockStart, 0.65));
    this.add('extension_requested', askedAt, {}, this.someone(this.unitId), {
      reason: random.pick([
        '需更换配件，到货需要时间',
        '连日降雨，无法施工',
        '涉及多户，需逐户协调',
      ]),
    });
    const answeredAt = this.afterWork(this.lastRecordedAt, 0.5, 5);
    if (random.chance(0.2)) {
      this.add('extension_refused', answeredAt, {}, this.office(), { reason: '请按原期限完成' });
      return this.momentOf(clockStart, random.between(0.95, 1.4));
    }
    const later = addToClock(
      answeredAt,
      this.indicator.clock,
      this.indicator.clockAmount,
      SAMPLE_CALENDAR,
    );
    const from = this.clockStartedAt;
    this.flushCards(answeredAt);
    this.deadlineAt = Math.max(later, this.deadlineAt + DAY);
    this.add('extension_granted', answeredAt, { deadlineAt: this.deadlineAt }, this.office());
    this.setCards(this.lastRecordedAt);
    return this.momentOf(from, random.between(0.6, 0.98));
  }

  /** 挂账: granted by a leader with a planned date, or refused. Answers when it is fixed. */
  private defer(clockStart: number): number {
    const { random } = this;
    const askedAt = Math.max(this.lastRecordedAt + HOUR, this.momentOf(clockStart, 0.45));
    this.add('deferral_requested', askedAt, {}, this.someone(this.unitId), {
      reason: random.pick(['列入老旧小区改造计划', '需列入下季度预算', '待管网改造同步实施']),
    });
    const answeredAt = this.afterWork(this.lastRecordedAt, 1, 7);
    if (random.chance(0.18)) {
      this.add('deferral_refused', answeredAt, {}, this.leader(), {
        reason: '具备整改条件，不予挂账',
      });
      return this.momentOf(clockStart, random.between(0.9, 1.5));
    }
    this.flushCards(answeredAt);
    this.cards = [];
    const planned = SAMPLE_CALENDAR.nextWorkingMoment(
      startOfDay(dayNumberOf(answeredAt) + random.integer(20, 75)),
    );
    const { clock } = this.indicator;
    this.deadlineAt = deadlineAfterPause(
      this.deadlineAt,
      answeredAt,
      planned,
      clock,
      SAMPLE_CALENDAR,
    );
    this.add(
      'deferred',
      answeredAt,
      { resumesAt: planned, deadlineAt: this.deadlineAt },
      this.leader(),
      {
        reason: '同意挂账',
      },
    );
    this.add('resumed', planned, { deadlineAt: this.deadlineAt }, SYSTEM, {
      recordedAt: planned + random.integer(2, 58) * SECOND,
      reason: '挂账到期，恢复整改',
    });
    this.clockStartedAt = planned;
    this.setCards(this.lastRecordedAt);
    return this.momentOf(planned, random.between(0.5, 1.1));
  }

  /** Within a working day as a rule; where the hour matters, at the hour of the report. */
  private checkMoment(submittedAt: number): number {
    const { random } = this;
    if (!this.indicator.hourSensitive) {
      if (this.indicator.veto) return this.afterWork(submittedAt, 0.3, 4);
      return random.chance(0.75)
        ? this.afterWork(submittedAt, 7, 38)
        : this.afterWork(submittedAt, 0.5, 7.5);
    }
    const time = timeOfDay(this.issue.reportedAt) + random.integer(-12, 12) * MINUTE;
    let at = startOfDay(dayNumberOf(submittedAt)) + time;
    while (at < submittedAt + 20 * MINUTE) at += DAY;
    return at;
  }
}

const STANDING: Outcome = {
  verified: null,
  recheckDueAt: null,
  freeFrom: Number.POSITIVE_INFINITY,
};

const MEASURES = [
  '已清理干净，安排专人每日巡查',
  '已更换，并纳入日常维护',
  '已整改到位，建立长效管理机制',
  '已劝导并现场纠正，加强值守',
  '已联系施工单位修复',
  '已组织志愿者集中整治',
] as const;
