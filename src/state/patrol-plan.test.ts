import { expect, it } from 'vitest';
import type { PlanSummary } from '../domain/patrol/plans/plan.ts';
import { plannedStop } from '../domain/patrol/plans/plan.fixture.ts';
import {
  COURTYARD,
  EARLY_CREW,
  HOTEL,
  LATE_CREW,
  MARKET,
} from '../domain/patrol/plans/question.fixture.ts';
import { ProblemError } from '../domain/problem.ts';
import { addDays } from '../domain/time/local-time.ts';
import type { Connection } from './connection.svelte.ts';
import { RosterDesk } from './roster-desk.svelte.ts';
import {
  TODAY,
  at,
  CREWS,
  SHIFTS,
  route,
  planOf,
  candidatesOf,
  CHANGED,
  gate,
  captain,
  opened,
  shown,
} from './planning.fixture.ts';

it('shows an opened plan as it is saved', async () => {
  const { planning } = await opened();
  expect(planning.problem).toBeNull();
  expect(shown(planning)).toEqual([
    [0, EARLY_CREW, HOTEL],
    [0, LATE_CREW, MARKET],
  ]);
  expect(planning.kept.isSaved).toBe(true);
});

it('does not call a plan saved that had to be changed to be shown', async () => {
  const { planning } = await opened({
    patrol_team: () => ({
      id: 5,
      crews: [CREWS[0], { ...CREWS[1], active: false }],
      shifts: SHIFTS,
      leave: [],
    }),
  });
  expect(shown(planning).toSorted()).toEqual([
    [0, EARLY_CREW, HOTEL],
    [0, EARLY_CREW, MARKET],
  ]);
  expect(planning.kept.isSaved).toBe(false);
});

it('opens a plan withdrawn on its way, to be saved and published again', async () => {
  const from = addDays(TODAY, -1);
  const routes = [
    route(from, 1, EARLY_CREW, [
      plannedStop(COURTYARD, at(TODAY, '09:00'), {
        standing: {
          state: 'done',
          late: false,
          at: at(TODAY, '09:20'),
          by: null,
          reason: null,
          inspectionId: null,
        },
      }),
      plannedStop(HOTEL, at(TODAY, '14:00')),
    ]),
  ];
  const { planning } = await opened({
    plan_of: () => planOf(3, { from, routes, state: 'withdrawn', versionState: 'withdrawn' }),
  });
  expect(planning.kept.problem).toBeNull();
  expect(shown(planning)).toEqual([[0, EARLY_CREW, HOTEL]]);
  // Shown as published, it could be given to nobody.
  expect(planning.kept.isSaved).toBe(false);
});

it('says so when what is to be visited does not come for a replan', async () => {
  let isBroken = false;
  const { planning } = await opened({
    plan_candidates: (body) => {
      if (isBroken) throw new Error('broken');
      return candidatesOf(body);
    },
  });
  isBroken = true;
  await planning.plan();
  expect(planning.work).toBeNull();
  expect(planning.problem).toMatchObject({ kind: 'fault' });
  isBroken = false;
  await planning.plan();
  expect(planning.problem).toBeNull();
  expect(shown(planning)).toHaveLength(2);
});

it('keeps to the plan opened last while an earlier one is being replanned', async () => {
  const late = gate();
  let isLate = false;
  const { planning } = await opened({
    plan_of: async ({ plan_id }) => {
      if (isLate && plan_id === 3) await late.opened;
      return planOf(plan_id, plan_id === 4 ? { routes: planOf(4).routes.slice(0, 1) } : {});
    },
  });
  isLate = true;
  const replanning = planning.plan();
  await planning.kept.open({ id: 4 } as PlanSummary);
  late.open();
  await Promise.all([replanning, planning.loadCandidates()]);
  expect(planning.going.under?.plan.id).toBe(4);
  expect(shown(planning)).toEqual([[0, EARLY_CREW, HOTEL]]);
});

it('starts no search that was cancelled before it began', async () => {
  const late = gate();
  let isLate = false;
  const { planning } = await opened({
    plan_of: async ({ plan_id }) => {
      if (isLate) await late.opened;
      return planOf(plan_id);
    },
  });
  const before = planning.found;
  isLate = true;
  const replanning = planning.plan();
  planning.cancel();
  late.open();
  await replanning;
  expect(planning.found).toBe(before);
});

it('plans on from the new day when midnight has passed', async () => {
  const { planning, clock } = await opened();
  clock.now = at(addDays(TODAY, 1), '00:10');
  await planning.plan();
  expect(planning.problem).toBeNull();
  expect(planning.found?.question.list.from).toBe(addDays(TODAY, 1));
  expect(shown(planning)).toEqual([[0, EARLY_CREW, COURTYARD]]);
});

it('shows the saved routes, not those opened, when the scope changes after saving', async () => {
  let kept = planOf(3);
  const { planning } = await opened({
    plan_of: () => kept,
    save_plan: () =>
      (kept = planOf(3, {
        revision: 2,
        draftVersion: 2,
        version: 2,
        versionState: 'draft',
        routes: [
          route(TODAY, 0, LATE_CREW, [
            plannedStop(MARKET, at(TODAY, '15:00')),
            plannedStop(HOTEL, at(TODAY, '16:00')),
          ]),
        ],
      })),
  });
  await planning.plan();
  await planning.kept.save();
  expect(planning.kept.problem).toBeNull();
  planning.setScope('rest');
  await planning.loadCandidates();
  expect(shown(planning)).toEqual([
    [0, LATE_CREW, MARKET],
    [0, LATE_CREW, HOTEL],
  ]);
});

