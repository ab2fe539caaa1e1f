import type { Instance, Slot } from './instance.ts';
import { weighLoads } from './loads.ts';
import { joinHeads, joinTails } from './durations.ts';
import { Segments } from './segments.ts';

/**
 * One route and the figures by which a visit can be tried at any place of it in constant time.
 *
 * Places 1…length hold items; 0 is the start and length + 1 the end. Going forward, `ready[p]` is when the
 * crew is done at place p if it does everything as early as it can. Going backward, a crew that leaves the
 * place before p at time f, for a stop t seconds away, is in time for all that follows
 * if f + t ≤ `latest[p]` and f ≤ `latestLeaving[p]` (the second only where breaks follow).
 *
 * A break is taken on the way: it may begin once the crew has left the stop before, and what it has to wait
 * for the break's window it spends travelling (`credit`), as VROOM's breaks do.
 *
 * With a limit on the duration the departure is free, and prefixes and suffixes also carry
 * (duration, earliest, latest) of Vidal, Crainic, Gendreau & Prins, "A hybrid genetic algorithm with adaptive
 * diversity management for a large class of vehicle routing problems with time-windows", Computers &
 * Operations Research 40 (2013).
 */
export class Route {
  readonly slot: Slot;
  length = 0;
  /** Tasks, without the breaks. */
  taskCount = 0;
  travelCost = 0;
  travelTime = 0;
  /** Travel, setup and service: what the crew works. */
  workTime = 0;
  feasible = true;
  private hair = 0;
  /** Whether any item of a route of limited duration has several windows. */
  private hasChoices = false;

  items = new Int32Array(ROOM);
  /** Where the crew is while at place p; for a break where it was before. */
  node = new Int32Array(ROOM);
  /** The node of the first stop at p or after it that is no break. */
  nextNode = new Int32Array(ROOM);
  /** Cost and time of the way that leads over the gap before p. */
  gapCost = new Float64Array(ROOM);
  gapTime = new Float64Array(ROOM);
  /** When the visit at p begins. */
  start = new Float64Array(ROOM);
  ready = new Float64Array(ROOM);
  credit = new Float64Array(ROOM);
  latest = new Float64Array(ROOM);
  latestLeaving = new Float64Array(ROOM);
  /** Largest load up to reaching p, and from reaching p on, by dimension. */
  peakBefore: Float64Array;
  peakFrom: Float64Array;
  /** Segments of Vidal: the start up to p, and p up to the end. */
  readonly head: Segments;
  readonly tail: Segments;

  constructor(
    private readonly instance: Instance,
    slot: Slot,
  ) {
    this.slot = slot;
    this.head = new Segments(slot.maxDuration < Infinity ? ROOM : 0);
    this.tail = new Segments(slot.maxDuration < Infinity ? ROOM : 0);
    const loads = instance.hasLoads ? ROOM * instance.dimensions : 0;
    this.peakBefore = new Float64Array(loads);
    this.peakFrom = new Float64Array(loads);
    for (const item of slot.breaks) this.items[++this.length] = item;
    this.refresh();
  }

  insert(item: number, place: number): void {
    if (this.length + 3 > this.items.length) this.grow();
    this.items.copyWithin(place + 1, place, this.length + 1);
    this.items[place] = item;
    this.length++;
  }

  removeRange(place: number, count: number): void {
    this.items.copyWithin(place, place + count, this.length + 1);
    this.length -= count;
  }

  /** Sets the contents, as kept before. */
  restore(items: Int32Array, length: number): void {
    while (length + 3 > this.items.length) this.grow();
    this.items.set(items.subarray(0, length + 1));
    this.length = length;
    this.refresh();
  }

  /** Takes over what stands in another route of the slot; its figures are to be refreshed. */
  copyItems({ items, length, taskCount }: Route): void {
    while (items.length > this.items.length) this.grow();
    for (let p = 1; p <= length; p++) this.items[p] = items[p]!;
    this.length = length;
    this.taskCount = taskCount;
  }

