import type { PlanJob, PlanPin, PlanProblem, PlanVehicle, Span } from '../problem/problem.ts';
import { placesOf, type Places } from '../problem/places.ts';
import { dayOfVisit } from '../problem/days.ts';
import { breaksInOrder } from './breaks.ts';
import type { DayRules, Instance, Slot, Travel } from './instance.ts';

/** What is known of one task before it becomes a row of the arrays. */
interface TaskRow {
  readonly node: number;
  readonly job: number;
  readonly weight: number;
  readonly setup: number;
  readonly service: number;
  readonly windows: readonly Span[];
  readonly delivery: readonly number[];
  readonly pickup: readonly number[];
  readonly skills: readonly number[];
  readonly pin: PlanPin;
  readonly days: number;
  readonly partner: number;
  readonly isDropOff: boolean;
}

const ALWAYS: readonly Span[] = [[-Infinity, Infinity]];
/** So many nearest jobs are listed for each, so that memory stays linear in the stops. */
const LISTED_NEIGHBOURS = 256;

/**
 * Numbers a problem for the solver. The problem must have passed `readProblem`.
 */
export function compile(problem: PlanProblem): Instance {
  const places = placesOf(problem);
  const dayCount = problem.days ?? 1;
  const { rows, rules, tasksOfJob } = taskRows(problem, places, dayCount);
  const dimensions = Math.max(
    0,
    ...problem.vehicles.map(({ capacity }) => capacity?.length ?? 0),
    ...rows.map(({ delivery, pickup }) => Math.max(delivery.length, pickup.length)),
  );
  const breaks: { service: number; windows: readonly Span[] }[] = [];
  const travels = travelByProfile(places);
  const slots: Slot[] = [];
  const kinds = new Map<string, number>();
  const crews = new Map<number, number>();
  for (const vehicle of problem.vehicles) {
    const crewId = vehicle.crew ?? vehicle.id;
    if (!crews.has(crewId)) crews.set(crewId, crews.size);
    for (let day = 0; day < dayCount; day++) {
      if (vehicle.day !== undefined && vehicle.day !== day) continue;
      const { id: _id, description: _description, ...rest } = vehicle;
      const kindKey = JSON.stringify([
        day,
        pinnedVehicles(problem).has(vehicle.id) ? vehicle.id : null,
        rest,
      ]);
      if (!kinds.has(kindKey)) kinds.set(kindKey, kinds.size);
      const items = breaksInOrder(vehicle).map((each) => {
        breaks.push({ service: each.service ?? 0, windows: each.time_windows ?? ALWAYS });
        return rows.length + breaks.length - 1;
      });
      slots.push(
        slotOf(
          vehicle,
          day,
          slots.length,
          kinds.get(kindKey)!,
          crews.get(crewId)!,
          items,
          places,
          travels,
          dimensions,
        ),
      );
    }
  }
  const items = [...rows, ...breaks];
  const windowsFrom = new Int32Array(items.length + 1);
  items.forEach(
    ({ windows }, item) => (windowsFrom[item + 1] = windowsFrom[item]! + windows.length),
  );
  const spans = items.flatMap(({ windows }) => windows);
  const loads = (of: (row: TaskRow) => readonly number[]) =>
    Float64Array.from(
      { length: rows.length * dimensions },
      (_, at) => of(rows[Math.floor(at / dimensions)]!)[at % dimensions] ?? 0,
    );

  const instance: Instance = {
    taskCount: rows.length,
    itemCount: items.length,
    jobCount: tasksOfJob.length,
    dayCount,
    crewCount: crews.size,
    slots,
    slotDay: Int32Array.from(slots, ({ day }) => day),
    slotKind: Int32Array.from(slots, ({ kind }) => kind),
    slotCrew: Int32Array.from(slots, ({ crew }) => crew),
    node: Int32Array.from(rows, ({ node }) => node),
    job: Int32Array.from(rows, ({ job }) => job),
    weight: Float64Array.from(rows, ({ weight }) => weight),
    setup: Float64Array.from(rows, ({ setup }) => setup),
    allowed: new Uint8Array(rows.length * slots.length),
    partner: Int32Array.from(rows, ({ partner }) => partner),
    isDropOff: Uint8Array.from(rows, ({ isDropOff }) => (isDropOff ? 1 : 0)),
    dimensions,
    delivery: loads(({ delivery }) => delivery),
    pickup: loads(({ pickup }) => pickup),
    service: Float64Array.from(items, ({ service }) => service),
    windowsFrom,
    windowStart: Float64Array.from(spans, ([start]) => start),
    windowEnd: Float64Array.from(spans, ([, end]) => end),
    tasksOfJob,
    rules,
    neighbours: nearestJobs(tasksOfJob, rows, slots[0]?.travel),
    hasLoads:
      dimensions > 0 &&
      rows.some(({ delivery, pickup }) => delivery.some(Boolean) || pickup.some(Boolean)),
    hasShipments: (problem.shipments ?? []).length > 0,
    isPeriodic: problem.days !== undefined,
  };
  rows.forEach((row, task) => {
    slots.forEach((slot, at) => {
      if (barrier(row, slot, problem.vehicles[slot.vehicle]!) === null) {
        instance.allowed[task * slots.length + at] = 1;
      }
    });
  });
  return instance;
}

