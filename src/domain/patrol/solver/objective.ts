import type { PlanJob, PlanObjective, PlanStagger } from '../problem/problem.ts';
import type { Instance } from './instance.ts';
import type { Plan } from './plan.ts';
import { StaggerTerm } from './stagger-term.ts';

/**
 * What is minimised, in this order: visits left out, weighted by 1 + priority; days by which guaranteed gaps
 * are exceeded; then travel + staggering loss + unfairness, all in seconds.
 *
 * The order is made by weights that no sum of the later terms reaches in one move: leaving a visit out saves
 * at most the way there and back and its own loss.
 */
export class Objective {
  readonly leftOutWeight: number;
  readonly gapWeight: number;
  private readonly stagger: StaggerTerm | null;
  /** Whether any job is guaranteed a longest gap. */
  readonly hasGaps: boolean;
  private readonly fairShare: Float64Array;
  private readonly work: Float64Array;
  private readonly workBefore: Float64Array;

  private readonly routeCost: Float64Array;
  private readonly routeWork: Float64Array;
  private readonly gapOf: Float64Array;
  private travel = 0;
  private gaps = 0;
  total = 0;

  private readonly touchedCost: number[] = [];
  private readonly touchedWork: number[] = [];
  private readonly changedJobs: number[] = [];
  private readonly changedGaps: number[] = [];
  private before = { travel: 0, gaps: 0, total: 0 };

  constructor(
    private readonly plan: Plan,
    stagger: PlanStagger | undefined,
    private readonly fairness: number,
    jobs: readonly PlanJob[],
  ) {
    const { instance } = plan;
    this.stagger =
      stagger === undefined || stagger.weight === 0 ? null : new StaggerTerm(plan, stagger, jobs);
    this.hasGaps = instance.rules.some(({ maxGapDays }) => maxGapDays < Infinity);
    this.routeCost = new Float64Array(instance.slots.length);
    this.routeWork = new Float64Array(instance.slots.length);
    this.gapOf = new Float64Array(instance.jobCount);
    this.work = new Float64Array(instance.crewCount);
    this.workBefore = new Float64Array(instance.crewCount);
    this.fairShare = sharesOfTime(instance);
    const longestWay = Math.max(1, ...instance.slots.map(({ travel }) => travel.longestCost));
    this.gapWeight = 4 * longestWay + 4 * (stagger?.weight ?? 0);
    this.leftOutWeight = 100 * this.gapWeight;
    this.reset();
  }

  /** Computes everything anew from the plan. */
  reset(): void {
    const { plan } = this;
    const { instance } = plan;
    this.travel = 0;
    this.work.fill(0);
    for (const { slot, travelCost, workTime } of plan.routes) {
      this.routeCost[slot.index] = travelCost;
      this.routeWork[slot.index] = workTime;
      this.travel += travelCost;
      this.work[slot.crew]! += workTime;
    }
    this.gaps = 0;
    if (this.hasGaps) {
      for (let job = 0; job < instance.jobCount; job++) {
        this.gapOf[job] = gapDays(instance, job, plan.daysOf[job]!);
        this.gaps += this.gapOf[job]!;
      }
    }
    this.stagger?.reset();
    this.total = this.sum();
  }

  /** The objective after an attempt, from what it touched. */
  attempt(): number {
    const { plan } = this;
    const { instance, routes } = plan;
    this.before = { travel: this.travel, gaps: this.gaps, total: this.total };
    this.workBefore.set(this.work);
    this.touchedCost.length = 0;
    this.touchedWork.length = 0;
    for (const slot of plan.touched) {
      const route = routes[slot]!;
      this.touchedCost.push(this.routeCost[slot]!);
      this.touchedWork.push(this.routeWork[slot]!);
      this.travel += route.travelCost - this.routeCost[slot]!;
      this.work[route.slot.crew]! += route.workTime - this.routeWork[slot]!;
      this.routeCost[slot] = route.travelCost;
      this.routeWork[slot] = route.workTime;
    }
    this.changedJobs.length = 0;
    this.changedGaps.length = 0;
    if (this.hasGaps) {
      for (const job of plan.touchedJobs()) {
        const gap = gapDays(instance, job, plan.daysOf[job]!);
        if (gap === this.gapOf[job]) continue;
        this.changedJobs.push(job);
        this.changedGaps.push(this.gapOf[job]!);
        this.gaps += gap - this.gapOf[job]!;
        this.gapOf[job] = gap;
      }
    }
    this.stagger?.attempt();
    this.total = this.sum();
    return this.total;
  }

