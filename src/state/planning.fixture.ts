import { afterEach } from 'vitest';
import type {
  PatrolPlan,
  PlannedRoute,
  PlannedStop,
  PlanSummary,
} from '../domain/patrol/plans/plan.ts';
import { plannedRoute, plannedStop } from '../domain/patrol/plans/plan.fixture.ts';
import {
  candidate,
  COURTYARD,
  crew,
  EARLY_CREW,
  everyDay,
  HOTEL,
  LATE_CREW,
  MARKET,
  question,
} from '../domain/patrol/plans/question.fixture.ts';
import { ProblemError, type Problem } from '../domain/problem.ts';
import { addDays } from '../domain/time/local-time.ts';
import { PatrolPlanning } from './patrol-plan.svelte.ts';
import type { Workspace } from './workspace.svelte.ts';

export const TODAY = '2026-11-23';
export const at = (date: string, clock: string) =>
  new Date(`${date}T${clock}:00+08:00`).toISOString();

/** What the functions are asked with, as far as the answers hang on it. */
interface Asked extends Record<string, unknown> {
  readonly plan_id: number;
  readonly from_day: string;
  readonly days: number;
  readonly site_ids: readonly number[];
}

type Answers = Readonly<Record<string, (body: Asked) => unknown>>;

export const CREWS = [EARLY_CREW, LATE_CREW].map((id) => crew(id, { shiftId: 1 }));
export const SHIFTS = ['白班', '晚班'].map((name, index) => ({
  id: index + 1,
  teamId: 5,
  name,
  starts: index === 0 ? '08:00' : '18:00',
  ends: index === 0 ? '18:00' : '21:00',
  weekdays: everyDay,
  break: null,
}));

export function route(
  from: string,
  day: number,
  crewId: number,
  stops: PlannedStop[],
): PlannedRoute {
  return plannedRoute(addDays(from, day), day, crewId, stops);
}

/** Published, two days from today, without a zone. */
export function planOf(id: number, change: Partial<PatrolPlan> = {}): PatrolPlan {
  return {
    id,
    teamId: 5,
    name: `计划${id}`,
    state: 'published',
    revision: 1,
    publishedVersion: 1,
    draftVersion: null,
    version: 1,
    versionState: 'published',
    zoneId: null,
    area: null,
    from: TODAY,
    days: 2,
    policy: {},
    crews: [{ id: EARLY_CREW }, { id: LATE_CREW }],
    choices: {},
    measures: {},
    routes: [
      route(TODAY, 0, EARLY_CREW, [plannedStop(HOTEL, at(TODAY, '14:00'))]),
      route(TODAY, 0, LATE_CREW, [plannedStop(MARKET, at(TODAY, '15:00'))]),
      route(TODAY, 1, EARLY_CREW, [plannedStop(COURTYARD, at(addDays(TODAY, 1), '09:00'))]),
    ],
    unserved: [],
    ...change,
  } as PatrolPlan;
}

export function candidatesOf({ from_day, days, site_ids }: Asked) {
  const { list } = question();
  return {
    ...list,
    from: from_day,
    days,
    stagger: { ...list.stagger, start_date: from_day, off_days: [] },
    candidates: site_ids.map((id) => candidate(id, { visits: 1 })),
  };
}

export const CHANGED: Problem = {
  kind: 'refused',
  zh: '巡查组“1组”已被他人修改，请刷新后再改',
  en: 'crew “1组” was changed by somebody else meanwhile; reload it and try again',
  place: null,
};

export function gate() {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

/** A captain's page at a server that answers so. @param routing outside servers, as configured */
export function captain(answers: Answers = {}, routing: unknown = null) {
  const clock = { now: at(TODAY, '10:05') };
  const asked: { name: string; body: Record<string, unknown> }[] = [];
  const known: Answers = {
    patrol_team: () => ({ id: 5, name: '一队', crews: CREWS, shifts: SHIFTS, leave: [] }),
    patrol_policy: () => ({ version: 1, policy: {} }),
    plan_list: () => [],
    road_network: () => ({ count: 0, classes: [], ends: '', road: '', lines: '' }),
    plan_of: ({ plan_id }) => planOf(plan_id),
    plan_candidates: candidatesOf,
    ...answers,
  };
  const rpc = (name: string, body: Asked) => {
    asked.push({ name, body });
    const answer = Promise.resolve()
      .then(() => {
        if (!known[name]) throw new Error(`no ${name}`);
        return known[name](body);
      })
      .then(
        (data) => ({ data, error: null, status: 200 }),
        (error: Error) => ({
          data: null,
          status: 400,
          error:
            error instanceof ProblemError && error.problem.kind === 'refused'
              ? { code: 'P0001', message: error.problem.zh, hint: error.problem.en }
              : { message: error.message },
        }),
      );
    return Object.assign(answer, { abortSignal: () => answer });
  };
  const client = { rest: { rpc } };
  const ask = (put: (client: unknown, signal?: AbortSignal) => unknown, signal?: AbortSignal) =>
    Promise.resolve(put(client, signal));
  const workspace = {
    now: () => clock.now,
    planZoneId: null as number | null,
    showPlan(_page: string, zoneId: number | null) {
      this.planZoneId = zoneId;
    },
    zones: { zone: () => null, list: { value: [] } },
    city: { sites: null },
    connection: { client, read: ask, write: ask },
  };
  const planning = new PatrolPlanning(workspace as unknown as Workspace, routing);
  ending = planning;
  return { planning, workspace, clock, asked };
}

/** Of one who has opened plan 3. */
export async function opened(answers: Answers = {}) {
  const page = captain(answers);
  await page.planning.loadTeam();
  await page.planning.kept.open({ id: 3 } as PlanSummary);
  await page.planning.loadCandidates();
  page.planning.seconds = 0.1;
  return page;
}

/** Day, crew and site of what is shown. */
export const shown = ({ visits }: PatrolPlanning) =>
  visits.map(({ day, crewId, siteId }) => [day, crewId, siteId]);

let ending: PatrolPlanning | null = null;
afterEach(() => {
  ending?.dispose();
  ending = null;
});