/** The first constraint that keeps the task out of the slot whatever else is planned; null for none. */
export type Barrier =
  'days' | 'pin' | 'skills' | 'capacity' | 'unreachable' | 'time_windows' | 'shift_too_short';

function barrier(row: TaskRow, slot: Slot, vehicle: PlanVehicle): Barrier | null {
  if ((row.days & (1 << slot.day)) === 0) return 'days';
  if (
    row.pin.vehicle !== undefined &&
    row.pin.vehicle !== vehicle.id &&
    row.pin.vehicle !== vehicle.crew
  )
    return 'pin';
  if (row.pin.day !== undefined && row.pin.day !== slot.day) return 'pin';
  if (!row.skills.every((skill) => vehicle.skills?.includes(skill) ?? false)) return 'skills';
  if (slot.maxTasks < 1) return 'shift_too_short';
  for (let d = 0; d < slot.capacity.length; d++) {
    if (Math.max(row.delivery[d] ?? 0, row.pickup[d] ?? 0) > slot.capacity[d]!) return 'capacity';
  }
  const { travel } = slot;
  const there = travel.timeFrom[slot.startNode * travel.size + row.node]!;
  const back = travel.timeFrom[row.node * travel.size + slot.endNode]!;
  if (!(there + back < Infinity)) return 'unreachable';
  if (there + back > slot.maxTravel) return 'shift_too_short';
  const action = row.service + (slot.startNode === row.node ? 0 : row.setup);
  if (there + action + back > Math.min(slot.maxDuration, slot.closes - slot.opens))
    return 'shift_too_short';
  const arrival = slot.opens + there;
  const window = row.windows.find(([, end]) => end >= arrival);
  if (window === undefined) return 'time_windows';
  return Math.max(arrival, window[0]) + action + back <= slot.closes ? null : 'time_windows';
}

/**
 * Why a task that is in no route is in none: the constraint it meets in the slot where it gets furthest, or
 * `time` where every slot would take it but none has time left.
 */
export function reasonFor(
  problem: PlanProblem,
  instance: Instance,
  task: number,
): Barrier | 'time' {
  const { rows } = taskRows(problem, placesOf(problem), instance.dayCount);
  const row = rows[task]!;
  const order: readonly Barrier[] = [
    'days',
    'pin',
    'skills',
    'capacity',
    'unreachable',
    'shift_too_short',
    'time_windows',
  ];
  let furthest: Barrier = 'days';
  for (const slot of instance.slots) {
    const met = barrier(row, slot, problem.vehicles[slot.vehicle]!);
    if (met === null) return 'time';
    if (order.indexOf(met) > order.indexOf(furthest)) furthest = met;
  }
  return furthest;
}

