/**
 * The four clocks by which a city counts the time a unit has, over its calendar of holidays and
 * 调休 make-up workdays. All clocks are read in Asia/Shanghai, which has kept +08:00 without
 * summer time since 1991; a fixed offset is therefore exact for every date the product knows.
 *
 * Moments are epoch milliseconds. The database has its own implementation
 * (`private.add_to_clock`); a contract test compares both.
 */

export const CLOCK_KINDS = [
  'urgent_hours',
  'working_hours',
  'working_days',
  'calendar_days',
] as const;
export type ClockKind = (typeof CLOCK_KINDS)[number];

export type DayKind = 'holiday' | 'workday';

/** One row of the city's holiday table; `day` is a date of Asia/Shanghai, YYYY-MM-DD. */
export interface CalendarDay {
  readonly day: string;
  readonly kind: DayKind;
}

/** A stretch of a working day, in minutes after midnight. */
export interface WorkingHours {
  readonly startMinutes: number;
  readonly endMinutes: number;
}

/** 08:30–12:00 and 14:00–18:00: what `working_hours` holds until the office changes it. */
export const USUAL_WORKING_HOURS: readonly WorkingHours[] = [
  { startMinutes: 8 * 60 + 30, endMinutes: 12 * 60 },
  { startMinutes: 14 * 60, endMinutes: 18 * 60 },
];

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SHANGHAI_OFFSET = 8 * HOUR;

/** Days after 1970-01-01 of the date that a moment has in Asia/Shanghai. */
export function dayNumberOf(moment: number): number {
  return Math.floor((moment + SHANGHAI_OFFSET) / DAY);
}

/** 00:00 Asia/Shanghai of a day number. */
export function startOfDay(dayNumber: number): number {
  return dayNumber * DAY - SHANGHAI_OFFSET;
}

/** Milliseconds after midnight in Asia/Shanghai. */
export function timeOfDay(moment: number): number {
  return moment - startOfDay(dayNumberOf(moment));
}

/** @param day YYYY-MM-DD, a date of Asia/Shanghai. */
export function dayNumber(day: string): number {
  const midnightUtc = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnightUtc)) throw new RangeError(`"${day}" is not a date YYYY-MM-DD.`);
  return midnightUtc / DAY;
}

/** YYYY-MM-DD of a day number. */
export function dayText(number: number): string {
  return new Date(number * DAY).toISOString().slice(0, 10);
}

/** 1 January 1970 was a Thursday; 0 is Sunday, as in `Date.getDay`. */
export function weekday(number: number): number {
  return (((number + 4) % 7) + 7) % 7;
}

export class WorkCalendar {
  private readonly kinds: ReadonlyMap<number, DayKind>;
  private readonly intervals: readonly (readonly [start: number, end: number])[];
  /** Working milliseconds of one working day. */
  private readonly workingTime: number;

  constructor(days: Iterable<CalendarDay>, hours: readonly WorkingHours[] = USUAL_WORKING_HOURS) {
    const kinds = new Map<number, DayKind>();
    for (const { day, kind } of days) kinds.set(dayNumber(day), kind);
    this.kinds = kinds;
    this.intervals = [...hours]
      .sort((a, b) => a.startMinutes - b.startMinutes)
      .map(({ startMinutes, endMinutes }) => {
        if (!(startMinutes >= 0 && startMinutes < endMinutes && endMinutes <= 24 * 60)) {
          throw new RangeError(
            `Working hours from minute ${startMinutes} to ${endMinutes}: the start must lie before the end, both within a day.`,
          );
        }
        return [startMinutes * MINUTE, endMinutes * MINUTE] as const;
      });
    if (this.intervals.length === 0) throw new RangeError('A work calendar needs working hours.');
    this.workingTime = this.intervals.reduce((sum, [start, end]) => sum + end - start, 0);
  }

  /** Monday to Friday unless a holiday, or a 调休 make-up workday. */
  isWorkingDay(number: number): boolean {
    const kind = this.kinds.get(number);
    if (kind !== undefined) return kind === 'workday';
    const day = weekday(number);
    return day !== 0 && day !== 6;
  }

  isHoliday(number: number): boolean {
    return this.kinds.get(number) === 'holiday';
  }

  /** Whether offices work at this moment; the end of an interval no longer counts. */
  isWorkingTime(moment: number): boolean {
    const number = dayNumberOf(moment);
    if (!this.isWorkingDay(number)) return false;
    const time = moment - startOfDay(number);
    return this.intervals.some(([start, end]) => time >= start && time < end);
  }

  /** The moment itself if offices work then, else the next opening. */
  nextWorkingMoment(moment: number): number {
    for (let number = dayNumberOf(moment); ; number += 1) {
      if (!this.isWorkingDay(number)) continue;
      const midnight = startOfDay(number);
      for (const [start, end] of this.intervals) {
        if (moment < midnight + start) return midnight + start;
        if (moment < midnight + end) return moment;
      }
    }
  }