  /** Computes everything anew from the items. */
  refresh(): void {
    const { items, slot, instance, length } = this;
    const { travel } = slot;
    const { taskCount, service, setup } = instance;
    this.feasible = true;
    this.taskCount = 0;
    this.travelCost = 0;
    this.travelTime = 0;
    let work = 0;
    this.node[0] = slot.startNode;
    this.node[length + 1] = slot.endNode;
    this.start[0] = slot.opens;
    this.ready[0] = slot.opens;
    this.credit[0] = 0;

    let here = slot.startNode;
    for (let p = 1; p <= length; p++) {
      const item = items[p]!;
      if (item >= taskCount) {
        this.node[p] = here;
        const begin = this.earliest(item, this.ready[p - 1]!);
        this.start[p] = begin;
        if (begin === Infinity) this.feasible = false;
        this.credit[p] = this.credit[p - 1]! + begin - this.ready[p - 1]!;
        this.ready[p] = begin + service[item]!;
        continue;
      }
      const there = instance.node[item]!;
      const leg = here * travel.size + there;
      const time = travel.timeFrom[leg]!;
      const arrival = this.ready[p - 1]! + Math.max(0, time - this.credit[p - 1]!);
      const begin = this.earliest(item, arrival);
      const action = service[item]! + (here === there ? 0 : setup[item]!);
      this.travelCost += travel.costFrom[leg]!;
      this.travelTime += time;
      work += action;
      this.taskCount++;
      this.node[p] = there;
      if (begin === Infinity) this.feasible = false;
      this.start[p] = begin;
      this.credit[p] = 0;
      this.ready[p] = begin + action;
      here = there;
    }
    const home = here * travel.size + slot.endNode;
    const last = travel.timeFrom[home]!;
    const back = this.ready[length]! + Math.max(0, last - this.credit[length]!);
    this.start[length + 1] = back;
    this.ready[length + 1] = back;
    if (this.taskCount === 0) {
      // Nobody leaves for nothing.
      this.travelCost = 0;
      this.travelTime = 0;
    } else {
      this.travelCost += travel.costFrom[home]! + slot.fixedCost;
      this.travelTime += last;
    }
    this.workTime = this.travelTime + work;
    if (
      !(back <= slot.closes) ||
      !(this.travelTime <= slot.maxTravel) ||
      this.taskCount > slot.maxTasks
    ) {
      this.feasible = false;
    }
    this.passBackward();
    if (instance.hasLoads && !weighLoads(instance, this)) this.feasible = false;
    if (slot.maxDuration < Infinity) {
      this.joinSegments();
      this.planStarts();
    }
  }

  /** Leaving later to take less time moves the beginnings, though not what is possible. */
  private planStarts(): void {
    this.hair = 0;
    // Sums in another order may miss a window by their rounding: then a hair earlier.
    if (!this.startFrom(this.departure())) {
      this.hair = ROUNDING;
      this.startFrom(this.departure());
    }
  }

  private startFrom(departure: number): boolean {
    const { items, instance, length, slot } = this;
    let clock = departure;
    let credit = 0;
    for (let p = 1; p <= length; p++) {
      const item = items[p]!;
      if (item >= instance.taskCount) {
        const begin = this.earliest(item, clock);
        credit += begin - clock;
        this.start[p] = begin;
        clock = begin + instance.service[item]!;
        continue;
      }
      const from = this.node[p - 1]!;
      const to = this.node[p]!;
      const time = slot.travel.timeFrom[from * slot.travel.size + to]!;
      const begin = this.earliest(item, clock + Math.max(0, time - credit));
      this.start[p] = begin;
      clock = begin + instance.service[item]! + (from === to ? 0 : instance.setup[item]!);
      credit = 0;
    }
    return clock < Infinity;
  }

  /** The first moment from `time` on at which the item may begin; Infinity when it is too late. */
  earliest(item: number, time: number): number {
    const { windowsFrom, windowStart, windowEnd } = this.instance;
    const end = windowsFrom[item + 1]!;
    for (let w = windowsFrom[item]!; w < end; w++) {
      if (time <= windowEnd[w]!) return time > windowStart[w]! ? time : windowStart[w]!;
    }
    return Infinity;
  }

  /** The last moment up to `time` at which the item may begin; -Infinity when that is too early. */
  private latestBegin(item: number, time: number): number {
    const { windowsFrom, windowStart, windowEnd } = this.instance;
    for (let w = windowsFrom[item + 1]! - 1; w >= windowsFrom[item]!; w--) {
      if (time >= windowStart[w]!) return time < windowEnd[w]! ? time : windowEnd[w]!;
    }
    return -Infinity;
  }

  private passBackward(): void {
    const { items, slot, instance, length } = this;
    const { travel } = slot;
    const { taskCount, service, setup } = instance;
    let next = slot.endNode;
    let arrive = slot.closes;
    let leave = Infinity;
    this.latest[length + 1] = arrive;
    this.latestLeaving[length + 1] = leave;
    this.nextNode[length + 1] = next;
    for (let p = length; p >= 1; p--) {
      const item = items[p]!;
      if (item >= taskCount) {
        arrive -= service[item]!;
        leave = this.latestBegin(item, Math.min(arrive, leave - service[item]!));
      } else {
        const node = instance.node[item]!;
        const time = travel.timeFrom[node * travel.size + next]!;
        // Setup is always counted here, since what will stand before is not known: on the safe side.
        const done = Math.min(arrive - time, leave);
        arrive = this.latestBegin(item, done - service[item]! - setup[item]!);
        leave = Infinity;
        next = node;
      }
      this.latest[p] = arrive;
      this.latestLeaving[p] = leave;
      this.nextNode[p] = next;
    }
    for (let p = 1; p <= length + 1; p++) {
      const leg = this.node[p - 1]! * travel.size + this.nextNode[p]!;
      this.gapCost[p] = this.taskCount === 0 ? -slot.fixedCost : travel.costFrom[leg]!;
      this.gapTime[p] = this.taskCount === 0 ? 0 : travel.timeFrom[leg]!;
    }
  }

