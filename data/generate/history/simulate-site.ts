import { dayNumberOf, startOfDay } from '../../../src/domain/issues/clocks.ts';
import type { InspectionKind, IssueSource } from '../../../src/domain/issues/vocabulary.ts';
import { SAMPLE_CALENDAR } from '../calendar.ts';
import { indicatorOf, INDICATORS_OF, type Indicator } from '../catalogue.ts';
import type { Random } from '../random.ts';
import { HISTORY_DAYS, type Character } from './character.ts';
import { outsideNumber, type Call } from './calls.ts';
import type { Surroundings } from './event-writer.ts';
import { IssueLife, type Outcome } from './issue-life.ts';
import type { Inspection, Issue, Observation, Visit } from './model.ts';
import type { Planted } from './planted.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What a patrol at an odd hour looks at. */
const PATROL_CODES = new Set([10, 11, 13, 14, 15, 22, 25, 26]);
/** What an inspector has put right while standing there. */
const MENDED_AT_ONCE = new Set([3, 9, 10, 11, 25, 26, 29, 30, 34]);

export interface SimulationSettings extends Surroundings {
  readonly planted: Planted;
  readonly firstDay: number;
  /** Multiplies every chance to fail. */
  readonly failScale: number;
  /** Whether one more issue may be opened. */
  mayOpen(): boolean;
  opened(): void;
}

export interface SiteHistory {
  readonly inspections: Inspection[];
  /** Written by verifications and fixes on the spot. */
  readonly loose: Observation[];
  readonly issues: Issue[];
}

/** One site's year: what each visit finds, what becomes of it, and who comes back. */
export function simulateSite(
  character: Character,
  visits: readonly Visit[],
  calls: readonly Call[],
  settings: SimulationSettings,
  random: Random,
): SiteHistory {
  return new SiteSimulation(character, settings, random.stream(character.site.id)).run(
    visits,
    calls,
  );
}

type AgendaItem =
  { readonly at: number; readonly visit: Visit } | { readonly at: number; readonly call: Call };

class SiteSimulation {
  private readonly history: SiteHistory = { inspections: [], loose: [], issues: [] };
  /** From when on an indicator may fail again: infinite while an issue about it stands. */
  private readonly freeFrom = new Map<number, number>();
  private readonly standing = new Map<number, { issue: Issue; life: IssueLife }>();
  private readonly rechecks = new Map<number, { issue: Issue; life: IssueLife; dueAt: number }>();
  private readonly seenAt = new Map<number, number>();
  private agenda: AgendaItem[] = [];

  constructor(
    private readonly character: Character,
    private readonly settings: SimulationSettings,
    private readonly random: Random,
  ) {}

  run(visits: readonly Visit[], calls: readonly Call[]): SiteHistory {
    this.agenda = [
      ...visits.map((visit) => ({ at: visit.startedAt, visit })),
      ...calls.map((call) => ({ at: call.at, call })),
    ].sort((a, b) => a.at - b.at);
    for (let item = this.agenda.shift(); item !== undefined; item = this.agenda.shift()) {
      if (item.at > this.settings.until) break;
      if ('visit' in item) this.inspect(item.visit);
      else this.answer(item.call);
    }
    return this.history;
  }

  private inspect(visit: Visit): void {
    const { random } = this;
    const codes = this.codesOf(visit);
    if (codes.length === 0) return;
    const isMock = visit.kind === 'mock';
    const length = Math.max(4, Math.round(codes.length * 0.8)) + random.integer(0, 3);
    const finishedAt = visit.startedAt + length * MINUTE;
    const isOffline = random.chance(
      visit.kind === 'staggered' || visit.kind === 'recheck' ? 0.07 : 0.012,
    );
    const recordedAt =
      finishedAt +
      (isOffline ? random.integer(90, 40 * 60) * MINUTE : random.integer(5, 100) * SECOND);
    if (recordedAt > this.settings.until) return;
    const inspection: Inspection = {
      id: 0,
      site: visit.site,
      kind: visit.kind,
      memberId: visit.memberId,
      unitId: isMock ? null : visit.unitId,
      startedAt: visit.startedAt,
      finishedAt,
      recordedAt,
      note: isOffline ? '现场信号弱，离线记录后上传' : null,
      observations: [],
    };
    for (const code of codes) this.observe(inspection, indicatorOf(code));
    this.history.inspections.push(inspection);
  }

