import { fetchPlan, fetchPlans, publishPlan, savePlan } from '../db/patrol-plans.ts';
import { newClientId } from '../domain/client-id.ts';
import { greatCircleMeters } from '../domain/geo/great-circle.ts';
import type { PatrolPlan, PlanSummary } from '../domain/patrol/plans/plan.ts';
import { unservedVisits } from '../domain/patrol/plans/unserved.ts';
import {
  routeDrafts,
  type PlannedDay,
  type RouteGround,
} from '../domain/patrol/plans/planned-visits.ts';
import { problemOf, type Problem } from '../domain/problem.ts';
import { DETOUR_FACTOR } from '../domain/roads/travel-profile.ts';
import type { Connection } from './connection.svelte.ts';
import { Loading } from './loading.svelte.ts';
import {
  groundKey,
  STAGGER_WEIGHTS,
  type PatrolPlanning,
  type StaggerWish,
} from './patrol-plan.svelte.ts';

/** What a plan keeps of how it was set up, for the next one. */
interface KeptChoices {
  readonly crewsOff: readonly number[];
  readonly shiftOf: readonly (readonly [crewId: number, shiftId: number])[];
  readonly wish: StaggerWish;
  readonly seconds: number;
}

/** The plan in the making as it is saved and published, and the team's earlier ones. */
export class KeptPlans {
  readonly list = new Loading<readonly PlanSummary[]>();
  name = $state('');
  saved = $state.raw<PatrolPlan | null>(null);
  busy = $state<'saving' | 'publishing' | 'opening' | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** Of the plan that is shown, what was saved last. */
  #savedFound = $state.raw<unknown>(null);

  /** Whether what is shown is what is saved. */
  readonly isSaved: boolean = $derived.by(
    () => this.#planning.found !== null && this.#savedFound === this.#planning.found,
  );

  /** Whether closing the page would lose a plan. */
  readonly isUnsaved: boolean = $derived.by(() => this.#planning.found !== null && !this.isSaved);

  readonly #planning: PatrolPlanning;
  readonly #connection: Connection;
  #clientId = newClientId();

  constructor(planning: PatrolPlanning, connection: Connection) {
    this.#planning = planning;
    this.#connection = connection;
  }

  async load(teamId: number): Promise<void> {
    await this.list.load((signal) =>
      this.#connection.read((client, inner) => fetchPlans(client, teamId, inner), signal),
    );
  }

  /** Saves what is shown as a draft; what is published stays until it is published again. */
  async save(): Promise<void> {
    const { found } = this.#planning;
    const teamId = this.#planning.roster.value?.id;
    if (!found?.isFinal || teamId === undefined || this.busy) return;
    const { zoneId, question, solution } = found;
    const { from, days, policy } = question.list;
    const { saved } = this;
    const choices: KeptChoices = {
      crewsOff: [...this.#planning.crewsOff],
      shiftOf: [...this.#planning.shiftOf],
      wish: this.#planning.wish,
      seconds: this.#planning.seconds,
    };
    await this.#do('saving', async () => {
      const planned = this.#planning.plannedDays;
      this.saved = await this.#connection.write((client) =>
        savePlan(client, {
          // Another first day is another plan.
          ...(saved?.from === from
            ? { id: saved.id, revision: saved.revision }
            : { clientId: this.#clientId, teamId }),
          name: this.name.trim(),
          zoneId,
          from,
          days,
          seed: 1,
          policy,
          crews: question.crews.map(({ crew, shift }) => ({ ...crew, shift })),
          choices: { ...choices },
          measures: { plan: this.#planning.measures, plain: this.#planning.plainMeasures },
          routes: routeDrafts(planned, from, 0, (day) => this.#groundOf(day)),
          unserved: unservedVisits(solution),
        }),
      );
      this.#clientId = newClientId();
      this.#savedFound = found;
      void this.load(teamId);
    });
  }

  async publish(): Promise<void> {
    const { saved } = this;
    if (!saved || this.busy) return;
    await this.#do('publishing', async () => {
      this.saved = await this.#connection.write((client) =>
        publishPlan(client, saved.id, saved.revision),
      );
      void this.load(saved.teamId);
    });
  }

  /** Crews, shifts and policy as in an earlier plan; its days are not. */
  async setUpAs({ id }: PlanSummary): Promise<void> {
    await this.#do('opening', async () => {
      const plan = await this.#connection.read((client, signal) =>
        fetchPlan(client, id, null, signal),
      );
      const choices = plan.choices as Partial<KeptChoices>;
      const planning = this.#planning;
      planning.crewsOff = new Set(choices.crewsOff ?? []);
      planning.shiftOf = new Map(choices.shiftOf ?? []);
      if (choices.wish !== undefined && choices.wish in STAGGER_WEIGHTS)
        planning.wish = choices.wish;
      planning.seconds = choices.seconds ?? planning.seconds;
      planning.days = plan.days;
      planning.ownPolicy = plan.policy;
    });
  }

  /** The way found on the road network, or straight lines where there is none. */
  #groundOf(day: PlannedDay): RouteGround {
    const known = this.#planning.ground.get(groundKey(day));
    if (known) return known;
    const places = [day.start, ...day.visits.map(({ position }) => position), day.end].filter(
      (place) => place !== null,
    );
    const meters = places
      .slice(1)
      .reduce((sum, place, at) => sum + greatCircleMeters(places[at]!, place) * DETOUR_FACTOR, 0);
    return { path: [], meters };
  }

  async #do(work: 'saving' | 'publishing' | 'opening', act: () => Promise<void>): Promise<void> {
    this.busy = work;
    this.problem = null;
    try {
      await act();
    } catch (error) {
      this.problem = problemOf(error);
    } finally {
      this.busy = null;
    }
  }
}
