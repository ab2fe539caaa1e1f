import type { Instance } from './instance.ts';
import type { Route } from './route.ts';

/**
 * Works out the loads of a route: what is delivered is on board from the start (the halves of shipments
 * excepted), what is picked up until the end.
 *
 * @returns whether it fits
 */
export function weighLoads(instance: Instance, route: Route): boolean {
  const { items, length, peakBefore, peakFrom, slot } = route;
  const { dimensions, taskCount, delivery, pickup, partner } = instance;
  for (let d = 0; d < dimensions; d++) {
    let load = 0;
    for (let p = 1; p <= length; p++) {
      const item = items[p]!;
      if (item < taskCount && partner[item]! < 0) load += delivery[item * dimensions + d]!;
    }
    let peak = load;
    for (let p = 1; p <= length + 1; p++) {
      peakBefore[p * dimensions + d] = peak;
      // For now the load with which place p is reached.
      peakFrom[p * dimensions + d] = load;
      const item = items[p]!;
      if (p > length || item >= taskCount) continue;
      load += pickup[item * dimensions + d]! - delivery[item * dimensions + d]!;
      if (load > peak) peak = load;
    }
    for (let p = length; p >= 1; p--) {
      const later = peakFrom[(p + 1) * dimensions + d]!;
      if (later > peakFrom[p * dimensions + d]!) peakFrom[p * dimensions + d] = later;
    }
    if (peak > slot.capacity[d]!) return false;
  }
  return true;
}

/** Whether the route, at that place, takes the load of one more task. */
export function fits(instance: Instance, route: Route, task: number, place: number): boolean {
  const { dimensions, delivery, pickup } = instance;
  for (let d = 0; d < dimensions; d++) {
    const capacity = route.slot.capacity[d]!;
    if (route.peakBefore[place * dimensions + d]! + delivery[task * dimensions + d]! > capacity)
      return false;
    if (route.peakFrom[place * dimensions + d]! + pickup[task * dimensions + d]! > capacity)
      return false;
  }
  return true;
}
