import { addDays, daysBetween } from '../../time/local-time.ts';
import { staggeringMeasures, type StaggeringMeasures } from '../measures/measures.ts';
import { secondOfDay, weekdayOf } from '../problem/days.ts';
import type { PlanProblem, PlanRoute, PlanSolution, PlanVehicle } from '../problem/problem.ts';
import { buildProblem, type PlanQuestion } from './build-problem.ts';
import type { CandidateList } from './candidate.ts';
import type { PlannedRoute } from './plan.ts';

/** The days of a plan that come after those planned anew. */
export interface StayingDays {
  readonly routes: readonly PlannedRoute[];
  /** From the first day planned anew to the plan's last. */
  readonly days: number;
  /** YYYY-MM-DD, weekends and holidays among all days of the plan. */
  readonly offDays: readonly string[];
}

/** What a plan keeps of its days off, by date. */
export function offDatesOf({ from, stagger }: CandidateList): string[] {
  return stagger.off_days.map((day) => addDays(from, day));
}

/** Of a plan that kept none: its Saturdays and Sundays. @param from YYYY-MM-DD */
export function weekendsOf(from: string, days: number): string[] {
  return Array.from({ length: days }, (_, day) => day)
    .filter((day) => weekdayOf(day, from) >= 5)
    .map((day) => addDays(from, day));
}

/** How well a plan is staggered: what was found, with the later days that stay as they are. */
export function measuresOf(
  question: PlanQuestion,
  problem: PlanProblem,
  solution: PlanSolution,
): StaggeringMeasures | null {
  const { staying } = question;
  if (!staying) return staggeringMeasures(problem, solution);
  const whole = buildProblem(questionWith(question, staying));
  const later = staying.routes.map((route, at) => laterRoute(question.list, route, -1 - at));
  return staggeringMeasures(
    {
      ...whole,
      // The crews of what was found keep their numbers.
      vehicles: [...problem.vehicles, ...later.map(({ vehicle }) => vehicle)],
    },
    { ...solution, routes: [...solution.routes, ...later.map(({ route }) => route)] },
  );
}

/** The same question over the later days too, with their visits. */
function questionWith(
  question: PlanQuestion,
  { routes, days, offDays }: StayingDays,
): PlanQuestion {
  const { list } = question;
  const visits = new Map<number, number>();
  for (const { siteId } of routes.flatMap(({ stops }) => stops)) {
    visits.set(siteId, (visits.get(siteId) ?? 0) + 1);
  }
  const later = offDays
    .map((date) => daysBetween(list.from, date))
    .filter((day) => day >= list.days);
  return {
    ...question,
    excluded: new Set([...question.excluded].filter((siteId) => !visits.has(siteId))),
    pins: [],
    list: {
      ...list,
      days,
      stagger: { ...list.stagger, off_days: [...list.stagger.off_days, ...later] },
      candidates: list.candidates.map((each) => ({
        ...each,
        visits: each.visits + (visits.get(each.siteId) ?? 0),
      })),
    },
  };
}

/** A saved route as the solver would have found it. @param id of its vehicle, nobody else's */
function laterRoute(
  { from }: CandidateList,
  { crewId, date, departsAt, returnsAt, travelSeconds, stops }: PlannedRoute,
  id: number,
): { vehicle: PlanVehicle; route: PlanRoute } {
  const day = daysBetween(from, date);
  const service = stops.reduce((sum, { serviceSeconds }) => sum + serviceSeconds, 0);
  return {
    vehicle: {
      id,
      crew: crewId,
      day,
      time_window: [secondOfDay(departsAt), secondOfDay(returnsAt)],
    },
    route: {
      vehicle: id,
      day,
      cost: 0,
      setup: 0,
      service,
      duration: travelSeconds,
      waiting_time: 0,
      priority: 0,
      steps: stops.map(({ siteId, arrivesAt, serviceSeconds }) => ({
        type: 'job',
        id: siteId,
        arrival: secondOfDay(arrivesAt),
        setup: 0,
        service: serviceSeconds,
        waiting_time: 0,
        duration: 0,
      })),
    },
  };
}
