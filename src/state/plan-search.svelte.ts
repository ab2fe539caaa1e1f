import type { StaggeringMeasures } from '../domain/patrol/measures/measures.ts';
import { buildProblem, stopsOf, type PlanQuestion } from '../domain/patrol/plans/build-problem.ts';
import {
  plannedDays,
  type PlannedDay,
  type PlannedVisit,
  type RouteGround,
} from '../domain/patrol/plans/planned-visits.ts';
import { measuresOf } from '../domain/patrol/plans/staying-days.ts';
import { leftOutOf, type LeftOut } from '../domain/patrol/plans/unserved.ts';
import type { PlanProblem, PlanSolution, PlanVehicle } from '../domain/patrol/problem/problem.ts';
import { isAborted, problemOf, type Problem } from '../domain/problem.ts';
import { planInWorker } from '../workers/planner.ts';
import { beginWithVroom, isForVroom } from './begin-with-vroom.ts';
import { groundOfDay, travelOfPlan, type PlanTravel } from './plan-travel.ts';
import type { MemberTravel } from './travel-times.ts';

export interface FoundPlan {
  readonly zoneId: number | null;
  readonly question: PlanQuestion;
  readonly problem: PlanProblem;
  readonly solution: PlanSolution;
  readonly travel: PlanTravel;
  /** Whether the search is over. */
  readonly isFinal: boolean;
  /** All that was chosen for it. */
  readonly askedFor: readonly unknown[];
}

/** What is shown of a search that is over. */
interface Standing {
  readonly found: FoundPlan;
  readonly plain: PlanSolution | null;
  readonly previous: StaggeringMeasures | null;
  readonly ground: ReadonlyMap<string, RouteGround>;
}

/** The search for a plan and what it found. */
export class PlanSearch {
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
  readonly plannedDays: readonly PlannedDay[] = $derived.by(() => {
    if (!this.found) return [];
    const { problem, solution, question } = this.found;
    return plannedDays(problem, solution, question.list.candidates, question.pins);
  });

  readonly visits: readonly PlannedVisit[] = $derived(
    this.plannedDays.flatMap(({ visits }) => visits),
  );

  readonly leftOut: readonly LeftOut[] = $derived(
    this.found ? leftOutOf(this.found.solution, this.found.question.untried) : [],
  );

  /** Of what was found and, where a plan goes on, of its later days. */
  readonly measures: StaggeringMeasures | null = $derived(
    this.found && measuresOf(this.found.question, this.found.problem, this.found.solution),
  );
  readonly plainMeasures: StaggeringMeasures | null = $derived(
    this.found && this.plain && measuresOf(this.found.question, this.found.problem, this.plain),
  );

  /** Settled once the ways of what was found last are known, or cannot be. */
  ways: Promise<void> = Promise.resolve();

  readonly #travel: MemberTravel;
  #searching: AbortController | null = null;
  #enough: AbortController | null = null;
  /** What stood before the search. */
  #before: Standing | null = null;

  constructor(travel: MemberTravel) {
    this.#travel = travel;
  }

  /** What is wrong with the outside servers' configuration, one line each. */
  get routingProblems(): MemberTravel['problems'] {
    return this.#travel.problems;
  }