  /**
   * After a ruin: the seconds of travel that putting visits back may add before the attempt is sure to come to
   * more than the threshold, a longer way never being the cheaper one. Unlimited where other terms may make up
   * for travel, or visits were left out before.
   */
  budgetFor(threshold: number): number {
    const { plan } = this;
    if (this.stagger !== null || this.fairness > 0 || this.hasGaps || plan.removedFrom > 0)
      return Infinity;
    let travel = this.travel;
    for (const slot of plan.touched)
      travel += plan.routes[slot]!.travelCost - this.routeCost[slot]!;
    return threshold - travel;
  }

  /** Takes `attempt` back, after the plan was reverted in these slots. */
  revert(slots: readonly number[]): void {
    slots.forEach((slot, at) => {
      this.routeCost[slot] = this.touchedCost[at]!;
      this.routeWork[slot] = this.touchedWork[at]!;
    });
    this.work.set(this.workBefore);
    this.changedJobs.forEach((job, at) => (this.gapOf[job] = this.changedGaps[at]!));
    this.stagger?.revert(slots);
    Object.assign(this, this.before);
  }

  commit(): void {
    this.stagger?.commit();
  }

  /** To be called when a route was changed within an attempt. */
  routeChanged(slot: number): void {
    this.stagger?.readTimes(slot);
  }

  /** The staggering term, for looking where one more visit costs least; null where there is none. */
  get staggerTerm(): StaggerTerm | null {
    return this.stagger;
  }

  /** Seconds of unfairness that one more second of work for this crew adds. */
  slopeOf(crew: number): number {
    if (this.fairness === 0) return 0;
    const share = this.fairShare[crew]! * this.totalWork();
    return share > 0 ? (this.fairness * (this.work[crew]! - share)) / share : 0;
  }

  terms(): PlanObjective {
    return {
      leftOut: this.leftOut(),
      gapDays: this.gaps,
      travel: this.travel,
      stagger: this.stagger?.loss ?? 0,
      unfairness: this.unfairness(),
    };
  }

  private sum(): number {
    return (
      this.leftOutWeight * this.leftOut() +
      this.gapWeight * this.gaps +
      this.travel +
      (this.stagger?.loss ?? 0) +
      this.unfairness()
    );
  }

  /** Sum over the visits left out of 1 + priority. */
  leftOut(): number {
    const { absent, instance } = this.plan;
    let sum = 0;
    for (const task of absent) sum += instance.weight[task]!;
    return sum;
  }

  private totalWork(): number {
    let sum = 0;
    for (const each of this.work) sum += each;
    return sum;
  }

  /** Σ (work − fair share)² ÷ (2 × fair share): half the seconds by which a crew is off, when it is off by 100 %. */
  private unfairness(): number {
    if (this.fairness === 0) return 0;
    const all = this.totalWork();
    let sum = 0;
    for (let crew = 0; crew < this.work.length; crew++) {
      const share = this.fairShare[crew]! * all;
      if (share > 0) sum += (this.work[crew]! - share) ** 2 / (2 * share);
    }
    return this.fairness * sum;
  }
}

/** The part of all shift time that each crew has. */
function sharesOfTime({ slots, crewCount }: Instance): Float64Array {
  const time = new Float64Array(crewCount);
  for (const { crew, opens, closes, maxDuration } of slots) {
    time[crew]! += Math.min(closes - opens, maxDuration, 86_400);
  }
  const all = time.reduce((sum, each) => sum + each, 0);
  return time.map((each) => (all > 0 ? each / all : 0));
}

/**
 * Days by which the gaps of a job exceed what was guaranteed: from its last visit before the horizon to the
 * first in it, between visits, and from the last to the day after the horizon.
 */
export function gapDays(instance: Instance, job: number, days: number): number {
  const { maxGapDays, lastDay } = instance.rules[job]!;
  if (maxGapDays === Infinity) return 0;
  let last = lastDay === -Infinity ? -1 : lastDay;
  let sum = 0;
  for (let day = 0; day <= instance.dayCount; day++) {
    if (day < instance.dayCount && (days & (1 << day)) === 0) continue;
    sum += Math.max(0, day - last - maxGapDays);
    last = day;
  }
  return sum;
}
