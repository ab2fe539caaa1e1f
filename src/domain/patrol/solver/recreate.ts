import { DayChoice } from './day-choice.ts';
import type { Dice } from './dice.ts';
import { fits } from './loads.ts';
import type { Objective } from './objective.ts';
import { Orders } from './orders.ts';
import type { Plan } from './plan.ts';
import type { Route } from './route.ts';

/** How often a place is passed over, so that not always the best is taken (Christiaens & Vanden Berghe 2020). */
const BLINK = 0.01;

/** Where many visits are left out, so many of them are tried again in one attempt. */
const MOST_RETRIED = 10;

/**
 * Greedy insertion with blinks: the absent visits in a drawn order, each to the place that costs least.
 *
 * Where several visits of one job are absent, their days are chosen together: the cheapest place of each day
 * is looked up once, and of the combinations of days that the job allows the cheapest is taken.
 */
export class Recreate {
  /** By day (or for all days in one, at 0): the best place found for the task last tried. */
  private readonly cost: Float64Array;
  private readonly slot: Int32Array;
  private readonly place: Int32Array;
  private untilBlink: number;
  private readonly triedKind: Int32Array;
  private search = 0;
  private budget = Infinity;
  private readonly order: Orders;
  private readonly days: DayChoice;
  private readonly slope: Float64Array;

  constructor(
    private readonly plan: Plan,
    private readonly objective: Objective,
    private readonly dice: Dice,
  ) {
    const { instance } = plan;
    this.cost = new Float64Array(instance.dayCount);
    this.slot = new Int32Array(instance.dayCount);
    this.place = new Int32Array(instance.dayCount);
    this.untilBlink = dice.failuresBefore(BLINK);
    this.triedKind = new Int32Array(1 + Math.max(0, ...instance.slots.map(({ kind }) => kind)));
    this.order = new Orders(instance);
    this.days = new DayChoice(instance, objective.gapWeight);
    this.slope = new Float64Array(instance.crewCount);
  }

  /**
   * Puts back what the attempt removed.
   *
   * @param budget gives up as soon as the ways added come to more seconds than this
   * @returns whether it went through to the end
   */
  run(budget = Infinity): boolean {
    this.budget = budget;
    return this.insert(this.candidates());
  }

  /** Puts in all that is absent, for the first plan. */
  runAll(): void {
    this.budget = Infinity;
    this.insert(this.plan.absent);
  }

  /** Puts in one visit alone. */
  runOne(task: number): void {
    const { instance, daysOf } = this.plan;
    const job = instance.job[task]!;
    this.budget = Infinity;
    this.readSlopes();
    const days = instance.isPeriodic ? this.days.allowed(job, daysOf[job]!, 1) : 0;
    if (days !== 0 || !instance.isPeriodic) this.insertTask(task, days);
  }

  private readSlopes(): void {
    const { slope, objective } = this;
    for (let crew = 0; crew < slope.length; crew++) slope[crew] = objective.slopeOf(crew);
  }

  private insert(tasks: readonly number[]): boolean {
    const { plan, dice } = this;
    this.readSlopes();
    const waiting = this.order.drawn(tasks, dice);
    for (const task of waiting) {
      if (plan.slotOf[task]! >= 0) continue;
      if (plan.instance.partner[task]! >= 0) this.insertShipment(task);
      else if (plan.instance.isPeriodic) this.insertVisits(task, waiting);
      else this.insertTask(task, 0);
      if (this.budget < 0) return false;
    }
    let left = 0;
    for (const task of plan.absent) if (plan.slotOf[task]! < 0) plan.absent[left++] = task;
    plan.absent.length = left;
    return true;
  }

  /** What this attempt removed, and some of what was absent before it. */
  private candidates(): number[] {
    const { absent, removedFrom } = this.plan;
    if (removedFrom <= MOST_RETRIED) return absent;
    const chosen = absent.slice(removedFrom);
    const first = this.dice.below(removedFrom);
    for (let at = 0; at < MOST_RETRIED; at++) chosen.push(absent[(first + at) % removedFrom]!);
    return chosen;
  }

