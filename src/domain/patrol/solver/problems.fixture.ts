import * as fc from 'fast-check';
import type { PlanJob, PlanProblem, PlanShipment, PlanVehicle, Span } from '../problem/problem.ts';

/** Random small problems with every kind of constraint, often too tight to serve everything. */
export function anyProblem(): fc.Arbitrary<PlanProblem> {
  return fc.boolean().chain((isPeriodic) => (isPeriodic ? periodic() : daily()));
}

const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined, freq: 2 });

/** Leaves out what is undefined, as JSON does. */
function present<Whole>(fields: object): Whole {
  return JSON.parse(JSON.stringify(fields)) as Whole;
}

function span(most: number, least = 0): fc.Arbitrary<Span> {
  return fc
    .tuple(fc.integer({ min: 0, max: most }), fc.integer({ min: least, max: most }))
    .map(([from, length]) => [from, from + length]);
}

const windows = (): fc.Arbitrary<Span[]> =>
  fc.array(span(9_000, 300), { minLength: 1, maxLength: 3 }).map((spans) => {
    const sorted = [...spans].sort((a, b) => a[0] - b[0]);
    return sorted.filter(
      ([start], at) => at === 0 || start > Math.max(...sorted.slice(0, at).map(([, end]) => end)),
    );
  });

/** Not symmetric, without the triangle inequality, with holes. */
function matrix(size: number): fc.Arbitrary<(number | null)[][]> {
  const cell = fc.oneof(
    { weight: 15, arbitrary: fc.integer({ min: 0, max: 1_500 }) },
    { weight: 1, arbitrary: fc.constant(null) },
  );
  return fc
    .array(fc.array(cell, { minLength: size, maxLength: size }), {
      minLength: size,
      maxLength: size,
    })
    .map((rows) => rows.map((row, at) => row.map((value, to) => (at === to ? 0 : value))));
}

function vehicle(id: number, size: number, days: number | undefined): fc.Arbitrary<PlanVehicle> {
  return fc
    .record({
      start_index: maybe(fc.nat(size - 1)),
      end_index: maybe(fc.nat(size - 1)),
      capacity: maybe(fc.array(fc.integer({ min: 2, max: 9 }), { minLength: 2, maxLength: 2 })),
      skills: maybe(fc.uniqueArray(fc.integer({ min: 1, max: 3 }))),
      time_window: maybe(span(12_000, 3_000)),
      breaks: maybe(
        windows().map((spans) =>
          spans.map((window, at) => ({ id: at + 1, service: 200, time_windows: [window] })),
        ),
      ),
      max_tasks: maybe(fc.integer({ min: 1, max: 5 })),
      max_travel_time: maybe(fc.integer({ min: 500, max: 4_000 })),
      max_duration: maybe(fc.integer({ min: 1_000, max: 8_000 })),
      day: days === undefined ? fc.constant(undefined) : maybe(fc.nat(days - 1)),
      crew: days === undefined ? fc.constant(undefined) : maybe(fc.constant(id + 100)),
      costs: maybe(fc.record({ fixed: fc.integer({ min: 0, max: 500 }) })),
    })
    .map((fields) => present<PlanVehicle>({ id, ...fields }));
}

