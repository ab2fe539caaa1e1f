import { fetchRoster } from '../db/crews.ts';
import { fetchPlanCandidates } from '../db/plan-candidates.ts';
import { fetchPatrolPolicy, savePatrolPolicy } from '../db/patrol-policy.ts';
import {
  buildProblem,
  type PlanningCrew,
  type PlanQuestion,
} from '../domain/patrol/plans/build-problem.ts';
import { begunRoutes, sameVisits, type BegunRoute } from '../domain/patrol/plans/begun-routes.ts';
import type { CandidateList } from '../domain/patrol/plans/candidate.ts';
import { blocks, foresee, type Foresight } from '../domain/patrol/plans/foresee.ts';
import type { PlannedVisit } from '../domain/patrol/plans/planned-visits.ts';
import type { KeptPolicy, PatrolPolicy, PolicyChanges } from '../domain/patrol/plans/policy.ts';
import type { Crew, Roster, Shift } from '../domain/patrol/plans/roster.ts';
import type { Span } from '../domain/patrol/problem/problem.ts';
import { problemOf, type Problem } from '../domain/problem.ts';
import { addDays, localDayOf } from '../domain/time/local-time.ts';
import {
  crewsOf,
  pinsAhead,
  type ContinuedList,
  type ContinueScope,
} from '../domain/patrol/plans/continue-plan.ts';
import { ContinuedPlan } from './continued-plan.svelte.ts';
import { Hand } from './hand-choices.svelte.ts';
import { KeptPlans } from './kept-plans.svelte.ts';
import { Loading } from './loading.svelte.ts';
import { PlanComparison } from './plan-comparison.svelte.ts';
import { PlanHotspots } from './plan-hotspots.svelte.ts';
import { PlanSearch } from './plan-search.svelte.ts';
import { MemberTravel } from './travel-times.ts';
import type { Workspace } from './workspace.svelte.ts';

/** How much a captain wants visits spread: seconds of travel that a unit of staggering loss is worth. */
export const STAGGER_WEIGHTS = { low: 600, middle: 1_800, high: 3_600 } as const;
export type StaggerWish = keyof typeof STAGGER_WEIGHTS;

/** A dragged stop may begin so much before and after where it was dropped. */
const DROP_SECONDS = 600;

/**
 * A patrol plan in the making: zone, days, crews and policy; the search; what is settled by hand. It outlives
 * the panel that shows it, so that looking at a site loses nothing.
 */
export class PatrolPlanning extends PlanSearch {
  /** Null: one's own. */
  teamId = $state<number | null>(null);
  #from = $state('');
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
  readonly going: ContinuedPlan;
  readonly hotspots: PlanHotspots;
  readonly comparison: PlanComparison;

  readonly crews: readonly PlanningCrew[] = $derived.by(() => {
    const { value } = this.roster;
    return (value?.crews ?? []).flatMap((crew) => {
      const shift = this.shiftFor(crew);
      return crew.active && shift && !this.crewsOff.has(crew.id) ? [{ crew, shift }] : [];
    });
  });

  /** The one chosen for this plan, else its usual one; the first where that is gone. */
  shiftFor({ id, shiftId }: Crew): Shift | undefined {
    const shifts = this.roster.value?.shifts ?? [];
    const named = (wanted: number | null | undefined) => shifts.find((each) => each.id === wanted);
    return named(this.shiftOf.get(id)) ?? named(shiftId) ?? shifts[0];
  }

  /** YYYY-MM-DD, or empty while it is being typed. */
  get from(): string {
    return this.#from;
  }

  set from(date: string) {
    this.#from = date;
    if (date !== '') this.hand.beginOn(date);
  }

  /** ISO 8601 */
  now(): string {
    return this.#workspace.now();
  }

  /** Of a plan that goes on: what it still has to visit, and what came up since. */
  readonly continued: ContinuedList | null = $derived.by(() => {
    const { value } = this.candidates;
    return value && this.going.listed(value);
  });

  /** What would be searched for now; null while candidates are missing. */
  readonly question: PlanQuestion | null = $derived.by(() => {
    const list = this.candidates.value;
    if (!list) return null;
    const question = {
      list,
      crews: this.crews,
      leave: this.roster.value?.leave ?? [],
      ...this.hand.within(list.days),
      done: [],
      now: this.#asOf,
      staggerWeight: STAGGER_WEIGHTS[this.wish],
    };
    const { continued } = this;
    return continued ? { ...question, ...this.going.additions(question, continued) } : question;
  });

