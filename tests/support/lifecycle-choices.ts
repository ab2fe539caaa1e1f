/**
 * What people might do with an issue: sensible and senseless steps, at telling moments, as calls of
 * the API's functions. See lifecycle-player.ts.
 */
import { addToClock } from '../../src/domain/issues/clocks';
import type { Dice } from './dice';
import { LATITUDE, people, positions } from './lifecycle-city';
import {
  judge,
  judgeReport,
  STEPS,
  type ReportParameters,
  type Step,
  type StepParameters,
} from './lifecycle-guards';
import type { LifecycleModel } from './lifecycle-model';
import type { ModelIssue, Photo } from './lifecycle-world';

export type Person = (typeof people)[number];

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
export const TOO_LONG = '长'.repeat(1001);
const NO_SUCH_UNIT = 99;
const END_STATES = ['rejected', 'merged', 'closed'];

export interface Choice {
  readonly step: Step;
  readonly person: Person;
  readonly told: StepParameters;
}

export interface Report {
  readonly person: Person;
  readonly told: ReportParameters;
}

export class Choices {
  constructor(
    private readonly model: LifecycleModel,
    private readonly dice: Dice,
    private readonly taken: ReadonlyMap<string, number>,
  ) {}

  /** Mostly one that is alive. */
  issue(): ModelIssue {
    const all = [...this.model.issues.values()];
    const alive = all.filter(
      ({ state, recheckDueAt }) => !END_STATES.includes(state) || recheckDueAt !== null,
    );
    return this.dice.any(alive.length > 0 && this.dice.chance(0.9) ? alive : all);
  }

  report(): Report {
    let report = this.anyReport();
    while (this.dice.chance(0.8) && judgeReport(this.model, report.person, report.told) !== null)
      report = this.anyReport();
    return report;
  }

  private anyReport(): Report {
    const person = this.dice.any(people);
    const position = this.dice.any(positions);
    const siteId = this.dice.chance(0.75) ? 1 + this.dice.pick(5) : null;
    const codes = [10, 11, 11, 12, 14, 15, 15, 18, 19, 19, 22, 25, 25, 99];
    // Often what is reported already: only the same can be merged.
    for (const { code } of this.model.issues.values()) codes.push(code, code, code, code, code);
    const told: ReportParameters = {
      code: this.dice.any(codes),
      siteId,
      areaId: position.areaId,
      description: this.dice.any(['垃圾未清', '垃圾未清', '垃圾未清', null, '  ', TOO_LONG]),
      fixed: this.dice.chance(0.1),
      photos:
        siteId !== null && this.dice.chance(0.3)
          ? [this.photo(person, null, siteId, 'before')]
          : [],
    };
    return { person, told };
  }

  /** Mostly what is allowed; else the right person with doubtful words, or anybody with anything. */
  step(issue: ModelIssue, now: number): Choice {
    if (this.dice.chance(0.2))
      return this.choice(
        this.dice.any(STEPS),
        this.dice.any(people),
        issue,
        now,
        this.dice.chance(0.5),
      );
    const { step, person, told } = this.likelyStep(issue, now);
    return this.dice.chance(0.3)
      ? this.choice(step, person, issue, now, false)
      : { step, person, told };
  }

  /** One that is allowed, the steps seldom taken so far before the others, so that lives go far. */
  private likelyStep(issue: ModelIssue, now: number): Choice {
    const allowed = STEPS.flatMap((step) =>
      people
        .map((person) => this.choice(step, person, issue, now, true))
        .filter(({ person, told }) => judge(this.model, step, person, issue, now, told) === null),
    );
    const weight = ({ step }: Choice) => 1 / (20 + (this.taken.get(step) ?? 0)) ** 2;
    const among = allowed.filter(({ step }) => step !== 'comment_issue' || this.dice.chance(0.05));
    let left = this.dice.random() * among.reduce((sum, choice) => sum + weight(choice), 0);
    return (
      among.find((choice) => (left -= weight(choice)) <= 0) ??
      this.choice(this.dice.any(STEPS), this.dice.any(people), issue, now, true)
    );
  }

  private choice(
    step: Step,
    person: Person,
    issue: ModelIssue,
    now: number,
    sensible: boolean,
  ): Choice {
    const text = () =>
      sensible ? '情况属实' : this.dice.any(['情况属实', '情况属实', null, '', '   ', TOO_LONG]);
    const unit = () =>
      sensible
        ? 1 + this.dice.pick(8)
        : this.dice.any([1, 2, 3, 4, 5, 6, 7, 8, null, NO_SUCH_UNIT]);
    const ahead = () => now + (1 + this.dice.pick(40 * 24 * 60)) * MINUTE;
    const late = () =>
      Math.max(now, issue.deadlineAt ?? 0) + (1 + this.dice.pick(20 * 24 * 60)) * MINUTE;
    const until = (required: boolean) =>
      sensible
        ? this.dice.any(required ? [late()] : [null, null, late()])
        : this.dice.any([
            null,
            now,
            now - HOUR,
            issue.deadlineAt,
            ahead(),
            late(),
            now + 800 * DAY,
          ]);
    const photos = sensible
      ? step === 'submit_fix' || this.dice.chance(0.2)
        ? [this.photo(person, issue.id, issue.siteId, 'after')]
        : []
      : this.dice.any<readonly Photo[]>([[], [], [this.oddPhoto(person, issue)]]);
    const told: StepParameters = {
      reason: text(),
      note: step === 'comment_issue' ? text() : this.dice.any([null, text()]),
      unitId: unit(),
      assistingUnitIds: this.dice.chance(0.7) ? [] : [unit() ?? NO_SUCH_UNIT],
      intoId: this.dice.any([
        ...this.model.issues.keys(),
        ...(sensible ? [] : [null, issue.id, 0]),
      ]),
      deadlineAt: this.dice.chance(0.7)
        ? null
        : sensible
          ? ahead()
          : this.dice.any([now, now - DAY, ahead(), now + 800 * DAY]),
      until: until(step.startsWith('request')),
      photos,
    };
    return { step, person, told };
  }

