import type { PlanProblem, PlanVehicle } from '../domain/patrol/problem/problem.ts';
import type { VroomServer } from '../routing/read-routing.ts';
import { solveByVroom } from '../routing/vroom.ts';

/**
 * Whether a VROOM server can lay the first routes of a plan: it knows one day, and neither what was settled by
 * hand, nor routes that are to be kept, nor places that cannot be reached.
 */
export function isForVroom({ days = 1, jobs, vehicles, matrices = {} }: PlanProblem): boolean {
  return (
    days === 1 &&
    Object.values(matrices).every(({ durations }) =>
      durations.every((row) => !row.includes(null)),
    ) &&
    jobs.every(({ pins = [], visits = 1 }) => pins.length === 0 && visits === 1) &&
    vehicles.every(({ steps }) => steps === undefined)
  );
}

/**
 * The routes of a VROOM server for the search to begin with, which staggers them: VROOM knows short ways alone.
 *
 * @returns the problem with its vehicles' `steps`
 * @throws Refusal when the server fails or what it says is wrong; the signal's reason when it was called off
 */
export async function beginWithVroom(
  server: VroomServer,
  problem: PlanProblem,
  signal: AbortSignal,
): Promise<PlanProblem> {
  const { days: _days, stagger: _stagger, fairness: _fairness, ...day } = problem;
  const { routes } = await solveByVroom(server, day, { signal });
  const byVehicle = new Map(routes.map((route) => [route.vehicle, route]));
  const vehicles = problem.vehicles.map((vehicle): PlanVehicle => {
    const steps = (byVehicle.get(vehicle.id)?.steps ?? []).flatMap(({ type, id }) =>
      (type === 'job' || type === 'break') && id !== undefined ? [{ type, id }] : [],
    );
    return { ...vehicle, steps };
  });
  return { ...problem, vehicles };
}
