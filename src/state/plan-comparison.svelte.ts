import { fetchPlan } from '../db/patrol-plans.ts';
import {
  planFigures,
  readPlanFigures,
  type PlanFigures,
} from '../domain/patrol/measures/plan-figures.ts';
import type { PatrolPlan } from '../domain/patrol/plans/plan.ts';
import { addDays } from '../domain/time/local-time.ts';
import type { Connection } from './connection.svelte.ts';
import { Loading } from './loading.svelte.ts';
import type { PatrolPlanning } from './patrol-plan.svelte.ts';

/** The same plan without staggering, the one found before this search, or a saved one by its id. */
export type Compared = 'plain' | 'previous' | number;

/** YYYY-MM-DD, both among them. */
interface Days {
  readonly from: string;
  readonly to: string;
}

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

  /** Of which days the figures are, beside a saved plan: others perhaps, or what was still ahead of it. */
  readonly spans: { readonly own: Days; readonly other: Days } | null = $derived.by(() => {
    const saved = this.saved.value;
    const own = this.#ownDays();
    return saved && own && this.other && typeof this.chosen === 'number'
      ? { own, other: daysOf(saved) }
      : null;
  });

  #ownDays(): Days | null {
    const { found, going } = this.#planning;
    if (!found) return null;
    const { from, days } = found.question.list;
    const last = going.under?.plan ?? { from, days };
    return { from, to: addDays(last.from, last.days - 1) };
  }

  /** An opened plan was not searched for: what was kept of its search, as long as all of it is shown. */
  #keptPlain(): PlanFigures | null {
    const { saved, isSaved } = this.#planning.kept;
    const own = this.#ownDays();
    if (!saved || !isSaved || !own) return null;
    const kept = daysOf(saved);
    const isWhole = own.from === kept.from && own.to === kept.to;
    return isWhole ? readPlanFigures(saved.measures['plain']) : null;
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

/** The days that a plan's figures were measured over. */
function daysOf({ from, days, measures }: PatrolPlan): Days {
  const measured = measures['from'];
  return { from: typeof measured === 'string' ? measured : from, to: addDays(from, days - 1) };
}
