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
  reachesEnd,
  routesAfter,
  sitesAhead,
  whereaboutsOf,
  type ContinuedList,
  type ContinueScope,
  type KeptBreak,
  type PlanUnderWay,
  type Whereabouts,
} from '../domain/patrol/plans/continue-plan.ts';
import { offDatesOf, weekendsOf } from '../domain/patrol/plans/staying-days.ts';
import type { Leave } from '../domain/patrol/plans/roster.ts';
import type { PatrolPlan } from '../domain/patrol/plans/plan.ts';
import type { Bounds } from '../domain/geo/geometry.ts';
import { Refusal } from '../domain/refusal.ts';
import { addDays, daysBetween, localDayOf } from '../domain/time/local-time.ts';
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

  /** Of its stops, for the map: its zone may be gone. */
  readonly bounds: Bounds | null = $derived.by(() => {
    const stops = (this.under?.plan.routes ?? []).flatMap((route) => route.stops);
    const [lons, lats] = [stops.map(({ lon }) => lon), stops.map(({ lat }) => lat)];
    return stops.length === 0
      ? null
      : [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
  });

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
    this.#ahead(under, 'today');
    this.under = under;
    this.scope = 'today';
    this.missing = new Set();
    this.isOpening = true;
    return under;
  }

  /** What crews have done by now. */
  async refresh(): Promise<void> {
    const { under } = this;
    if (!under) return;
    const fresh = await this.#fetch(under.plan.id);
    // Another may have been opened meanwhile.
    if (this.under?.plan.id === under.plan.id) this.under = fresh;
  }

  /** What was saved or published just now is what goes on; so does a new plan that crews walk already. */
  keep(plan: PatrolPlan): void {
    const walked = plan.versionState === 'published' ? plan : null;
    if (this.under?.plan.id === plan.id) {
      this.under = { plan, walked: walked ?? this.under.walked };
    } else if (walked && isRunning({ plan, walked }, this.#today())) {
      this.under = { plan, walked };
      this.scope = 'rest';
    }
  }

  end(): void {
    this.under = null;
    this.missing = new Set();
    this.isOpening = false;
  }

  /** The days that are planned anew. @throws Refusal where none can be planned any more */
  horizon(): { from: string; days: number } {
    return this.#ahead(this.under!, this.scope);
  }

  #ahead(under: PlanUnderWay, scope: ContinueScope): { from: string; days: number } {
    const ahead = horizonAhead(under, scope, this.#today());
    if (ahead) return ahead;
    const { name, from, days } = under.plan;
    const last = addDays(from, days - 1);
    throw new Refusal(
      `“${name}”的日期（${from} 至 ${last}）已过，不能再排；可“按此设置”另做一个`,
      `the days of “${name}” (${from} to ${last}) are over; set up another plan as it was`,
    );
  }

  /** Sites that the candidates must name, whatever the zone is by now. */
  sites(from: string): number[] {
    return this.under ? sitesAhead(this.under, from) : [];
  }

  /** Whether hours of it passed before any crew was given it. @param now ISO 8601 */
  isLate(now: string): boolean {
    const { plan } = this.under!;
    const passed = (arrivesAt: string) => Date.parse(arrivesAt) < Date.parse(now);
    return (
      plan.versionState === 'draft' &&
      plan.routes
        .filter(({ date }) => date === localDayOf(now))
        .some(({ stops }) =>
          stops.some(({ arrivesAt, standing }) => standing.state === 'open' && passed(arrivesAt)),
        )
    );
  }

  /** Weekends and holidays of the whole plan, by date: as they were saved, where `list` does not tell. */
  offDays(list: CandidateList): string[] {
    const dates = offDatesOf(list);
    if (!this.under) return dates;
    const { from, days, choices } = this.under.plan;
    const kept = (choices as { offDays?: readonly string[] }).offDays ?? weekendsOf(from, days);
    const end = addDays(list.from, list.days);
    return [...kept.filter((date) => date < list.from || date >= end), ...dates];
  }

  /** What is to be visited of what is known today. */
  listed(list: CandidateList): ContinuedList | null {
    return this.under && continuedList(this.under, list);
  }

  /** What a question gains from a plan that goes on. */
  additions(
    { list, leave }: Pick<PlanQuestion, 'list' | 'leave'>,
    listed: ContinuedList,
  ): Pick<PlanQuestion, 'list' | 'leave' | 'done' | 'whereabouts' | 'staying' | 'untried'> {
    const today = this.#today();
    const { plan } = this.under!;
    const away = [...this.missing].map((crewId): Leave => ({
      id: -crewId,
      teamId: plan.teamId,
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
      untried: listed.untried,
      ...(!reachesEnd(this.under!, list) && {
        staying: {
          routes: routesAfter(this.under!, list),
          days: plan.days - daysBetween(plan.from, list.from),
          offDays: this.offDays(list),
        },
      }),
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
      const { publishedVersion } = plan;
      const walked =
        publishedVersion === null
          ? null
          : publishedVersion === plan.version
            ? plan
            : await fetchPlan(client, planId, publishedVersion, signal);
      return { plan, walked };
    });
  }
}
