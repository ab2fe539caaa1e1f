import { fetchPlan, fetchPlans, publishPlan, savePlan, withdrawPlan } from '../db/patrol-plans.ts';
import { newClientId } from '../domain/client-id.ts';
import { greatCircleMeters } from '../domain/geo/great-circle.ts';
import type { PatrolPlan, PlanSummary } from '../domain/patrol/plans/plan.ts';
import type { KeptBreak } from '../domain/patrol/plans/continue-plan.ts';
import { wholePlan } from '../domain/patrol/plans/route-drafts.ts';
import { unservedVisits } from '../domain/patrol/plans/unserved.ts';
import {
  routeDrafts,
  type PlannedDay,
  type RouteGround,
} from '../domain/patrol/plans/planned-visits.ts';
import { problemOf, type Problem } from '../domain/problem.ts';
import { addDays, daysBetween } from '../domain/time/local-time.ts';
import { DETOUR_FACTOR } from '../domain/roads/travel-profile.ts';
import type { Connection } from './connection.svelte.ts';
import { Loading } from './loading.svelte.ts';
import { groundKey, type FoundPlan } from './plan-search.svelte.ts';
import { STAGGER_WEIGHTS, type PatrolPlanning, type StaggerWish } from './patrol-plan.svelte.ts';

/** What a plan keeps of how it was set up, for the next one. */
interface KeptChoices {
  readonly crewsOff: readonly number[];
  readonly shiftOf: readonly (readonly [crewId: number, shiftId: number])[];
  readonly wish: StaggerWish;
  readonly seconds: number;
  readonly excluded: readonly number[];
  readonly breaks: readonly KeptBreak[];
  /** YYYY-MM-DD, weekends and holidays of the whole plan. */
  readonly offDays: readonly string[];
}

/** The plan in the making as it is saved and published, and the team's earlier ones. */
export class KeptPlans {
  readonly list = new Loading<readonly PlanSummary[]>();
  name = $state('');
  saved = $state.raw<PatrolPlan | null>(null);
  busy = $state<'saving' | 'publishing' | 'withdrawing' | 'opening' | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** What is to be done once it is settled what becomes of the plan that is not saved. */
  asked = $state.raw<(() => void) | null>(null);
  /** Of the plan that is shown, what was saved last. */
  #savedFound = $state.raw<FoundPlan | null>(null);

  /** Whether what is shown is what is saved. */
  readonly isSaved: boolean = $derived.by(
    () => this.#planning.found !== null && this.#savedFound === this.#planning.found,
  );

  /** Under another name too. */
  readonly canSave: boolean = $derived.by(() => {
    const name = this.name.trim();
    return name !== '' && (!this.isSaved || name !== this.saved?.name);
  });

  /** Whether closing the page, or another plan, would lose this one. */
  readonly isUnsaved: boolean = $derived.by(
    () => this.#planning.found !== null && !this.isSaved && this.saved?.state !== 'withdrawn',
  );

  readonly #planning: PatrolPlanning;
  readonly #connection: Connection;
  #clientId = newClientId();

  constructor(planning: PatrolPlanning, connection: Connection) {
    this.#planning = planning;
    this.#connection = connection;
  }

  /** Sites that the plan saved or opened leaves out by hand. */
  get excluded(): ReadonlySet<number> {
    return new Set((this.saved?.choices as Partial<KeptChoices> | undefined)?.excluded ?? []);
  }

  /** Does what ends the plan that is shown, at once or when that was agreed to. */
  giveWay(act: () => void): void {
    if (this.isUnsaved) this.asked = act;
    else act();
  }

  /** @param how null: it stays as it is */
  async settle(how: 'save' | 'drop' | null): Promise<void> {
    const act = this.asked;
    if (how === 'save') {
      await this.save();
      if (!this.isSaved) return;
    }
    this.asked = null;
    if (how !== null) act?.();
  }

