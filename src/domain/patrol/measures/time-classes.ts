import { weekdayOf } from '../problem/days.ts';
import type { PlanJob, PlanStagger, Span } from '../problem/problem.ts';

/**
 * Time classes, weekday × hour band, and which of them lie outside office hours: every band of a weekend or
 * holiday, and on a working day the bands that are not working hours.
 */
export interface TimeClasses {
  readonly bandCount: number;
  /** `weekday * bandCount + band`; -1 outside all bands. */
  of(day: number, second: number): number;
  isOff(timeClass: number, day: number): boolean;
  readonly bands: readonly Span[];
  weekday(day: number): number;
}

/** Morning and afternoon of the bands that are used without others. */
const WORKING_BANDS = [1, 3];

export function timeClasses(stagger: PlanStagger, dayCount: number): TimeClasses {
  const { bands, start_date } = stagger;
  const working = new Set(stagger.working_bands ?? WORKING_BANDS);
  const offDays = new Set(
    stagger.off_days ??
      Array.from({ length: dayCount }, (_, day) => day).filter(
        (day) => weekdayOf(day, start_date) >= 5,
      ),
  );
  const monday = weekdayOf(0, start_date);
  const weekday = (day: number) => (((monday + day) % 7) + 7) % 7;
  return {
    bands,
    bandCount: bands.length,
    weekday,
    of(day, second) {
      for (let band = 0; band < bands.length; band++) {
        if (second < bands[band]![1] && second >= bands[band]![0])
          return weekday(day) * bands.length + band;
      }
      return -1;
    },
    isOff: (timeClass, day) =>
      offDays.has(day) || timeClass < 0 || !working.has(timeClass % bands.length),
  };
}

/** In how many time classes of the horizon a job can be visited, and whether one is outside office hours. */
export function openClasses(
  classes: TimeClasses,
  { days, patterns, time_windows: windows = ALL_DAY }: PlanJob,
  dayCount: number,
): { count: number; off: boolean } {
  const open = new Set<number>();
  let off = false;
  for (let day = 0; day < dayCount; day++) {
    if (days?.includes(day) === false) continue;
    if (patterns?.some((pattern) => pattern.includes(day)) === false) continue;
    classes.bands.forEach(([from, to], band) => {
      if (!windows.some(([start, end]) => start < to && end >= from)) return;
      const timeClass = classes.weekday(day) * classes.bandCount + band;
      open.add(timeClass);
      if (classes.isOff(timeClass, day)) off = true;
    });
  }
  return { count: open.size, off };
}

const ALL_DAY: readonly Span[] = [[0, 86_400]];
