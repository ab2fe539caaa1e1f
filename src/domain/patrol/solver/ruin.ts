import type { Dice } from './dice.ts';
import type { Parameters } from './parameters.ts';
import type { Plan } from './plan.ts';

/** How often a string leaves visits in its middle standing, and how often one more of them. */
const SPLIT_PROBABILITY = 0.5;
const SPLIT_DEPTH = 0.01;

/**
 * Adjacent string removal: strings of visits are taken out of routes that are near a seed visit and near
 * one another, so that what is put back has other routes' gaps to choose from.
 * Source: Christiaens & Vanden Berghe, "Slack Induction by String Removals for Vehicle Routing Problems",
 * Transportation Science 54 (2020), section 5.
 *
 * @param day removes on that day only; -1 for any
 */
export function removeStrings(
  plan: Plan,
  dice: Dice,
  { averageRemoved, longestString }: Parameters,
  seed: number,
  day: number,
): void {
  const { instance, routes, slotOf } = plan;
  let tasks = 0;
  let used = 0;
  for (const route of routes) {
    if (route.taskCount === 0 || (day >= 0 && route.slot.day !== day)) continue;
    tasks += route.taskCount;
    used++;
  }
  if (used === 0) return;
  const longest = Math.min(longestString, tasks / used);
  const strings = Math.floor(dice.between(1, (4 * averageRemoved) / (1 + longest)));
  let ruined = 0;
  for (const job of instance.neighbours[instance.job[seed]!]!) {
    if (ruined >= strings) break;
    for (const task of instance.tasksOfJob[job]!) {
      const slot = slotOf[task]!;
      if (slot < 0 || plan.isRuined(slot)) continue;
      const route = routes[slot]!;
      if (day >= 0 && route.slot.day !== day) continue;
      const most = Math.min(route.taskCount, longest);
      const length = Math.floor(dice.between(1, most + 1));
      removeString(plan, dice, slot, task, length);
      ruined++;
      if (ruined >= strings) break;
    }
  }
}

function removeString(plan: Plan, dice: Dice, slot: number, task: number, length: number): void {
  const route = plan.routes[slot]!;
  const at = route.items.indexOf(task, 1);
  // Breaks stand in the way and count as places.
  const total = route.length;
  let preserved = 0;
  if (length > 1 && length < total && dice.next() < SPLIT_PROBABILITY) {
    preserved = 1;
    while (length + preserved < total && dice.next() < SPLIT_DEPTH) preserved++;
  }
  const span = Math.min(length + preserved, total);
  const first = Math.max(1, at - span + 1);
  const last = Math.min(at, total - span + 1);
  const start = first + dice.below(last - first + 1);
  if (preserved === 0) {
    plan.removeAt(slot, start, span);
    return;
  }
  // The stretch that stays lies anywhere inside.
  const before = 1 + dice.below(length - 1);
  plan.removeAt(slot, start + before + preserved, span - before - preserved);
  plan.removeAt(slot, start, before);
}

/** Takes out a whole route and what lies next to it, so that a route too many can vanish. */
export function removeRoute(plan: Plan, slot: number): void {
  plan.removeAt(slot, 1, plan.routes[slot]!.length);
}

/** Takes out all visits of some jobs next to the seed: their days and hours are chosen anew. */
export function removeJobs(plan: Plan, dice: Dice, seed: number): void {
  const { instance } = plan;
  const count = 1 + dice.below(MOST_JOBS);
  let left = count;
  for (const job of instance.neighbours[instance.job[seed]!]!) {
    if (left-- === 0) return;
    for (const task of instance.tasksOfJob[job]!) plan.removeTask(task);
  }
}

const MOST_JOBS = 8;
