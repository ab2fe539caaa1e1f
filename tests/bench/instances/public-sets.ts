/**
 * Public routing instances, read from the folder handed to the developers where it is there; they are no
 * part of the repository.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlanProblem } from '../../../src/domain/patrol/problem/problem.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data', 'bench');

export interface Instance {
  readonly name: string;
  readonly problem: PlanProblem;
  /** Least distance known. */
  readonly best: number;
}

/** Solomon's 56 instances of 100 stops (Operations Research 35, 1987); null where they are not there. */
export function solomonInstances(): Instance[] | null {
  const folder = join(FOLDER, 'solomon');
  if (!existsSync(folder)) return null;
  const { instances } = readJson(join(folder, 'best-known.json')) as {
    instances: Record<string, { distance: number }>;
  };
  return Object.entries(instances).map(([name, { distance }]) => {
    const rows = numbers(join(folder, `${name}.txt`));
    const [count, capacity] = rows.find(({ length }) => length === 2)!;
    const stops = rows.filter(({ length }) => length === 7);
    const [depot, ...customers] = stops;
    return {
      name,
      best: distance,
      problem: {
        vehicles: Array.from({ length: count! }, (_, id) => ({
          id,
          start_index: 0,
          end_index: 0,
          capacity: [capacity!],
          time_window: [depot![4]!, depot![5]!] as const,
        })),
        jobs: customers.map(([id, , , demand, ready, due, service]) => ({
          id: id!,
          location_index: id!,
          service: service!,
          delivery: [demand!],
          time_windows: [[ready!, due!] as const],
        })),
        matrices: { car: { durations: euclidean(stops.map(([, x, y]) => [x!, y!])) } },
      },
    };
  });
}

/** Cordeau, Laporte & Mercier's periodic instances (JORS 52, 2001); null where they are not there. */
export function periodicInstances(): Instance[] | null {
  const folder = join(FOLDER, 'pvrptw');
  if (!existsSync(folder)) return null;
  const { instances } = readJson(join(folder, 'upper-bounds.json')) as {
    instances: Record<string, { bestFoundHere: { distance: number } }>;
  };
  return Object.entries(instances).map(([name, { bestFoundHere }]) => {
    const [head, ...rows] = numbers(join(folder, `${name}.txt`));
    const [, crews, , days] = head as [number, number, number, number];
    const [duration, capacity] = rows[0]!;
    const stops = rows.slice(days);
    const depot = stops[0]!;
    return {
      name,
      best: bestFoundHere.distance,
      problem: {
        days,
        vehicles: Array.from({ length: crews }, (_, id) => ({
          id,
          start_index: 0,
          end_index: 0,
          capacity: [capacity!],
          time_window: [depot.at(-2)!, depot.at(-1)!] as const,
          max_duration: duration!,
        })),
        jobs: stops.slice(1).map((row, at) => {
          const [id, , , service, demand, visits, combinations] = row;
          return {
            id: id!,
            location_index: at + 1,
            service: service!,
            delivery: [demand!],
            visits: visits!,
            patterns: row.slice(7, 7 + combinations!).map((set) => daysOf(set, days)),
            time_windows: [[row.at(-2)!, row.at(-1)!] as const],
          };
        }),
        matrices: { car: { durations: euclidean(stops.map(([, x, y]) => [x!, y!])) } },
      },
    };
  });
}

/** A combination is a bit string over the days, leftmost first. */
function daysOf(set: number, days: number): number[] {
  return Array.from({ length: days }, (_, day) => day).filter(
    (day) => ((set >> (days - 1 - day)) & 1) === 1,
  );
}

export function euclidean(points: readonly (readonly [number, number])[]): number[][] {
  return points.map(([x1, y1]) => points.map(([x2, y2]) => Math.hypot(x1 - x2, y1 - y2)));
}

function numbers(path: string): number[][] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter((row) => row.length > 1 && row.every(Number.isFinite));
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
