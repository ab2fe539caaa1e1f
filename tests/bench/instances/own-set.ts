import { Random } from '../../../data/generate/random.ts';
import type { PlanProblem } from '../../../src/domain/patrol/problem/problem.ts';
import { euclidean, type Instance } from './public-sets.ts';

/**
 * Instances of our own making, held back from tuning and runnable anywhere: scattered, clustered or both,
 * with narrow or wide windows and small or large loads. The reference is a run of 2,000,000
 * attempts, about ten times what five seconds hold.
 */
const REFERENCES: Readonly<Record<string, number>> = {
  'scattered-narrow': 1776.709,
  'scattered-wide': 1133.464,
  'clustered-narrow': 1170.613,
  'clustered-wide': 641.946,
  'mixed-narrow': 1404.456,
  'mixed-wide': 957.838,
};

const KINDS = ['scattered', 'clustered', 'mixed'] as const;

export function ownInstances(): Instance[] {
  return KINDS.flatMap((kind) =>
    ['narrow', 'wide'].map((width) => {
      const name = `${kind}-${width}`;
      return {
        name,
        problem: randomProblem(name, 100, kind, width === 'wide'),
        best: REFERENCES[name] ?? Infinity,
      };
    }),
  );
}

/** One day, `stops` stops on a square of 100 × 100. */
export function randomProblem(
  seed: string,
  stops: number,
  kind: (typeof KINDS)[number],
  isWide: boolean,
): PlanProblem {
  const random = new Random(20261123, seed);
  const centres = Array.from(
    { length: Math.ceil(stops / 12) },
    () => [random.between(10, 90), random.between(10, 90)] as const,
  );
  const horizon = isWide ? 1000 : 240;
  const points: [number, number][] = [[50, 50]];
  const jobs = Array.from({ length: stops }, (_, at) => {
    const isClustered = kind === 'clustered' || (kind === 'mixed' && at % 2 === 0);
    const [x, y] = random.pick(centres);
    points.push(
      isClustered
        ? [x + random.normal(0, 4), y + random.normal(0, 4)]
        : [random.between(0, 100), random.between(0, 100)],
    );
    const length = random.between(isWide ? 120 : 20, isWide ? 480 : 80);
    const start = Math.round(random.between(20, horizon - length - 40));
    return {
      id: at + 1,
      location_index: at + 1,
      service: 10,
      delivery: [random.integer(5, 30)],
      time_windows: random.chance(0.75)
        ? ([[start, Math.round(start + length)]] as const)
        : ([[0, horizon - 90]] as const),
    };
  });
  return {
    vehicles: Array.from({ length: Math.ceil(stops / 4) }, (_, id) => ({
      id,
      start_index: 0,
      end_index: 0,
      capacity: [isWide ? 900 : 200],
      time_window: [0, horizon] as const,
    })),
    jobs,
    matrices: { car: { durations: euclidean(points) } },
  };
}
