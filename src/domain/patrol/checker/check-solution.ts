import type {
  PlanJob,
  PlanObjective,
  PlanProblem,
  PlanRoute,
  PlanSolution,
  PlanStep,
  PlanVehicle,
  Span,
} from '../problem/problem.ts';
import { placesOf, type Places } from '../problem/places.ts';
import { objectiveOf } from './check-objective.ts';
import { type Visit, visitsOf } from './visits.ts';

/** Seconds by which sums of the same numbers in another order may differ. */
const ROUNDING = 1e-6;

/**
 * Validates a solution against its problem from the routes as they are written, without anything of the
 * solver: no constraint broken, no visit lost or invented, pins kept, and the objective as reported.
 *
 * @returns what is wrong, one line each; empty when nothing is
 */
export function checkSolution(problem: PlanProblem, solution: PlanSolution): string[] {
  const places = placesOf(problem);
  const faults: string[] = [];
  const seen = new Set<string>();
  for (const route of solution.routes) {
    const key = `${route.vehicle}/${route.day ?? 0}`;
    if (seen.has(key))
      faults.push(`vehicle ${route.vehicle} has two routes on day ${route.day ?? 0}`);
    seen.add(key);
    const vehicle = problem.vehicles.find(({ id }) => id === route.vehicle);
    if (vehicle === undefined) faults.push(`a route of the unknown vehicle ${route.vehicle}`);
    else
      faults.push(
        ...checkRoute(problem, places, vehicle, route).map((fault) => `vehicle ${key}: ${fault}`),
      );
  }
  faults.push(...checkVisits(problem, solution));
  const own = objectiveOf(problem, places, solution);
  const { objective } = solution.summary;
  for (const term of Object.keys(own) as (keyof PlanObjective)[]) {
    if (Math.abs(own[term] - objective[term]) > ROUNDING * Math.max(1, Math.abs(own[term]))) {
      faults.push(`objective: ${term} is ${own[term]}, reported ${objective[term]}`);
    }
  }
  return faults;
}