  /** Of what came up since, the sites that no route shown visits yet. */
  readonly notYetPlanned: readonly number[] = $derived.by(() => {
    const { excluded } = this.hand.now;
    const planned = new Set(this.visits.map(({ siteId }) => siteId));
    return (this.continued?.urgent ?? []).filter((id) => !planned.has(id) && !excluded.has(id));
  });

  readonly foreseen: readonly Foresight[] = $derived.by(() => {
    const { question, from } = this;
    if (!question) return [];
    const today = localDayOf(question.now);
    return foresee(buildProblem(question), { crewCount: question.crews.length, from, today });
  });

  readonly isBlocked: boolean = $derived(this.foreseen.some(blocks));

  /** Whether something was changed since the plan was found. */
  readonly isBehind: boolean = $derived.by(
    () => this.found?.askedFor.some((each, at) => each !== this.#choices()[at]) ?? false,
  );

  readonly #workspace: Workspace;
  /** When it was last asked what is to be visited and when: a page may stand open for hours. */
  #asOf = $state.raw('');
  #candidatesAsked: Promise<void> = Promise.resolve();

  /** @param routing of the configuration, as it stands there */
  constructor(workspace: Workspace, routing: unknown) {
    super(new MemberTravel(workspace.connection.client, routing));
    this.#workspace = workspace;
    this.kept = new KeptPlans(this, workspace.connection);
    this.going = new ContinuedPlan(workspace.connection, () => workspace.now());
    this.hotspots = new PlanHotspots(workspace);
    this.comparison = new PlanComparison(this, workspace.connection);
    this.#asOf = workspace.now();
    this.from = addDays(localDayOf(this.#asOf), 1);
  }

  async loadTeam(): Promise<void> {
    const { connection } = this.#workspace;
    const { teamId } = this;
    await Promise.all([
      this.reloadRoster(),
      this.policy.load((signal) =>
        connection.read((client, inner) => fetchPatrolPolicy(client, teamId, inner), signal),
      ),
    ]);
  }

  /** After a change of crews, shifts or leave. */
  async reloadRoster(): Promise<void> {
    const { teamId } = this;
    await this.roster.load((signal) =>
      this.#workspace.connection.read(
        (client, inner) => fetchRoster(client, teamId, inner),
        signal,
      ),
    );
  }

  /** The sites of the zone and why they are to be visited; again whenever what they hang on changes. */
  loadCandidates(): Promise<void> {
    this.#asOf = this.now();
    return (this.#candidatesAsked = this.#askCandidates());
  }

  async #askCandidates(): Promise<void> {
    const { from, days, ownPolicy } = this;
    const { added } = this.hand.now;
    const zoneId = this.#workspace.planZoneId;
    const teamId = this.roster.value?.id;
    const ahead = this.going.sites(from);
    const isAhead = from >= localDayOf(this.#workspace.now());
    if ((zoneId === null && ahead.length === 0) || !isAhead || teamId === undefined) {
      this.candidates.clear();
      return;
    }
    const zone = zoneId === null ? null : (this.#workspace.zones.zone(zoneId)?.geometry ?? null);
    // Of a zone that was deleted since the plan has kept the shape.
    const area = zone ? null : (this.going.under?.plan.area ?? null);
    const query = {
      ...(area ? { geometry: area } : zoneId !== null && { zoneId }),
      from,
      days,
      teamId,
      siteIds: [...new Set([...added, ...ahead])],
      ...(ownPolicy && { policy: ownPolicy }),
    };
    const list = await this.candidates.load(async (signal) => {
      const named = new Set([...added, ...ahead]);
      const hotspotSiteIds = await this.hotspots.sitesIn(zone ?? area ?? undefined, named);
      return this.#workspace.connection.read(
        (client, inner) => fetchPlanCandidates(client, { ...query, hotspotSiteIds }, inner),
        signal,
      );
    });
    // What cannot be planned any more must not look as if it could.
    if (!list && this.candidates.problem) this.candidates.value = null;
    if (list && this.going.isOpening) {
      this.going.isOpening = false;
      await this.#showOpened();
    }
  }

  /** Goes on with a saved plan: its days, crews, policy and pins, then its routes. */
  async goOn(planId: number): Promise<void> {
    const { plan } = await this.going.open(planId);
    this.callOff();
    this.kept.adopt(plan);
    this.ownPolicy = plan.policy;
    const walk = crewsOf(plan);
    const off = (this.roster.value?.crews ?? []).filter(({ id }) => !walk.has(id));
    this.crewsOff = new Set(off.map(({ id }) => id));
    this.#workspace.showPlan(this.going.isRunning ? 'setup' : 'timeline', plan.zoneId);
    this.#beginHorizon();
  }

  /** How much of a plan that goes on is planned anew. */
  setScope(scope: ContinueScope): void {
    this.callOff();
    this.going.scope = scope;
    this.going.isOpening = true;
    try {
      this.#beginHorizon();
      void this.loadCandidates();
    } catch (error) {
      this.problem = problemOf(error);
    }
  }

  /** Leaves the saved plan as it is and begins another. */
  beginAnew(): void {
    this.callOff();
    this.clearFound();
    this.days = this.going.under?.plan.days ?? this.days;
    this.going.end();
    this.kept.adopt(null);
    this.hand.begin();
    this.from = addDays(localDayOf(this.#workspace.now()), 1);
  }

  #beginHorizon(): void {
    const { from, days } = this.going.horizon();
    this.from = from;
    this.days = days;
    this.clearFound();
    this.hand.begin({
      pins: pinsAhead(this.going.under!, from, days, DROP_SECONDS),
      excluded: this.kept.excluded,
      added: new Set(),
    });
  }

  /** The routes of the plan as they are, without what came up since. */
  async #showOpened(): Promise<void> {
    const { question, continued } = this;
    if (!question || !continued) return;
    if (this.isBlocked) {
      // Where it says why.
      this.#workspace.showPlan('setup');
      return;
    }
    const { urgent, behind, retried } = continued;
    const late = new Set([...urgent, ...behind]);
    const candidates = question.list.candidates.map((each) => {
      const visits = late.has(each.siteId) ? 0 : each.visits - (retried.get(each.siteId) ?? 0);
      return { ...each, visits };
    });
    const list = { ...question.list, candidates };
    const begun = this.going.begun(list);
    const shown = await this.search(
      { ...question, list, begun, untried: this.going.under!.plan.unserved },
      { zoneId: this.#workspace.planZoneId, seconds: 0, askedFor: this.#choices() },
    );
    // With a crew, a site or an hour less it is another plan; a withdrawn one is with nobody.
    const isKept =
      sameVisits(begun, begunRoutes(this.plannedDays)) &&
      this.continued?.gone.size === 0 &&
      !this.going.isLate(question.now);
    if (shown && isKept && this.kept.saved?.state !== 'withdrawn') this.kept.holdAsSaved(shown);
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
    this.#asOf = this.now();
    if (this.going.under || this.candidates.busy) {
      const { signal } = this.beginWork();
      const problem = await this.#catchUp();
      if (signal.aborted) return;
      this.callOff();
      this.problem = problem;
      if (problem) return;
    }
    const { question } = this;
    if (!question || this.isBlocked) return;
    await this.search(
      { ...question, begun: this.#begun() },
      {
        zoneId: this.#workspace.planZoneId,
        seconds: this.seconds,
        askedFor: this.#choices(),
      },
    );
  }

  /** For a plan from where the crews are by now and for what is urgent by now. @returns what went wrong */
  async #catchUp(): Promise<Problem | null> {
    try {
      if (this.going.under) {
        await this.going.refresh();
        // Midnight may have passed.
        if (this.going.under && this.going.horizon().from !== this.from) this.#beginHorizon();
        void this.loadCandidates();
      }
      // Another question may have called off this one.
      do await this.#candidatesAsked;
      while (this.candidates.busy);
      return this.candidates.problem;
    } catch (error) {
      return problemOf(error);
    }
  }

  /** What stands is mended rather than planned afresh, so that crews find most of it again. */
  #begun(): readonly BegunRoute[] {
    const list = this.candidates.value!;
    const shown = this.found?.question.list;
    return shown?.from === list.from && shown.days === list.days
      ? begunRoutes(this.plannedDays)
      : this.going.begun(list);
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

  override dispose(): void {
    super.dispose();
    for (const part of [this.roster, this.policy, this.candidates]) part.clear();
  }

  #choices(): readonly unknown[] {
    const { from, days, ownPolicy, crews, wish, hand, going } = this;
    const zoneId = this.#workspace.planZoneId;
    return [zoneId, from, days, ownPolicy, crews, wish, hand.now, going.missing];
  }
}