it('waits for what is to be visited on the days chosen last', async () => {
  const late = gate();
  const { planning } = captain({
    plan_candidates: async (body) => {
      if (body['days'] === 2) await late.opened;
      return candidatesOf({ ...body, site_ids: [HOTEL] as never });
    },
  });
  planning.seconds = 0.1;
  await planning.loadTeam();
  planning.hand.include(HOTEL);
  planning.going.sites = () => [HOTEL];
  planning.days = 1;
  await planning.loadCandidates();
  planning.days = 2;
  const loading = planning.loadCandidates();
  const planned = planning.plan();
  late.open();
  await Promise.all([loading, planned]);
  expect(planning.found?.question.list.days).toBe(2);
});

it('sends nobody out at an hour that passed while the page stood open', async () => {
  const { planning, clock } = captain();
  planning.seconds = 0.1;
  await planning.loadTeam();
  planning.from = TODAY;
  planning.days = 1;
  planning.going.sites = () => [HOTEL];
  await planning.loadCandidates();
  expect(planning.question).not.toBeNull();
  clock.now = at(TODAY, '14:00');
  await planning.plan();
  expect(shown(planning)).toHaveLength(1);
  expect(planning.visits[0]!.begins).toBeGreaterThanOrEqual(14 * 3600);
});

it('goes on with a plan that was published here and runs today', async () => {
  const routes = [route(TODAY, 0, EARLY_CREW, [plannedStop(HOTEL, at(TODAY, '10:30'))])];
  let kept = planOf(3, {
    days: 1,
    routes,
    state: 'draft',
    versionState: 'draft',
    publishedVersion: null,
    draftVersion: 1,
  });
  const { planning, clock } = captain({
    save_plan: () => kept,
    publish_plan: () => (kept = planOf(3, { days: 1, routes, revision: 2 })),
    plan_of: () => kept,
  });
  planning.seconds = 0.1;
  await planning.loadTeam();
  planning.from = TODAY;
  planning.days = 1;
  const { sites } = planning.going;
  planning.going.sites = () => [HOTEL];
  await planning.loadCandidates();
  planning.going.sites = sites;
  await planning.plan();
  await planning.kept.save();
  await planning.kept.publish();
  expect(planning.kept.problem).toBeNull();
  const standing = {
    ...routes[0]!.stops[0]!.standing,
    state: 'done' as const,
    at: at(TODAY, '10:40'),
  };
  kept = {
    ...kept,
    routes: [
      route(TODAY, 0, EARLY_CREW, [
        plannedStop(HOTEL, at(TODAY, '10:30'), { standing }),
        plannedStop(MARKET, at(TODAY, '15:00')),
      ]),
    ],
  };
  clock.now = at(TODAY, '11:00');
  await planning.plan();
  // What was done is not planned once more.
  expect(shown(planning)).toEqual([[0, EARLY_CREW, MARKET]]);
});

it('takes a crew’s usual shift when the one chosen for a plan is gone', async () => {
  const crews = CREWS.map((each) => ({ ...each, shiftId: 2 }));
  const { planning } = await opened({
    patrol_team: () => ({ id: 5, crews, shifts: SHIFTS, leave: [] }),
    plan_of: () => planOf(3, { choices: { shiftOf: [[EARLY_CREW, 9]] } }),
  });
  expect(planning.crews.map(({ shift }) => shift.starts)).toEqual(['18:00', '18:00']);
});

it('asks by the shape kept with the plan when its zone is gone', async () => {
  const area = { type: 'Polygon' as const, coordinates: [] };
  const { asked } = await opened({ plan_of: () => planOf(3, { zoneId: 8, area }) });
  const { body } = asked.findLast(({ name }) => name === 'plan_candidates')!;
  expect(body).toMatchObject({ geometry: area });
  expect(body['zone_id']).toBeUndefined();
});

it('keeps the breaks of the days that stay as they are', async () => {
  const tomorrow = addDays(TODAY, 1);
  const breaks = [
    [EARLY_CREW, TODAY, 43_200],
    [EARLY_CREW, tomorrow, 45_000],
  ];
  const { planning, asked } = await opened({
    plan_of: () => planOf(3, { choices: { breaks } }),
    save_plan: () => planOf(3, { draftVersion: 2, versionState: 'draft' }),
  });
  await planning.plan();
  await planning.kept.save();
  const { plan } = asked.findLast(({ name }) => name === 'save_plan')!.body as {
    plan: { choices: { breaks: unknown } };
  };
  expect(plan.choices.breaks).toEqual([[EARLY_CREW, tomorrow, 45_000]]);
});

it('saves a plan under another name', async () => {
  const { planning } = await opened();
  expect(planning.kept.canSave).toBe(false);
  planning.kept.name = '改名';
  expect(planning.kept.canSave).toBe(true);
  planning.kept.name = ' ';
  expect(planning.kept.canSave).toBe(false);
});

it('reads crews again that somebody else has changed, so that the next try is over what stands', async () => {
  let version = 1;
  const { planning, workspace } = captain({
    patrol_team: () => ({
      id: 5,
      crews: [{ ...CREWS[0], version }],
      shifts: SHIFTS,
      leave: [],
    }),
    save_crew: (body) => {
      const sent = body['crew'] as unknown as { version: number };
      if (sent.version !== version) throw new ProblemError(CHANGED);
      return sent;
    },
  });
  await planning.loadTeam();
  version = 2;
  const desk = new RosterDesk(workspace.connection as unknown as Connection, () =>
    planning.reloadRoster(),
  );
  const [first] = planning.roster.value!.crews;
  expect(await desk.saveCrew({ ...first!, memberIds: [71] })).toBe(false);
  expect(desk.problem).toEqual(CHANGED);
  const [again] = planning.roster.value!.crews;
  expect(await desk.saveCrew({ ...again!, memberIds: [71] })).toBe(true);
});
