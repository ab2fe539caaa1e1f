import type { PlanProblem } from '../problem/problem.ts';
import { breaksInOrder } from './breaks.ts';
import { DayChoice } from './day-choice.ts';
import type { Instance } from './instance.ts';
import type { Plan } from './plan.ts';
import type { Route } from './route.ts';

/**
 * Begins with the routes that the vehicles bring along as `steps`, as VROOM does: their visits in their order,
 * as far as they keep every constraint of the problem as it is now. The rest is left absent.
 *
 * Visits newly pinned go first, for nothing but their place will do, and the others stand around them.
 *
 * @param insert puts one visit where it costs least
 * @returns whether anything was put in
 */
export function placeSteps(
  plan: Plan,
  problem: PlanProblem,
  insert: (task: number) => void,
): boolean {
  const { instance } = plan;
  if (!problem.vehicles.some(({ steps }) => steps !== undefined)) return false;
  for (const task of newlyPinned(instance, problem)) insert(task);
  const jobAt = new Map(problem.jobs.map(({ id }, job) => [id, job]));
  const days = new DayChoice(instance, 0);
  let isWarm = false;
  for (const { slot } of plan.routes) {
    const vehicle = problem.vehicles[slot.vehicle]!;
    const { steps = [], day } = vehicle;
    // The steps of a vehicle that goes every day would be those of every day.
    if (day === undefined && instance.dayCount > 1) continue;
    const breaks = breaksInOrder(vehicle).map((each) => each.id);
    /** By step: the item of the break that it is, or -1. */
    const pauses = steps.map(({ type, id }) =>
      type === 'break' ? (slot.breaks[breaks.indexOf(id!)] ?? -1) : -1,
    );
    let last = 0;
    steps.forEach(({ type, id }, at) => {
      const route = plan.routes[slot.index]!;
      const job = type === 'job' ? jobAt.get(id!) : undefined;
      if (pauses[at]! >= 0) last = Math.max(last, route.items.indexOf(pauses[at]!, 1));
      if (job === undefined) return;
      const isFree = (days.allowed(job, plan.daysOf[job]!, 1) & (1 << slot.day)) !== 0;
      if (instance.isPeriodic && !isFree) return;
      const next = pauses.find((item, later) => later > at && item >= 0);
      for (const task of instance.tasksOfJob[job]!) {
        if (plan.slotOf[task]! >= 0 || !isAllowed(instance, task, slot.index)) continue;
        const place = placeAfter(route, task, last, next);
        if (place === 0) continue;
        plan.place(task, slot.index, place);
        isWarm = true;
        last = place;
        break;
      }
    });
  }
  return isWarm;
}

/** Tasks held to an hour, or to a crew or day whose steps do not visit their site. */
function newlyPinned(instance: Instance, { jobs, vehicles }: PlanProblem): number[] {
  return jobs.flatMap(({ id, pins = [] }, job) =>
    pins.flatMap(({ time_window }, visit) => {
      const task = instance.tasksOfJob[job]![visit]!;
      const isThere = instance.slots.some(
        (slot) =>
          isAllowed(instance, task, slot.index) &&
          vehicles[slot.vehicle]!.steps?.some((step) => step.type === 'job' && step.id === id),
      );
      return time_window !== undefined || !isThere ? [task] : [];
    }),
  );
}

function isAllowed({ allowed, slots }: Instance, task: number, slot: number): boolean {
  return allowed[task * slots.length + slot] === 1;
}

/** Where the task goes behind `last` with the least delay, before the break `next` if it can; 0 for nowhere. */
function placeAfter(route: Route, task: number, last: number, next: number | undefined): number {
  const items = route.items.slice(0, route.length + 1);
  const { length } = route;
  let best = Infinity;
  let found = 0;
  const limit = next === undefined ? length + 1 : items.indexOf(next, 1);
  for (let place = last + 1; place <= length + 1; place++) {
    if (place > limit && found > 0) break;
    route.insert(task, place);
    route.refresh();
    const ends = route.ready[route.length + 1]!;
    if (route.feasible && ends < best) {
      best = ends;
      found = place;
    }
    route.restore(items, length);
  }
  return found;
}
