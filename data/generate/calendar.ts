import {
  dayNumber,
  dayText,
  WorkCalendar,
  type CalendarDay,
} from '../../src/domain/issues/clocks.ts';

/**
 * The State Council's holiday arrangements for the days that a sample history may touch. The
 * database's migrations have the same table; a test compares them.
 */
const HOLIDAYS: readonly (readonly [first: string, last: string, kind: CalendarDay['kind']])[] = [
  ['2023-12-30', '2024-01-01', 'holiday'],
  ['2024-02-10', '2024-02-17', 'holiday'],
  ['2024-02-04', '2024-02-04', 'workday'],
  ['2024-02-18', '2024-02-18', 'workday'],
  ['2024-04-04', '2024-04-06', 'holiday'],
  ['2024-04-07', '2024-04-07', 'workday'],
  ['2024-05-01', '2024-05-05', 'holiday'],
  ['2024-04-28', '2024-04-28', 'workday'],
  ['2024-05-11', '2024-05-11', 'workday'],
  ['2024-06-08', '2024-06-10', 'holiday'],
  ['2024-09-15', '2024-09-17', 'holiday'],
  ['2024-09-14', '2024-09-14', 'workday'],
  ['2024-10-01', '2024-10-07', 'holiday'],
  ['2024-09-29', '2024-09-29', 'workday'],
  ['2024-10-12', '2024-10-12', 'workday'],
  ['2025-01-01', '2025-01-01', 'holiday'],
  ['2025-01-28', '2025-02-04', 'holiday'],
  ['2025-01-26', '2025-01-26', 'workday'],
  ['2025-02-08', '2025-02-08', 'workday'],
  ['2025-04-04', '2025-04-06', 'holiday'],
  ['2025-05-01', '2025-05-05', 'holiday'],
  ['2025-04-27', '2025-04-27', 'workday'],
  ['2025-05-31', '2025-06-02', 'holiday'],
  ['2025-10-01', '2025-10-08', 'holiday'],
  ['2025-09-28', '2025-09-28', 'workday'],
  ['2025-10-11', '2025-10-11', 'workday'],
  ['2026-01-01', '2026-01-03', 'holiday'],
  ['2026-01-04', '2026-01-04', 'workday'],
  ['2026-02-15', '2026-02-23', 'holiday'],
  ['2026-02-14', '2026-02-14', 'workday'],
  ['2026-02-28', '2026-02-28', 'workday'],
  ['2026-04-04', '2026-04-06', 'holiday'],
  ['2026-05-01', '2026-05-05', 'holiday'],
  ['2026-05-09', '2026-05-09', 'workday'],
  ['2026-06-19', '2026-06-21', 'holiday'],
  ['2026-09-25', '2026-09-27', 'holiday'],
  ['2026-10-01', '2026-10-07', 'holiday'],
  ['2026-09-20', '2026-09-20', 'workday'],
  ['2026-10-10', '2026-10-10', 'workday'],
];

export const CALENDAR_DAYS: readonly CalendarDay[] = HOLIDAYS.flatMap(([first, last, kind]) =>
  Array.from({ length: dayNumber(last) - dayNumber(first) + 1 }, (_, offset) => ({
    day: dayText(dayNumber(first) + offset),
    kind,
  })),
);

export const SAMPLE_CALENDAR = new WorkCalendar(CALENDAR_DAYS);
