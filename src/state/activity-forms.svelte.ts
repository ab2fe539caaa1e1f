import { planActivity, recordActivity, recordAwareness } from '../db/activity-steps.ts';
import { heldAsPlanned } from '../domain/activities/agenda.ts';
import {
  AWARENESS_CODE,
  placeOf,
  type ActivityPlace,
  type HeldBy,
  type PlannedTime,
  type Recurrence,
} from '../domain/activities/activity.ts';
import { judge, NO_ANSWER, type Verdict } from '../domain/inspections/checklist.ts';
import { newClientId } from '../domain/client-id.ts';
import { problemOf, type Problem } from '../domain/problem.ts';
import { fieldMinuteOf, parseLocalMinute } from '../domain/time/local-time.ts';
import { PhotoUploads } from './photo-uploads.svelte.ts';
import type { Workspace } from './workspace.svelte.ts';

/** What the forms have in common: they are sent once, and what is in them stays until it was taken. */
abstract class ActivityForm {
  sending = $state(false);
  problem = $state.raw<Problem | null>(null);
  note = $state('');
  /** Whether somebody tried to send it: from then on it says what is missing. */
  tried = $state(false);

  protected readonly workspace: Workspace;
  // Sent again after a lost answer, it is the same one.
  protected readonly clientId = newClientId();

  constructor(workspace: Workspace) {
    this.workspace = workspace;
  }

  protected async attempt(write: () => Promise<void>): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    this.problem = null;
    try {
      await write();
    } catch (error) {
      this.problem = problemOf(error);
    } finally {
      this.sending = false;
    }
  }

  /** Where a community holds most: all over its area. */
  protected get ownPlace(): ActivityPlace | null {
    const { area, member } = this.workspace.whoAmI;
    if (!area || member.role !== 'community') return null;
    return { siteId: null, areaId: area.id, name: area.name };
  }

  protected kindNames(kind: string): Pick<HeldBy, 'kindZh' | 'kindEn'> {
    const found = this.workspace.activities.kinds.value?.find(({ id }) => id === kind);
    return { kindZh: found?.nameZh ?? kind, kindEn: found?.nameEn ?? kind };
  }
}

/** Something that was held, being recorded: of a plan, or on its own. */
export class ActivityRecordForm extends ActivityForm {
  /** Planned times it may be. */
  readonly times: readonly PlannedTime[];
  time = $state.raw<PlannedTime | null>(null);
  kind = $state<string | null>(null);
  place = $state.raw<ActivityPlace | null>(null);
  /** Null: one's own. */
  unitId = $state<number | null>(null);
  /** As the browser's field writes it, in the city's time. */
  heldAt = $state('');
  people = $state<number | null>(null);
  /** Null where there is no site that a photo could be of. */
  uploads = $state.raw<PhotoUploads | null>(null);
  #photoSiteId: number | null = null;

  constructor(workspace: Workspace, place: ActivityPlace | null, times: readonly PlannedTime[]) {
    super(workspace);
    this.times = times;
    this.choosePlace(place ?? this.ownPlace);
    this.chooseTime(times[0] ?? null);
  }

  /** Of which time it is the record; null: it was not planned. */
  chooseTime(time: PlannedTime | null): void {
    const now = this.workspace.now();
    this.time = time;
    this.heldAt = fieldMinuteOf(time ? heldAsPlanned(time.plannedAt, now) : now);
    if (time) this.choosePlace(placeOf(time));
  }

