/**
 * What staggering gains and costs on the sample city's fortnight: 400 sites, 1,100 visits, 60 days of
 * history, 30 s of search, against the same plan without staggering in the same run.
 *
 * Ten crews, not the six of the specification: 1,100 visits of 20–40 minutes are at least 367 hours of
 * service and 490 as drawn here, and six crews have 420.
 */
import { checkSolution } from '../../src/domain/patrol/checker/check-solution.ts';
import { staggeringMeasures } from '../../src/domain/patrol/measures/measures.ts';
import type { PlanProblem } from '../../src/domain/patrol/problem/problem.ts';
import { solveInSteps } from '../../src/domain/patrol/solver/solve.ts';
import { sampleCity } from './instances/sample-city.ts';

const SECONDS = 30;

export default async function bench(print: (result: object) => void): Promise<void> {
  const problem = sampleCity();
  const staggered = plan(problem);
  const plain = plan({ ...problem, stagger: { ...problem.stagger!, weight: 0 } });
  print({
    sites: problem.jobs.length,
    visits: problem.jobs.reduce((sum, { visits }) => sum + visits!, 0),
    crews: new Set(problem.vehicles.map(({ crew }) => crew)).size,
    seconds: SECONDS,
    ...staggered,
    markSecondsToFirst: 2,
    markOffHoursShare: 0.4,
    markSpread: 0.9,
    markGuessOfIdeal: 1.5,
    markTravelOfPlain: 1.1,
    markWorkDifference: 0.1,
    travelOfPlain: round(staggered.travelHours / plain.travelHours),
    against: 'the same without staggering',
    plain,
  });
  return Promise.resolve();
}

function plan(problem: PlanProblem) {
  const began = performance.now();
  let secondsToFirst: number | null = null;
  const steps = solveInSteps(problem, { seconds: SECONDS });
  for (;;) {
    const { done, value } = steps.next();
    if (done !== true) {
      if (secondsToFirst === null && value.leftOut === 0) {
        secondsToFirst = (performance.now() - began) / 1000;
      }
      continue;
    }
    const faults = checkSolution(problem, value);
    if (faults.length > 0) throw new Error(faults.slice(0, 3).join('; '));
    const measures = staggeringMeasures(problem, value)!;
    const work = measures.crews.map(({ workSeconds }) => workSeconds / 3600);
    return {
      secondsToFirst: secondsToFirst === null ? null : round(secondsToFirst),
      leftOut: value.summary.unassigned,
      gapDays: value.summary.objective.gapDays,
      offHoursShare: round(measures.offHoursShare),
      spread: round(measures.spread),
      guess: round(measures.guess),
      idealGuess: round(measures.idealGuess),
      guessOfIdeal: round(measures.guess / measures.idealGuess),
      longestGapDays: measures.longestGapDays,
      travelHours: round(value.summary.duration / 3600),
      workHours: [round(Math.min(...work)), round(Math.max(...work))],
      workDifference: round(Math.max(...work) / Math.min(...work) - 1),
      timeUsed: round(work.reduce((sum, hours) => sum + hours, 0) / shiftHours(problem)),
    };
  }
}

function shiftHours({ vehicles }: PlanProblem): number {
  return vehicles.reduce(
    (sum, { time_window }) => sum + (time_window![1] - time_window![0]) / 3600,
    0,
  );
}

function round(value: number): number {
  return Number(value.toFixed(3));
}
