import type { PlanObjective, PlanProblem, PlanSolution, PlanVehicle } from '../problem/problem.ts';
import type { Places } from '../problem/places.ts';
import { lossOfStaggering } from './check-stagger.ts';
import { visitsOf } from './visits.ts';

/** The terms of the objective, worked out from the routes alone. */
export function objectiveOf(
  problem: PlanProblem,
  places: Places,
  solution: PlanSolution,
): PlanObjective {
  let leftOut = 0;
  for (const { id, type, visits = 1 } of solution.unassigned) {
    if (type === 'job')
      leftOut += visits * (1 + (problem.jobs.find((job) => job.id === id)?.priority ?? 0));
    else
      leftOut += (1 + (problem.shipments!.find((each) => each[type].id === id)!.priority ?? 0)) / 2;
  }
  let gapDays = 0;
  for (const job of problem.jobs) {
    if (job.max_gap_days === undefined) continue;
    const known = (job.last_visits ?? []).map(
      (visit) =>
        shanghaiDay(visit) -
        shanghaiDay(`${problem.stagger?.start_date ?? '2026-11-23'}T00:00:00+08:00`),
    );
    const last = known.length === 0 ? -1 : Math.max(...known.map((day) => Math.min(-1, day)));
    const days = [
      last,
      ...visitsOf(problem, solution, job).map(({ day }) => day),
      problem.days ?? 1,
    ];
    for (let at = 1; at < days.length; at++)
      gapDays += Math.max(0, days[at]! - days[at - 1]! - job.max_gap_days);
  }
  const stagger =
    problem.stagger === undefined || problem.stagger.weight === 0
      ? 0
      : problem.stagger.weight *
        lossOfStaggering(problem, problem.stagger, (job) => visitsOf(problem, solution, job));
  return {
    leftOut,
    gapDays,
    travel: solution.routes.reduce((sum, { cost }) => sum + cost, 0),
    stagger,
    unfairness: (problem.fairness ?? 0) * unfairnessOf(problem, solution),
  };
}

function unfairnessOf(problem: PlanProblem, solution: PlanSolution): number {
  const crewOf = (vehicle: PlanVehicle) => vehicle.crew ?? vehicle.id;
  const work = new Map<number, number>();
  const time = new Map<number, number>();
  for (const vehicle of problem.vehicles) {
    const [from, to] = vehicle.time_window ?? [0, Infinity];
    const days = vehicle.day === undefined ? (problem.days ?? 1) : 1;
    const crew = crewOf(vehicle);
    time.set(
      crew,
      (time.get(crew) ?? 0) + days * Math.min(to - from, vehicle.max_duration ?? Infinity, 86_400),
    );
    work.set(crew, work.get(crew) ?? 0);
  }
  for (const { vehicle, duration, setup, steps } of solution.routes) {
    const crew = crewOf(problem.vehicles.find(({ id }) => id === vehicle)!);
    const service = steps.reduce(
      (sum, step) => sum + (step.type === 'break' ? 0 : step.service),
      0,
    );
    work.set(crew, work.get(crew)! + duration + setup + service);
  }
  const allWork = [...work.values()].reduce((sum, each) => sum + each, 0);
  const allTime = [...time.values()].reduce((sum, each) => sum + each, 0);
  let sum = 0;
  for (const [crew, worked] of work) {
    const share = (allWork * time.get(crew)!) / allTime;
    if (share > 0) sum += (worked - share) ** 2 / (2 * share);
  }
  return sum;
}

function shanghaiDay(moment: string): number {
  return Math.floor((Date.parse(moment) / 3_600_000 + 8) / 24);
}
