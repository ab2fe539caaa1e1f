import type {
  PlanRoute,
  PlanSolution,
  PlanStep,
  PlanUnassigned,
  Position,
} from '../problem/problem.ts';
import { breaksInOrder } from './breaks.ts';
import { reasonFor } from './compile.ts';
import { Plan } from './plan.ts';
import type { Route } from './route.ts';
import type { Search } from './search.ts';

/** The best plan of a search, in VROOM's output format. */
export function solutionOf(search: Search): PlanSolution {
  const { instance, problem } = search;
  const plan = new Plan(instance);
  plan.assign(search.best);
  const objective = search.objectiveOf(plan);
  const routes = plan.routes
    .filter(({ taskCount }) => taskCount > 0)
    .map((route) => routeOf(search, route));
  const unassigned = unassignedOf(search, plan);
  const sum = (of: (route: PlanRoute) => number) =>
    routes.reduce((all, route) => all + of(route), 0);
  return {
    code: 0,
    summary: {
      cost: sum(({ cost }) => cost),
      routes: routes.length,
      unassigned: plan.absent.length,
      setup: sum(({ setup }) => setup),
      service: sum(({ service }) => service),
      duration: sum(({ duration }) => duration),
      waiting_time: sum(({ waiting_time }) => waiting_time),
      priority: sum(({ priority }) => priority),
      objective,
    },
    routes,
    unassigned,
  };

  function routeOf({ problem: { days } }: Search, route: Route): PlanRoute {
    const { slot } = route;
    const vehicle = problem.vehicles[slot.vehicle]!;
    const steps = stepsOf(route);
    const total = (of: (step: PlanStep) => number) =>
      steps.reduce((all, step) => all + of(step), 0);
    let priority = 0;
    for (let p = 1; p <= route.length; p++) {
      const item = route.items[p]!;
      if (item < instance.taskCount)
        priority += instance.weight[item]! - (instance.partner[item]! < 0 ? 1 : 0.5);
    }
    return {
      vehicle: vehicle.id,
      ...(days === undefined ? {} : { day: slot.day }),
      cost: route.travelCost,
      setup: total(({ setup }) => setup),
      service: total(({ service }) => service),
      duration: route.travelTime,
      waiting_time: total(({ waiting_time }) => waiting_time),
      priority,
      steps,
    };
  }

  /** Walks the route once more, from the latest departure that delays nothing. */
  function stepsOf(route: Route): PlanStep[] {
    const { slot, items, node, length } = route;
    const { travel } = slot;
    const vehicle = problem.vehicles[slot.vehicle]!;
    const way = (from: number, to: number) => travel.timeFrom[from * travel.size + to]!;
    const steps: PlanStep[] = [];
    let load = loadAtStart(route);
    const shown = () => (instance.hasLoads ? { load: [...load] } : {});
    let clock = departureOf(route);
    let here = slot.startNode;
    let travelled = 0;
    let credit = 0;
    if (slot.startNode !== travel.size - 1) {
      steps.push({
        type: 'start',
        arrival: clock,
        setup: 0,
        service: 0,
        waiting_time: 0,
        duration: 0,
        ...place(vehicle.start, vehicle.start_index),
        ...shown(),
      });
    }
    for (let p = 1; p <= length; p++) {
      const item = items[p]!;
      const service = instance.service[item]!;
      if (item >= instance.taskCount) {
        const begin = route.earliest(item, clock);
        const onTheWay = Math.min(
          begin - clock,
          Math.max(0, way(here, route.nextNode[p]!) - credit),
        );
        steps.push({
          type: 'break',
          id: breaksInOrder(vehicle)[slot.breaks.indexOf(item)]!.id,
          arrival: clock + onTheWay,
          setup: 0,
          service,
          waiting_time: begin - clock - onTheWay,
          duration: travelled + Math.min(credit + begin - clock, way(here, route.nextNode[p]!)),
          ...shown(),
        });
        credit += begin - clock;
        clock = begin + service;
        continue;
      }
      const there = node[p]!;
      const leg = way(here, there);
      const arrival = clock + Math.max(0, leg - credit);
      const begin = route.earliest(item, arrival);
      const setup = here === there ? 0 : instance.setup[item]!;
      travelled += leg;
      load = load.map(
        (each, d) =>
          each +
          instance.pickup[item * instance.dimensions + d]! -
          instance.delivery[item * instance.dimensions + d]!,
      );
      steps.push({
        ...taskStep(item),
        arrival,
        setup,
        service,
        waiting_time: begin - arrival,
        duration: travelled,
        ...shown(),
      });
      clock = begin + setup + service;
      here = there;
      credit = 0;
    }
    if (slot.endNode !== travel.size - 1) {
      const leg = way(here, slot.endNode);
      steps.push({
        type: 'end',
        arrival: clock + Math.max(0, leg - credit),
        setup: 0,
        service: 0,
        waiting_time: 0,
        duration: travelled + leg,
        ...place(vehicle.end, vehicle.end_index),
        ...shown(),
      });
    }
    return steps;
  }

  /** As late as it delays no visit; where the duration is limited, when it is least. */
  function departureOf(route: Route): number {
    const { slot } = route;
    if (slot.maxDuration < Infinity) return route.departure();
    if (route.items[1]! >= instance.taskCount) return slot.opens;
    const leg = slot.travel.timeFrom[slot.startNode * slot.travel.size + route.node[1]!]!;
    return Math.max(slot.opens, route.start[1]! - leg);
  }

  function loadAtStart(route: Route): number[] {
    const { dimensions } = instance;
    const load = new Array<number>(dimensions).fill(0);
    for (let p = 1; p <= route.length; p++) {
      const item = route.items[p]!;
      if (item >= instance.taskCount || instance.partner[item]! >= 0) continue;
      for (let d = 0; d < dimensions; d++) load[d]! += instance.delivery[item * dimensions + d]!;
    }
    return load;
  }

  function taskStep(task: number): Pick<PlanStep, 'type' | 'id' | 'location' | 'location_index'> {
    const job = problem.jobs[instance.job[task]!];
    if (instance.partner[task]! < 0) {
      return { type: 'job', id: job!.id, ...place(job!.location, job!.location_index) };
    }
    const shipment =
      problem.shipments![Math.floor((instance.job[task]! - problem.jobs.length) / 2)]!;
    const half = instance.isDropOff[task] === 1 ? 'delivery' : 'pickup';
    const { id, location, location_index } = shipment[half];
    return { type: half, id, ...place(location, location_index) };
  }
}

function unassignedOf({ instance, problem }: Search, plan: Plan): PlanUnassigned[] {
  const counts = new Map<number, number[]>();
  for (const task of plan.absent) {
    const job = instance.job[task]!;
    counts.set(job, [...(counts.get(job) ?? []), task]);
  }
  return [...counts].map(([job, tasks]) => {
    const reason = reasonFor(problem, instance, tasks[0]!);
    const visits = problem.days === undefined ? {} : { visits: tasks.length };
    const known = problem.jobs[job];
    if (known !== undefined) {
      return {
        id: known.id,
        type: 'job',
        ...visits,
        ...place(known.location, known.location_index),
        reason,
      };
    }
    const half = instance.isDropOff[tasks[0]!] === 1 ? 'delivery' : 'pickup';
    const shipment = problem.shipments![Math.floor((job - problem.jobs.length) / 2)]!;
    const { id, location, location_index } = shipment[half];
    return { id, type: half, ...place(location, location_index), reason };
  });
}

function place(location: Position | undefined, index: number | undefined) {
  return {
    ...(location === undefined ? {} : { location }),
    ...(index === undefined ? {} : { location_index: index }),
  };
}
