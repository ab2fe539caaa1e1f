import { fetchRoster } from '../db/crews.ts';
import { fetchPlanCandidates } from '../db/plan-candidates.ts';
import { fetchPatrolPolicy, savePatrolPolicy } from '../db/patrol-policy.ts';
import { staggeringMeasures, type StaggeringMeasures } from '../domain/patrol/measures/measures.ts';
import {
  buildProblem,
  stopsOf,
  type PlanningCrew,
  type PlanQuestion,
} from '../domain/patrol/plans/build-problem.ts';
import type { CandidateList } from '../domain/patrol/plans/candidate.ts';
import { blocks, foresee, type Foresight } from '../domain/patrol/plans/foresee.ts';
import {
  plannedDays,
  type PlannedDay,
  type PlannedVisit,
  type RouteGround,
} from '../domain/patrol/plans/planned-visits.ts';
import type { KeptPolicy, PatrolPolicy, PolicyChanges } from '../domain/patrol/plans/policy.ts';
import type { Roster } from '../domain/patrol/plans/roster.ts';
import type { PlanProblem, PlanSolution, Span } from '../domain/patrol/problem/problem.ts';
import { isAborted, problemOf, type Problem } from '../domain/problem.ts';
import { addDays, localDayOf } from '../domain/time/local-time.ts';
import { readRouting } from '../routing/read-routing.ts';
import { planInWorker } from '../workers/planner.ts';
import { askBeforeLeaving } from './ask-before-leaving.ts';
import { Hand } from './hand-choices.svelte.ts';
import { KeptPlans } from './kept-plans.svelte.ts';
import { Loading } from './loading.svelte.ts';
import { PlanComparison } from './plan-comparison.svelte.ts';
import { PlanHotspots } from './plan-hotspots.svelte.ts';
import { groundOfDay, travelOfPlan, type PlanTravel } from './plan-travel.ts';
import { MemberTravel } from './travel-times.ts';
import type { Workspace } from './workspace.svelte.ts';

/** How much a captain wants visits spread: seconds of travel that a unit of staggering loss is worth. */
export const STAGGER_WEIGHTS = { low: 600, middle: 1_800, high: 3_600 } as const;
export type StaggerWish = keyof typeof STAGGER_WEIGHTS;

/** A dragged stop may begin so much before and after where it was dropped. */
const DROP_SECONDS = 600;

export interface FoundPlan {
  readonly zoneId: number | null;
  readonly question: PlanQuestion;
  readonly problem: PlanProblem;
  readonly solution: PlanSolution;
  readonly travel: PlanTravel;
  /** Whether the search is over. */
  readonly isFinal: boolean;
}

/**
 * A patrol plan in the making: zone, days, crews and policy; the search; what is settled by hand. It outlives
 * the panel that shows it, so that looking at a site loses nothing.
 */
export class PatrolPlanning {
  /** Null: one's own. */
  teamId = $state<number | null>(null);
  from = $state('');
  days = $state(7);
  crewsOff = $state.raw<ReadonlySet<number>>(new Set());
  /** By crew, where it is not its usual one. */
  shiftOf = $state.raw<ReadonlyMap<number, number>>(new Map());
  wish = $state<StaggerWish>('middle');
  seconds = $state(20);
  readonly roster = new Loading<Roster>();
  readonly policy = new Loading<KeptPolicy>();
  /** The policy as changed for this plan; null: the team's. */
  ownPolicy = $state.raw<PatrolPolicy | null>(null);
  readonly candidates = new Loading<CandidateList>();
  readonly hand = new Hand();
  readonly kept: KeptPlans;
  readonly hotspots: PlanHotspots;
  readonly comparison: PlanComparison;

  work = $state<'travel' | 'search' | null>(null);
  /** 0…1, of the work. */
  part = $state(0);
  problem = $state.raw<Problem | null>(null);
  found = $state.raw<FoundPlan | null>(null);
  /** The same plan searched for without staggering. */
  plain = $state.raw<PlanSolution | null>(null);
  /** Of the plan of this zone that was found before this search. */
  previous = $state.raw<StaggeringMeasures | null>(null);
  /** By `crew/day`; a day without its way is drawn as straight lines. */
  ground = $state.raw<ReadonlyMap<string, RouteGround>>(new Map());
  /** What the plan found last was asked for, so that what was changed since is seen to be not yet planned. */
  #plannedFor = $state.raw<readonly unknown[]>([]);

  readonly crews: readonly PlanningCrew[] = $derived.by(() => {
    const { value } = this.roster;
    return (value?.crews ?? []).flatMap((crew) => {
      const shiftId = this.shiftOf.get(crew.id) ?? crew.shiftId;
      const shift = value!.shifts.find(({ id }) => id === shiftId) ?? value!.shifts[0];
      return crew.active && shift && !this.crewsOff.has(crew.id) ? [{ crew, shift }] : [];
    });
  });

