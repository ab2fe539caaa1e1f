import {
  fetchHotspotCube,
  fetchProblemSummary,
  type HotspotQuestion,
  type ProblemSummary,
} from '../db/hotspots.ts';
import { parseCube, sumSteps, type Cube } from '../domain/hotspots/cube.ts';
import { findHotspots, type HotspotList } from '../domain/hotspots/find-hotspots.ts';
import type { HotspotTest } from '../domain/hotspots/test-cube.ts';
import type { ZoneGeometry } from '../domain/zones/zone.ts';
import { testHotspots } from '../workers/hotspots.ts';
import type { Connection } from './connection.svelte.ts';
import { Loading } from './loading.svelte.ts';

/** One answer to "where do problems concentrate", over the whole stretch of time as one step. */
export interface HotspotAnswer {
  readonly question: HotspotQuestion;
  readonly cube: Cube;
  readonly test: HotspotTest;
  readonly hotspots: HotspotList;
  /** Six corners a cell: longitude, latitude × 6, flat. */
  readonly outlines: Float64Array;
  readonly cellMeters: number;
}

export class Hotspots {
  readonly answer = new Loading<HotspotAnswer>();
  /** Of the hotspot that is selected. */
  readonly summary = new Loading<ProblemSummary>();
  /** Whether counts are corrected for how often a place was inspected. */
  exposureCorrected = $state(true);

  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Counts in PostGIS, tests in a worker; a newer question calls off the older. */
  async ask(question: HotspotQuestion): Promise<void> {
    const { exposureCorrected } = this;
    await this.answer.load(async (signal) => {
      const message = await this.#connection.read(
        (client, inner) => fetchHotspotCube(client, question, inner),
        signal,
      );
      const parsed = sumSteps(parseCube(message));
      const cube = exposureCorrected ? parsed : { ...parsed, exposure: null };
      const test = await testHotspots(cube, { signal });
      const hotspots: HotspotList = test.kind === 'tested' ? findHotspots(cube, test, 0) : test;
      return {
        question,
        cube,
        test,
        hotspots,
        outlines: Float64Array.from(message.outlines),
        cellMeters: message.cellMeters,
      };
    });
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
    this.answer.clear();
    this.summary.clear();
  }
}
