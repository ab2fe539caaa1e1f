import type { Route } from './route.ts';

/** Gaps a route has room for at first. */
const ROOM = 16;
/** Seconds. */
const ROUNDING = 1e-6;

/**
 * Where one more visit could stand in all routes, side by side in memory: what lies before and after each
 * gap and what the way over it costs. Nearly every place that is looked at is refused by these alone.
 *
 * The gaps of slot s are `count[s]` from `first[s]` on.
 */
export class Gaps {
  /** By slot; no gap where no visit more is allowed. */
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** By slot: 1 where there is no visit. */
  readonly isEmpty: Uint8Array;

  /** Nodes. */
  before!: Int32Array;
  after!: Int32Array;
  cost!: Float64Array;
  /** When the crew is done with what lies before, and when at the latest the visit must have led to what lies after. */
  ready!: Float64Array;
  latest!: Float64Array;
  /** `ready` less the way that a break before has spared: nobody arrives earlier than a way after that. */
  leave!: Float64Array;

  private readonly room: Int32Array;

  constructor(private readonly routes: readonly Route[]) {
    this.first = new Int32Array(routes.length);
    this.count = new Int32Array(routes.length);
    this.isEmpty = new Uint8Array(routes.length);
    this.room = new Int32Array(routes.length).fill(ROOM);
    this.layOut();
  }

  /** Takes over a route that was changed. */
  write(route: Route): void {
    const { slot, length, node, nextNode, gapCost } = route;
    if (length >= this.room[slot.index]!) {
      this.room[slot.index] = 2 * (length + 1);
      this.layOut();
      return;
    }
    const { before, after, cost, ready, latest, leave } = this;
    this.count[slot.index] = route.taskCount >= slot.maxTasks ? 0 : length + 1;
    this.isEmpty[slot.index] = route.taskCount === 0 ? 1 : 0;
    let gap = this.first[slot.index]!;
    for (let p = 1; p <= length + 1; p++, gap++) {
      before[gap] = node[p - 1]!;
      after[gap] = nextNode[p]!;
      cost[gap] = gapCost[p]!;
      ready[gap] = route.ready[p - 1]!;
      latest[gap] = route.latest[p]!;
      const credit = route.credit[p - 1]!;
      leave[gap] = credit > 0 ? route.ready[p - 1]! - credit - ROUNDING : route.ready[p - 1]!;
    }
  }

  /** All anew, where a route has outgrown its room. */
  private layOut(): void {
    let size = 0;
    this.room.forEach((room, slot) => {
      this.first[slot] = size;
      size += room;
    });
    this.before = new Int32Array(size);
    this.after = new Int32Array(size);
    this.cost = new Float64Array(size);
    this.ready = new Float64Array(size);
    this.latest = new Float64Array(size);
    this.leave = new Float64Array(size);
    for (const route of this.routes) this.write(route);
  }
}