  private photo(
    person: Person,
    issueId: number | null,
    siteId: number | null,
    stage: Photo['stage'],
  ): Photo {
    const ofSite = siteId !== null && (issueId === null || this.dice.chance(0.5));
    return {
      stage,
      memberId: person.id,
      issueId: ofSite ? null : issueId,
      siteId: ofSite ? siteId : null,
      used: false,
    };
  }

  private oddPhoto(person: Person, issue: ModelIssue): Photo {
    const good = this.photo(person, issue.id, issue.siteId, 'after');
    return this.dice.any<Photo>([
      good,
      { ...good, stage: 'before' },
      { ...good, memberId: person.id === 2 ? 3 : 2 },
      { ...good, used: true },
      { ...good, issueId: null, siteId: null },
      { ...good, issueId: null, siteId: issue.siteId === 1 ? 2 : 1 },
      { ...good, issueId: this.dice.any([...this.model.issues.keys()]), siteId: null },
    ]);
  }

  /** On by minutes, hours or days, or to just where a rule turns. */
  moveOn(now: number): number {
    const turns: number[] = [];
    for (const {
      deadlineAt,
      checkByAt,
      resumesAt,
      recheckDueAt,
      assignedAt,
    } of this.model.issues.values()) {
      const back =
        assignedAt === null ? null : addToClock(assignedAt, 'working_days', 1, this.model.calendar);
      for (const turn of [deadlineAt, checkByAt, resumesAt, recheckDueAt, back]) {
        if (turn !== null) turns.push(turn - MINUTE, turn, turn + MINUTE);
      }
    }
    const next = turns.filter((turn) => turn > now);
    return this.dice.any<() => number>([
      () => now,
      () => now + this.dice.pick(30) * MINUTE,
      () => now + this.dice.pick(30) * MINUTE,
      () => now + this.dice.pick(12 * 60) * MINUTE,
      () => (next.length > 0 ? this.dice.any(next) : now),
      () => now + this.dice.pick(this.dice.chance(0.2) ? 20 * 24 * 60 : 24 * 60) * MINUTE,
    ])();
  }
}

export function callOfReport(clientId: string, { told }: Report): string {
  const position = positions.find(({ areaId }) => areaId === told.areaId)!;
  const place =
    told.siteId === null
      ? `lon => ${position.lon}, lat => ${LATITUDE}`
      : `site_id => ${told.siteId}`;
  return `public.report_issue('${clientId}', ${told.code}, ${place}, description => ${quoted(told.description)}, fixed => ${told.fixed}, photos => :photos)`;
}

export function callOf(
  step: Step,
  issueId: number,
  clientId: string,
  seen: string,
  told: StepParameters,
): string {
  const { reason, note, unitId, assistingUnitIds, intoId, deadlineAt, until } = told;
  const named: Record<string, string> = {
    reason: quoted(reason ?? null),
    note: quoted(note ?? null),
    photos: ':photos',
    until: quoted(moment(until ?? null)),
    into_id: String(intoId ?? null),
    unit_id: String(unitId ?? null),
    assisting_unit_ids: quoted(`{${(assistingUnitIds ?? []).join()}}`),
    deadline_at: quoted(moment(deadlineAt ?? null)),
  };
  const head = `${issueId}, '${clientId}'${step === 'comment_issue' ? '' : `, ${seen}`}`;
  const rest = PARAMETERS[step].map((name) => `, ${name} => ${named[name]}`).join('');
  return `public.${step}(${head}${rest})`;
}

const PARAMETERS: Readonly<Record<Step, readonly string[]>> = {
  accept_issue: ['reason'],
  reject_issue: ['reason'],
  merge_issue: ['into_id', 'reason'],
  assign_issue: ['unit_id', 'assisting_unit_ids', 'deadline_at', 'reason'],
  start_issue: [],
  return_issue: ['unit_id', 'reason'],
  request_extension: ['until', 'reason'],
  grant_extension: ['until'],
  refuse_extension: ['reason'],
  request_deferral: ['until', 'reason'],
  grant_deferral: ['until'],
  refuse_deferral: ['reason'],
  resume_issue: ['reason'],
  waive_photo: ['reason'],
  submit_fix: ['note', 'photos'],
  verify_fix: ['note', 'photos'],
  rework_fix: ['reason', 'photos'],
  pass_recheck: ['note', 'photos'],
  relapse_issue: ['reason', 'photos'],
  supervise_issue: ['reason'],
  comment_issue: ['note'],
};

function quoted(text: string | null): string {
  return text === null ? 'null' : `'${text}'`;
}

/** As PostgreSQL reads it, in Asia/Shanghai. */
export function moment(at: number): string;
export function moment(at: number | null): string | null;
export function moment(at: number | null): string | null {
  return at === null ? null : `${new Date(at + 8 * HOUR).toISOString().slice(0, 19)}+08`;
}