  private joinSegments(): void {
    this.hasChoices = joinHeads(this.instance, this);
    joinTails(this.instance, this);
    PROBE.copy(this.head, this.length, 0);
    this.appendTail(this.length + 1, this.travelAfter(this.length));
    const isKept = PROBE.warped[0] === 0 && PROBE.duration[0]! <= this.slot.maxDuration;
    if (!isKept && this.taskCount > 0) this.feasible = false;
  }

  /** Seconds from place p to the stop after it. A break stays where it is, so the way comes after it. */
  private travelAfter(p: number): number {
    const { travel } = this.slot;
    const next = this.items[p + 1]!;
    const at =
      p === this.length
        ? this.slot.endNode
        : next < this.instance.taskCount
          ? this.node[p + 1]!
          : this.node[p]!;
    return travel.timeFrom[this.node[p]! * travel.size + at]!;
  }

  private appendVisit(
    segments: Segments,
    at: number,
    item: number,
    travel: number,
    start: number,
  ): void {
    const { instance } = this;
    // Of several windows the one in use now is taken.
    let w = instance.windowsFrom[item]!;
    const end = instance.windowsFrom[item + 1]! - 1;
    while (w < end && instance.windowEnd[w]! < start) w++;
    const action =
      instance.service[item]! + (item < instance.taskCount ? instance.setup[item]! : 0);
    segments.append(at, travel, action, instance.windowStart[w]!, instance.windowEnd[w]!);
  }

  /** Whether the route with one more task keeps its limit on the duration, everything else being kept. */
  keepsDuration(place: number, task: number, start: number): boolean {
    // No segment knows that a break moves or that another window comes into use: tried as a whole.
    if (this.slot.breaks.length > 0 || this.hasChoices || this.hasWindows(task))
      return this.isFeasibleWith(place, task);
    const { head, tail, slot } = this;
    if (tail.warped[place] === 1) return false;
    const { size, timeFrom } = slot.travel;
    const node = this.instance.node[task]!;
    PROBE.copy(head, place - 1, 0);
    this.appendVisit(PROBE, 0, task, timeFrom[this.node[place - 1]! * size + node]!, start);
    this.appendTail(place, timeFrom[node * size + this.nextNode[place]!]!);
    return PROBE.warped[0] === 0 && PROBE.duration[0]! <= slot.maxDuration;
  }

  /** Whether the item has several windows. */
  private hasWindows(item: number): boolean {
    const { windowsFrom } = this.instance;
    return windowsFrom[item + 1]! > windowsFrom[item]! + 1;
  }

  private isFeasibleWith(place: number, task: number): boolean {
    const items = this.items.slice(0, this.length + 1);
    const { length } = this;
    this.insert(task, place);
    this.refresh();
    const { feasible } = this;
    this.restore(items, length);
    return feasible;
  }

  private appendTail(place: number, travel: number): void {
    const { duration, earliest, latest } = this.tail;
    PROBE.append(0, travel, duration[place]!, earliest[place]!, latest[place]!);
  }

  /** When to leave so that the route takes least time, and as early as that allows. */
  departure(): number {
    if (this.slot.maxDuration === Infinity) return this.slot.opens;
    PROBE.copy(this.head, this.length, 0);
    this.appendTail(this.length + 1, this.travelAfter(this.length));
    return PROBE.earliest[0]! - this.hair;
  }

  private grow(): void {
    const size = this.items.length * 2;
    this.items = widerNumbers(size, this.items);
    this.node = widerNumbers(size, this.node);
    this.nextNode = widerNumbers(size, this.nextNode);
    this.gapCost = wider(size, this.gapCost);
    this.gapTime = wider(size, this.gapTime);
    this.start = wider(size, this.start);
    this.ready = wider(size, this.ready);
    this.credit = wider(size, this.credit);
    this.latest = wider(size, this.latest);
    this.latestLeaving = wider(size, this.latestLeaving);
    if (this.instance.hasLoads) {
      this.peakBefore = new Float64Array(size * this.instance.dimensions);
      this.peakFrom = new Float64Array(size * this.instance.dimensions);
    }
    if (this.slot.maxDuration < Infinity) {
      this.head.resize(size);
      this.tail.resize(size);
    }
  }
}

/** Places a route has room for at first. */
const ROOM = 16;
const PROBE = new Segments(1);
/** Seconds. */
const ROUNDING = 1e-7;

function wider(size: number, old: Float64Array): Float64Array<ArrayBuffer> {
  const array = new Float64Array(size);
  array.set(old);
  return array;
}

function widerNumbers(size: number, old: Int32Array): Int32Array<ArrayBuffer> {
  const array = new Int32Array(size);
  array.set(old);
  return array;
}