  /** ISO 8601 */
  now(): string {
    return this.#workspace.now();
  }

  /** What would be searched for now; null while candidates are missing. */
  readonly question: PlanQuestion | null = $derived.by(() => {
    const list = this.candidates.value;
    if (!list) return null;
    return {
      list,
      crews: this.crews,
      leave: this.roster.value?.leave ?? [],
      ...this.hand.now,
      done: [],
      now: this.#workspace.now(),
      staggerWeight: STAGGER_WEIGHTS[this.wish],
    };
  });

  readonly foreseen: readonly Foresight[] = $derived.by(() => {
    const { question, from } = this;
    if (!question) return [];
    const today = localDayOf(question.now);
    return foresee(buildProblem(question), { crewCount: question.crews.length, from, today });
  });

  readonly isBlocked: boolean = $derived(this.foreseen.some(blocks));

  readonly plannedDays: readonly PlannedDay[] = $derived.by(() => {
    if (!this.found) return [];
    const { problem, solution, question } = this.found;
    return plannedDays(problem, solution, question.list.candidates, question.pins);
  });

  readonly visits: readonly PlannedVisit[] = $derived(
    this.plannedDays.flatMap(({ visits }) => visits),
  );

  readonly measures: StaggeringMeasures | null = $derived(
    this.found && staggeringMeasures(this.found.problem, this.found.solution),
  );
  readonly plainMeasures: StaggeringMeasures | null = $derived(
    this.found && this.plain && staggeringMeasures(this.found.problem, this.plain),
  );

  /** Whether something was changed since the plan was found. */
  readonly isBehind: boolean = $derived.by(
    () => this.found !== null && this.#choices().some((each, at) => each !== this.#plannedFor[at]),
  );

  readonly #workspace: Workspace;
  readonly #travel: MemberTravel;
  #searching: AbortController | null = null;
  #enough: AbortController | null = null;

  /** @param routing of the configuration, as it stands there */
  constructor(workspace: Workspace, routing: unknown) {
    this.#workspace = workspace;
    this.kept = new KeptPlans(this, workspace.connection);
    this.hotspots = new PlanHotspots(workspace);
    this.comparison = new PlanComparison(this, workspace.connection);
    this.#travel = new MemberTravel(workspace.connection.client, readRouting(routing).servers);
    this.from = addDays(localDayOf(workspace.now()), 1);
  }

  async loadTeam(): Promise<void> {
    const { connection } = this.#workspace;
    const { teamId } = this;
    await Promise.all([
      this.roster.load((signal) =>
        connection.read((client, inner) => fetchRoster(client, teamId, inner), signal),
      ),
      this.policy.load((signal) =>
        connection.read((client, inner) => fetchPatrolPolicy(client, teamId, inner), signal),
      ),
    ]);
  }

