import { fetchPlanProgress, fetchPlans } from '../db/patrol-plans.ts';
import type { PlanSummary } from '../domain/patrol/plans/plan.ts';
import type { PlanProgress } from '../domain/patrol/plans/walking.ts';
import { addDays, localDayOf } from '../domain/time/local-time.ts';
import { Loading } from './loading.svelte.ts';
import type { Workspace } from './workspace.svelte.ts';

/** What was done of one published plan, of all that the member sees; no plan need be in the making. */
export class FollowedPlan {
  /** The plans that were ever published. */
  readonly list = new Loading<readonly PlanSummary[]>();
  readonly progress = new Loading<PlanProgress>();
  planId = $state<number | null>(null);
  /** Null: the one published last. */
  version = $state<number | null>(null);

  readonly plan: PlanSummary | null = $derived(
    this.list.value?.find(({ id }) => id === this.planId) ?? null,
  );

  readonly #workspace: Workspace;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  choose(planId: number): void {
    if (planId === this.planId) return;
    this.planId = planId;
    this.version = null;
    // Another plan's figures must not stand under this one's name.
    this.progress.clear();
  }

  /** The plans anew, and how the chosen one stands: without a choice the one that runs today, else the newest. */
  async load(): Promise<void> {
    const { connection } = this.#workspace;
    const list = await this.list.load(async (signal) => {
      const plans = await connection.read(
        (client, inner) => fetchPlans(client, null, inner),
        signal,
      );
      return plans.filter(({ publishedVersion }) => publishedVersion !== null);
    });
    if (!list) return;
    const today = localDayOf(this.#workspace.now());
    const usual =
      list.find(
        ({ state, from, days }) =>
          state === 'published' && from <= today && today < addDays(from, days),
      ) ?? list[0];
    if (usual && !this.plan) this.choose(usual.id);
    await this.refresh();
  }

  async refresh(): Promise<void> {
    const { planId, version } = this;
    if (planId === null) return;
    await this.progress.load((signal) =>
      this.#workspace.connection.read(
        (client, inner) => fetchPlanProgress(client, planId, version, inner),
        signal,
      ),
    );
  }
}

const followed = new WeakMap<Workspace, FollowedPlan>();

/** The one that the member follows, whichever page led to it. */
export function followedPlanOf(workspace: Workspace): FollowedPlan {
  let plan = followed.get(workspace);
  if (!plan) {
    plan = new FollowedPlan(workspace);
    followed.set(workspace, plan);
  }
  return plan;
}