  /** Closing time of a day, whether or not offices work on it. */
  closingTime(number: number): number {
    const last = this.intervals[this.intervals.length - 1];
    return startOfDay(number) + (last ? last[1] : 0);
  }

  /** Working milliseconds between two moments; 0 if `ends` is not after `starts`. */
  workingTimeBetween(starts: number, ends: number): number {
    if (ends <= starts) return 0;
    const firstDay = dayNumberOf(starts);
    const lastDay = dayNumberOf(ends);
    let total = 0;
    for (let number = firstDay; number <= lastDay; number += 1) {
      if (!this.isWorkingDay(number)) continue;
      if (number > firstDay && number < lastDay) {
        total += this.workingTime;
        continue;
      }
      const midnight = startOfDay(number);
      for (const [start, end] of this.intervals) {
        const overlap = Math.min(ends, midnight + end) - Math.max(starts, midnight + start);
        if (overlap > 0) total += overlap;
      }
    }
    return total;
  }

  /** The earliest moment by which `duration` milliseconds of working time have passed. */
  addWorkingTime(starts: number, duration: number): number {
    if (duration <= 0) return starts;
    let left = duration;
    for (let number = dayNumberOf(starts); ; number += 1) {
      if (!this.isWorkingDay(number)) continue;
      const midnight = startOfDay(number);
      for (const [start, end] of this.intervals) {
        const from = Math.max(starts, midnight + start);
        const length = midnight + end - from;
        if (length <= 0) continue;
        if (left <= length) return from + left;
        left -= length;
      }
    }
  }
}

/**
 * The deadline of a clock that starts now.
 * - urgent_hours: `amount` hours later, nights and holidays included.
 * - working_hours: when `amount` hours of working time have passed.
 * - working_days: closing time (18:00) of the `amount`-th working day after the date of the start.
 * - calendar_days: the end (24:00) of the `amount`-th day after the date of the start.
 *
 * @throws RangeError unless `amount` is a positive whole number.
 */
export function addToClock(
  starts: number,
  clock: ClockKind,
  amount: number,
  calendar: WorkCalendar,
): number {
  if (!Number.isInteger(amount) || amount < 1) {
    throw new RangeError(`A clock of ${amount}: the amount must be a whole number from 1.`);
  }
  switch (clock) {
    case 'urgent_hours':
      return starts + amount * HOUR;
    case 'working_hours':
      return calendar.addWorkingTime(starts, amount * HOUR);
    case 'working_days': {
      let number = dayNumberOf(starts);
      for (let left = amount; left > 0;) {
        number += 1;
        if (calendar.isWorkingDay(number)) left -= 1;
      }
      return calendar.closingTime(number);
    }
    case 'calendar_days':
      return startOfDay(dayNumberOf(starts) + amount + 1);
  }
}

/**
 * Milliseconds that pass between two moments by a clock's own time: working time for the two
 * working clocks, plain time for the others. 0 if `ends` is not after `starts`.
 */
export function elapsedOnClock(
  starts: number,
  ends: number,
  clock: ClockKind,
  calendar: WorkCalendar,
): number {
  switch (clock) {
    case 'urgent_hours':
    case 'calendar_days':
      return Math.max(0, ends - starts);
    case 'working_hours':
    case 'working_days':
      return calendar.workingTimeBetween(starts, ends);
  }
}

/**
 * The moment at which `share` of the time from `starts` to `deadline` has passed by the clock's own
 * time: 0.5 for the reminder, 0.8 for the warning, 1.5 for the red card.
 */
export function momentOfShare(
  starts: number,
  deadline: number,
  share: number,
  clock: ClockKind,
  calendar: WorkCalendar,
): number {
  const duration = Math.round(elapsedOnClock(starts, deadline, clock, calendar) * share);
  return addTime(starts, duration, clock, calendar);
}

/**
 * The deadline after a clock stood still from `stoppedAt` to `resumesAt` (挂账, or the wait for a
 * check that ends in 返工): what was left, in the clock's own time, counted on from `resumesAt`.
 * A clock that had already run out leaves nothing, so the deadline is `resumesAt` itself.
 */
export function deadlineAfterPause(
  deadline: number,
  stoppedAt: number,
  resumesAt: number,
  clock: ClockKind,
  calendar: WorkCalendar,
): number {
  return addTime(resumesAt, elapsedOnClock(stoppedAt, deadline, clock, calendar), clock, calendar);
}

function addTime(
  starts: number,
  duration: number,
  clock: ClockKind,
  calendar: WorkCalendar,
): number {
  return clock === 'working_hours' || clock === 'working_days'
    ? calendar.addWorkingTime(starts, duration)
    : starts + duration;
}