  get #breaks(): readonly KeptBreak[] {
    return (this.saved?.choices as Partial<KeptChoices> | undefined)?.breaks ?? [];
  }

  /** Works on this plan from now on; null: on one that is not saved yet. */
  adopt(plan: PatrolPlan | null): void {
    this.saved = plan;
    this.name = plan?.name ?? '';
    this.problem = null;
    this.#savedFound = null;
    this.#clientId = newClientId();
    if (plan) this.#setUp(plan);
  }

  /** What is shown is the plan as it was saved. */
  holdAsSaved(found: FoundPlan): void {
    this.#savedFound = found;
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
    const { zoneId, question } = found;
    const { list } = question;
    const { saved } = this;
    const { under } = this.#planning.going;
    const { from, days } = under?.plan ?? list;
    const choices: KeptChoices = {
      crewsOff: [...this.#planning.crewsOff],
      shiftOf: [...this.#planning.shiftOf],
      wish: this.#planning.wish,
      seconds: this.#planning.seconds,
      excluded: [...question.excluded],
      breaks: [
        // Of the days that stay as they are.
        ...this.#breaks.filter(([, date]) => {
          const day = daysBetween(list.from, date);
          return under !== null && (day < 0 || day >= list.days);
        }),
        ...this.#planning.plannedDays.flatMap(({ crewId, day, breaks }) =>
          breaks.map(({ begins }): KeptBreak => [crewId, addDays(list.from, day), begins]),
        ),
      ],
      offDays: this.#planning.going.offDays(list),
    };
    await this.#do('saving', async () => {
      // Saved without them, its routes would be straight lines for good.
      await this.#planning.ways;
      if (this.#planning.found !== found) return;
      const planned = this.#planning.plannedDays;
      const drafts = routeDrafts(planned, list.from, daysBetween(from, list.from), (day) =>
        this.#groundOf(day),
      );
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
          policy: list.policy,
          crews: question.crews.map(({ crew, shift }) => ({ ...crew, shift })),
          choices: { ...choices },
          measures: {
            from: list.from,
            plan: this.#planning.measures,
            plain: this.#planning.plainMeasures,
          },
          routes: under ? wholePlan(under, drafts, list) : drafts,
          unserved: unservedVisits(this.#planning.leftOut),
        }),
      );
      this.#clientId = newClientId();
      this.#savedFound = found;
      this.#planning.going.keep(this.saved);
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
      this.#planning.going.keep(this.saved);
      void this.load(saved.teamId);
    });
  }

  /** Takes the plan from the crews; saving and publishing it again gives it back. */
  async withdraw(): Promise<void> {
    const { saved } = this;
    if (!saved || this.busy) return;
    await this.#do('withdrawing', async () => {
      this.saved = await this.#connection.write((client) =>
        withdrawPlan(client, saved.id, saved.revision),
      );
      this.#savedFound = null;
      this.#planning.going.keep(this.saved);
      void this.load(saved.teamId);
    });
  }

  /** Crews, shifts and policy as in an earlier plan; its days are not. */
  async setUpAs({ id }: PlanSummary): Promise<void> {
    if (this.busy) return;
    await this.#do('opening', async () => {
      const plan = await this.#connection.read((client, signal) =>
        fetchPlan(client, id, null, signal),
      );
      const planning = this.#planning;
      if (planning.going.under) planning.beginAnew();
      this.#setUp(plan);
      planning.crewsOff = new Set((plan.choices as Partial<KeptChoices>).crewsOff ?? []);
      planning.days = plan.days;
      planning.ownPolicy = plan.policy;
    });
  }

  /** Goes on with an earlier plan: its routes are shown, and saved into it again. */
  async open({ id }: PlanSummary): Promise<void> {
    if (this.busy) return;
    await this.#do('opening', () => this.#planning.goOn(id));
  }

  #setUp(plan: PatrolPlan): void {
    const choices = plan.choices as Partial<KeptChoices>;
    const planning = this.#planning;
    planning.shiftOf = new Map(choices.shiftOf ?? []);
    if (choices.wish !== undefined && choices.wish in STAGGER_WEIGHTS) planning.wish = choices.wish;
    planning.seconds = choices.seconds ?? planning.seconds;
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

  async #do(
    work: 'saving' | 'publishing' | 'withdrawing' | 'opening',
    act: () => Promise<void>,
  ): Promise<void> {
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
