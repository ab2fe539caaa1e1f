/**
 * Plays random lives: people take sensible and senseless steps at telling moments, in the database
 * and in the model at once. A life is told as lines, so that a disagreement can be read.
 */
import type { WorkCalendar } from '../../src/domain/issues/clocks';
import type { SqlExecutor } from '../../supabase/embedded/sql-executor';
import { Dice } from './dice';
import { rowOfModel, type IssueRow } from './lifecycle-city';
import { callOf, callOfReport, Choices, moment, TOO_LONG, type Person } from './lifecycle-choices';
import { judge, judgeReport } from './lifecycle-guards';
import { LifecycleModel } from './lifecycle-model';
import { sees, type ModelIssue, type Photo, type World } from './lifecycle-world';

const MINUTE = 60_000;
const REPORTS = 3;

/** Of all lives played: which steps were taken and refused how often, by the model's reason. */
export class Tally {
  readonly taken = new Map<string, number>();
  readonly refused = new Map<string, number>();
  readonly states = new Set<string>();
  repeated = 0;

  count(map: Map<string, number>, what: string): void {
    map.set(what, (map.get(what) ?? 0) + 1);
  }
}

interface Answer {
  readonly answer:
    ({ readonly id: number; readonly repeated: boolean } & Record<string, unknown>) | null;
  readonly refusal: string | null;
  readonly row: IssueRow | null;
}

interface Request {
  readonly person: Person;
  readonly call: string;
  readonly issueId: number | null;
  readonly clientId: string;
}

/** Answers what disagrees, or null. */
export async function playLife(
  sql: SqlExecutor,
  world: World,
  calendar: WorkCalendar,
  seed: number,
  steps: number,
  tally: Tally,
): Promise<string | null> {
  const life = new Life(sql, world, calendar, seed, tally);
  for (let step = 0; step < steps; step++) {
    const disagreement = await life.step();
    if (disagreement !== null) return [`seed ${seed}`, ...life.told, disagreement].join('\n');
  }
  const [row] = await sql.query<{ wrong: number[] }>(
    'select lifecycle_test.wrong()::text::json as wrong',
  );
  return row!.wrong.length === 0
    ? null
    : [
        `seed ${seed}`,
        ...life.told,
        `issues ${row!.wrong.join()} are not what their events say`,
      ].join('\n');
}

class Life {
  readonly told: string[] = [];
  private readonly model: LifecycleModel;
  private readonly past: Request[] = [];
  private now: number;
  private readonly dice: Dice;
  private readonly choices: Choices;

  constructor(
    private readonly sql: SqlExecutor,
    world: World,
    calendar: WorkCalendar,
    seed: number,
    private readonly tally: Tally,
  ) {
    this.dice = new Dice(seed);
    this.model = new LifecycleModel(world, calendar);
    this.choices = new Choices(this.model, this.dice, tally.taken);
    // 2024 to the middle of 2026: where the first edition and the official calendar reach.
    this.now = Date.UTC(2024, 0, 3) + this.dice.pick(900 * 24 * 60) * MINUTE;
  }

  async step(): Promise<string | null> {
    this.now = this.choices.moveOn(this.now);
    const overdue = [...this.model.issues.values()].some(
      ({ state, resumesAt }) => state === 'deferred' && resumesAt! <= this.now,
    );
    // What was deferred goes on by itself; the tick comes every minute.
    if (overdue || this.dice.chance(0.3)) {
      await this.sql.query('select lifecycle_test.tick($1)', [new Date(this.now)]);
      this.model.tick(this.now);
      const wrong = await this.compareAll();
      if (wrong !== null) return wrong;
    }
    if (this.past.length > 0 && this.dice.chance(0.15))
      return this.repeat(this.dice.any(this.past));
    if (
      this.model.issues.size === 0 ||
      (this.model.issues.size < REPORTS && this.dice.chance(0.1))
    ) {
      return this.report();
    }
    return this.act(this.choices.issue());
  }

  private async report(): Promise<string | null> {
    const report = this.choices.report();
    const { person, told } = report;
    const judgement = judgeReport(this.model, person, told);
    const clientId = this.dice.uuid();
    const request: Request = {
      person,
      clientId,
      issueId: null,
      call: callOfReport(clientId, report),
    };
    const answer = await this.ask(request, told.photos);
    const wrong = this.agree('report_issue', judgement, answer);
    if (wrong !== null || answer.answer === null) return wrong;
    this.past.push({ ...request, issueId: answer.answer.id });
    const recheck = (answer.row!['recheckDueAt'] ?? null) as number | null;
    const issue = this.model.report(person, told, this.now, answer.answer.id, recheck);
    if (told.fixed && !this.model.recheckOfSpotFixMayBe(issue, this.now, recheck)) {
      return `after a fix on the spot a re-check at ${recheck === null ? 'no moment' : moment(recheck)}`;
    }
    return this.compare(issue, answer);
  }

