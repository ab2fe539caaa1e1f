import { boundsOf } from '../domain/geo/geometry.ts';
import { pointsInCells } from '../domain/hotspots/points-in-cells.ts';
import type { ZoneGeometry } from '../domain/zones/zone.ts';
import { localDayOf } from '../domain/time/local-time.ts';
import { Hotspots } from './hotspots.svelte.ts';
import type { Workspace } from './workspace.svelte.ts';

/** A plan does not wait longer for its hotspots; the sample city's take half a second. */
const PATIENCE_MILLISECONDS = 10_000;

interface HotCells {
  readonly cells: readonly number[];
  readonly outlines: Float64Array;
}

/**
 * The hotspots of the whole city as the overview opens with them (90 days, cells of 250 m, corrected for
 * inspections, false discoveries controlled), for a patrol plan: which sites stand in one. Found once a day.
 */
export class PlanHotspots {
  /** They could not be found, so that the plan is made without. */
  isMissing = $state(false);

  readonly #workspace: Workspace;
  #day = '';
  #found: Promise<HotCells | null> = Promise.resolve(null);

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /**
   * The sites in a hotspot within the box round a zone, and of those that are named. Never throws.
   *
   * @param zone undefined: none, or not known yet
   * @returns none when hotspots cannot be found
   */
  async sitesIn(zone: ZoneGeometry | undefined, named: ReadonlySet<number>): Promise<number[]> {
    const day = localDayOf(this.#workspace.now());
    if (day !== this.#day) {
      this.#day = day;
      this.#found = this.#find();
    }
    const hot = await this.#found;
    // Asked again with the next question.
    if (!hot) this.#day = '';
    const { sites } = this.#workspace.city;
    const bounds = zone && boundsOf(zone);
    this.isMissing = !hot || !sites;
    if (!hot || !sites) return [];
    const [west, south, east, north] = bounds ?? [0, 0, 0, 0];
    const { ids, positions } = sites;
    const among: number[] = [];
    for (let at = 0; at < sites.count; at++) {
      const [x, y] = [positions[at * 2]!, positions[at * 2 + 1]!];
      const isNear = x >= west && x <= east && y >= south && y <= north;
      if (isNear || named.has(ids[at]!)) among.push(at);
    }
    return pointsInCells(hot.outlines, hot.cells, positions, among).map((at) => ids[at]!);
  }

  /** Too few problems for a test are no hotspots, and no fault. */
  async #find(): Promise<HotCells | null> {
    const asked = new Hotspots(this.#workspace.connection);
    const patience = setTimeout(() => asked.dispose(), PATIENCE_MILLISECONDS);
    await asked.ask(this.#workspace.now(), {});
    clearTimeout(patience);
    const answer = asked.answer.value;
    if (!answer) return null;
    const { hotspots, outlines } = answer;
    const cells = hotspots.kind === 'found' ? hotspots.hotspots.flatMap(({ cells }) => cells) : [];
    return { cells, outlines };
  }
}
