import { secondOfDay, dayOfVisit } from '../problem/days.ts';
import type { PlanJob, PlanStagger } from '../problem/problem.ts';
import { countHits } from '../measures/guess.ts';
import { spread } from '../measures/spread.ts';
import { openClasses, timeClasses, type TimeClasses } from '../measures/time-classes.ts';
import type { Plan } from './plan.ts';

/** A right guess of the average guesser costs this much of a unit: hits are meant to be rare, not only even. */
export const HIT_LOSS = 0.5;
/** One visit in working hours while too few lie outside them. */
export const OFF_HOURS_LOSS = 1;
/** Of the visits already made, so many are remembered. */
export const REMEMBERED_VISITS = 20;

/**
 * The staggering loss of a plan in seconds: `weight` × the sum of
 *
 * - over jobs with a planned visit: (1 − spread) over remembered and planned visits,
 * - HIT_LOSS for every planned visit that a guesser names, summed over the guessers ÷ 2,
 * - OFF_HOURS_LOSS for every visit outside working hours that the target still lacks.
 */
export class StaggerTerm {
  loss = 0;
  private readonly classes: TimeClasses;
  private readonly weight: number;
  private readonly target: number;
  /** By job: remembered classes in order of time. */
  private readonly history: readonly Int32Array[];
  private readonly openCount: Int32Array;
  /** By job: whether it can be visited outside working hours at all. */
  private readonly canBeOff: Uint8Array;
  /** By task: when its visit begins, in seconds from the start of the horizon. */
  private readonly slotTime: Float64Array;
  private readonly jobLoss: Float64Array;
  private readonly jobOff: Int32Array;
  private readonly jobCounted: Int32Array;
  private lossOfJobs = 0;
  private off = 0;
  private counted = 0;

  private readonly changed: number[] = [];
  private readonly changedBefore: number[] = [];
  private before = { loss: 0, lossOfJobs: 0, off: 0, counted: 0 };
  private readonly sequence: Int32Array;
  private readonly times: Float64Array;
  private considered = -1;
  private baseCount = 0;
  private baseLoss = 0;
  private readonly baseSequence: Int32Array;
  private readonly baseTimes: Float64Array;
  /** By day and band: the marginal loss, once it was asked for. */
  private readonly known: Float64Array;
  private readonly hits = new Int32Array(4);

  constructor(
    private readonly plan: Plan,
    stagger: PlanStagger,
    jobs: readonly PlanJob[],
  ) {
    const { instance } = plan;
    this.classes = timeClasses(stagger, instance.dayCount);
    this.weight = stagger.weight;
    this.target = stagger.off_hours_target ?? 0;
    this.history = Array.from({ length: instance.jobCount }, (_, job) =>
      Int32Array.from(
        [...(jobs[job]!.last_visits ?? [])]
          .sort((a, b) => Date.parse(a) - Date.parse(b))
          .slice(-REMEMBERED_VISITS)
          .map((visit) =>
            this.classes.of(dayOfVisit(visit, stagger.start_date), secondOfDay(visit)),
          ),
      ),
    );
    const open = Array.from({ length: instance.jobCount }, (_, job) =>
      openClasses(this.classes, jobs[job]!, instance.dayCount),
    );
    this.openCount = Int32Array.from(open, ({ count }) => count);
    this.canBeOff = Uint8Array.from(open, ({ off }) => (off ? 1 : 0));
    this.slotTime = new Float64Array(instance.taskCount).fill(-1);
    this.jobLoss = new Float64Array(instance.jobCount);
    this.jobOff = new Int32Array(instance.jobCount);
    this.jobCounted = new Int32Array(instance.jobCount);
    const most =
      REMEMBERED_VISITS + Math.max(0, ...instance.tasksOfJob.map(({ length }) => length)) + 1;
    this.sequence = new Int32Array(most);
    this.times = new Float64Array(most);
    this.baseSequence = new Int32Array(most);
    this.baseTimes = new Float64Array(most);
    this.known = new Float64Array(instance.dayCount * (this.classes.bandCount + 1));
  }

  reset(): void {
    this.slotTime.fill(-1);
    this.jobLoss.fill(0);
    this.jobOff.fill(0);
    this.jobCounted.fill(0);
    this.lossOfJobs = 0;
    this.off = 0;
    this.counted = 0;
    for (const route of this.plan.routes) this.readTimes(route.slot.index);
    for (let job = 0; job < this.jobLoss.length; job++) this.update(job);
    this.loss = this.sum();
    this.commit();
  }

  attempt(): void {
    this.before = {
      loss: this.loss,
      lossOfJobs: this.lossOfJobs,
      off: this.off,
      counted: this.counted,
    };
    this.changed.length = 0;
    this.changedBefore.length = 0;
    const { plan } = this;
    for (const job of plan.touchedJobs()) {
      this.changed.push(job);
      this.changedBefore.push(this.jobLoss[job]!, this.jobOff[job]!, this.jobCounted[job]!);
      this.update(job);
    }
    this.loss = this.sum();
  }

