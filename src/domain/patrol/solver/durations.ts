import type { Instance } from './instance.ts';
import type { Route } from './route.ts';
import { isLate } from './segments.ts';

// Both loops are `Segments.append` written out: they run for every route that any attempt touches.

/**
 * Works out the stretches from the start of a route up to each place.
 *
 * @returns whether any item has several windows; of those the one in use now is taken
 */
export function joinHeads(instance: Instance, route: Route): boolean {
  const { items, node, start, length, slot, head } = route;
  const { timeFrom, size } = slot.travel;
  const { service, setup, taskCount, windowsFrom, windowStart, windowEnd } = instance;
  const { duration, earliest, latest, warped } = head;
  let took = 0;
  let { opens, closes } = slot;
  let isWarped = 0;
  let hasChoices = false;
  head.set(0, took, opens, closes);
  for (let p = 1; p <= length; p++) {
    const item = items[p]!;
    let w = windowsFrom[item]!;
    const last = windowsFrom[item + 1]! - 1;
    if (w < last) hasChoices = true;
    while (w < last && windowEnd[w]! < start[p]!) w++;
    const before = took + timeFrom[node[p - 1]! * size + node[p]!]!;
    if (isLate(opens + before, windowEnd[w]!)) isWarped = 1;
    const spare = windowStart[w]! - before;
    const wait = spare > closes ? spare - closes : 0;
    took = before + (item < taskCount ? service[item]! + setup[item]! : service[item]!) + wait;
    opens = (spare > opens ? spare : opens) - wait;
    if (windowEnd[w]! - before < closes) closes = windowEnd[w]! - before;
    duration[p] = took;
    earliest[p] = opens;
    latest[p] = closes;
    warped[p] = isWarped;
  }
  return hasChoices;
}

/** Works out the stretches from each place of a route to its end. */
export function joinTails(instance: Instance, route: Route): void {
  const { items, node, start, length, slot, tail } = route;
  const { timeFrom, size } = slot.travel;
  const { service, setup, taskCount, windowsFrom, windowStart, windowEnd } = instance;
  const { duration, earliest, latest, warped } = tail;
  let took = 0;
  let { opens, closes } = slot;
  let isWarped = 0;
  tail.set(length + 1, took, opens, closes);
  for (let p = length; p >= 1; p--) {
    const item = items[p]!;
    let w = windowsFrom[item]!;
    const last = windowsFrom[item + 1]! - 1;
    while (w < last && windowEnd[w]! < start[p]!) w++;
    const action = item < taskCount ? service[item]! + setup[item]! : service[item]!;
    const before = action + timeFrom[node[p]! * size + node[p + 1]!]!;
    if (isLate(windowStart[w]! + before, closes)) isWarped = 1;
    const spare = opens - before;
    const wait = spare > windowEnd[w]! ? spare - windowEnd[w]! : 0;
    took += before + wait;
    opens = (spare > windowStart[w]! ? spare : windowStart[w]!) - wait;
    closes = closes - before < windowEnd[w]! ? closes - before : windowEnd[w]!;
    duration[p] = took;
    earliest[p] = opens;
    latest[p] = closes;
    warped[p] = isWarped;
  }
}