  private insertTask(task: number, days: number): void {
    this.find(task, days, false);
    this.take(task, 0);
  }

  private take(task: number, at: number): void {
    const slot = this.slot[at]!;
    this.budget -= slot < 0 ? this.objective.leftOutWeight : this.cost[at]!;
    if (slot < 0) return;
    this.plan.place(task, slot, this.place[at]!);
    this.objective.routeChanged(slot);
  }

  /** The task and, with it, what else of its job is absent. */
  private insertVisits(task: number, waiting: readonly number[]): void {
    const { plan, days } = this;
    const { instance } = plan;
    const job = instance.job[task]!;
    const absent = instance.tasksOfJob[job]!.filter((other) => plan.slotOf[other]! < 0);
    if (absent.length > 1 && absent.length <= waiting.length) {
      this.find(task, days.allowed(job, plan.daysOf[job]!, absent.length), true);
      const chosen = days.choose(job, plan.daysOf[job]!, absent.length, this.cost);
      if (chosen !== 0) {
        for (const visit of absent) {
          const left = chosen & ~plan.daysOf[job]!;
          if (left !== 0) this.insertTask(visit, left);
        }
        return;
      }
    }
    for (const visit of absent) {
      const missing = absent.length - absent.indexOf(visit);
      const allowed = days.allowed(job, plan.daysOf[job]!, missing);
      if (allowed !== 0) this.insertTask(visit, allowed);
    }
  }

  /**
   * Every gap of every route that may be: first by its time and by what the detour costs, which nearly
   * always is answer enough. All that the loop reads is looked up before it.
   *
   * @param days only slots of these days, as bits; 0 for all
   * @param byDay the best of every day instead of the best of all
   */
  private find(task: number, days: number, byDay: boolean): void {
    const { plan, slope, triedKind, cost: best } = this;
    const { instance, gaps } = plan;
    const { allowed, slotDay, slotKind, slotCrew, slots } = instance;
    const { count, isEmpty, before, after, cost, ready, latest, leave } = gaps;
    best.fill(Infinity);
    this.slot.fill(-1);
    const search = ++this.search;
    const job = instance.job[task]!;
    const term = this.objective.staggerTerm;
    term?.consider(job);
    const termFloor = term === null ? 0 : term.floor;
    const slotCount = slotDay.length;
    if (slotCount === 0) return;
    const offset = task * slotCount;
    const daySet = days === 0 ? -1 : days;
    const addsGaps = days !== 0 && !byDay && this.objective.hasGaps;
    const service = instance.service[task]!;
    const action = service + instance.setup[task]!;
    const opens = instance.windowStart[instance.windowsFrom[task]!]!;
    const closes = instance.windowEnd[instance.windowsFrom[task + 1]! - 1]!;
    let { travel } = slots[0]!;
    let { costFrom, costTo, timeFrom, timeTo } = travel;
    let row = instance.node[task]! * travel.size;
    for (let slot = 0; slot < slotCount; slot++) {
      const day = slotDay[slot]!;
      if (allowed[offset + slot] === 0 || (daySet & (1 << day)) === 0) continue;
      const steep = slope[slotCrew[slot]!]!;
      if (isEmpty[slot] === 1 && steep === 0) {
        const kind = slotKind[slot]!;
        if (triedKind[kind] === search) continue;
        triedKind[kind] = search;
      }
      if (slots[slot]!.travel !== travel) {
        ({ travel } = slots[slot]!);
        ({ costFrom, costTo, timeFrom, timeTo } = travel);
        row = instance.node[task]! * travel.size;
      }
      const at = byDay ? day : 0;
      let fixed = steep * action;
      if (addsGaps) fixed += this.days.gapAdded(job, plan.daysOf[job]!, day);
      const floor = fixed + termFloor;
      const first = gaps.first[slot]!;
      const end = first + count[slot]!;
      let least = best[at]!;
      for (let gap = first; gap < end; gap++) {
        if (ready[gap]! > closes) break;
        const until = latest[gap]!;
        if (until < opens + service) continue;
        const from = row + before[gap]!;
        const to = row + after[gap]!;
        const detour = costTo[from]! + costFrom[to]! - cost[gap]!;
        if (!(detour + floor < least)) continue;
        const arrival = leave[gap]! + timeTo[from]!;
        if (arrival > closes) continue;
        if ((arrival > opens ? arrival : opens) + service + timeFrom[to]! > until) continue;
        this.tryPlace(task, plan.routes[slot]!, gap - first + 1, at, detour, fixed);
        least = best[at]!;
      }
    }
  }