function job(
  id: number,
  size: number,
  vehicles: number,
  days: number | undefined,
): fc.Arbitrary<PlanJob> {
  const base = {
    location_index: fc.nat(size - 1),
    setup: maybe(fc.integer({ min: 0, max: 300 })),
    service: maybe(fc.integer({ min: 0, max: 900 })),
    delivery: maybe(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 2 })),
    pickup: maybe(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 2 })),
    skills: maybe(fc.uniqueArray(fc.integer({ min: 1, max: 3 }), { maxLength: 2 })),
    priority: maybe(fc.integer({ min: 0, max: 100 })),
    time_windows: maybe(windows()),
  };
  if (days === undefined)
    return fc.record(base).map((fields) => present<PlanJob>({ id, ...fields }));
  return fc.integer({ min: 1, max: Math.min(3, days) }).chain((visits) =>
    fc
      .record({
        ...base,
        min_gap_days: maybe(fc.integer({ min: 1, max: 2 })),
        max_gap_days: maybe(fc.integer({ min: 2, max: 4 })),
        days: maybe(fc.uniqueArray(fc.nat(days - 1), { minLength: 1 })),
        patterns: fc.option(
          fc.array(fc.uniqueArray(fc.nat(days - 1), { minLength: visits, maxLength: visits }), {
            minLength: 1,
            maxLength: 3,
          }),
          { nil: undefined, freq: 3 },
        ),
        last_visits: maybe(
          fc
            .array(fc.integer({ min: 1, max: 20 * 24 }), { maxLength: 6 })
            .map((hours) =>
              hours.map((before) =>
                new Date(
                  Date.parse('2026-11-23T00:00:00+08:00') - before * 3_600_000,
                ).toISOString(),
              ),
            ),
        ),
        pins: maybe(
          fc.array(
            fc.record({
              vehicle: maybe(fc.integer({ min: 1, max: vehicles })),
              day: maybe(fc.nat(days - 1)),
              time_window: maybe(span(9_000, 300)),
            }),
            { maxLength: visits },
          ),
        ),
      })
      .map((fields) => present<PlanJob>({ id, visits, ...fields })),
  );
}

function daily(): fc.Arbitrary<PlanProblem> {
  return fc
    .record({
      size: fc.integer({ min: 2, max: 8 }),
      crews: fc.integer({ min: 1, max: 3 }),
      stops: fc.integer({ min: 1, max: 9 }),
      pairs: fc.integer({ min: 0, max: 2 }),
    })
    .chain(({ size, crews, stops, pairs }) =>
      fc.record({
        vehicles: fc.tuple(
          ...Array.from({ length: crews }, (_, at) => vehicle(at + 1, size, undefined)),
        ),
        jobs: fc.tuple(
          ...Array.from({ length: stops }, (_, at) => job(at + 1, size, crews, undefined)),
        ),
        shipments: fc.tuple(
          ...Array.from({ length: pairs }, (_, at) =>
            fc
              .record({
                amount: maybe(
                  fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 2 }),
                ),
                priority: maybe(fc.integer({ min: 0, max: 100 })),
                from: fc.nat(size - 1),
                to: fc.nat(size - 1),
                windows: maybe(windows()),
              })
              .map(({ from, to, windows: opening, ...fields }) =>
                present<PlanShipment>({
                  ...fields,
                  pickup: { id: at + 1, location_index: from, service: 100 },
                  delivery: { id: at + 1, location_index: to, service: 100, time_windows: opening },
                }),
              ),
          ),
        ),
        matrices: matrix(size).map((durations) => ({ car: { durations } })),
      }),
    );
}

function periodic(): fc.Arbitrary<PlanProblem> {
  return fc
    .record({
      size: fc.integer({ min: 2, max: 8 }),
      crews: fc.integer({ min: 1, max: 3 }),
      stops: fc.integer({ min: 1, max: 8 }),
      days: fc.integer({ min: 1, max: 7 }),
    })
    .chain(({ size, crews, stops, days }) =>
      fc
        .record({
          vehicles: fc.tuple(
            ...Array.from({ length: crews }, (_, at) => vehicle(at + 1, size, days)),
          ),
          jobs: fc.tuple(
            ...Array.from({ length: stops }, (_, at) => job(at + 1, size, crews, days)),
          ),
          matrices: matrix(size).map((durations) => ({ car: { durations } })),
          fairness: maybe(fc.constant(0.5)),
          stagger: maybe(
            fc.record({
              weight: fc.constantFrom(0, 600),
              bands: fc.constant<Span[]>([
                [0, 2_000],
                [2_000, 5_000],
                [6_000, 9_000],
                [9_000, 20_000],
              ]),
              start_date: fc.constant('2026-11-23'),
              off_days: maybe(fc.constant([0])),
              working_bands: maybe(fc.constant([1])),
              off_hours_target: maybe(fc.constant(0.6)),
            }),
          ),
        })
        .map((problem) => present<PlanProblem>({ days, ...problem })),
    );
}
