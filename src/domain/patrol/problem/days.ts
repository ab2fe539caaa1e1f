import { daysBetween, localDayOf, startOfDay } from '../../time/local-time.ts';

/** Days of a planning horizon, counted from 0, in Asia/Shanghai. */

/** A Monday, for problems that do not say when they begin. */
const SOME_MONDAY = '2026-11-23';

/** The day of the horizon on which an ISO time falls; negative before it begins. */
export function dayOfVisit(visit: string, startDate = SOME_MONDAY): number {
  return daysBetween(startDate, localDayOf(visit));
}

/** Seconds since midnight, Asia/Shanghai. */
export function secondOfDay(visit: string): number {
  return (Date.parse(visit) - Date.parse(startOfDay(localDayOf(visit)))) / 1000;
}

/** 0 Monday … 6 Sunday; days before the horizon are negative. */
export function weekdayOf(day: number, startDate = SOME_MONDAY): number {
  const sundayFirst = new Date(Date.parse(`${startDate}T00:00:00Z`) + day * 86_400_000).getUTCDay();
  return (sundayFirst + 6) % 7;
}
