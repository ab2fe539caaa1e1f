import {
  fetchHotspotCube,
  fetchProblemSummary,
  type HotspotCubeMessage,
  type HotspotQuestion,
  type ProblemSummary,
} from '../db/hotspots.ts';
import type { IssueFilters } from '../db/open-issues.ts';
import { parseCube, sumSteps, type Cube } from '../domain/hotspots/cube.ts';
import { findHotspots, type HotspotList } from '../domain/hotspots/find-hotspots.ts';
import type { HotspotTest } from '../domain/hotspots/test-cube.ts';
import type { ZoneGeometry } from '../domain/zones/zone.ts';
import { testHotspots } from '../workers/hotspots.ts';
import type { Connection } from './connection.svelte.ts';
import { Loading } from './loading.svelte.ts';

const DAY_MILLISECONDS = 24 * 3_600_000;

export type { ProblemSummary } from '../db/hotspots.ts';

/** One answer to "where do problems concentrate", over the whole stretch of time as one step. */
export interface HotspotAnswer {
  readonly question: HotspotQuestion;
  readonly cube: Cube;
  readonly test: HotspotTest;
  readonly hotspots: HotspotList;
  readonly exposureCorrected: boolean;
  /** Six corners a cell: longitude, latitude × 6, flat. */
  readonly outlines: Float64Array;
  readonly cellMeters: number;
}

interface Counted {
  readonly question: HotspotQuestion;
  readonly message: HotspotCubeMessage;
  /** The whole stretch of time as one step. */
  readonly cube: Cube;
}

export class Hotspots {
  readonly answer = new Loading<HotspotAnswer>();
  /** Of the hotspot that is selected. */
  readonly summary = new Loading<ProblemSummary>();
  /** How far back problems are counted. */
  periodDays = $state<number>(90);
  cellMeters = $state<number>(250);
  /** One indicator alone; null = all. */
  code = $state<number | null>(null);
  vetoOnly = $state(false);
  /** Whether counts are corrected for how often a place was inspected. */
  exposureCorrected = $state(true);

  readonly #connection: Connection;
  #counted: Counted | null = null;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Counts in PostGIS, tests in a worker; a newer question calls off the older. Follows what is set
   * here when called in an effect.
   *
   * @param until ISO 8601; the period ends there
   */
  async ask(until: string, filters: IssueFilters): Promise<void> {
    const { periodDays, cellMeters, code, vetoOnly } = this;
    const question: HotspotQuestion = {
      fromAt: new Date(Date.parse(until) - periodDays * DAY_MILLISECONDS).toISOString(),
      toAt: until,
      // The whole period is tested as one: steps would only make the message longer.
      stepDays: periodDays,
      cellMeters,
      filters: {
        ...filters,
        ...(code !== null && { codes: [code] }),
        ...(vetoOnly && { vetoOnly }),
      },
    };
    await this.answer.load(async (signal) => {
      const message = await this.#connection.read(
        (client, inner) => fetchHotspotCube(client, question, inner),
        signal,
      );
      signal.throwIfAborted();
      this.#counted = { question, message, cube: countedCube(message) };
      return this.#test(this.#counted, signal);
    });
  }

  /** Tests what was counted once more, with or without the correction: nothing is fetched. */
  async correct(exposureCorrected: boolean): Promise<void> {
    if (exposureCorrected === this.exposureCorrected) return;
    this.exposureCorrected = exposureCorrected;
    const counted = this.#counted;
    if (counted) await this.answer.load((signal) => this.#test(counted, signal));
  }

  async #test({ question, message, cube: counted }: Counted, signal: AbortSignal) {
    const { exposureCorrected } = this;
    const cube = exposureCorrected ? counted : { ...counted, exposure: null };
    const test = await testHotspots(cube, { signal });
    const hotspots: HotspotList = test.kind === 'tested' ? findHotspots(cube, test, 0) : test;
    return {
      question,
      cube,
      test,
      hotspots,
      exposureCorrected,
      outlines: Float64Array.from(message.outlines.flat()),
      cellMeters: message.cellMeters,
    };
  }

  async loadSummary(polygon: ZoneGeometry, fromAt: string, toAt: string): Promise<void> {
    await this.summary.load((signal) =>
      this.#connection.read(
        (client, inner) => fetchProblemSummary(client, polygon, fromAt, toAt, inner),
        signal,
      ),
    );
  }

  dispose(): void {
    this.#counted = null;
    this.answer.clear();
    this.summary.clear();
  }
}

/** An empty city has no cells, which is too few data and no fault. */
function countedCube(message: HotspotCubeMessage): Cube {
  const hasSteps = message.counts.length > 0;
  return hasSteps ? sumSteps(parseCube(message)) : parseCube({ q: [], r: [], counts: [[]] });
}
