import { fetchActivities, fetchActivityCounts } from '../db/activities.ts';
import { fetchPhoto } from '../db/photos.ts';
import type { ActivityCount, ActivityList, CountedBy } from '../domain/activities/activity.ts';
import {
  periodOf,
  weekOf,
  type BoardQuery,
  type Period,
  type PeriodId,
} from '../domain/activities/agenda.ts';
import { addDays, endOfDay, localDayOf } from '../domain/time/local-time.ts';
import type { Connection } from './connection.svelte.ts';
import { Loading } from './loading.svelte.ts';

/** Beyond so many days nobody looks ahead; what recurs is shown by its next time anyway. */
const DAYS_AHEAD = 400;

/** What the view of activities lists and counts. */
export class ActivityBoard {
  readonly list = new Loading<ActivityList>();
  readonly counts = new Loading<readonly ActivityCount[]>();
  heldIn = $state<PeriodId>('month');
  countedIn = $state<PeriodId>('month');
  countedBy = $state<CountedBy>('unit');
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** @param now the database's present moment, ISO 8601 */
  async load(query: BoardQuery, now: string): Promise<void> {
    switch (query.page) {
      case 'plans':
        return this.#loadList(query, {
          from: weekOf(now).from,
          to: endOfDay(addDays(localDayOf(now), DAYS_AHEAD)),
        });
      case 'held':
        return this.#loadList(query, periodOf(this.heldIn, now));
      case 'counts':
        return this.#loadCounts(periodOf(this.countedIn, now), this.countedBy);
    }
  }

  photo(photoId: number, signal?: AbortSignal): Promise<Blob> {
    return this.#connection.read((client, inner) => fetchPhoto(client, photoId, inner), signal);
  }

  dispose(): void {
    this.list.clear();
    this.counts.clear();
  }

  async #loadList(query: BoardQuery, period: Period): Promise<void> {
    await this.list.load((signal) =>
      this.#connection.read(
        (client, inner) => fetchActivities(client, period, query, inner),
        signal,
      ),
    );
  }

  async #loadCounts(period: Period, by: CountedBy): Promise<void> {
    await this.counts.load((signal) =>
      this.#connection.read(
        (client, inner) => fetchActivityCounts(client, period, by, inner),
        signal,
      ),
    );
  }
}