  revert(slots: readonly number[]): void {
    for (const slot of slots) this.readTimes(slot);
    this.changed.forEach((job, at) => {
      this.jobLoss[job] = this.changedBefore[3 * at]!;
      this.jobOff[job] = this.changedBefore[3 * at + 1]!;
      this.jobCounted[job] = this.changedBefore[3 * at + 2]!;
    });
    Object.assign(this, this.before);
  }

  commit(): void {
    this.changed.length = 0;
  }

  /** Before `marginal` is asked for visits of this job, the others as they stand in the plan now. */
  consider(job: number): void {
    this.considered = job;
    this.baseCount = this.fill(job);
    this.baseLoss =
      this.baseCount > this.history[job]!.length ? this.lossWith(job, this.baseCount) : 0;
    this.baseSequence.set(this.sequence);
    this.baseTimes.set(this.times);
    this.known.fill(NaN);
  }

  /** The least that `marginal` can come to. */
  get floor(): number {
    return -this.weight * this.baseLoss;
  }

  /** What one more visit of the job considered would add to the loss. */
  marginal(day: number, start: number): number {
    const visit = this.classes.of(day, start);
    // Hours of one class on one day differ in nothing but the order within the day, and no two visits share a day.
    const key =
      day * (this.classes.bandCount + 1) +
      (visit < 0 ? this.classes.bandCount : visit % this.classes.bandCount);
    if (!Number.isNaN(this.known[key]!)) return this.known[key]!;
    const job = this.considered;
    const { length } = this.history[job]!;
    const { sequence, baseSequence, baseTimes } = this;
    sequence.set(baseSequence.subarray(0, this.baseCount));
    let at = this.baseCount;
    const time = day * 86_400 + start;
    while (at > length && baseTimes[at - 1]! > time) {
      sequence[at] = sequence[at - 1]!;
      at--;
    }
    sequence[at] = visit;
    const lacks = this.off < this.target * this.counted;
    const inside =
      lacks && this.canBeOff[job] === 1 && !this.classes.isOff(visit, day) ? OFF_HOURS_LOSS : 0;
    return (this.known[key] =
      this.weight * (this.lossWith(job, this.baseCount + 1) - this.baseLoss + inside));
  }

  /** Reads when the visits of a route begin; needed whenever it changed. */
  readTimes(slot: number): void {
    const { routes, instance } = this.plan;
    const {
      items,
      start,
      length,
      slot: { day },
    } = routes[slot]!;
    for (let p = 1; p <= length; p++) {
      const item = items[p]!;
      if (item < instance.taskCount) this.slotTime[item] = day * 86_400 + start[p]!;
    }
  }

  private update(job: number): void {
    const { length } = this.history[job]!;
    const count = this.fill(job);
    let off = 0;
    for (let at = length; at < count; at++) {
      if (this.classes.isOff(this.sequence[at]!, Math.floor(this.times[at]! / 86_400))) off++;
    }
    const loss = count > length ? this.lossWith(job, count) : 0;
    const counted = this.canBeOff[job] === 1 ? count - length : 0;
    const counting = this.canBeOff[job] === 1 ? off : 0;
    this.lossOfJobs += loss - this.jobLoss[job]!;
    this.off += counting - this.jobOff[job]!;
    this.counted += counted - this.jobCounted[job]!;
    this.jobLoss[job] = loss;
    this.jobOff[job] = counting;
    this.jobCounted[job] = counted;
  }

  /** Writes the job's classes in order of time; the planned ones follow the remembered. */
  private fill(job: number): number {
    const { sequence, times, slotTime, plan, classes } = this;
    const history = this.history[job]!;
    sequence.set(history);
    let count = history.length;
    for (const task of plan.instance.tasksOfJob[job]!) {
      if (plan.slotOf[task]! < 0) continue;
      const time = slotTime[task]!;
      let at = count++;
      while (at > history.length && times[at - 1]! > time) {
        times[at] = times[at - 1]!;
        at--;
      }
      times[at] = time;
    }
    for (let at = history.length; at < count; at++) {
      const day = Math.floor(times[at]! / 86_400);
      sequence[at] = classes.of(day, times[at]! - day * 86_400);
    }
    return count;
  }

  private lossWith(job: number, count: number): number {
    const { length } = this.history[job]!;
    const classes = this.sequence.subarray(0, count);
    const hits = countHits(classes, length, this.classes.bandCount, this.hits);
    let named = 0;
    for (const each of hits) named += each;
    return 1 - spread(classes, this.openCount[job]!) + (HIT_LOSS * named) / 2;
  }

  private sum(): number {
    const lacking = Math.max(0, this.target * this.counted - this.off);
    return this.weight * (this.lossOfJobs + OFF_HOURS_LOSS * lacking);
  }
}