  private codesOf({ scope, startedAt, kind }: Visit): number[] {
    if (typeof scope !== 'string') {
      return [...this.rechecks.keys()]
        .filter((code) => this.isFree(code, startedAt))
        .sort((a, b) => a - b);
    }
    return INDICATORS_OF[this.character.site.type]
      .filter(({ code, validDays }) => {
        if (kind === 'mock') return true;
        if (!this.isFree(code, startedAt)) return false;
        if (scope === 'short_lived') return validDays === 14;
        if (scope === 'patrol') return PATROL_CODES.has(code) && this.random.chance(0.8);
        // What was recorded once and holds for long yet is not asked again.
        const seen = this.seenAt.get(code);
        if (seen !== undefined && seen > startedAt - 5 * DAY) return false;
        return validDays < 60 || seen === undefined || seen + (validDays - 34) * DAY < startedAt;
      })
      .map(({ code }) => code);
  }

  private isFree(code: number, at: number): boolean {
    return (this.freeFrom.get(code) ?? Number.NEGATIVE_INFINITY) < at;
  }

  private observe(inspection: Inspection, indicator: Indicator): void {
    const { code } = indicator;
    const { startedAt, kind } = inspection;
    if (kind !== 'mock') this.seenAt.set(code, startedAt);
    const recheck = kind === 'recheck' ? this.rechecks.get(code) : undefined;
    if (recheck) {
      this.recheck(inspection, indicator, recheck);
      return;
    }
    if (this.character.notApplicable.has(code)) {
      inspection.observations.push(this.observation(inspection, indicator, 'not_applicable', null));
      return;
    }
    const fails = this.random.chance(this.chanceToFail(indicator, startedAt, kind));
    const mayOpen = kind === 'mock' || this.settings.mayOpen();
    if (!fails || !mayOpen) {
      const isHalf =
        indicator.rule === 'graded' && this.random.chance(0.13 * this.character.trouble);
      inspection.observations.push(
        this.observation(inspection, indicator, 'pass', isHalf ? 'B' : 'A'),
      );
      return;
    }
    const observation = this.observation(inspection, indicator, 'fail', 'C');
    inspection.observations.push(observation);
    if (kind === 'mock') return;
    const source: IssueSource =
      kind === 'self' ? 'self' : kind === 'supervision' ? 'supervision' : 'patrol';
    const issue = this.open(code, source, startedAt, observation.note ?? '', inspection.memberId);
    observation.issue = issue;
    const onTheSpot =
      !indicator.veto && MENDED_AT_ONCE.has(code) && this.random.chance(0.2)
        ? inspection.finishedAt
        : null;
    const report = {
      at: startedAt,
      recordedAt: inspection.recordedAt,
      memberId: inspection.memberId,
      unitId: inspection.unitId,
    };
    this.begin(issue, (life) => life.live(report, onTheSpot));
    if (!indicator.veto && onTheSpot === null && this.random.chance(0.02)) this.callTwice(issue);
  }

  private chanceToFail(indicator: Indicator, at: number, kind: InspectionKind): number {
    const { character, settings } = this;
    const day = dayNumberOf(at) - settings.firstDay;
    const rate =
      indicator.failRate *
      character.trouble *
      settings.failScale *
      settings.planted.failFactor(character.site, indicator.code, day) *
      // Before the assessment everybody looks closer.
      (day > HISTORY_DAYS - 45 ? 2.6 : 1);
    // People see less of what is wrong at home.
    return Math.min(0.85, kind === 'self' ? rate * 0.6 : rate);
  }

  /** One visit serves all that is due; a few fixes turn out to be fake. */
  private recheck(
    inspection: Inspection,
    indicator: Indicator,
    due: { issue: Issue; life: IssueLife },
  ): void {
    const { issue, life } = due;
    this.rechecks.delete(indicator.code);
    const actor = { memberId: inspection.memberId, unitId: inspection.unitId };
    if (this.random.chance(0.88)) {
      inspection.observations.push(this.observation(inspection, indicator, 'pass', 'A'));
      life.recheckPassed(inspection.startedAt, inspection.recordedAt, actor);
      return;
    }
    const observation = this.observation(inspection, indicator, 'fail', 'C');
    observation.issue = issue;
    inspection.observations.push(observation);
    this.settle(issue, life, life.relapse(inspection.startedAt, inspection.recordedAt, actor));
  }

  private answer(call: Call): void {
    const { at, code, source } = call;
    if (!this.isFree(code, at)) {
      const current = this.standing.get(code);
      if (current && at - current.issue.reportedAt < DAY) this.merge(current.issue, at, source);
      return;
    }
    if (!this.settings.mayOpen()) return;
    const recordedAt = at + this.random.integer(4, 40) * MINUTE;
    if (recordedAt > this.settings.until) return;
    const issue = this.open(code, source, at, this.random.pick(indicatorOf(code).notes), null);
    const report = { at, recordedAt, memberId: null, unitId: null };
    this.begin(issue, (life) => life.live(report, null));
  }

  /** Somebody calls about what an inspector has just reported. */
  private callTwice(issue: Issue): void {
    this.merge(issue, issue.reportedAt + this.random.integer(2, 20) * HOUR, 'hotline');
  }