function taskRows(problem: PlanProblem, places: Places, dayCount: number) {
  const rows: TaskRow[] = [];
  const rules: DayRules[] = [];
  const tasksOfJob: Int32Array[] = [];
  const everyDay = dayCount >= 31 ? 0x7fffffff : (1 << dayCount) - 1;
  problem.jobs.forEach((job, at) => {
    const visits = job.visits ?? 1;
    const minGapDays = job.min_gap_days ?? 1;
    const lastDay = Math.max(
      -Infinity,
      ...(job.last_visits ?? []).map((visit) =>
        Math.min(-1, dayOfVisit(visit, problem.stagger?.start_date)),
      ),
    );
    let days = job.days === undefined ? everyDay : bits(job.days);
    const patterns =
      job.patterns
        ?.filter((pattern) => isApart([lastDay, ...pattern], minGapDays))
        .map(bits)
        .filter((pattern) => (pattern & days) === pattern) ?? null;
    if (patterns !== null) days = patterns.reduce((all, pattern) => all | pattern, 0);
    tasksOfJob.push(Int32Array.from({ length: visits }, (_, visit) => rows.length + visit));
    rules.push({
      visits,
      patterns: patterns === null ? null : Int32Array.from(patterns),
      days,
      minGapDays,
      maxGapDays: job.max_gap_days ?? Infinity,
      lastDay,
    });
    for (let visit = 0; visit < visits; visit++) {
      const pin = job.pins?.[visit] ?? {};
      rows.push({
        node: places.jobNodes[at]!,
        job: at,
        weight: 1 + (job.priority ?? 0),
        setup: job.setup ?? 0,
        service: job.service ?? 0,
        windows: windowsWithin(job, pin.time_window),
        delivery: job.delivery ?? [],
        pickup: job.pickup ?? [],
        skills: job.skills ?? [],
        pin,
        days,
        partner: -1,
        isDropOff: false,
      });
    }
  });
  (problem.shipments ?? []).forEach((shipment, at) => {
    const [from, to] = places.shipmentNodes[at]!;
    for (const half of ['pickup', 'delivery'] as const) {
      const task = shipment[half];
      const index = rows.length;
      tasksOfJob.push(Int32Array.of(index));
      rules.push({
        visits: 1,
        patterns: null,
        days: everyDay,
        minGapDays: 1,
        maxGapDays: Infinity,
        lastDay: -Infinity,
      });
      rows.push({
        node: half === 'pickup' ? from : to,
        job: tasksOfJob.length - 1,
        weight: (1 + (shipment.priority ?? 0)) / 2,
        setup: task.setup ?? 0,
        service: task.service ?? 0,
        windows: task.time_windows ?? ALWAYS,
        delivery: half === 'delivery' ? (shipment.amount ?? []) : [],
        pickup: half === 'pickup' ? (shipment.amount ?? []) : [],
        skills: shipment.skills ?? [],
        pin: {},
        days: everyDay,
        partner: half === 'pickup' ? index + 1 : index - 1,
        isDropOff: half === 'delivery',
      });
    }
  });
  return { rows, rules, tasksOfJob };
}

function isApart(days: readonly number[], least: number): boolean {
  const sorted = [...days].sort((a, b) => a - b);
  return sorted.every((day, at) => at === 0 || day - sorted[at - 1]! >= least);
}

function windowsWithin(job: PlanJob, pin: Span | undefined): readonly Span[] {
  const windows = job.time_windows ?? ALWAYS;
  if (pin === undefined) return windows;
  const cut = windows
    .map(([start, end]): Span => [Math.max(start, pin[0]), Math.min(end, pin[1])])
    .filter(([start, end]) => start <= end);
  // A pin outside the opening hours: the window that can never be kept says so as `time_windows`.
  return cut.length > 0 ? cut : [[-Infinity, -Infinity]];
}

