/**
 * Reminder at 50 % of the unit's time, warning at 80 %, yellow card when overdue, red card at 1.5×
 * (domain.md): shares of the time that the unit was given, in its clock's own time, whatever pauses
 * lay between. Moments and durations are milliseconds.
 */
import {
  elapsedOnClock,
  momentOfShare,
  type ClockKind,
  type WorkCalendar,
} from '../../src/domain/issues/clocks';

export interface AlertClock {
  /** 0 nothing yet, 1 reminder, 2 warning, 3 yellow card, 4 red card. */
  readonly level: number;
  /** The clock's own time that the unit was given in all. */
  readonly given: number;
  /** Since when it runs without a pause. */
  readonly runsFrom: number;
  readonly deadline: number;
}

/** Time was given: a new clock, or an extension, by which everything before is forgiven. */
export function clockStarted(at: number, deadline: number, given: number): AlertClock {
  return { level: 0, given, runsFrom: at, deadline };
}

/** After a pause, with what was left. */
export function clockWentOn(clock: AlertClock, at: number, deadline: number): AlertClock {
  return { ...clock, runsFrom: at, deadline };
}

/** The next that is due, and the moment; null after the red card. */
export function alertDue(
  clock: AlertClock,
  kind: ClockKind,
  calendar: WorkCalendar,
): { level: number; at: number } | null {
  const { level, given, runsFrom, deadline } = clock;
  const left = elapsedOnClock(runsFrom, deadline, kind, calendar);
  // A reminder of what lies behind already helps nobody.
  for (const [next, remaining] of [
    [1, 0.5],
    [2, 0.2],
  ] as const) {
    const until = left - given * remaining;
    if (level < next && until > 0) {
      return { level: next, at: momentOfShare(runsFrom, deadline, until / left, kind, calendar) };
    }
  }
  if (level < 3) return { level: 3, at: deadline };
  if (level < 4) return { level: 4, at: overrun(deadline, given / 2, kind, calendar) };
  return null;
}

function overrun(deadline: number, duration: number, kind: ClockKind, calendar: WorkCalendar) {
  return kind === 'working_hours' || kind === 'working_days'
    ? calendar.addWorkingTime(deadline, Math.round(duration))
    : deadline + Math.round(duration);
}