  private merge(survivor: Issue, at: number, source: IssueSource): void {
    const recordedAt = at + this.random.integer(4, 40) * MINUTE;
    if (indicatorOf(survivor.code).veto || !this.settings.mayOpen()) return;
    if (recordedAt > this.settings.until) return;
    const issue = this.open(survivor.code, source, at, survivor.description, null);
    new IssueLife(issue, this.settings, this.random).mergeInto(survivor, {
      at,
      recordedAt,
      memberId: null,
      unitId: null,
    });
  }

  private open(
    code: number,
    source: IssueSource,
    at: number,
    description: string,
    reportedBy: number | null,
  ): Issue {
    const { site } = this.character;
    const outside = source === 'hotline' || source === 'digital' || source === 'supervision';
    const issue: Issue = {
      id: 0,
      site,
      areaId: site.areaId,
      code,
      point: site.point,
      source,
      sourceNumber: outside ? outsideNumber(source, at, this.random) : null,
      description,
      person: site.person,
      measures: null,
      reportedBy,
      reportedAt: at,
      events: [],
      projections: [],
      mergedInto: null,
    };
    this.history.issues.push(issue);
    this.settings.opened();
    return issue;
  }

  private begin(issue: Issue, start: (life: IssueLife) => Outcome): void {
    const life = new IssueLife(issue, this.settings, this.random);
    this.settle(issue, life, start(life));
  }

  private settle(issue: Issue, life: IssueLife, outcome: Outcome): void {
    const { code } = issue;
    this.freeFrom.set(code, outcome.freeFrom);
    this.standing.set(code, { issue, life });
    if (outcome.verified) {
      const { at, recordedAt } = outcome.verified;
      this.history.loose.push({
        ...this.observation(null, indicatorOf(code), 'pass', null),
        observedAt: at,
        recordedAt,
        issue,
      });
      this.seenAt.set(code, at);
    }
    if (outcome.recheckDueAt === null) return;
    this.rechecks.set(code, { issue, life, dueAt: outcome.recheckDueAt });
    if (!this.random.chance(0.93)) return;
    const day = dayNumberOf(outcome.recheckDueAt) + this.random.integer(-2, 3);
    const at =
      SAMPLE_CALENDAR.nextWorkingMoment(startOfDay(day) + 8.5 * HOUR) +
      this.random.integer(10, 180) * MINUTE;
    if (at <= outcome.freeFrom + HOUR) return;
    const units = this.settings.verifierUnits(issue, this.lastRectifier(issue));
    const unitId = this.random.pick(units);
    const people = this.settings.organisation.membersOf.get(unitId) ?? [];
    if (people.length === 0) return;
    this.agenda.push({
      at,
      visit: {
        site: this.character.site,
        kind: 'recheck',
        unitId,
        memberId: this.random.pick(people).id,
        startedAt: at,
        scope: [code],
      },
    });
    this.agenda.sort((a, b) => a.at - b.at);
  }

  private lastRectifier(issue: Issue): number {
    const submitted = issue.events.filter(({ kind }) => kind === 'submitted').at(-1);
    return submitted?.unitId ?? 0;
  }

  private observation(
    inspection: Inspection | null,
    indicator: Indicator,
    result: Observation['result'],
    grade: Observation['grade'],
  ): Observation {
    const { random } = this;
    const isGraded = indicator.rule === 'graded' && result !== 'not_applicable' && grade !== null;
    const total = indicator.code === 17 ? 2 : 5;
    const good =
      grade === 'A'
        ? total
        : grade === 'B'
          ? Math.ceil(total / 2)
          : random.integer(0, total === 2 ? 0 : 2);
    const counted = this.count(indicator, result);
    return {
      id: 0,
      inspection,
      site: this.character.site,
      code: indicator.code,
      result,
      grade: isGraded ? grade : null,
      value:
        result === 'not_applicable'
          ? null
          : isGraded && grade === 'B'
            ? 0.5
            : result === 'pass'
              ? 1
              : 0,
      counted,
      samplesGood: isGraded ? good : null,
      samplesTotal: isGraded ? total : null,
      note: result === 'fail' ? random.pick(indicator.notes) : null,
      observedAt: inspection?.startedAt ?? 0,
      recordedAt: inspection?.recordedAt ?? 0,
      issue: null,
      mock: inspection?.kind === 'mock',
    };
  }

  private count(indicator: Indicator, result: Observation['result']): number | null {
    if (result === 'not_applicable') return null;
    const needed = this.character.site.type === 'supermarket' ? 2 : 1;
    if (indicator.rule === 'min_count') {
      return result === 'pass' ? needed + this.random.integer(0, 2) : needed - 1;
    }
    if (indicator.rule === 'max_count') {
      return result === 'pass' ? this.random.integer(0, 3) : this.random.integer(4, 15);
    }
    return null;
  }
}