  /** The sites of the zone and why they are to be visited; again whenever what they hang on changes. */
  async loadCandidates(): Promise<void> {
    const { from, days, ownPolicy } = this;
    const { added } = this.hand.now;
    const zoneId = this.#workspace.planZoneId;
    const teamId = this.roster.value?.id;
    if (zoneId === null || from === '' || teamId === undefined) {
      this.candidates.clear();
      return;
    }
    const query = {
      zoneId,
      from,
      days,
      teamId,
      siteIds: [...added],
      ...(ownPolicy && { policy: ownPolicy }),
    };
    const zone = this.#workspace.zones.zone(zoneId)?.geometry;
    const list = await this.candidates.load(async (signal) => {
      const hotspotSiteIds = await this.hotspots.sitesIn(zone, added);
      return this.#workspace.connection.read(
        (client, inner) => fetchPlanCandidates(client, { ...query, hotspotSiteIds }, inner),
        signal,
      );
    });
    // What cannot be planned any more must not look as if it could.
    if (!list && this.candidates.problem) this.candidates.value = null;
  }

  /** Keeps the policy of this plan for the team's next ones. */
  async keepPolicy(changes: PolicyChanges | null): Promise<void> {
    const { value } = this.policy;
    const teamId = this.roster.value?.id ?? null;
    if (!value) return;
    await this.policy.load(() =>
      this.#workspace.connection.write((client) =>
        savePatrolPolicy(client, changes, value.version, teamId),
      ),
    );
  }

  /** Searches, showing the best plan so far; what is settled by hand is kept. A newer search ends the older. */
  async plan(): Promise<void> {
    const { question } = this;
    if (!question || this.isBlocked) return;
    this.cancel();
    const searching = (this.#searching = new AbortController());
    const enough = (this.#enough = new AbortController());
    const { signal } = searching;
    this.problem = null;
    this.work = 'travel';
    this.part = 0;
    this.#plannedFor = this.#choices();
    const zoneId = this.#workspace.planZoneId;
    try {
      const siteIds = stopsOf(question).map(({ siteId }) => siteId);
      const travel = await travelOfPlan(question, siteIds, this.#travel, signal, (part) => {
        this.part = part;
      });
      const problem = buildProblem(question, travel.matrices);
      this.work = 'search';
      this.part = 0;
      this.plain = null;
      this.ground = new Map();
      const limits = { seconds: this.seconds, seed: 1, signal, enough: enough.signal };
      const unstaggered = { ...problem, stagger: { ...problem.stagger!, weight: 0 } };
      this.previous = this.found?.zoneId === zoneId ? this.measures : null;
      const show = (solution: PlanSolution, isFinal: boolean) => {
        this.found = { zoneId, question, problem, solution, travel, isFinal };
      };
      const [best, plain] = await Promise.all([
        planInWorker(problem, {
          ...limits,
          onProgress: ({ part, solution }) => {
            this.part = part;
            if (solution) show(solution, false);
          },
        }),
        planInWorker(unstaggered, limits),
      ]);
      show(best, true);
      this.plain = plain;
      this.work = null;
      await this.#findWays(signal);
    } catch (error) {
      if (!isAborted(error)) this.problem = problemOf(error);
    } finally {
      if (this.#searching === searching) this.work = null;
    }
  }

  /** Satisfied: the best plan so far is the plan. */
  stop(): void {
    this.#enough?.abort();
  }

  /** Ends the search; the plan shown stays. */
  cancel(): void {
    this.#searching?.abort();
    this.#searching = null;
    this.work = null;
  }

  /** Settles a visit to a crew, a day, a time, and plans the rest around it. */
  move(visit: PlannedVisit, to: { crewId: number; day: number; begins: number }): void {
    const window: Span = [Math.max(0, to.begins - DROP_SECONDS), to.begins + DROP_SECONDS];
    const { crewId, day } = to;
    this.hand.pin({ siteId: visit.siteId, crewId, day, window }, visit.pin);
    void this.plan();
  }

  /** Settles parts of a visit as they are, or none any more. */
  hold(visit: PlannedVisit, what: { crew: boolean; day: boolean; time: boolean }): void {
    const { siteId, crewId, day, begins, pin } = visit;
    if (!what.crew && !what.day && !what.time) {
      if (pin) this.hand.unpin(pin);
      return;
    }
    const window: Span = [Math.max(0, begins - DROP_SECONDS), begins + DROP_SECONDS];
    this.hand.pin(
      {
        siteId,
        ...(what.crew && { crewId }),
        ...(what.day && { day }),
        ...(what.time && { window }),
      },
      pin,
    );
  }

  dispose(): void {
    this.cancel();
    void this.#travel.close();
    for (const part of [this.roster, this.policy, this.candidates]) part.clear();
  }

  #choices(): readonly unknown[] {
    const { from, days, ownPolicy, crews, wish, hand } = this;
    return [this.#workspace.planZoneId, from, days, ownPolicy, crews, wish, hand.now];
  }

  /** The ways on the ground, day by day: what is drawn and its length. */
  async #findWays(signal: AbortSignal): Promise<void> {
    const modeOf = new Map(this.crews.map(({ crew }) => [crew.id, crew.mode]));
    for (const day of this.plannedDays) {
      const mode = modeOf.get(day.crewId);
      if (!mode || day.visits.length === 0) continue;
      const way = await groundOfDay(day, mode, this.#travel, signal);
      signal.throwIfAborted();
      this.ground = new Map([...this.ground, [groundKey(day), way]]);
    }
  }
}

const plannings = new WeakMap<Workspace, PatrolPlanning>();

/** The member's one plan in the making. */
export function planningOf(workspace: Workspace, routing: unknown): PatrolPlanning {
  let planning = plannings.get(workspace);
  if (!planning) {
    // Of its own, since it outlives the view in which it began.
    const stop = $effect.root(() => {
      planning = new PatrolPlanning(workspace, routing);
      const { kept } = planning;
      $effect(() => (kept.isUnsaved ? askBeforeLeaving() : undefined));
    });
    plannings.set(workspace, planning!);
    workspace.endWith(() => {
      stop();
      planning!.dispose();
      plannings.delete(workspace);
    });
  }
  return planning!;
}

export function groundKey({ crewId, day }: Pick<PlannedDay, 'crewId' | 'day'>): string {
  return `${crewId}/${day}`;
}
