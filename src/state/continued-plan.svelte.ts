import { fetchPlan } from '../db/patrol-plans.ts';
import type { BegunRoute } from '../domain/patrol/plans/begun-routes.ts';
import type { PlanQuestion } from '../domain/patrol/plans/build-problem.ts';
import type { CandidateList } from '../domain/patrol/plans/candidate.ts';
import {
  begunRoutesOf,
  continuedList,
  doneSince,
  horizonAhead,
  isRunning,
  sitesAhead,
  whereaboutsOf,
  type ContinuedList,
  type ContinueScope,
  type KeptBreak,
  type PlanUnderWay,
  type Whereabouts,
} from '../domain/patrol/plans/continue-plan.ts';
import type { Leave } from '../domain/patrol/plans/roster.ts';
import { Refusal } from '../domain/refusal.ts';
import { addDays, localDayOf } from '../domain/time/local-time.ts';
import type { Connection } from './connection.svelte.ts';

/**
 * The saved plan that is worked on again, and what changed today: who is missing, where the crews are.
 */
export class ContinuedPlan {
  under = $state.raw<PlanUnderWay | null>(null);
  scope = $state<ContinueScope>('today');
  /** Crews that do not go today, though nobody entered leave for them. */
  missing = $state.raw<ReadonlySet<number>>(new Set());
  /** Opened, and not yet shown: its candidates are still on their way. */
  isOpening = $state(false);

  /** Whether crews are out with it. */
  readonly isRunning: boolean = $derived.by(
    () => this.under !== null && isRunning(this.under, this.#today()),
  );
  readonly whereabouts: ReadonlyMap<number, Whereabouts> = $derived.by(() =>
    this.under && this.isRunning ? whereaboutsOf(this.under, this.#today()) : new Map(),
  );

  readonly #connection: Connection;
  readonly #now: () => string;

  constructor(connection: Connection, now: () => string) {
    this.#connection = connection;
    this.#now = now;
  }

  #today(): string {
    return localDayOf(this.#now());
  }

  /** @throws ProblemError; Refusal where none of its days can be planned any more */
  async open(planId: number): Promise<PlanUnderWay> {
    const under = await this.#fetch(planId);
    if (!horizonAhead(under, 'today', this.#today())) {
      const { name, from, days } = under.plan;
      const last = addDays(from, days - 1);
      throw new Refusal(
        `“${name}”的日期（${from} 至 ${last}）已过，不能再排；可“按此设置”另做一个`,
        `the days of “${name}” (${from} to ${last}) are over; set up another plan as it was`,
      );
    }
    this.under = under;
    this.scope = 'today';
    this.missing = new Set();
    this.isOpening = true;
    return under;
  }

  /** What crews have done by now. */
  async refresh(): Promise<void> {
    if (this.under) this.under = await this.#fetch(this.under.plan.id);
  }

  end(): void {
    this.under = null;
    this.missing = new Set();
    this.isOpening = false;
  }

  horizon(): { from: string; days: number } | null {
    return this.under && horizonAhead(this.under, this.scope, this.#today());
  }

  /** Sites that the candidates must name, whatever the zone is by now. */
  sites(from: string, days: number): number[] {
    return this.under ? sitesAhead(this.under, from, days) : [];
  }

  /** What is to be visited of what is known today. */
  listed(list: CandidateList): ContinuedList | null {
    return this.under && continuedList(this.under, list);
  }

  /** What a question gains from a plan that goes on. */
  additions(
    { list, leave }: Pick<PlanQuestion, 'list' | 'leave'>,
    listed: ContinuedList,
  ): Pick<PlanQuestion, 'list' | 'leave' | 'done' | 'whereabouts'> {
    const today = this.#today();
    const away = [...this.missing].map((crewId): Leave => ({
      id: -crewId,
      teamId: this.under!.plan.teamId,
      crewId,
      memberId: null,
      name: '',
      from: today,
      to: today,
      reason: null,
    }));
    return {
      list: listed.list,
      leave: [...leave, ...away],
      done: doneSince(this.under!, list.from),
      whereabouts: new Map([...this.whereabouts].map(([crew, { position }]) => [crew, position])),
    };
  }

  /** The plan's own routes, for the search to begin with. */
  begun({ from, days }: Pick<CandidateList, 'from' | 'days'>): BegunRoute[] {
    if (!this.under) return [];
    const { breaks } = this.under.plan.choices as { breaks?: readonly KeptBreak[] };
    return begunRoutesOf(this.under, from, days, breaks ?? []);
  }

  async #fetch(planId: number): Promise<PlanUnderWay> {
    return this.#connection.read(async (client, signal) => {
      const plan = await fetchPlan(client, planId, null, signal);
      const { publishedVersion, state } = plan;
      const walked =
        publishedVersion === null || state !== 'published'
          ? null
          : publishedVersion === plan.version
            ? plan
            : await fetchPlan(client, planId, publishedVersion, signal);
      return { plan, walked };
    });
  }
}
