import {
  amounts,
  type Fields,
  list,
  number,
  object,
  optional,
  readDays,
  refuse,
  shown,
  span,
  whole,
  windows,
} from './fields.ts';
import type { PlanProblem } from './problem.ts';

/** So many stops are planned at most, and so many days: sets of days are kept as the bits of one number. */
export const MOST_STOPS = 5000;
export const MOST_DAYS = 31;

const STEP_TYPES: readonly string[] = ['start', 'job', 'pickup', 'delivery', 'break', 'end'];

/**
 * Reads a daily (VROOM) or periodic problem: checks the whole of it, so that the solver meets nothing it
 * cannot work with. Fields that are not known are left alone, as VROOM does.
 *
 * @throws Refusal naming the first thing that is wrong, where it is and what is allowed
 */
export function readProblem(json: unknown): PlanProblem {
  const problem = object('', json);
  const days = optional(problem, 'days', '', (value, at) => whole(value, at, 1, MOST_DAYS));
  const vehicles = list(problem['vehicles'], 'vehicles');
  if (vehicles.length === 0)
    refuse('vehicles', '没有班组可派', 'there are no crews to send', '至少一个', 'at least one');
  const jobs = problem['jobs'] === undefined ? [] : list(problem['jobs'], 'jobs');
  const shipments =
    problem['shipments'] === undefined ? [] : list(problem['shipments'], 'shipments');
  if (jobs.length + shipments.length === 0)
    refuse('jobs', '没有要去的点位', 'there are no stops to visit', '至少一个', 'at least one');
  const stops = jobs.length + 2 * shipments.length;
  if (stops > MOST_STOPS)
    refuse(
      'jobs',
      `共 ${stops} 个点位`,
      `${stops} stops`,
      `最多 ${MOST_STOPS} 个`,
      `at most ${MOST_STOPS}`,
    );
  const sizes = readMatrices(problem['matrices']);
  const size = sizes === null ? null : [...sizes.values()][0]!;

  const profiles = new Set<string>();
  const crews = new Set<number>();
  const vehicleIds = new Set<number>();
  vehicles.forEach((each, index) => {
    const at = `vehicles[${index}]`;
    const vehicle = object(at, each);
    const id = readId(vehicle, at, vehicleIds);
    crews.add(optional(vehicle, 'crew', at, (value, where) => whole(value, where, 0)) ?? id);
    const profile = vehicle['profile'] ?? 'car';
    if (typeof profile !== 'string')
      refuse(`${at}.profile`, shown(profile), shown(profile), '文字', 'a word');
    profiles.add(profile as string);
    if (sizes !== null && !sizes.has(profile as string)) {
      refuse(
        `${at}.profile`,
        `没有“${String(profile)}”的时间矩阵`,
        `no matrix for "${String(profile)}"`,
        [...sizes.keys()].join('、'),
        [...sizes.keys()].join(', '),
      );
    }
    readPlace(vehicle, at, 'start', 'start_index', size, false);
    readPlace(vehicle, at, 'end', 'end_index', size, false);
    amounts(vehicle, 'capacity', at);
    amounts(vehicle, 'skills', at);
    optional(vehicle, 'time_window', at, span);
    for (const field of ['max_tasks', 'max_travel_time', 'max_duration'])
      optional(vehicle, field, at, (value, where) => number(value, where, 0));
    optional(vehicle, 'day', at, (value, where) => whole(value, where, 0, (days ?? 1) - 1));
    optional(vehicle, 'costs', at, (value, where) => {
      const costs = object(where, value);
      optional(costs, 'fixed', where, (fixed, deeper) => number(fixed, deeper, 0));
    });
    optional(vehicle, 'breaks', at, (value, where) => {
      const ids = new Set<number>();
      list(value, where).forEach((pause, order) => {
        const inner = `${where}[${order}]`;
        const fields = object(inner, pause);
        readId(fields, inner, ids);
        optional(fields, 'service', inner, (service, deeper) => number(service, deeper, 0));
        optional(fields, 'time_windows', inner, windows);
      });
    });
    optional(vehicle, 'steps', at, (value, where) =>
      list(value, where).forEach((step, order) => {
        const inner = `${where}[${order}]`;
        const fields = object(inner, step);
        const { type } = fields;
        if (typeof type !== 'string' || !STEP_TYPES.includes(type))
          refuse(
            `${inner}.type`,
            shown(type),
            shown(type),
            STEP_TYPES.join('、'),
            STEP_TYPES.join(', '),
          );
        if (type !== 'start' && type !== 'end') whole(fields['id'], `${inner}.id`, 0);
      }),
    );
  });

  const jobIds = new Set<number>();
  jobs.forEach((each, index) => {
    const at = `jobs[${index}]`;
    const job = object(at, each);
    readId(job, at, jobIds);
    readTask(job, at, size);
    amounts(job, 'delivery', at);
    amounts(job, 'pickup', at);
    amounts(job, 'skills', at);
    optional(job, 'priority', at, (value, where) => number(value, where, 0, 100));
    const visits =
      optional(job, 'visits', at, (value, where) => whole(value, where, 1, days ?? 1)) ?? 1;
    const least =
      optional(job, 'min_gap_days', at, (value, where) => whole(value, where, 1, MOST_DAYS)) ?? 1;
    optional(job, 'max_gap_days', at, (value, where) => whole(value, where, least));
    optional(job, 'days', at, (value, where) => readDays(value, where, days ?? 1));
    optional(job, 'patterns', at, (value, where) =>
      list(value, where).forEach((pattern, order) => {
        const inner = `${where}[${order}]`;
        readDays(pattern, inner, days ?? 1);
        const { length } = pattern as unknown[];
        if (length !== visits)
          refuse(inner, `${length} 天`, `${length} days`, `${visits} 天`, `${visits} days`);
      }),
    );
    optional(job, 'last_visits', at, (value, where) =>
      list(value, where).forEach((visit, order) => {
        if (typeof visit !== 'string' || Number.isNaN(Date.parse(visit))) {
          refuse(
            `${where}[${order}]`,
            shown(visit),
            shown(visit),
            'ISO 8601 时间',
            'an ISO 8601 time',
          );
        }
      }),
    );
    optional(job, 'pins', at, (value, where) => {
      const pins = list(value, where);
      if (pins.length > visits)
        refuse(
          where,
          `${pins.length} 次固定`,
          `${pins.length} pins`,
          `最多 ${visits} 次`,
          `at most ${visits}`,
        );
      pins.forEach((pin, order) => {
        const inner = `${where}[${order}]`;
        const fields = object(inner, pin);
        const vehicle = optional(fields, 'vehicle', inner, (id, deeper) => whole(id, deeper, 0));
        if (vehicle !== undefined && !vehicleIds.has(vehicle) && !crews.has(vehicle)) {
          refuse(
            `${inner}.vehicle`,
            `没有编号 ${vehicle} 的班组`,
            `no crew ${vehicle}`,
            [...crews].join('、'),
            [...crews].join(', '),
          );
        }
        optional(fields, 'day', inner, (day, deeper) => whole(day, deeper, 0, (days ?? 1) - 1));
        optional(fields, 'time_window', inner, span);
      });
    });
  });

  const halves = { pickup: new Set<number>(), delivery: new Set<number>() };
  shipments.forEach((each, index) => {
    const at = `shipments[${index}]`;
    const shipment = object(at, each);
    if (days !== undefined)
      refuse(
        at,
        '多日规划中的成对任务',
        'a shipment in a problem of several days',
        '仅限单日',
        'one day only',
      );
    amounts(shipment, 'amount', at);
    amounts(shipment, 'skills', at);
    optional(shipment, 'priority', at, (value, where) => number(value, where, 0, 100));
    for (const half of ['pickup', 'delivery'] as const) {
      const inner = `${at}.${half}`;
      const task = object(inner, shipment[half]);
      readId(task, inner, halves[half]);
      readTask(task, inner, size);
    }
  });
  readStagger(problem['stagger'], days ?? 1);
  optional(problem, 'fairness', '', (value, where) => number(value, where, 0));
  return json as PlanProblem;
}

