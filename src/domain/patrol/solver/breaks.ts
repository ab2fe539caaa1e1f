import type { PlanBreak, PlanVehicle } from '../problem/problem.ts';

/** The order in which a slot holds its vehicle's breaks: by when they may begin. */
export function breaksInOrder({ breaks = [] }: PlanVehicle): PlanBreak[] {
  const opens = ({ time_windows }: PlanBreak) => time_windows?.[0]?.[0] ?? 0;
  return [...breaks].sort((a, b) => opens(a) - opens(b));
}
