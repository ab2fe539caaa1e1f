import { dayOfVisit, secondOfDay } from '../problem/days.ts';
import type { PlanJob, PlanProblem, PlanSolution, PlanStagger } from '../problem/problem.ts';
import { countHits } from './guess.ts';
import { spread } from './spread.ts';
import { openClasses, timeClasses, type TimeClasses } from './time-classes.ts';

/** How well a plan is staggered (错时), over its visits and those already made. */
export interface StaggeringMeasures {
  readonly visits: number;
  /** 错时占比: planned visits outside office hours ÷ planned visits of sites that are open then. */
  readonly offHoursShare: number;
  /** Planned visits of sites that are closed outside office hours; left out above. */
  readonly closedThen: number;
  /** Mean over sites with at least two visits; 1 without any. */
  readonly spread: number;
  /** Mean over sites with a planned visit and one before it. */
  readonly guess: number;
  readonly idealGuess: number;
  /** Days, over sites with two visits; null without any. */
  readonly longestGapDays: number | null;
  readonly shortestGapDays: number | null;
  readonly sites: readonly SiteMeasures[];
  readonly crews: readonly CrewMeasures[];
}

export interface SiteMeasures {
  readonly id: number;
  readonly planned: number;
  readonly offHours: number;
  readonly canBeOff: boolean;
  /** Null with fewer than two visits. */
  readonly spread: number | null;
  /** 规律度: how often the best guesser names a planned visit; null where nobody could guess. */
  readonly guess: number | null;
  /** 1 ÷ the time classes in which the site is open. */
  readonly idealGuess: number;
  readonly longestGapDays: number | null;
  readonly shortestGapDays: number | null;
}

export interface CrewMeasures {
  readonly crew: number;
  readonly visits: number;
  readonly offHoursShare: number;
  readonly travelSeconds: number;
  /** Travel, setup and service. */
  readonly workSeconds: number;
  /** How evenly the crew's visits are spread over the time classes it works in, 0…1. */
  readonly spread: number;
}

interface Visit {
  readonly job: number;
  readonly crew: number;
  readonly day: number;
  readonly second: number;
}

/** Measures a solution; `stagger` gives the bands where the problem itself has none (the plan without it). */
export function staggeringMeasures(
  problem: PlanProblem,
  solution: PlanSolution,
  stagger: PlanStagger | undefined = problem.stagger,
): StaggeringMeasures | null {
  if (stagger === undefined) return null;
  const dayCount = problem.days ?? 1;
  const classes = timeClasses(stagger, dayCount);
  const visits = visitsOf(problem, solution);
  const byJob = new Map<number, Visit[]>();
  for (const visit of visits) byJob.set(visit.job, [...(byJob.get(visit.job) ?? []), visit]);
  const sites = problem.jobs.map((job) =>
    measureSite(job, byJob.get(job.id) ?? [], classes, stagger, dayCount),
  );
  const counted = sites.filter(({ canBeOff }) => canBeOff);
  const planned = sum(counted.map((site) => site.planned));
  const spreads = sites.flatMap((site) => (site.spread === null ? [] : [site.spread]));
  const guessed = sites.filter((site) => site.guess !== null);
  const longest = sites.flatMap((site) => site.longestGapDays ?? []);
  const shortest = sites.flatMap((site) => site.shortestGapDays ?? []);
  return {
    visits: visits.length,
    offHoursShare: planned === 0 ? 0 : sum(counted.map(({ offHours }) => offHours)) / planned,
    closedThen: visits.length - planned,
    spread: spreads.length === 0 ? 1 : mean(spreads),
    guess: guessed.length === 0 ? 0 : mean(guessed.map(({ guess }) => guess!)),
    idealGuess: guessed.length === 0 ? 0 : mean(guessed.map(({ idealGuess }) => idealGuess)),
    longestGapDays: longest.length === 0 ? null : Math.max(...longest),
    shortestGapDays: shortest.length === 0 ? null : Math.min(...shortest),
    sites,
    crews: measureCrews(problem, solution, visits, classes),
  };
}

function measureSite(
  job: PlanJob,
  planned: readonly Visit[],
  classes: TimeClasses,
  stagger: PlanStagger,
  dayCount: number,
): SiteMeasures {
  const history = [...(job.last_visits ?? [])]
    .sort((a, b) => Date.parse(a) - Date.parse(b))
    .map((visit) => ({ day: dayOfVisit(visit, stagger.start_date), second: secondOfDay(visit) }));
  const all = [...history, ...planned];
  const sequence = all.map(({ day, second }) => classes.of(day, second));
  const open = openClasses(classes, job, dayCount);
  const days = [...new Set(all.map(({ day }) => day))];
  const gaps = days.slice(1).map((day, at) => day - days[at]!);
  const hits = countHits(sequence, history.length, classes.bandCount);
  return {
    id: job.id,
    planned: planned.length,
    offHours: planned.filter(({ day, second }) => classes.isOff(classes.of(day, second), day))
      .length,
    canBeOff: open.off,
    spread: sequence.length < 2 ? null : spread(sequence, open.count),
    guess: planned.length === 0 || sequence.length < 2 ? null : Math.max(...hits) / planned.length,
    idealGuess: open.count === 0 ? 1 : 1 / open.count,
    longestGapDays: gaps.length === 0 ? null : Math.max(...gaps),
    shortestGapDays: gaps.length === 0 ? null : Math.min(...gaps),
  };
}

function visitsOf(problem: PlanProblem, solution: PlanSolution): Visit[] {
  const crewOf = new Map(problem.vehicles.map(({ id, crew }) => [id, crew ?? id]));
  return solution.routes
    .flatMap(({ vehicle, day = 0, steps }) =>
      steps.flatMap(({ type, id, arrival, waiting_time }) =>
        type === 'job'
          ? [{ job: id!, crew: crewOf.get(vehicle)!, day, second: arrival + waiting_time }]
          : [],
      ),
    )
    .sort((a, b) => a.day - b.day || a.second - b.second);
}

function measureCrews(
  problem: PlanProblem,
  solution: PlanSolution,
  visits: readonly Visit[],
  classes: TimeClasses,
): CrewMeasures[] {
  const crewOf = new Map(problem.vehicles.map(({ id, crew }) => [id, crew ?? id]));
  return [...new Set(crewOf.values())].map((crew) => {
    const own = visits.filter((visit) => visit.crew === crew);
    const routes = solution.routes.filter(({ vehicle }) => crewOf.get(vehicle) === crew);
    const sequence = own.map(({ day, second }) => classes.of(day, second));
    const shifts = problem.vehicles.filter((vehicle) => crewOf.get(vehicle.id) === crew);
    const inside = new Set(
      shifts.flatMap(({ day, time_window: [from, to] = [0, 86_400] }) =>
        Array.from({ length: problem.days ?? 1 }, (_, at) => at)
          .filter((at) => day === undefined || day === at)
          .flatMap((at) =>
            classes.bands.flatMap(([start, end], band) =>
              from < end && to > start ? [classes.weekday(at) * classes.bandCount + band] : [],
            ),
          ),
      ),
    );
    return {
      crew,
      visits: own.length,
      offHoursShare:
        own.length === 0
          ? 0
          : own.filter(({ day, second }) => classes.isOff(classes.of(day, second), day)).length /
            own.length,
      travelSeconds: sum(routes.map(({ duration }) => duration)),
      workSeconds: sum(
        routes.flatMap(({ duration, steps }) => [
          duration,
          ...steps.map(({ type, setup, service }) => (type === 'break' ? 0 : setup + service)),
        ]),
      ),
      spread: spread(sequence, inside.size),
    };
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