function readTask(task: Fields, at: string, size: number | null): void {
  readPlace(task, at, 'location', 'location_index', size, true);
  optional(task, 'setup', at, (value, where) => number(value, where, 0));
  optional(task, 'service', at, (value, where) => number(value, where, 0));
  optional(task, 'time_windows', at, windows);
}

function readStagger(value: unknown, days: number): void {
  if (value === undefined) return;
  const stagger = object('stagger', value);
  number(stagger['weight'], 'stagger.weight', 0);
  const bands = list(stagger['bands'], 'stagger.bands');
  if (bands.length === 0)
    refuse('stagger.bands', '没有时段', 'no bands', '至少一个', 'at least one');
  let last = 0;
  bands.forEach((band, order) => {
    const [start, end] = span(band, `stagger.bands[${order}]`);
    if (start < last || end > 86_400)
      refuse(
        `stagger.bands[${order}]`,
        shown(band),
        shown(band),
        '一天之内、按先后、不重叠',
        'within a day, in order, apart',
      );
    last = end;
  });
  optional(stagger, 'start_date', 'stagger', (date, where) => {
    if (
      typeof date !== 'string' ||
      !/^\d{4}-\d{2}-\d{2}$/.test(date) ||
      Number.isNaN(Date.parse(date))
    ) {
      refuse(where, shown(date), shown(date), '如 2026-11-23', 'such as 2026-11-23');
    }
  });
  optional(stagger, 'off_days', 'stagger', (value_, where) => readDays(value_, where, days));
  optional(stagger, 'working_bands', 'stagger', (value_, where) =>
    readDays(value_, where, bands.length),
  );
  optional(stagger, 'off_hours_target', 'stagger', (target, where) => number(target, where, 0, 1));
}

