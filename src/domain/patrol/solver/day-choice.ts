import type { Instance } from './instance.ts';
import { gapDays } from './objective.ts';

/** On which days the visits of a job may and should fall, given those it has. Sets of days are bits. */
export class DayChoice {
  private readonly least: Float64Array;
  private readonly from: Int32Array;

  constructor(
    private readonly instance: Instance,
    private readonly gapWeight: number,
  ) {
    const { dayCount } = instance;
    this.least = new Float64Array((dayCount + 1) * dayCount);
    this.from = new Int32Array((dayCount + 1) * dayCount);
  }

  /** Days on which one more visit may fall so that as many as are missing still find room. */
  allowed(job: number, taken: number, missing: number): number {
    const { patterns, days, minGapDays, lastDay } = this.instance.rules[job]!;
    let allowed = 0;
    if (patterns !== null) {
      for (const pattern of patterns) if ((pattern & taken) === taken) allowed |= pattern;
      return allowed & ~taken;
    }
    for (let day = 0; day < this.instance.dayCount; day++) {
      if ((days & (1 << day)) === 0 || day - lastDay < minGapDays) continue;
      if (!isApart(day, taken, minGapDays)) continue;
      if (missing > 1 && this.room(job, taken | (1 << day)) < missing - 1) continue;
      allowed |= 1 << day;
    }
    return allowed;
  }

  /** How many more visits find room, packed as tightly as the gap allows. */
  private room(job: number, taken: number): number {
    const { days, minGapDays, lastDay } = this.instance.rules[job]!;
    let count = 0;
    let set = taken;
    for (let day = 0; day < this.instance.dayCount; day++) {
      if ((days & (1 << day)) === 0 || day - lastDay < minGapDays || !isApart(day, set, minGapDays))
        continue;
      set |= 1 << day;
      count++;
    }
    return count;
  }

  /** What the days by which gaps exceed the guarantee change by, weighed, when a visit falls on this day. */
  gapAdded(job: number, taken: number, day: number): number {
    const { instance } = this;
    return (
      this.gapWeight * (gapDays(instance, job, taken | (1 << day)) - gapDays(instance, job, taken))
    );
  }

  /**
   * The cheapest days for that many more visits.
   *
   * @param cost of a visit by day; Infinity where there is no place
   * @returns the days, or 0 when there is no such combination
   */
  choose(job: number, taken: number, missing: number, cost: Float64Array): number {
    const { patterns } = this.instance.rules[job]!;
    if (patterns !== null) return cheapestPattern(patterns, taken, cost);
    return taken === 0 ? this.cheapestApart(job, missing, cost) : 0;
  }

  /** By dynamic programming over (visits so far, day of the last), days apart as the rules ask. */
  private cheapestApart(job: number, visits: number, cost: Float64Array): number {
    const { least, from, gapWeight } = this;
    const { dayCount } = this.instance;
    const { days, minGapDays, maxGapDays, lastDay } = this.instance.rules[job]!;
    const over = (gap: number) => (gap > maxGapDays ? gapWeight * (gap - maxGapDays) : 0);
    const before = lastDay === -Infinity ? -1 : lastDay;
    least.fill(Infinity);
    for (let day = 0; day < dayCount; day++) {
      if ((days & (1 << day)) === 0 || day - lastDay < minGapDays) continue;
      least[day] = cost[day]! + over(day - before);
    }
    for (let visit = 1; visit < visits; visit++) {
      for (let day = visit; day < dayCount; day++) {
        if ((days & (1 << day)) === 0 || cost[day] === Infinity) continue;
        const at = visit * dayCount + day;
        for (let earlier = visit - 1; earlier <= day - minGapDays; earlier++) {
          const sum = least[at - dayCount - day + earlier]! + cost[day]! + over(day - earlier);
          if (sum < least[at]!) {
            least[at] = sum;
            from[at] = earlier;
          }
        }
      }
    }
    let best = Infinity;
    let last = -1;
    for (let day = 0; day < dayCount; day++) {
      const sum = least[(visits - 1) * dayCount + day]! + over(dayCount - day);
      if (sum < best) {
        best = sum;
        last = day;
      }
    }
    if (last < 0) return 0;
    let chosen = 0;
    for (let visit = visits - 1; visit >= 0; visit--) {
      chosen |= 1 << last;
      last = from[visit * dayCount + last]!;
    }
    return chosen;
  }
}

function isApart(day: number, taken: number, minGapDays: number): boolean {
  for (let gap = 0; gap < minGapDays; gap++) {
    if ((taken & (1 << (day + gap))) !== 0) return false;
    if (day >= gap && (taken & (1 << (day - gap))) !== 0) return false;
  }
  return true;
}

function cheapestPattern(patterns: Int32Array, taken: number, cost: Float64Array): number {
  let best = Infinity;
  let chosen = 0;
  for (const pattern of patterns) {
    if ((pattern & taken) !== taken) continue;
    let sum = 0;
    for (let day = 0; day < cost.length; day++) {
      if ((pattern & ~taken & (1 << day)) !== 0) sum += cost[day]!;
    }
    if (sum < best) {
      best = sum;
      chosen = pattern & ~taken;
    }
  }
  return chosen;
}
