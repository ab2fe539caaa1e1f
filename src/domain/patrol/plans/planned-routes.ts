import type { LineString } from 'geojson';
import { addDays, startOfDay } from '../../time/local-time.ts';
import type {
  PlanProblem,
  PlanRoute,
  PlanSolution,
  PlanStep,
  Seconds,
  UnassignedReason,
} from '../problem/problem.ts';
import type { CandidateList } from './candidate.ts';
import type { PlanDraft, RouteDraft, StopPins } from './plan.ts';
import type { PlanningChoices } from './planning-problem.ts';

/** The way of a route on the road network; a path of null: as the crow flies. */
export interface RouteWay {
  readonly path: LineString | null;
  readonly distanceMeters: number;
}

/** What keeps a visit out of every route, as people are told. */
export const UNSERVED_WORDS: Readonly<
  Record<UnassignedReason, { readonly zh: string; readonly en: string }>
> = {
  unreachable: { zh: '路网上到不了', en: 'Not reachable on the road network' },
  skills: { zh: '没有具备所需技能的巡查组', en: 'No crew has the skill it asks for' },
  capacity: { zh: '超出巡查组的承载', en: 'More than a crew can carry' },
  time_windows: { zh: '开放时段内排不进任何班次', en: 'No shift falls within its opening hours' },
  days: { zh: '间隔或可访日期不允许', en: 'Its gaps or allowed days leave no day' },
  pin: {
    zh: '固定的班组、日期或时段排不进',
    en: 'The crew, day or hour it is pinned to has no room',
  },
  shift_too_short: { zh: '班次太短，容不下一次检查', en: 'Every shift is too short for one visit' },
  time: { zh: '各班次时间已满', en: 'The shifts are full' },
};

/**
 * A solution of `planningProblem` as it is saved: moments instead of seconds, each stop with the reasons of
 * its candidate; a 回头看 is the first visit of its site. Who walks is left to the database, which knows who is
 * on leave.
 *
 * @param list what the problem was made of
 * @param wayOf the way that is drawn
 */
export function plannedRoutes(
  problem: PlanProblem,
  solution: PlanSolution,
  list: CandidateList,
  { crews, pins }: Pick<PlanningChoices, 'crews' | 'pins'>,
  wayOf: (route: PlanRoute) => RouteWay,
): Required<Pick<PlanDraft, 'routes' | 'unserved'>> {
  const crewOf = new Map(problem.vehicles.map(({ id, crew }) => [id, crew ?? id]));
  const modeOf = new Map(crews.map(({ crewId, mode }) => [crewId, mode]));
  const candidates = new Map(list.candidates.map((candidate) => [candidate.siteId, candidate]));
  const rechecked = new Set<number>();

  const stopOf = (
    step: PlanStep,
    crewId: number,
    day: number,
    midnight: number,
  ): RouteDraft['stops'][number] => {
    const { siteId, reasons, recheck } = candidates.get(step.id!)!;
    const isRecheck = recheck && !rechecked.has(siteId);
    rechecked.add(siteId);
    const begins = beginOf(step);
    const pin = (pins?.get(siteId) ?? []).find(
      (each) =>
        (each.crewId ?? crewId) === crewId &&
        (each.day ?? day) === day &&
        (each.hours === undefined || (each.hours[0] <= begins && begins <= each.hours[1])),
    );
    const pinned: StopPins = {
      crew: pin?.crewId !== undefined,
      day: pin?.day !== undefined,
      time: pin?.hours !== undefined,
    };
    return {
      siteId,
      arrivesAt: momentOf(midnight, begins),
      serviceSeconds: Math.round(step.service),
      kind: isRecheck ? 'recheck' : 'visit',
      reasons:
        reasons.length === 0
          ? [{ code: 'added' }]
          : reasons.filter(({ code }) => code !== 'recheck' || isRecheck),
      pinned,
    };
  };

  const inOrder = [...solution.routes].sort((a, b) => (a.day ?? 0) - (b.day ?? 0));
  const routes = inOrder.flatMap((route): RouteDraft[] => {
    const visits = route.steps.filter(({ type }) => type === 'job');
    if (visits.length === 0) return [];
    const day = route.day ?? 0;
    const crewId = crewOf.get(route.vehicle)!;
    const midnight = Date.parse(startOfDay(addDays(list.from, day)));
    const last = route.steps.at(-1)!;
    return [
      {
        day,
        crewId,
        mode: modeOf.get(crewId)!,
        departsAt: momentOf(midnight, route.steps[0]!.arrival),
        returnsAt: momentOf(midnight, endOf(last)),
        travelSeconds: Math.round(route.duration),
        ...roundedWay(wayOf(route)),
        stops: visits.map((step) => stopOf(step, crewId, day, midnight)),
      },
    ];
  });
  const unserved = solution.unassigned.flatMap(({ id, visits = 1, reason }) =>
    Array.from({ length: visits }, () => ({ siteId: id, code: reason, ...UNSERVED_WORDS[reason] })),
  );
  return { routes, unserved };
}

/** When the visit itself begins: after the way, the wait and the setting up. */
function beginOf({ arrival, waiting_time, setup }: PlanStep): Seconds {
  return arrival + waiting_time + setup;
}

function endOf(step: PlanStep): Seconds {
  return beginOf(step) + step.service;
}

function momentOf(midnight: number, seconds: Seconds): string {
  return new Date(midnight + Math.round(seconds) * 1000).toISOString();
}

function roundedWay({ path, distanceMeters }: RouteWay): RouteWay {
  return { path, distanceMeters: Math.round(distanceMeters) };
}