  /**
   * Searches, showing the best plan so far.
   *
   * @param asked with all that was chosen for it; seconds 0: nothing but the routes to begin with, and what
   *   of the rest finds a place at once
   * @returns null when it was cancelled or failed; `problem` then says why, and what stood before stands again
   */
  protected async search(
    question: PlanQuestion,
    {
      zoneId,
      seconds,
      askedFor,
    }: Pick<FoundPlan, 'zoneId' | 'askedFor'> & { readonly seconds: number },
  ): Promise<FoundPlan | null> {
    const searching = this.beginWork();
    const enough = (this.#enough = new AbortController());
    const { signal } = searching;
    try {
      const siteIds = stopsOf(question).map(({ siteId }) => siteId);
      const travel = await travelOfPlan(question, siteIds, this.#travel, signal, (part) => {
        this.part = part;
      });
      const asked = buildProblem(question, travel.matrices);
      const { vroom } = this.#travel;
      const problem =
        vroom && isForVroom(asked) ? await beginWithVroom(vroom, asked, signal) : asked;
      this.work = 'search';
      this.part = 0;
      this.plain = null;
      this.previous = this.found?.zoneId === zoneId ? this.measures : null;
      this.ground = new Map();
      const limits = { seconds, seed: 1, signal, enough: enough.signal };
      const unstaggered = {
        ...problem,
        vehicles: asked === problem ? asked.vehicles.map(withoutSteps) : problem.vehicles,
        stagger: { ...problem.stagger!, weight: 0 },
      };
      const show = (solution: PlanSolution, isFinal: boolean) =>
        (this.found = { zoneId, question, problem, solution, travel, isFinal, askedFor });
      const [best, plain] = await Promise.all([
        planInWorker(problem, {
          ...limits,
          onProgress: ({ part, solution }) => {
            this.part = part;
            if (solution) show(solution, false);
          },
        }),
        seconds > 0 ? planInWorker(unstaggered, limits) : null,
      ]);
      const found = show(best, true);
      this.plain = plain;
      this.work = null;
      this.#before = null;
      this.ways = this.#findWays(signal);
      return found;
    } catch (error) {
      if (!isAborted(error) && this.#searching === searching) {
        // Its other half would still show what it finds.
        this.cancel();
        this.problem = problemOf(error);
      }
      return null;
    } finally {
      if (this.#searching === searching) this.work = null;
    }
  }

  /** Calls off what is under way. @returns what is aborted when this is called off in its turn */
  protected beginWork(): AbortController {
    this.callOff();
    const { found, plain, previous, ground } = this;
    // A plan that was still getting better is none to come back to.
    if (found?.isFinal) this.#before = { found, plain, previous, ground };
    else if (!found) this.#before = null;
    this.problem = null;
    this.work = 'travel';
    this.part = 0;
    return (this.#searching = new AbortController());
  }

  /** Satisfied: the best plan so far is the plan. */
  stop(): void {
    this.#enough?.abort();
  }

  /** Ends the search; the plan before it is shown again. */
  cancel(): void {
    this.callOff();
    this.#restore();
  }

  /** Shows no plan. */
  protected clearFound(): void {
    this.found = null;
    this.#before = null;
  }

  /** Ends the search; what it found so far is shown on. */
  protected callOff(): void {
    this.#searching?.abort();
    this.#searching = null;
    this.work = null;
  }

  #restore(): void {
    const before = this.#before;
    this.#before = null;
    if (before) {
      Object.assign(this, before);
      this.ways = this.#findWays((this.#searching = new AbortController()).signal);
    } else if (this.found?.isFinal === false) {
      this.found = null;
    }
  }

  dispose(): void {
    this.callOff();
    void this.#travel.close();
  }

  /** The ways on the ground, day by day: what is drawn and its length. */
  async #findWays(signal: AbortSignal): Promise<void> {
    const modeOf = new Map(this.found!.question.crews.map(({ crew }) => [crew.id, crew.mode]));
    try {
      for (const day of this.plannedDays) {
        const mode = modeOf.get(day.crewId);
        if (!mode || day.visits.length === 0 || this.ground.has(groundKey(day))) continue;
        const way = await groundOfDay(day, mode, this.#travel, signal);
        signal.throwIfAborted();
        this.ground = new Map([...this.ground, [groundKey(day), way]]);
      }
    } catch (error) {
      if (!isAborted(error)) this.problem = problemOf(error);
    }
  }
}

function withoutSteps({ steps: _steps, ...vehicle }: PlanVehicle): PlanVehicle {
  return vehicle;
}

export function groundKey({ crewId, day }: Pick<PlannedDay, 'crewId' | 'day'>): string {
  return `${crewId}/${day}`;
}