  private async act(issue: ModelIssue): Promise<string | null> {
    const { step, person, told } = this.choices.step(issue, this.now);
    const judgement = judge(this.model, step, person, issue, this.now, told);
    const clientId = this.dice.uuid();
    const seen = this.dice.any(['null', String(issue.eventCount), '1']);
    const request: Request = {
      person,
      clientId,
      issueId: issue.id,
      call: callOf(step, issue.id, clientId, seen, told),
    };
    const answer = await this.ask(request, told.photos ?? []);
    const wrong = this.agree(step, judgement, answer);
    if (wrong !== null) return wrong;
    if (judgement === null) {
      const recheck = (answer.row!['recheckDueAt'] ?? null) as number | null;
      if (step === 'verify_fix' && !this.model.recheckMayBe(issue, this.now, recheck)) {
        return `a re-check at ${recheck === null ? 'no moment' : moment(recheck)}`;
      }
      this.model.apply(step, person, issue, this.now, told, recheck);
      this.past.push(request);
    }
    return this.compare(issue, answer) ?? (this.dice.chance(0.1) ? this.repeat(request) : null);
  }

  /** The same request once more: nothing changes, whoever was told so before is told so again. */
  private async repeat(request: Request): Promise<string | null> {
    if (!this.past.includes(request)) return null;
    this.tally.repeated += 1;
    const issue = this.model.issues.get(request.issueId!)!;
    const answer = await this.ask(request, [], issue.id);
    if (answer.answer !== null && !answer.answer.repeated)
      return 'a repetition was taken for a step';
    if (
      answer.answer === null &&
      sees(this.model.world, this.model.issues.values(), request.person, issue)
    ) {
      return `a repetition was refused (${answer.refusal})`;
    }
    return this.compare(issue, answer);
  }

  private agree(step: string, judgement: string | null, answer: Answer): string | null {
    if (judgement === null) this.tally.count(this.tally.taken, step);
    else this.tally.count(this.tally.refused, `${step}: ${judgement}`);
    if ((judgement === null) === (answer.refusal === null)) return null;
    return `the model ${judgement === null ? 'allows it' : `refuses it (${judgement})`}, the database ${
      answer.refusal === null ? 'allows it' : `refuses it (${answer.refusal})`
    }`;
  }

  private compare(issue: ModelIssue, { row }: Pick<Answer, 'row'>): string | null {
    this.tally.states.add(issue.state);
    const wanted = rowOfModel(issue, this.model.alertDueAt(issue));
    const wrong = Object.entries(wanted).filter(
      ([name, value]) => JSON.stringify(row?.[name]) !== JSON.stringify(value),
    );
    if (wrong.length === 0) return null;
    return wrong
      .map(
        ([name, value]) =>
          `${name} of issue ${issue.id}: model ${shown(value)}, database ${shown(row?.[name])}`,
      )
      .join('\n');
  }

  private async compareAll(): Promise<string | null> {
    this.told.push(`${moment(this.now)} tick`);
    const rows = await this.sql.query<{ id: number; row: IssueRow }>(
      'select id, lifecycle_test.row_of(id)::text::json as row from public.issues order by id',
    );
    for (const { id, row } of rows) {
      const wrong = this.compare(this.model.issues.get(id)!, { row });
      if (wrong !== null) return wrong;
    }
    return null;
  }

  private async ask(
    request: Request,
    photos: readonly Photo[],
    issueId = request.issueId,
  ): Promise<Answer> {
    const [row] = await this.sql.query<{ result: Answer }>(
      'select lifecycle_test.step($1, $2, $3, $4, $5::text::jsonb)::text::json as result',
      [request.person.userId, new Date(this.now), request.call, issueId, JSON.stringify(photos)],
    );
    const { result } = row!;
    this.told.push(
      `${moment(this.now)} ${request.person.role} ${request.person.id}: ${request.call}${
        photos.length > 0 ? ` ${JSON.stringify(photos)}` : ''
      } → ${result.refusal ?? (result.answer?.repeated === true ? 'repeated' : result.row?.state)}`.replaceAll(
        TOO_LONG,
        'TOO LONG',
      ),
    );
    return result;
  }
}

function shown(value: unknown): string {
  return typeof value === 'number' && value > 1e12 ? moment(value) : JSON.stringify(value);
}
