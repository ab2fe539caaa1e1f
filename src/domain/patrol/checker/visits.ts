import type { PlanJob, PlanProblem, PlanSolution, PlanVehicle } from '../problem/problem.ts';

export interface Visit {
  readonly day: number;
  readonly vehicle: PlanVehicle;
  readonly begin: number;
}

/** The visits of a job in a solution, in order of time. */
export function visitsOf(problem: PlanProblem, solution: PlanSolution, job: PlanJob): Visit[] {
  return solution.routes
    .flatMap(({ vehicle, day = 0, steps }) =>
      steps
        .filter(({ type, id }) => type === 'job' && id === job.id)
        .map(({ arrival, waiting_time }) => ({
          day,
          vehicle: problem.vehicles.find(({ id }) => id === vehicle)!,
          begin: arrival + waiting_time,
        })),
    )
    .sort((a, b) => a.day - b.day || a.begin - b.begin);
}