  choosePlace(place: ActivityPlace | null): void {
    this.place = place;
    const siteId = place && (place.siteId ?? this.#siteOfArea(place.areaId));
    if (siteId === this.#photoSiteId) return;
    this.#photoSiteId = siteId;
    this.uploads?.dispose();
    this.uploads =
      siteId === null
        ? null
        : new PhotoUploads(this.workspace.connection, { stage: 'evidence', siteId });
  }

  get moment(): string | null {
    return parseLocalMinute(this.heldAt);
  }

  get isFuture(): boolean {
    // The browser's field has no seconds: this very minute has begun.
    return this.moment !== null && Date.parse(this.moment) > Date.parse(this.workspace.now());
  }

  get isComplete(): boolean {
    const isSaid = this.time !== null || (this.kind !== null && this.place !== null);
    const isCounted = this.people === null || (Number.isInteger(this.people) && this.people >= 1);
    return isSaid && isCounted && this.moment !== null && !this.isFuture;
  }

  async send(): Promise<void> {
    this.tried = true;
    const { time, place, kind, moment, workspace } = this;
    if (!this.isComplete || moment === null) return;
    await this.attempt(async () => {
      await this.uploads?.settle();
      const id = await workspace.connection.write((client) =>
        recordActivity(client, {
          clientId: this.clientId,
          heldAt: moment,
          time,
          kind,
          place,
          unitId: this.unitId,
          people: this.people,
          note: this.note.trim(),
          photos: this.uploads?.ids ?? [],
        }),
      );
      workspace.activities.finish(
        {
          step: 'recorded',
          id,
          ...(time ?? this.kindNames(kind ?? '')),
          place: place?.name ?? '',
        },
        place?.siteId ?? null,
      );
    });
  }

  dispose(): void {
    this.uploads?.dispose();
  }

  /** A community is a site, too: photos of what it held all over its area are of that. */
  #siteOfArea(areaId: number | null): number | null {
    const areas = this.workspace.city.lists.value?.areas ?? [];
    return areas.find(({ id }) => id === areaId)?.siteId ?? null;
  }
}

/** Something that is to be held, once or again and again. */
export class ActivityPlanForm extends ActivityForm {
  kind = $state<string | null>(null);
  place = $state.raw<ActivityPlace | null>(null);
  /** Null: one's own. */
  unitId = $state<number | null>(null);
  /** As the browser's fields write them, in the city's time. */
  startsAt = $state('');
  until = $state('');
  recurs = $state<Recurrence>('weekly');

  constructor(workspace: Workspace, place: ActivityPlace | null) {
    super(workspace);
    this.place = place ?? this.ownPlace;
  }

  get moment(): string | null {
    return parseLocalMinute(this.startsAt);
  }

  get isComplete(): boolean {
    return this.kind !== null && this.place !== null && this.moment !== null;
  }

  async send(): Promise<void> {
    this.tried = true;
    const { kind, place, moment, recurs, until, workspace } = this;
    if (kind === null || place === null || moment === null) return;
    await this.attempt(async () => {
      const id = await workspace.connection.write((client) =>
        planActivity(client, {
          clientId: this.clientId,
          kind,
          place,
          unitId: this.unitId,
          startsAt: moment,
          recurs,
          until: recurs === 'once' || until === '' ? null : until,
          note: this.note.trim(),
        }),
      );
      workspace.activities.finish(
        { step: 'planned', id, ...this.kindNames(kind), place: place.name },
        place.siteId,
      );
    });
  }
}

/** 知晓率: how many of those asked knew. */
export class AwarenessForm extends ActivityForm {
  readonly siteId: number;
  good = $state<number | null>(null);
  total = $state<number | null>(null);

  constructor(workspace: Workspace, siteId: number) {
    super(workspace);
    this.siteId = siteId;
  }

  get isComplete(): boolean {
    const { good, total } = this;
    if (good === null || total === null) return false;
    return [good, total].every(Number.isInteger) && total >= 1 && good >= 0 && good <= total;
  }

  /** What it will be as a finding; the database decides. Null while it is not said. */
  get verdict(): Verdict | null {
    if (!this.isComplete) return null;
    const answer = { ...NO_ANSWER, samplesGood: this.good, samplesTotal: this.total };
    return judge({ rule: 'graded', ruleCount: null }, answer);
  }

  async send(): Promise<void> {
    this.tried = true;
    const { good, total, siteId, workspace } = this;
    if (!this.isComplete || good === null || total === null) return;
    await this.attempt(async () => {
      const { issues } = await workspace.connection.write((client) =>
        recordAwareness(client, {
          clientId: this.clientId,
          siteId,
          good,
          total,
          note: this.note.trim(),
        }),
      );
      const issue = issues.find(({ code }) => code === AWARENESS_CODE);
      workspace.activities.finish(
        { step: 'asked', good, total, issueNumber: issue?.number ?? null },
        siteId,
      );
      await workspace.afterStep();
    });
  }
}