function checkRoute(
  problem: PlanProblem,
  places: Places,
  vehicle: PlanVehicle,
  route: PlanRoute,
): string[] {
  const faults: string[] = [];
  const expect = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault);
  };
  const { durations, costs } = places.matrices.get(vehicle.profile ?? 'car')!;
  const at = places.vehicleAt.get(vehicle.id)!;
  const [opens, closes] = vehicle.time_window ?? [0, Infinity];
  if (problem.days !== undefined) {
    const day = route.day ?? -1;
    expect(day >= 0 && day < problem.days, `day ${day} outside the horizon`);
    expect(
      vehicle.day === undefined || vehicle.day === day,
      `works on day ${vehicle.day}, not ${day}`,
    );
  }
  let node = places.startNodes[at];
  let leftAt: number | undefined;
  let idle = 0;
  let clock = -Infinity;
  let travel = 0;
  let cost = vehicle.costs?.fixed ?? 0;
  let tasks = 0;
  const load = startLoad(problem, vehicle, route);
  const breaksTaken: number[] = [];
  const withinCapacity = () =>
    (vehicle.capacity ?? []).forEach((most, d) =>
      expect((load[d] ?? 0) <= most, `load ${load[d]} over capacity ${most}`),
    );
  withinCapacity();
  const go = (to: number | undefined, arrival: number, what: string) => {
    if (to === undefined || node === undefined) return;
    const leg = durations(node, to);
    travel += leg;
    cost += costs(node, to);
    if (leftAt !== undefined) {
      expect(
        arrival - leftAt - idle >= leg - ROUNDING,
        `${what}: there at ${arrival}, ${leg} s from a stop left at ${leftAt} with ${idle} s of breaks`,
      );
    }
  };
  route.steps.forEach((step, index) => {
    const name = `${step.type} ${step.id ?? ''}`;
    const begin = step.arrival + step.waiting_time;
    expect(step.arrival >= clock - ROUNDING, `${name} begins before the step before it ends`);
    expect(step.waiting_time >= -ROUNDING, `${name} waits ${step.waiting_time}`);
    if (step.type === 'start') {
      expect(index === 0, 'start is not first');
      leftAt = step.arrival;
      expect(step.arrival >= opens - ROUNDING, `leaves at ${step.arrival}, before ${opens}`);
    } else if (step.type === 'end') {
      expect(index === route.steps.length - 1, 'end is not last');
      go(places.endNodes[at], step.arrival, name);
    } else if (step.type === 'break') {
      const known = vehicle.breaks?.find(({ id }) => id === step.id);
      breaksTaken.push(step.id ?? -1);
      expect(known !== undefined, `${name} is not this vehicle's`);
      expect(step.service === (known?.service ?? 0), `${name} lasts ${step.service}`);
      expect(
        known?.time_windows === undefined || inside(known.time_windows, begin),
        `${name} at ${begin}, outside its windows`,
      );
      idle += step.service;
    } else {
      const task = taskOf(problem, places, step);
      if (task === undefined) {
        faults.push(`${name} is not in the problem`);
        return;
      }
      tasks++;
      go(task.node, step.arrival, name);
      const setup = node === task.node ? 0 : (task.setup ?? 0);
      expect(step.setup === setup, `${name}: setup ${step.setup}, not ${setup}`);
      expect(step.service === (task.service ?? 0), `${name}: service ${step.service}`);
      expect(inside(task.time_windows ?? [], begin), `${name} at ${begin}, outside its windows`);
      expect(
        (task.skills ?? []).every((skill) => vehicle.skills?.includes(skill) === true),
        `${name} needs other skills`,
      );
      task.pickup.forEach((amount, d) => (load[d] = (load[d] ?? 0) + amount));
      task.delivery.forEach((amount, d) => (load[d] = (load[d] ?? 0) - amount));
      withinCapacity();
      node = task.node;
      leftAt = begin + step.setup + step.service;
      idle = 0;
    }
    clock = begin + step.setup + step.service;
    expect(
      Math.abs(step.duration - travel) <= Math.max(ROUNDING, step.type === 'break' ? Infinity : 0),
      `${name}: travel ${step.duration}, not ${travel}`,
    );
  });
  const first = route.steps[0];
  expect(first === undefined || first.arrival >= opens - ROUNDING, 'begins before its shift');
  expect(clock <= closes + ROUNDING, `back at ${clock}, after ${closes}`);
  expect(tasks > 0, 'a route without visits');
  expect(tasks <= (vehicle.max_tasks ?? Infinity), `${tasks} visits, at most ${vehicle.max_tasks}`);
  expect(
    travel <= (vehicle.max_travel_time ?? Infinity) + ROUNDING,
    `travels ${travel} s, at most ${vehicle.max_travel_time}`,
  );
  expect(
    clock - (first?.arrival ?? clock) <= (vehicle.max_duration ?? Infinity) + ROUNDING,
    `takes ${clock - (first?.arrival ?? 0)} s, at most ${vehicle.max_duration}`,
  );
  expect(
    [...breaksTaken].sort().join() ===
      (vehicle.breaks ?? [])
        .map(({ id }) => id)
        .sort()
        .join(),
    `breaks taken: ${breaksTaken.join()}`,
  );
  expect(
    Math.abs(route.duration - travel) <= ROUNDING * Math.max(1, travel),
    `travel ${route.duration}, not ${travel}`,
  );
  expect(
    Math.abs(route.cost - cost) <= ROUNDING * Math.max(1, cost),
    `cost ${route.cost}, not ${cost}`,
  );
  return faults;
}

/** What is on board when the route begins: all that it delivers from its depot. */
function startLoad(problem: PlanProblem, vehicle: PlanVehicle, route: PlanRoute): number[] {
  const load = (vehicle.capacity ?? []).map(() => 0);
  for (const step of route.steps) {
    if (step.type !== 'job') continue;
    problem.jobs
      .find(({ id }) => id === step.id)
      ?.delivery?.forEach((amount, d) => (load[d] = (load[d] ?? 0) + amount));
  }
  return load;
}

function taskOf(problem: PlanProblem, places: Places, step: PlanStep) {
  if (step.type === 'job') {
    const at = problem.jobs.findIndex(({ id }) => id === step.id);
    const job = problem.jobs[at];
    return (
      job && {
        ...job,
        node: places.jobNodes[at]!,
        pickup: job.pickup ?? [],
        delivery: job.delivery ?? [],
      }
    );
  }
  const half = step.type === 'pickup' ? 'pickup' : 'delivery';
  const at = (problem.shipments ?? []).findIndex((each) => each[half].id === step.id);
  const shipment = problem.shipments?.[at];
  if (shipment === undefined) return undefined;
  const amount = shipment.amount ?? [];
  return {
    ...shipment[half],
    skills: shipment.skills,
    node: places.shipmentNodes[at]![half === 'pickup' ? 0 : 1],
    pickup: half === 'pickup' ? amount : [],
    delivery: half === 'delivery' ? amount : [],
  };
}

