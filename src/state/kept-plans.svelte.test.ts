import { expect, it } from 'vitest';
import type { PatrolPlan, PlanSummary } from '../domain/patrol/plans/plan.ts';
import { plannedStop } from '../domain/patrol/plans/plan.fixture.ts';
import {
  COURTYARD,
  EARLY_CREW,
  HOTEL,
  LATE_CREW,
  MARKET,
} from '../domain/patrol/plans/question.fixture.ts';
import { addDays } from '../domain/time/local-time.ts';
import {
  at,
  candidatesOf,
  captain,
  gate,
  opened,
  planOf,
  route,
  shown,
  TODAY,
} from './planning.fixture.ts';

const TOMORROW = addDays(TODAY, 1);

interface SentPlan {
  readonly choices: { readonly offDays: readonly string[] };
  readonly measures: { readonly from: string; readonly plan: { readonly visits: number } };
  readonly routes: PatrolPlan['routes'];
  readonly unserved: readonly { readonly siteId: number }[];
}

function sent(asked: Awaited<ReturnType<typeof opened>>['asked']): SentPlan {
  const { plan } = asked.findLast(({ name }) => name === 'save_plan')!.body as { plan: SentPlan };
  return plan;
}

it('saves a change of today with the figures and the visits left out of the whole plan', async () => {
  const unserved = [
    {
      siteId: 77,
      siteName: '点位77',
      code: 'time',
      zh: '各班次时间已满',
      en: 'The shifts are full',
    },
  ];
  const offDays = [addDays(TODAY, -1), TOMORROW];
  const { planning, asked } = await opened({
    plan_of: () => planOf(3, { unserved, choices: { offDays } }),
    save_plan: () => planOf(3, { unserved, draftVersion: 2, versionState: 'draft' }),
  });
  await planning.plan();
  expect(planning.leftOut).toMatchObject([{ siteId: 77, visits: 1 }]);
  await planning.kept.save();
  expect(planning.kept.problem).toBeNull();
  const { measures, unserved: left, choices } = sent(asked);
  // Two today and the one of tomorrow that stays.
  expect(measures).toMatchObject({ from: TODAY, plan: { visits: 3 } });
  expect(left).toMatchObject([{ siteId: 77 }]);
  expect(choices.offDays).toEqual(offDays);
});

it('tries again what a draft leaves out, and shows it as left out until then', async () => {
  const unserved = [
    {
      siteId: COURTYARD,
      siteName: '点位13',
      code: 'time',
      zh: '各班次时间已满',
      en: 'The shifts are full',
    },
  ];
  const from = TOMORROW;
  const { planning } = await opened({
    plan_of: () =>
      planOf(3, {
        from,
        state: 'draft',
        versionState: 'draft',
        publishedVersion: null,
        draftVersion: 1,
        routes: [route(from, 0, EARLY_CREW, [plannedStop(HOTEL, at(from, '14:00'))])],
        unserved,
      }),
  });
  expect(shown(planning)).toEqual([[0, EARLY_CREW, HOTEL]]);
  expect(planning.leftOut).toMatchObject([{ siteId: COURTYARD, visits: 1 }]);
  expect(planning.kept.isSaved).toBe(true);
  await planning.plan();
  expect(planning.leftOut).toEqual([]);
  expect(planning.visits.map(({ siteId }) => siteId).toSorted()).toEqual([HOTEL, COURTYARD]);
});

it('saves today’s change when a site of a later day was closed meanwhile, and says so', async () => {
  const { planning, asked } = await opened({
    plan_candidates: (body) =>
      candidatesOf({ ...body, site_ids: body.site_ids.filter((id) => id !== COURTYARD) }),
    save_plan: () => planOf(3, { draftVersion: 2, versionState: 'draft' }),
  });
  expect([...planning.continued!.gone]).toEqual([[COURTYARD, '点位13']]);
  // It is another plan than the saved one.
  expect(planning.kept.isSaved).toBe(false);
  await planning.plan();
  await planning.kept.save();
  const sites = sent(asked).routes.flatMap(({ stops }) => stops.map(({ siteId }) => siteId));
  expect(sites.toSorted()).toEqual([HOTEL, MARKET]);
});

