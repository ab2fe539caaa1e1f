import { expect, it } from 'vitest';
import { staggeringMeasures } from '../measures/measures.ts';
import { solve } from '../solver/solve.ts';
import { buildProblem } from './build-problem.ts';
import { plannedStop, plannedRoute } from './plan.fixture.ts';
import { plannedDays, routeDrafts } from './planned-visits.ts';
import { candidate, question } from './question.fixture.ts';
import { measuresOf, offDatesOf, weekendsOf } from './staying-days.ts';
import { addDays } from '../../time/local-time.ts';

const SITES = [11, 12, 13, 14, 15];
const whole = question(
  {},
  SITES.map((siteId) =>
    candidate(siteId, {
      visits: 3,
      minGapDays: 1,
      lastVisits: ['2026-11-20T09:00:00+08:00', '2026-11-21T13:00:00+08:00'],
    }),
  ),
);
const problem = buildProblem(whole);
const solution = solve(problem, { iterations: 2_000 });

it('measures the first days planned anew with the later ones as the whole is measured', () => {
  const { list } = whole;
  const drafts = routeDrafts(plannedDays(problem, solution, list.candidates), list.from, 0, () => ({
    path: [],
    meters: 0,
  }));
  const saved = drafts.map((draft) => ({
    ...plannedRoute(addDays(list.from, draft.day), draft.day, draft.crewId, []),
    departsAt: draft.departsAt,
    returnsAt: draft.returnsAt,
    travelSeconds: draft.travelSeconds,
    stops: draft.stops.map(({ siteId, arrivesAt, serviceSeconds }) =>
      plannedStop(siteId, arrivesAt, { serviceSeconds }),
    ),
  }));
  const expected = staggeringMeasures(problem, solution)!;
  expect(expected.visits).toBe(15);
  for (const days of [1, 2, 4, 6]) {
    const early = saved.filter(({ day }) => day < days).flatMap(({ stops }) => stops);
    const part = {
      ...whole,
      list: {
        ...list,
        days,
        stagger: {
          ...list.stagger,
          off_days: list.stagger.off_days.filter((day) => day < days),
        },
        candidates: list.candidates.map((each) => ({
          ...each,
          visits: early.filter(({ siteId }) => siteId === each.siteId).length,
        })),
      },
      staying: {
        routes: saved.filter(({ day }) => day >= days),
        days: list.days,
        offDays: offDatesOf(list),
      },
    };
    const first = buildProblem(part);
    const inDays = new Set(first.vehicles.map(({ crew, day }) => `${crew}/${day}`));
    const byId = new Map(problem.vehicles.map((vehicle) => [vehicle.id, vehicle]));
    const renumbered = solution.routes.flatMap((route) => {
      const { crew, day } = byId.get(route.vehicle)!;
      if (!inDays.has(`${crew}/${day}`)) return [];
      const { id } = first.vehicles.find((each) => each.crew === crew && each.day === day)!;
      return [{ ...route, vehicle: id }];
    });
    const found = measuresOf(part, first, { ...solution, routes: renumbered })!;
    expect(found).toMatchObject({
      visits: expected.visits,
      offHoursShare: expected.offHoursShare,
      spread: expected.spread,
      guess: expected.guess,
      idealGuess: expected.idealGuess,
      longestGapDays: expected.longestGapDays,
      shortestGapDays: expected.shortestGapDays,
    });
    expect(found.crews.map(({ visits }) => visits)).toEqual(
      expected.crews.map(({ visits }) => visits),
    );
    const travel = ({ crews }: typeof found) =>
      crews.reduce((sum, { travelSeconds }) => sum + travelSeconds, 0);
    // Saved in whole seconds.
    expect(Math.abs(travel(found) - travel(expected))).toBeLessThan(saved.length);
  }
});

it('knows the weekends of a plan that kept no days off', () => {
  expect(weekendsOf('2026-11-23', 14)).toEqual([
    '2026-11-28',
    '2026-11-29',
    '2026-12-05',
    '2026-12-06',
  ]);
});
