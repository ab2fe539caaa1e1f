/**
 * What the planner finds on the periodic pr01–pr10 in an hour each: the references of `bench planner`,
 * kept in instances/hour-runs.ts. With --deep alone, for it takes ten hours of one core; PERIODIC=pr06,pr10
 * takes those named. Time is the processor's, so that a busy machine lends the run no haste.
 */
import { checkSolution } from '../../src/domain/patrol/checker/check-solution.ts';
import { Search } from '../../src/domain/patrol/solver/search.ts';
import { solutionOf } from '../../src/domain/patrol/solver/solution.ts';
import { periodicInstances } from './instances/public-sets.ts';

const HOUR_IN_MICROSECONDS = 3_600_000_000;

export default async function bench(print: (result: object) => void): Promise<void> {
  const instances = periodicInstances();
  if (instances === null || process.env['DEEP'] !== '1') {
    print({ skipped: instances === null ? 'the public instances are not there' : 'takes --deep' });
    return Promise.resolve();
  }
  const named = process.env['PERIODIC']?.split(',');
  for (const { name, problem, best } of instances) {
    if (named?.includes(name) === false) continue;
    const search = new Search(problem, { seed: 1 });
    const began = process.cpuUsage();
    for (let part = 0; part < 1; part = processorTimeSince(began) / HOUR_IN_MICROSECONDS) {
      search.advance(64, part);
    }
    const solution = solutionOf(search);
    const { travel } = solution.summary.objective;
    print({
      instance: name,
      hours: 1,
      attempts: search.iterations,
      distance: travel,
      gapToBound: Number((100 * (travel / best - 1)).toFixed(3)),
      faults: checkSolution(problem, solution).length,
    });
  }
  return Promise.resolve();
}

function processorTimeSince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began);
  return user + system;
}