/** The rows of each matrix; null without any. Holes (null) are ways that do not exist. */
function readMatrices(value: unknown): Map<string, number> | null {
  if (value === undefined) return null;
  const sizes = new Map<string, number>();
  let first: number | null = null;
  for (const [profile, each] of Object.entries(object('matrices', value))) {
    const matrix = object(`matrices.${profile}`, each);
    for (const kind of ['durations', 'distances', 'costs']) {
      if (kind !== 'durations' && matrix[kind] === undefined) continue;
      const at = `matrices.${profile}.${kind}`;
      const rows = list(matrix[kind], at);
      const size = rows.length;
      first ??= size;
      if (size !== first)
        refuse(
          at,
          `${size} 行`,
          `${size} rows`,
          `${first} 行，各矩阵相同`,
          `${first}, all matrices alike`,
        );
      rows.forEach((row, from) => {
        const values = list(row, `${at}[${from}]`);
        if (values.length !== size)
          refuse(
            `${at}[${from}]`,
            `${values.length} 列`,
            `${values.length} columns`,
            `${size} 列`,
            `${size} columns`,
          );
        values.forEach((seconds, to) => {
          if (
            seconds !== null &&
            !(typeof seconds === 'number' && seconds >= 0 && seconds < Infinity)
          ) {
            refuse(
              `${at}[${from}][${to}]`,
              shown(seconds),
              shown(seconds),
              '不小于 0 的数，或表示不通的 null',
              'a number from 0, or null for no way',
            );
          }
        });
      });
      sizes.set(profile, size);
    }
  }
  if (first === null)
    refuse('matrices', '没有矩阵', 'no matrix', '每种出行方式一个', 'one for each profile');
  return sizes;
}

function readPlace(
  fields: Fields,
  at: string,
  location: string,
  index: string,
  size: number | null,
  needed: boolean,
): void {
  const row = optional(fields, index, at, (value, where) => {
    if (size === null)
      refuse(
        where,
        '没有时间矩阵',
        'there is no matrix',
        `用 ${location} 给出经纬度`,
        `give ${location} as coordinates`,
      );
    return whole(value, where, 0, size! - 1);
  });
  const position = optional(fields, location, at, (value, where) => {
    const pair = list(value, where);
    const [longitude, latitude] = pair;
    if (
      pair.length !== 2 ||
      !(typeof longitude === 'number' && Math.abs(longitude) <= 180) ||
      !(typeof latitude === 'number' && Math.abs(latitude) <= 90)
    ) {
      refuse(
        where,
        shown(value),
        shown(value),
        '[经度, 纬度]，WGS-84',
        '[longitude, latitude], WGS-84',
      );
    }
    return pair;
  });
  if (
    row === undefined &&
    (size !== null ? needed || position !== undefined : needed && position === undefined)
  ) {
    const wanted = size === null ? location : index;
    refuse(
      `${at}.${wanted}`,
      '未给出位置',
      'no place given',
      `应有 ${wanted}`,
      `${wanted} is needed`,
    );
  }
}

function readId(fields: Fields, at: string, taken: Set<number>): number {
  const id = whole(fields['id'], `${at}.id`, 0);
  if (taken.has(id))
    refuse(`${at}.id`, `编号 ${id} 重复`, `id ${id} is used twice`, '各不相同', 'each its own');
  taken.add(id);
  return id;
}
