import { Random } from '../../../data/generate/random.ts';
import type {
  PlanJob,
  PlanProblem,
  PlanVehicle,
  Span,
} from '../../../src/domain/patrol/problem/problem.ts';
import { FAIRNESS } from '../../../src/domain/patrol/problem/weights.ts';

const HOUR = 3600;
const START_DATE = '2026-11-23';
/** 早 07–09, 上午 09–12, 中午 12–14, 下午 14–17, 傍晚 17–20:30, 夜间 20:30–22. */
export const BANDS: readonly Span[] = [
  [7 * HOUR, 9 * HOUR],
  [9 * HOUR, 12 * HOUR],
  [12 * HOUR, 14 * HOUR],
  [14 * HOUR, 17 * HOUR],
  [17 * HOUR, 20.5 * HOUR],
  [20.5 * HOUR, 22 * HOUR],
];
/** One of five hours a day, another one each day. */
const SHIFTS: readonly Span[] = [
  [7 * HOUR, 12 * HOUR],
  [9 * HOUR, 14 * HOUR],
  [12 * HOUR, 17 * HOUR],
  [15 * HOUR, 20 * HOUR],
  [17 * HOUR, 22 * HOUR],
];
const OPENING: readonly (readonly [span: Span, weekends: boolean, weight: number])[] = [
  [[7 * HOUR, 21.5 * HOUR], true, 60],
  [[7 * HOUR, 21.5 * HOUR], true, 15],
  [[8 * HOUR, 21 * HOUR], true, 17],
  [[9 * HOUR, 16.5 * HOUR], false, 8],
];
/** Metres a second: on foot, on an electric bicycle. */
const SPEEDS = { foot: 1.25, ebike: 4.2 };
const DETOUR = 1.3;

/**
 * A made-up city's fortnight: 400 sites in neighbourhoods over 4 km, 1,100 visits of 20–40 minutes (26.7 on average), crews
 * with one shift of five hours a day on foot or by electric bicycle, opening hours, 60 days of history.
 */
export function sampleCity({ seed = 1, sites = 400, crews = 10, visits = 1100 } = {}): PlanProblem {
  const random = new Random(seed, 'patrol-bench');
  const days = 14;
  const centres = Array.from(
    { length: 14 },
    () => [random.between(0, 4000), random.between(0, 4000)] as const,
  );
  const points: [number, number][] = [];
  const jobs: PlanJob[] = [];
  const counts = Array.from(
    { length: sites },
    (_, at) => Math.floor(visits / sites) + (at < visits % sites ? 1 : 0),
  );
  for (let id = 0; id < sites; id++) {
    const [x, y] = random.pick(centres);
    points.push([x + random.normal(0, 350), y + random.normal(0, 350)]);
    const [opening, weekends] = random.weighted(
      OPENING.map(([span, open, weight]) => [[span, open] as const, weight] as const),
    );
    jobs.push({
      id,
      location_index: id,
      service: 60 * Math.round(20 + 20 * random.next() ** 2),
      visits: counts[id]!,
      min_gap_days: 2,
      max_gap_days: 10,
      time_windows: [opening],
      ...(weekends
        ? {}
        : { days: Array.from({ length: days }, (_, day) => day).filter((day) => day % 7 < 5) }),
      last_visits: history(random, opening),
    });
  }
  const starts = Array.from(
    { length: 3 },
    () => [random.between(1000, 3000), random.between(1000, 3000)] as [number, number],
  );
  points.push(...starts);
  const vehicles: PlanVehicle[] = [];
  for (let crew = 0; crew < crews; crew++) {
    for (let day = 0; day < days; day++) {
      const start = sites + (crew % starts.length);
      vehicles.push({
        id: crew * 100 + day,
        crew,
        day,
        profile: crew % 2 === 0 ? 'ebike' : 'foot',
        start_index: start,
        end_index: start,
        time_window: SHIFTS[(crew + day) % SHIFTS.length]!,
      });
    }
  }
  const matrix = (speed: number) => ({
    durations: points.map(([x1, y1]) =>
      points.map(([x2, y2]) => Math.round((Math.hypot(x1 - x2, y1 - y2) * DETOUR) / speed)),
    ),
  });
  return {
    days,
    vehicles,
    jobs,
    matrices: { foot: matrix(SPEEDS.foot), ebike: matrix(SPEEDS.ebike) },
    fairness: FAIRNESS,
    stagger: {
      weight: 1500,
      bands: BANDS,
      start_date: START_DATE,
      working_bands: [1, 3],
      off_hours_target: 0.4,
    },
  };
}

/** About one visit in six days, two of three in office hours, as patrols went before anybody staggered them. */
function history(random: Random, [opens, closes]: Span): string[] {
  const midnight = Date.parse(`${START_DATE}T00:00:00+08:00`);
  const visits: string[] = [];
  for (let day = -random.integer(2, 7); day >= -60; day -= random.integer(3, 9)) {
    const hours = random.chance(2 / 3)
      ? random.pick([random.between(9, 12), random.between(14, 17)])
      : random.between(7, 21.5);
    const second = Math.round(Math.min(closes - 1, Math.max(opens, hours * HOUR)));
    visits.push(new Date(midnight + day * 86_400_000 + second * 1000).toISOString());
  }
  return visits.reverse();
}