function checkVisits(problem: PlanProblem, solution: PlanSolution): string[] {
  const faults: string[] = [];
  for (const job of problem.jobs) {
    const visits = visitsOf(problem, solution, job);
    const missing = solution.unassigned
      .filter(({ id, type }) => id === job.id && type === 'job')
      .reduce((sum, { visits: left = 1 }) => sum + left, 0);
    if (visits.length + missing !== (job.visits ?? 1)) {
      faults.push(
        `job ${job.id}: ${visits.length} planned and ${missing} left out, of ${job.visits ?? 1}`,
      );
    }
    faults.push(
      ...checkDays(
        problem,
        job,
        visits.map(({ day }) => day),
      ).map((fault) => `job ${job.id}: ${fault}`),
    );
    if (missing === 0 && !pinsKept(job, visits)) faults.push(`job ${job.id}: a pin is not kept`);
  }
  const known = new Set(problem.jobs.map(({ id }) => id));
  for (const { id, type } of solution.unassigned) {
    if (type === 'job' && !known.has(id)) faults.push(`unassigned job ${id} is not in the problem`);
  }
  for (const { pickup, delivery } of problem.shipments ?? []) {
    const route = solution.routes.find(({ steps }) =>
      steps.some(({ type, id }) => type === 'pickup' && id === pickup.id),
    );
    const order = route?.steps
      .filter(
        ({ type, id }) =>
          (type === 'pickup' && id === pickup.id) || (type === 'delivery' && id === delivery.id),
      )
      .map(({ type }) => type)
      .join();
    const left = solution.unassigned.filter(
      ({ type, id }) =>
        (type === 'pickup' && id === pickup.id) || (type === 'delivery' && id === delivery.id),
    ).length;
    if (!(order === 'pickup,delivery' && left === 0) && !(order === undefined && left === 2)) {
      faults.push(
        `shipment ${pickup.id}–${delivery.id}: ${order ?? 'not planned'}, ${left} left out`,
      );
    }
  }
  return faults;
}

function checkDays(problem: PlanProblem, job: PlanJob, days: readonly number[]): string[] {
  const faults: string[] = [];
  if (job.days !== undefined && !days.every((day) => job.days!.includes(day)))
    faults.push(`visited on days ${days.join()}`);
  const gap = job.min_gap_days ?? 1;
  for (let at = 1; at < days.length; at++) {
    if (days[at]! - days[at - 1]! < gap)
      faults.push(`visited on days ${days.join()}, ${gap} apart at least`);
  }
  if (job.patterns !== undefined && days.length === (job.visits ?? 1)) {
    const sorted = (list: readonly number[]) => [...list].sort((a, b) => a - b).join();
    if (!job.patterns.some((pattern) => sorted(pattern) === sorted(days)))
      faults.push(`days ${days.join()} are no pattern`);
  }
  if (problem.days === undefined && days.length > 1) faults.push('visited twice');
  return faults;
}

/** Whether each pin has a visit of its own: few pins, so all ways are tried. */
function pinsKept({ pins = [] }: Pick<PlanJob, 'pins'>, visits: readonly Visit[]): boolean {
  if (pins.length === 0) return true;
  const [pin, ...others] = pins;
  return visits.some(
    (visit, at) =>
      (pin!.vehicle === undefined ||
        pin!.vehicle === visit.vehicle.id ||
        pin!.vehicle === visit.vehicle.crew) &&
      (pin!.day === undefined || pin!.day === visit.day) &&
      (pin!.time_window === undefined || inside([pin!.time_window], visit.begin)) &&
      pinsKept(
        { pins: others },
        visits.filter((_, other) => other !== at),
      ),
  );
}

function inside(windows: readonly Span[], time: number): boolean {
  return (
    windows.length === 0 ||
    windows.some(([start, end]) => time >= start - ROUNDING && time <= end + ROUNDING)
  );
}
