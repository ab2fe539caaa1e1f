import { fetchPlan } from '../db/patrol-plans.ts';
import {
  planFigures,
  readPlanFigures,
  type PlanFigures,
} from '../domain/patrol/measures/plan-figures.ts';
import type { PatrolPlan } from '../domain/patrol/plans/plan.ts';
import type { Connection } from './connection.svelte.ts';
import { Loading } from './loading.svelte.ts';
import type { PatrolPlanning } from './patrol-plan.svelte.ts';

/** The same plan without staggering, the one found before this search, or a saved one by its id. */
export type Compared = 'plain' | 'previous' | number;

/** What the plan in the making is compared with. */
export class PlanComparison {
  readonly saved = new Loading<PatrolPlan>();

  #chosen = $state<Compared>('plain');
  /** What cannot be had any more is not chosen any more. */
  readonly chosen: Compared = $derived.by(() =>
    this.#chosen === 'previous' && !this.#planning.previous ? 'plain' : this.#chosen,
  );

  readonly own: PlanFigures | null = $derived.by(() => {
    const { measures } = this.#planning;
    return measures && planFigures(measures);
  });
  /** Null: not there yet, or not to be compared. */
  readonly other: PlanFigures | null = $derived.by(() => {
    const { plainMeasures, previous } = this.#planning;
    if (this.chosen === 'plain')
      return plainMeasures ? planFigures(plainMeasures) : this.#keptPlain();
    if (this.chosen === 'previous') return previous && planFigures(previous);
    return readPlanFigures(this.saved.value?.measures['plan']);
  });
  /** Whether the saved plan came without figures, as one of an older client may. */
  readonly isUnreadable: boolean = $derived.by(
    () => typeof this.chosen === 'number' && this.saved.value !== null && this.other === null,
  );

  readonly #planning: PatrolPlanning;
  readonly #connection: Connection;

  constructor(planning: PatrolPlanning, connection: Connection) {
    this.#planning = planning;
    this.#connection = connection;
  }

  /** An opened plan was not searched for: what was kept of its search, as long as all of it is shown. */
  #keptPlain(): PlanFigures | null {
    const { found, kept } = this.#planning;
    const { saved, isSaved } = kept;
    const list = found?.question.list;
    const isWhole = list?.from === saved?.from && list?.days === saved?.days;
    return saved && isSaved && isWhole ? readPlanFigures(saved.measures['plain']) : null;
  }

  async choose(chosen: Compared): Promise<void> {
    this.#chosen = chosen;
    this.saved.clear();
    if (typeof chosen !== 'number') return;
    await this.saved.load((signal) =>
      this.#connection.read((client, inner) => fetchPlan(client, chosen, null, inner), signal),
    );
  }
}
