import { Gaps } from './gaps.ts';
import type { Instance } from './instance.ts';
import { Route } from './route.ts';

/**
 * The routes as they stand, and the way back: the first time an attempt touches a route, the attempt goes on
 * with a copy, and those that were touched come back as they were when it is rejected.
 */
export class Plan {
  readonly routes: readonly Route[];
  readonly gaps: Gaps;
  /** By task: the slot it is in, or -1. */
  readonly slotOf: Int32Array;
  /** By job: the days on which it is visited, as bits. */
  readonly daysOf: Int32Array;
  /** Tasks in no route. */
  readonly absent: number[];

  /** `routes`, to be changed. */
  private readonly standing: Route[];
  /** By slot: while the attempt has touched it, the route as it was; else one to spare. */
  private readonly kept: Route[];
  private readonly isTouched: Uint8Array;
  readonly touched: number[] = [];
  private absentBefore: number[] = [];
  private readonly jobs: number[] = [];
  private readonly stamped: Int32Array;
  private stamp = 0;

  constructor(readonly instance: Instance) {
    this.standing = instance.slots.map((slot) => new Route(instance, slot));
    this.routes = this.standing;
    this.gaps = new Gaps(this.routes);
    this.slotOf = new Int32Array(instance.taskCount).fill(-1);
    this.daysOf = new Int32Array(instance.jobCount);
    this.absent = Array.from({ length: instance.taskCount }, (_, task) => task);
    this.absentBefore = [...this.absent];
    this.kept = instance.slots.map((slot) => new Route(instance, slot));
    this.isTouched = new Uint8Array(this.routes.length);
    this.stamped = new Int32Array(instance.jobCount);
  }

  /** To be called before a route is changed. */
  touch(slot: number): void {
    if (this.isTouched[slot] === 1) return;
    this.isTouched[slot] = 1;
    this.touched.push(slot);
    const route = this.routes[slot]!;
    this.exchange(slot);
    this.routes[slot]!.copyItems(route);
  }

  /** Brings the figures of a route up to date with what stands in it. */
  private refresh(slot: number): void {
    this.routes[slot]!.refresh();
    this.gaps.write(this.routes[slot]!);
  }

  /** The route and the one kept of the slot take each other's place. */
  private exchange(slot: number): void {
    const route = this.standing[slot]!;
    this.standing[slot] = this.kept[slot]!;
    this.kept[slot] = route;
  }

  /** Whether the attempt under way has changed the slot's route. */
  isRuined(slot: number): boolean {
    return this.isTouched[slot] === 1;
  }

  place(task: number, slot: number, place: number): void {
    this.touch(slot);
    const route = this.routes[slot]!;
    route.insert(task, place);
    this.refresh(slot);
    this.enter(task, slot);
  }

  /** Takes `count` places out of a route; breaks among them stay. */
  removeAt(slot: number, place: number, count: number): void {
    this.touch(slot);
    const route = this.routes[slot]!;
    const { taskCount } = this.instance;
    let to = place;
    for (let p = place; p < place + count; p++) {
      const item = route.items[p]!;
      if (item >= taskCount) route.items[to++] = item;
      else this.leave(item);
    }
    route.removeRange(to, place + count - to);
  }

  removeTask(task: number): void {
    const slot = this.slotOf[task]!;
    if (slot >= 0) this.removeAt(slot, this.routes[slot]!.items.indexOf(task, 1), 1);
  }

  /** After a ruin: brings the routes touched up to date, and empties one that no longer keeps its hours. */
  settle(): void {
    const { instance } = this;
    if (instance.hasShipments) this.dropHalfShipments();
    for (const slot of this.touched) {
      this.refresh(slot);
      const route = this.routes[slot]!;
      // Without the triangle inequality fewer visits may take longer.
      if (!route.feasible) {
        this.removeAt(slot, 1, route.length);
        this.refresh(slot);
      }
    }
    if (instance.hasShipments && this.dropHalfShipments()) this.settle();
  }

  private dropHalfShipments(): boolean {
    let dropped = false;
    for (const task of [...this.absent]) {
      const partner = this.instance.partner[task]!;
      if (partner < 0 || this.slotOf[partner]! < 0) continue;
      this.removeTask(partner);
      dropped = true;
    }
    return dropped;
  }

  private enter(task: number, slot: number): void {
    this.slotOf[task] = slot;
    const { instance } = this;
    this.daysOf[instance.job[task]!]! |= 1 << instance.slots[slot]!.day;
  }

  private leave(task: number): void {
    const { instance } = this;
    this.daysOf[instance.job[task]!]! &= ~(1 << instance.slots[this.slotOf[task]!]!.day);
    this.slotOf[task] = -1;
    this.absent.push(task);
  }

  /** `absent` holds what this attempt removed from here on. */
  get removedFrom(): number {
    return this.absentBefore.length;
  }

  /** The jobs with visits in the routes touched, before or now, each once. */
  touchedJobs(): readonly number[] {
    const { instance, jobs } = this;
    this.stamp++;
    jobs.length = 0;
    const note = (item: number) => {
      if (item >= instance.taskCount) return;
      const job = instance.job[item]!;
      if (this.stamped[job] === this.stamp) return;
      this.stamped[job] = this.stamp;
      jobs.push(job);
    };
    for (const slot of this.touched) {
      for (const { items, length } of [this.routes[slot]!, this.kept[slot]!]) {
        for (let p = 1; p <= length; p++) note(items[p]!);
      }
    }
    return jobs;
  }

  /** Keeps what the attempt made. */
  commit(): void {
    for (const slot of this.touched) this.isTouched[slot] = 0;
    this.touched.length = 0;
    this.absentBefore = [...this.absent];
  }

  /** Takes the attempt back. */
  revert(): void {
    const { instance, routes } = this;
    for (const slot of this.touched) {
      const route = routes[slot]!;
      for (let p = 1; p <= route.length; p++) {
        const item = route.items[p]!;
        if (item < instance.taskCount) {
          this.slotOf[item] = -1;
          this.daysOf[instance.job[item]!]! &= ~(1 << route.slot.day);
        }
      }
    }
    for (const slot of this.touched) {
      this.exchange(slot);
      const route = routes[slot]!;
      this.gaps.write(route);
      for (let p = 1; p <= route.length; p++) {
        const item = route.items[p]!;
        if (item < instance.taskCount) this.enter(item, slot);
      }
      this.isTouched[slot] = 0;
    }
    this.touched.length = 0;
    this.absent.length = 0;
    for (const task of this.absentBefore) this.absent.push(task);
  }

  /** The routes as lists of items, to be kept or handed over. */
  contents(): Int32Array[] {
    return this.routes.map(({ items, length }) => items.slice(1, length + 1));
  }

  /** Sets all routes; the opposite of `contents`. */
  assign(contents: readonly Int32Array[]): void {
    this.slotOf.fill(-1);
    this.daysOf.fill(0);
    contents.forEach((items, slot) => {
      const route = this.routes[slot]!;
      const padded = new Int32Array(items.length + 1);
      padded.set(items, 1);
      route.restore(padded, items.length);
      this.gaps.write(route);
      for (const item of items) if (item < this.instance.taskCount) this.enter(item, slot);
    });
    this.absent.length = 0;
    this.slotOf.forEach((slot, task) => {
      if (slot < 0) this.absent.push(task);
    });
    for (const slot of this.touched) this.isTouched[slot] = 0;
    this.touched.length = 0;
    this.absentBefore = [...this.absent];
  }
}
