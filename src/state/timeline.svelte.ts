import { fetchDailyOpenIssues, type DailyOpenIssues } from '../db/open-issues.ts';
import {
  addDays,
  daysBetween,
  endOfDay,
  localDayOf,
  type LocalDay,
} from '../domain/time/local-time.ts';
import type { City } from './city.svelte.ts';
import type { Connection } from './connection.svelte.ts';
import { Loading } from './loading.svelte.ts';

const LONGEST_DAYS = 365;

/** A day a step: slow enough to see what changed, a year in under a minute. */
const STEP_MILLISECONDS = 150;

/** How many days ahead are asked for while playing. */
const AHEAD = 6;

/**
 * The moment the whole map shows. The slider has the days of the last year, each as of its end, and
 * "now"; any other moment can be set too.
 */
export class Timeline {
  /** ISO 8601; null = now. */
  asOf = $state<string | null>(null);
  playing = $state(false);
  readonly daily = new Loading<DailyOpenIssues>();
  /** First and last day of the slider; the last is today, whose end is now. */
  readonly firstDay: LocalDay;
  readonly lastDay: LocalDay;
  readonly dayCount: number;
  /** Position on the slider, 0 … dayCount − 1. */
  readonly position: number = $derived.by(() => {
    if (this.asOf === null) return this.dayCount - 1;
    // A day's end is the next one's first moment.
    const day = localDayOf(new Date(this.asOf).getTime() - 1);
    return Math.min(this.dayCount - 1, Math.max(0, daysBetween(this.firstDay, day)));
  });

  readonly #connection: Connection;
  readonly #city: City;
  #play: AbortController | null = null;

  /**
   * @param firstAt the first moment the city is known at; null when there is none
   * @param now of the database's clock, ISO 8601
   */
  constructor(connection: Connection, city: City, firstAt: string | null, now: string) {
    this.#connection = connection;
    this.#city = city;
    this.lastDay = localDayOf(now);
    const yearAgo = addDays(this.lastDay, -LONGEST_DAYS);
    const known = firstAt === null ? this.lastDay : localDayOf(firstAt);
    this.firstDay = known > yearAgo ? known : yearAgo;
    this.dayCount = daysBetween(this.firstDay, this.lastDay) + 1;
  }

  async loadDaily(): Promise<void> {
    if (this.dayCount < 2) return;
    await this.daily.load((signal) =>
      this.#connection.read(
        (client, inner) => fetchDailyOpenIssues(client, this.firstDay, this.lastDay, inner),
        signal,
      ),
    );
  }

  /** Whether the map could show this moment. */
  covers(asOf: string): boolean {
    const day = localDayOf(new Date(asOf).getTime() - 1);
    return day >= this.firstDay && new Date(asOf).getTime() <= Date.parse(endOfDay(this.lastDay));
  }

  /** The moment of a position: a day's end; now for the last. */
  momentAt(position: number): string | null {
    return position >= this.dayCount - 1 ? null : endOfDay(this.dayAt(position));
  }

  dayAt(position: number): LocalDay {
    return addDays(this.firstDay, Math.max(0, Math.min(this.dayCount - 1, Math.round(position))));
  }

  goToPosition(position: number): void {
    this.pause();
    this.asOf = this.momentAt(Math.max(0, position));
  }

  goTo(asOf: string | null): void {
    this.pause();
    this.asOf = asOf;
  }

  step(days: number): void {
    this.goToPosition(this.position + days);
  }

  pause(): void {
    this.#play?.abort();
    this.#play = null;
    this.playing = false;
  }

  /** From where it stands to now; from the beginning when it stands at now. */
  async play(): Promise<void> {
    this.pause();
    if (this.dayCount < 2) return;
    const play = new AbortController();
    this.#play = play;
    this.playing = true;
    let position = this.asOf === null ? 0 : this.position;
    try {
      while (position < this.dayCount) {
        await this.#ready(position, play.signal);
        this.asOf = this.momentAt(position);
        await pause(STEP_MILLISECONDS, play.signal);
        position += 1;
      }
    } catch {
      // Paused, or a moment could not be had: it stands where it stands, and the banner says why.
    } finally {
      if (this.#play === play) {
        this.#play = null;
        this.playing = false;
      }
    }
  }

  dispose(): void {
    this.pause();
    this.daily.clear();
  }

  /** Waits for one moment and has the next ones asked for meanwhile. */
  async #ready(position: number, signal: AbortSignal): Promise<void> {
    for (let ahead = 1; ahead <= AHEAD; ahead++) {
      const moment = this.momentAt(position + ahead);
      if (moment === null) break;
      // Its failure shows when its turn comes.
      void this.#prefetch(moment, signal).catch(() => undefined);
    }
    const moment = this.momentAt(position);
    if (moment !== null) await this.#prefetch(moment, signal);
  }

  readonly #asked = new Map<string, Promise<void>>();

  #prefetch(moment: string, signal: AbortSignal): Promise<void> {
    if (this.#city.isKept(moment)) return Promise.resolve();
    const asked = this.#asked.get(moment);
    if (asked) return asked;
    const asking = this.#city.prefetch(moment, signal).finally(() => this.#asked.delete(moment));
    this.#asked.set(moment, asking);
    return asking;
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(signal.reason as Error);
      },
      { once: true },
    );
  });
}
