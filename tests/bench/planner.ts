/**
 * How good the planner's routes are. Every solution is re-validated by the checker.
 *
 * Against the best distances known on Solomon's 56 instances (5 s each) and on the periodic pr01–pr10 (30 s
 * each), where those are there, and on instances of our own (5 s each); on the periodic ones also against an
 * hour of the same solver, as far as such runs were made. The baseline in the same run is
 * greedy insertion, the plan the search starts from. What other solvers reached on Solomon's is quoted:
 * VROOM 1.15 `-x 5` mean 1.57 %, worst 7.54 %; a simple prototype of SISR 0.72 % and 6.42 %.
 */
import { checkSolution } from '../../src/domain/patrol/checker/check-solution.ts';
import { Search } from '../../src/domain/patrol/solver/search.ts';
import { solve } from '../../src/domain/patrol/solver/solve.ts';
import { HOUR_RUNS } from './instances/hour-runs.ts';
import { ownInstances, randomProblem } from './instances/own-set.ts';
import { type Instance, periodicInstances, solomonInstances } from './instances/public-sets.ts';

const ROUTING_SECONDS = 5;
const PERIODIC_SECONDS = 30;
const isDeep = process.env['DEEP'] === '1';

type Print = (result: Readonly<Record<string, unknown>>) => void;

export default async function bench(print: Print): Promise<void> {
  report(print, 'own instances', ownInstances(), ROUTING_SECONDS, {
    against: 'our own runs of 2,000,000 attempts',
  });
  report(print, 'Solomon', solomonInstances(), ROUTING_SECONDS, {
    against: 'best known distances',
    markMeanGap: 0.4,
    markWorstGap: 3,
    vroom: { meanGap: 1.57, worstGap: 7.54 },
    simpleSisr: { meanGap: 0.72, worstGap: 6.42 },
  });
  report(print, 'periodic pr01–pr10', periodicInstances(), PERIODIC_SECONDS, {
    against: 'upper bounds of 60 s',
    markMeanGap: 0,
    markGapToHour: 1,
  });
  growth(print);
  return Promise.resolve();
}

function report(
  print: Print,
  set: string,
  instances: Instance[] | null,
  seconds: number,
  against: object,
): void {
  if (instances === null) {
    print({ set, skipped: 'the public instances are not there' });
    return;
  }
  const outcomes = instances.map(({ name, problem, best }) => {
    const { objective, unassigned } = solveChecked(name, problem, seconds);
    const greedy = new Search(problem).terms();
    return {
      name,
      gap: 100 * (objective.travel / best - 1),
      hourGap: 100 * (objective.travel / (HOUR_RUNS[name] ?? NaN) - 1),
      greedy: greedy.leftOut > 0 ? null : 100 * (greedy.travel / best - 1),
      unassigned,
    };
  });
  const gaps = outcomes.map(({ gap }) => gap).sort((a, b) => a - b);
  const greedy = outcomes.flatMap(({ greedy: gap }) => gap ?? []);
  const hourGaps = outcomes.map(({ hourGap }) => hourGap).filter((gap) => !Number.isNaN(gap));
  const worst = outcomes.reduce((a, b) => (a.gap > b.gap ? a : b));
  print({
    set,
    instances: outcomes.length,
    secondsEach: seconds,
    meanGap: round(mean(gaps)),
    medianGap: round(gaps[Math.floor(gaps.length / 2)]!),
    worstGap: round(worst.gap),
    worst: worst.name,
    ...(hourGaps.length > 0 && {
      hourRuns: hourGaps.length,
      meanGapToHour: round(mean(hourGaps)),
      worstGapToHour: round(Math.max(...hourGaps)),
    }),
    leftOut: outcomes.reduce((sum, { unassigned }) => sum + unassigned, 0),
    infeasible: 0,
    greedyInsertionMeanGap: greedy.length === 0 ? null : round(mean(greedy)),
    ...against,
  });
}

/** 1,000 stops on one day in 60 s, against ten minutes of the same solver. */
function growth(print: Print): void {
  const problem = randomProblem('growth', 1000, 'mixed', true);
  const { objective } = solveChecked('growth', problem, 60);
  const long = isDeep ? solveChecked('growth', problem, 600).objective.travel : null;
  print({
    set: '1,000 stops on one day',
    seconds: 60,
    distance: round(objective.travel),
    gap: long === null ? null : round(100 * (objective.travel / long - 1)),
    markGap: 3,
    against: 'a run of ten minutes, with --deep',
  });
}

function solveChecked(name: string, problem: Instance['problem'], seconds: number) {
  const solution = solve(problem, { seconds });
  const faults = checkSolution(problem, solution);
  if (faults.length > 0) throw new Error(`${name}: ${faults.slice(0, 3).join('; ')}`);
  return solution.summary;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function round(value: number): number {
  return Number(value.toFixed(3));
}
