import {
  fetchActivityKinds,
  fetchOverdueActivities,
  fetchSiteActivities,
} from '../db/activities.ts';
import {
  endActivityPlan,
  recordActivity,
  restoreActivity,
  restoreActivityPlan,
  withdrawActivity,
} from '../db/activity-steps.ts';
import type { DatabaseClient } from '../db/client.ts';
import { heldAsPlanned } from '../domain/activities/agenda.ts';
import {
  placeOf,
  type Activity,
  type ActivityKind,
  type ActivityList,
  type ActivityPlace,
  type ActivityPlan,
  type HeldBy,
  type OverdueActivity,
  type PlannedTime,
} from '../domain/activities/activity.ts';
import { newClientId } from '../domain/client-id.ts';
import { problemOf, type Problem } from '../domain/problem.ts';
import type { Connection } from './connection.svelte.ts';
import { Loading } from './loading.svelte.ts';

/** The form that is open. */
export type ActivityTask =
  /** `times` are planned ones that it may be; the first is proposed. */
  | {
      readonly kind: 'record';
      readonly place: ActivityPlace | null;
      readonly times: readonly PlannedTime[];
    }
  | { readonly kind: 'plan'; readonly place: ActivityPlace | null }
  | {
      readonly kind: 'awareness';
      readonly siteId: number;
      readonly siteName: string;
      /** The words of the indicator that it is a finding of. */
      readonly indicatorZh: string;
      readonly indicatorEn: string;
    };

/** What was done last, so that it can be told and taken back. */
export type ActivityDone =
  | {
      readonly step: 'recorded' | 'planned' | 'withdrawn' | 'ended' | 'undone';
      readonly id: number;
      readonly kindZh: string;
      readonly kindEn: string;
      readonly place: string;
    }
  | {
      readonly step: 'asked';
      readonly good: number;
      readonly total: number;
      /** Of the issue that too few right answers opened. */
      readonly issueNumber: string | null;
    };

type Step = Exclude<ActivityDone['step'], 'asked'>;

const UNDO = {
  recorded: withdrawActivity,
  withdrawn: restoreActivity,
  planned: endActivityPlan,
  ended: restoreActivityPlan,
} as const;

/** What a member does with activities: the form that is open, the step taken last, what is overdue. */
export class Activities {
  task = $state.raw<ActivityTask | null>(null);
  done = $state.raw<ActivityDone | null>(null);
  /** Why the last step of one tap was not taken. */
  problem = $state.raw<Problem | null>(null);
  /** The plan or activity that a step is under way of. */
  busyId = $state<number | null>(null);
  /** How often something changed: whoever shows activities asks anew. */
  changes = $state(0);
  readonly kinds = new Loading<readonly ActivityKind[]>();
  /** What one's own unit has not recorded. */
  readonly overdue = new Loading<readonly OverdueActivity[]>();
  readonly atSite = new Loading<ActivityList>();
  siteId: number | null = null;

  readonly #connection: Connection;
  readonly #now: () => string;
  readonly #onchange: (siteId: number | null) => void;
  /** Of planned times being recorded: after a lost answer it is the same record. */
  readonly #clientIds = new Map<string, string>();

  /**
   * @param now the database's present moment
   * @param onchange told where something was recorded, withdrawn or planned
   */
  constructor(
    connection: Connection,
    now: () => string,
    onchange: (siteId: number | null) => void,
  ) {
    this.#connection = connection;
    this.#now = now;
    this.#onchange = onchange;
  }

  begin(task: ActivityTask): void {
    this.done = null;
    this.problem = null;
    this.task = task;
  }

  async loadKinds(): Promise<void> {
    if (this.kinds.value || this.kinds.busy) return;
    await this.kinds.load((signal) => this.#connection.read(fetchActivityKinds, signal));
  }

  async loadOverdue(): Promise<void> {
    await this.overdue.load(async (signal) => {
      const overdue = await this.#connection.read(fetchOverdueActivities, signal);
      return overdue.filter(({ mine }) => mine);
    });
  }

  /** What is planned at a site. */
  async showSite(siteId: number): Promise<void> {
    if (siteId !== this.siteId) this.atSite.clear();
    this.siteId = siteId;
    await this.atSite.load((signal) =>
      this.#connection.read((client, inner) => fetchSiteActivities(client, siteId, inner), signal),
    );
  }

  /** Records a planned time with one tap: held as planned, nobody counted. */
  async recordAsPlanned(time: PlannedTime): Promise<void> {
    const key = `${time.planId} ${time.plannedAt}`;
    const clientId = this.#clientIds.get(key) ?? newClientId();
    this.#clientIds.set(key, clientId);
    await this.#step(time.planId, time, 'recorded', (client) =>
      recordActivity(client, {
        clientId,
        heldAt: heldAsPlanned(time.plannedAt, this.#now()),
        time,
        kind: null,
        place: null,
        unitId: null,
        people: null,
        note: '',
        photos: [],
      }),
    );
    if (!this.problem) this.#clientIds.delete(key);
  }

  async withdraw(activity: Activity): Promise<void> {
    const { activityId } = activity;
    await this.#step(activityId, activity, 'withdrawn', async (client) => {
      await withdrawActivity(client, activityId);
      return activityId;
    });
  }

  async end(plan: ActivityPlan): Promise<void> {
    await this.#step(plan.planId, plan, 'ended', async (client) => {
      await endActivityPlan(client, plan.planId);
      return plan.planId;
    });
  }

  /** Takes the last step back. */
  async undo(): Promise<void> {
    const { done } = this;
    if (!done || done.step === 'asked' || done.step === 'undone') return;
    const takeBack = UNDO[done.step];
    await this.#attempt(done.id, async (client) => {
      await takeBack(client, done.id);
      this.done = { ...done, step: 'undone' };
    });
    this.#changed(null);
  }

  /** After a form was taken. */
  finish(done: ActivityDone, siteId: number | null): void {
    this.task = null;
    this.problem = null;
    this.done = done;
    this.#changed(siteId);
  }

  dispose(): void {
    for (const part of [this.kinds, this.overdue, this.atSite]) part.clear();
  }

  async #step(
    id: number,
    what: HeldBy,
    step: Step,
    write: (client: DatabaseClient) => Promise<number>,
  ): Promise<void> {
    this.done = null;
    await this.#attempt(id, async (client) => {
      const { kindZh, kindEn } = what;
      this.done = { step, id: await write(client), kindZh, kindEn, place: placeOf(what).name };
    });
    this.#changed(what.siteId);
  }

  async #attempt(id: number, write: (client: DatabaseClient) => Promise<void>): Promise<void> {
    if (this.busyId !== null) return;
    this.busyId = id;
    this.problem = null;
    try {
      await this.#connection.write(write);
    } catch (error) {
      this.problem = problemOf(error);
    } finally {
      this.busyId = null;
    }
  }

  /** A step that was refused, too, may tell that somebody else was first. */
  #changed(siteId: number | null): void {
    this.changes += 1;
    if (this.overdue.value) void this.loadOverdue();
    if (this.siteId !== null) void this.showSite(this.siteId);
    this.#onchange(siteId);
  }
}