function slotOf(
  vehicle: PlanVehicle,
  day: number,
  index: number,
  kind: number,
  crew: number,
  breaks: readonly number[],
  places: Places,
  travels: ReadonlyMap<string, Travel>,
  dimensions: number,
): Slot {
  const travel = travels.get(vehicle.profile ?? 'car')!;
  const at = places.vehicleAt.get(vehicle.id)!;
  return {
    index,
    vehicle: at,
    crew,
    day,
    kind,
    travel,
    startNode: places.startNodes[at] ?? travel.size - 1,
    endNode: places.endNodes[at] ?? travel.size - 1,
    opens: vehicle.time_window?.[0] ?? 0,
    closes: vehicle.time_window?.[1] ?? Infinity,
    capacity: Float64Array.from(
      { length: dimensions },
      (_, d) => vehicle.capacity?.[d] ?? Infinity,
    ),
    breaks,
    maxTasks: vehicle.max_tasks ?? Infinity,
    maxTravel: vehicle.max_travel_time ?? Infinity,
    maxDuration: vehicle.max_duration ?? Infinity,
    fixedCost: vehicle.costs?.fixed ?? 0,
  };
}

function travelByProfile(places: Places): Map<string, Travel> {
  const travels = new Map<string, Travel>();
  for (const [profile, { durations, costs }] of places.matrices) {
    const count = places.count;
    const size = count + 1;
    const square = (of: (from: number, to: number) => number) => {
      const array = new Float64Array(size * size);
      for (let from = 0; from < count; from++) {
        for (let to = 0; to < count; to++) array[from * size + to] = of(from, to);
      }
      return array;
    };
    const timeFrom = square(durations);
    const timeTo = transposed(timeFrom, size);
    const isSame = durations === costs;
    const costFrom = isSame ? timeFrom : square(costs);
    travels.set(profile, {
      size,
      timeFrom,
      timeTo,
      costFrom,
      costTo: isSame ? timeTo : transposed(costFrom, size),
      longestCost: costFrom.reduce(
        (most, cost) => (cost < Infinity ? Math.max(most, cost) : most),
        0,
      ),
    });
  }
  return travels;
}

function transposed(square: Float64Array, size: number): Float64Array {
  const array = new Float64Array(square.length);
  for (let from = 0; from < size; from++) {
    for (let to = 0; to < size; to++) array[to * size + from] = square[from * size + to]!;
  }
  return array;
}

function nearestJobs(
  tasksOfJob: readonly Int32Array[],
  rows: readonly TaskRow[],
  travel: Travel | undefined,
): Int32Array[] {
  if (travel === undefined) return tasksOfJob.map(() => new Int32Array(0));
  const nodes = tasksOfJob.map((tasks) => rows[tasks[0]!]?.node ?? travel.size - 1);
  const listed = Math.min(LISTED_NEIGHBOURS, nodes.length);
  const costs = new Float64Array(nodes.length);
  return nodes.map((from, job) => {
    nodes.forEach(
      (to, other) =>
        (costs[other] = other === job ? -1 : travel.costFrom[from * travel.size + to]!),
    );
    const limit = costs.slice().sort()[listed - 1]!;
    const near: number[] = [];
    for (let other = 0; other < costs.length; other++) if (costs[other]! <= limit) near.push(other);
    near.sort((a, b) => costs[a]! - costs[b]! || a - b);
    return Int32Array.from(near.slice(0, listed));
  });
}

function pinnedVehicles(problem: PlanProblem): Set<number> {
  const pinned = new Set<number>();
  for (const { pins } of problem.jobs) {
    for (const { vehicle } of pins ?? []) if (vehicle !== undefined) pinned.add(vehicle);
  }
  return pinned;
}

/** A set of days as bits. */
export function bits(days: readonly number[]): number {
  return days.reduce((set, day) => set | (1 << day), 0);
}