  /** Takes the place if all constraints allow it and it is the cheapest so far. */
  private tryPlace(
    task: number,
    route: Route,
    p: number,
    at: number,
    detour: number,
    fixed: number,
  ): void {
    const { instance } = this.plan;
    const { slot, ready, credit, latest, latestLeaving } = route;
    const { timeFrom, timeTo, size } = slot.travel;
    const here = instance.node[task]!;
    const to = timeTo[here * size + route.node[p - 1]!]!;
    const from = timeFrom[here * size + route.nextNode[p]!]!;
    const window = instance.windowsFrom[task]!;
    const opens = instance.windowStart[window]!;
    const way = to - credit[p - 1]!;
    const arrival = way > 0 ? ready[p - 1]! + way : ready[p - 1]!;
    let begin: number;
    if (arrival <= instance.windowEnd[window]!) begin = arrival > opens ? arrival : opens;
    else if (instance.windowsFrom[task + 1]! > window + 1) begin = route.earliest(task, arrival);
    else return;
    const setup = route.node[p - 1] === here ? 0 : instance.setup[task]!;
    const done = begin + instance.service[task]! + setup;
    const onward = done + from;
    // Infinity is too late also where nothing ends.
    if (!(onward <= latest[p]!) || onward === Infinity || done > latestLeaving[p]!) return;
    if (instance.hasLoads && !fits(instance, route, task, p)) return;
    const more = to + from - route.gapTime[p]!;
    if (slot.maxTravel < Infinity && route.travelTime + more > slot.maxTravel) return;
    let cost = detour + fixed;
    const slope = this.slope[slot.crew]!;
    if (slope !== 0) cost += slope * more;
    const term = this.objective.staggerTerm;
    if (term !== null) cost += term.marginal(slot.day, begin);
    if (!(cost < this.cost[at]!)) return;
    if (slot.maxDuration < Infinity && !route.keepsDuration(p, task, begin)) return;
    if (this.untilBlink-- === 0) {
      this.untilBlink = this.dice.failuresBefore(BLINK);
      return;
    }
    this.cost[at] = cost;
    this.slot[at] = slot.index;
    this.place[at] = p;
  }

  /** Both halves of a shipment, tried in every pair of places of every route: for small numbers of them. */
  private insertShipment(task: number): void {
    const { plan } = this;
    const { instance, routes } = plan;
    const [first, second] =
      instance.isDropOff[task] === 1
        ? [instance.partner[task]!, task]
        : [task, instance.partner[task]!];
    let best = Infinity;
    let found: { slot: number; from: number; to: number } | null = null;
    for (const route of routes) {
      const at = route.slot.index;
      const count = routes.length;
      if (instance.allowed[first * count + at] === 0 || instance.allowed[second * count + at] === 0)
        continue;
      if (route.taskCount + 2 > route.slot.maxTasks) continue;
      const cost = route.travelCost;
      const items = route.items.slice(0, route.length + 1);
      const { length } = route;
      for (let from = 1; from <= length + 1; from++) {
        for (let to = from + 1; to <= length + 2; to++) {
          route.insert(first, from);
          route.insert(second, to);
          route.refresh();
          const more = route.travelCost - cost;
          if (route.feasible && more < best && this.untilBlink-- !== 0) {
            best = more;
            found = { slot: at, from, to };
          }
          route.restore(items, length);
        }
      }
    }
    if (this.untilBlink < 0) this.untilBlink = this.dice.failuresBefore(BLINK);
    if (found === null) return;
    plan.place(first, found.slot, found.from);
    plan.place(second, found.slot, found.to);
    this.objective.routeChanged(found.slot);
  }
}