it('does not call today’s draft saved once its hours have passed', async () => {
  const draft = {
    state: 'draft',
    versionState: 'draft',
    publishedVersion: null,
    draftVersion: 1,
  } as const;
  const early = [route(TODAY, 0, EARLY_CREW, [plannedStop(HOTEL, at(TODAY, '09:00'))])];
  // It is five past ten.
  const late = await opened({ plan_of: () => planOf(3, { ...draft, routes: early }) });
  expect(shown(late.planning)).toEqual([[0, EARLY_CREW, HOTEL]]);
  expect(late.planning.kept.isSaved).toBe(false);
  late.planning.dispose();
  const { planning } = await opened({ plan_of: () => planOf(3, draft) });
  expect(planning.kept.isSaved).toBe(true);
});

it('shows the plan before again when a search is cancelled', async () => {
  const { planning } = await opened();
  const before = planning.found;
  const { plain, previous } = planning;
  planning.seconds = 60;
  const better = gate();
  const stop = $effect.root(() => {
    $effect(() => {
      if (planning.found !== before) better.open();
    });
  });
  const searching = planning.plan();
  await better.opened;
  expect(planning.kept.isSaved).toBe(false);
  planning.cancel();
  await searching;
  stop();
  expect(planning.found).toBe(before);
  expect(planning).toMatchObject({ plain, previous, work: null, isBehind: false });
  expect(planning.kept.isSaved).toBe(true);
});

it('shows no plan when the first search is cancelled', async () => {
  const { planning } = captain();
  await planning.loadTeam();
  planning.going.sites = () => [HOTEL];
  await planning.loadCandidates();
  planning.seconds = 60;
  const first = gate();
  const stop = $effect.root(() => {
    $effect(() => {
      if (planning.found) first.open();
    });
  });
  const searching = planning.plan();
  await first.opened;
  planning.cancel();
  await searching;
  stop();
  expect(planning.found).toBeNull();
});

it('asks before another plan takes the place of one that is not saved', async () => {
  const { planning } = await opened({
    plan_of: ({ plan_id }) => planOf(plan_id),
    save_plan: () => planOf(3, { draftVersion: 2, versionState: 'draft' }),
  });
  const { kept } = planning;
  const open = (id: number) => {
    const ended = gate();
    kept.giveWay(() => void kept.open({ id } as PlanSummary).then(ended.open));
    return ended.opened;
  };
  await open(4);
  expect(planning.going.under?.plan.id).toBe(4);
  await planning.loadCandidates();
  await planning.plan();

  void open(3);
  expect(kept.asked).not.toBeNull();
  await kept.settle(null);
  expect(planning.going.under?.plan.id).toBe(4);
  expect(kept.asked).toBeNull();

  const dropped = open(3);
  await kept.settle('drop');
  await dropped;
  expect(planning.going.under?.plan.id).toBe(3);
  await planning.loadCandidates();
  await planning.plan();

  const saved = open(4);
  await kept.settle('save');
  await saved;
  expect(kept.asked).toBeNull();
  expect(planning.going.under?.plan.id).toBe(4);
});

it('stays with the plan that could not be saved', async () => {
  const { planning } = await opened({
    save_plan: () => {
      throw new Error('broken');
    },
  });
  await planning.plan();
  let gone = false;
  planning.kept.giveWay(() => (gone = true));
  await planning.kept.settle('save');
  expect(planning.kept.problem).toMatchObject({ kind: 'fault' });
  expect(planning.kept.asked).not.toBeNull();
  expect(gone).toBe(false);
});

it('keeps pins to their dates when the first day is another', () => {
  const { planning } = captain();
  planning.from = TODAY;
  planning.hand.pin({ siteId: HOTEL, day: 3 }, null);
  planning.hand.pin({ siteId: MARKET, crewId: LATE_CREW }, null);
  planning.from = '';
  planning.from = addDays(TODAY, 2);
  expect(planning.hand.within(7).pins).toEqual([
    { siteId: HOTEL, day: 1 },
    { siteId: MARKET, crewId: LATE_CREW },
  ]);
  planning.from = addDays(TODAY, 5);
  expect(planning.hand.within(7).pins).toEqual([{ siteId: MARKET, crewId: LATE_CREW }]);
  planning.from = TODAY;
  planning.hand.undo();
  expect(planning.hand.within(7).pins).toEqual([{ siteId: HOTEL, day: 3 }]);
  expect(planning.hand.within(3).pins).toEqual([]);
});
