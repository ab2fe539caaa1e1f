import { addDays, endOfDay, localDayOf, startOfDay, type LocalDay } from '../time/local-time.ts';
import type { ActivityPlan, PlannedTime } from './activity.ts';

/** ISO 8601; the end is the next period's beginning. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

export const PERIODS = ['week', 'month', 'last_month', 'year'] as const;
export type PeriodId = (typeof PERIODS)[number];

/** The Monday of a local day's week. */
function mondayOf(day: LocalDay): LocalDay {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, -((weekday + 6) % 7));
}

/** The week of a moment, Monday to Sunday, in the city's time. */
export function weekOf(now: string): Period {
  const monday = mondayOf(localDayOf(now));
  return { from: startOfDay(monday), to: endOfDay(addDays(monday, 6)) };
}

/** What the figures may be asked of: this week, this month and the one before, the last 365 days. */
export function periodOf(id: PeriodId, now: string): Period {
  const today = localDayOf(now);
  const firstOfMonth = `${today.slice(0, 7)}-01`;
  switch (id) {
    case 'week':
      return weekOf(now);
    case 'month':
      return { from: startOfDay(firstOfMonth), to: endOfDay(today) };
    case 'last_month': {
      const firstBefore = `${addDays(firstOfMonth, -1).slice(0, 7)}-01`;
      return { from: startOfDay(firstBefore), to: startOfDay(firstOfMonth) };
    }
    case 'year':
      return { from: startOfDay(addDays(today, -364)), to: endOfDay(today) };
  }
}

export interface Agenda {
  /** What one may record comes first, then what recurs, the longest overdue of those first. */
  readonly overdue: readonly ActivityPlan[];
  readonly thisWeek: readonly ActivityPlan[];
  readonly later: readonly ActivityPlan[];
}

/** Plans in the order in which they want to be dealt with. Each is in one list only. */
export function agendaOf(plans: readonly ActivityPlan[], now: string): Agenda {
  const { to } = weekOf(now);
  const weekEnd = Date.parse(to);
  const next = ({ nextAt }: ActivityPlan) => Date.parse(nextAt ?? '');
  const coming = plans
    .filter(({ overdueAt, nextAt }) => overdueAt === null && nextAt !== null)
    .sort((a, b) => next(a) - next(b) || a.planId - b.planId);
  return {
    overdue: plans
      .filter(({ overdueAt }) => overdueAt !== null)
      .sort(
        (a, b) =>
          Number(b.mayRecord) - Number(a.mayRecord) ||
          Number(a.recurs === 'once') - Number(b.recurs === 'once') ||
          Date.parse(a.overdueAt ?? '') - Date.parse(b.overdueAt ?? '') ||
          a.planId - b.planId,
      ),
    thisWeek: coming.filter((plan) => next(plan) < weekEnd),
    later: coming.filter((plan) => next(plan) >= weekEnd),
  };
}

/** The time of a plan that may be recorded now: the one overdue, else today's; null before its day. */
export function timeToRecord(plan: ActivityPlan, now: string): PlannedTime | null {
  const isToday = plan.nextAt !== null && localDayOf(plan.nextAt) === localDayOf(now);
  const plannedAt = plan.overdueAt ?? (isToday ? plan.nextAt : null);
  return plannedAt === null ? null : { ...plan, plannedAt };
}

/** When it is taken to have been held unless somebody says otherwise: as planned, never later than now. */
export function heldAsPlanned(plannedAt: string, now: string): string {
  return Date.parse(plannedAt) <= Date.parse(now) ? plannedAt : now;
}

export const BOARD_PAGES = ['plans', 'held', 'counts'] as const;
export type BoardPage = (typeof BOARD_PAGES)[number];

/** What the view of activities shows; null = all. */
export interface BoardQuery {
  readonly page: BoardPage;
  readonly kind: string | null;
  readonly unitId: number | null;
  readonly areaId: number | null;
}

/** Reads a panel's tab such as `held-cleanup-u12-a45`; what it does not know it leaves out. */
export function parseBoardQuery(tab: string | null): BoardQuery {
  const [first, ...parts] = (tab ?? '').split('-');
  const number = (letter: string) => {
    const part = parts.find((one) => new RegExp(`^${letter}\\d{1,10}$`).test(one));
    return part === undefined ? null : Number(part.slice(1));
  };
  return {
    page: BOARD_PAGES.find((page) => page === first) ?? 'plans',
    kind: parts.find((part) => /^[a-z_]{2,30}$/.test(part)) ?? null,
    unitId: number('u'),
    areaId: number('a'),
  };
}

/** The opposite of `parseBoardQuery`; null for what the view opens with. */
export function formatBoardQuery({ page, kind, unitId, areaId }: BoardQuery): string | null {
  const parts = [
    page,
    ...(kind === null ? [] : [kind]),
    ...(unitId === null ? [] : [`u${unitId}`]),
    ...(areaId === null ? [] : [`a${areaId}`]),
  ];
  return parts.length === 1 && page === 'plans' ? null : parts.join('-');
}
