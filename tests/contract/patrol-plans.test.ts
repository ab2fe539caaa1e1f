import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  fetchRoster,
  removeLeave,
  removeShift,
  saveCrew,
  saveLeave,
  saveShift,
} from '../../src/db/crews';
import { createDatabaseClient, type DatabaseClient } from '../../src/db/client';
import { fetchPatrolPolicy, savePatrolPolicy } from '../../src/db/patrol-policy';
import {
  fetchPlan,
  fetchPlanProgress,
  fetchPlans,
  publishPlan,
  savePlan,
  withdrawPlan,
} from '../../src/db/patrol-plans';
import { fetchPlanCandidates } from '../../src/db/plan-candidates';
import { fetchMyRoutes, recordStop } from '../../src/db/stop-events';
import type { RouteDraft } from '../../src/domain/patrol/plans/plan';
import { buildProblem } from '../../src/domain/patrol/plans/build-problem';
import { plannedDays, routeDrafts } from '../../src/domain/patrol/plans/planned-visits';
import type { Crew } from '../../src/domain/patrol/plans/roster';
import { solve } from '../../src/domain/patrol/solver/solve';
import { ProblemError } from '../../src/domain/problem';
import { addDays, localDayOf } from '../../src/domain/time/local-time';
import { startTestBackend, type TestBackend } from '../support/backend';
import { SMALL_CITY_PASSWORD, SmallCity, UNITS } from '../support/small-city';

const HOTEL = 1;
const MARKET = 2;
const today = localDayOf(Date.now());
const at = (time: string) => `${today}T${time}:00+08:00`;

/** What the page calls, as the page calls it, over HTTP: arguments and answers keep their shape. */
describe.each(['embedded', 'postgres'] as const)('a patrol plan over HTTP, %s', (database) => {
  let backend: TestBackend;
  let captain: DatabaseClient;
  let office: DatabaseClient;
  let community: DatabaseClient;
  let crew: Crew;

  beforeAll(async () => {
    backend = await startTestBackend({ database, postgresUrl: inject('postgresUrl') });
    await SmallCity.with()
      .sites(
        { id: HOTEL, name: '示例宾馆', at: [103.02, 29.92], status: 'serious' },
        { id: MARKET, name: '示例超市', at: [103.03, 29.92], type: 'supermarket' },
      )
      .member({ name: '王办事', role: 'office', unitId: UNITS.office })
      .member({ name: '王社工', role: 'community', unitId: UNITS.south })
      .prepare(backend.sql);
    captain = await signedIn('patrol');
    office = await signedIn('office');
    community = await signedIn('community');
  });
  afterAll(() => backend.close());

  async function signedIn(role: string): Promise<DatabaseClient> {
    const client = createDatabaseClient({
      url: backend.url,
      publishableKey: backend.keys.publishableKey,
      sample: false,
      basemaps: [],
    });
    const { error } = await client.auth.signInWithPassword({
      email: `${role}@example.invalid`,
      password: SMALL_CITY_PASSWORD,
    });
    if (error) throw error;
    return client;
  }

  async function refusedField(promise: Promise<unknown>): Promise<unknown> {
    const error = await promise.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof ProblemError)) throw new Error(`no refusal: ${String(error)}`);
    if (error.problem.kind !== 'refused') throw error;
    expect(error.problem.zh).not.toBe('');
    expect(error.problem.en).not.toBe('');
    return error.problem.place?.['field'];
  }

  it('its crews, shifts and leave', async () => {
    const shift = await saveShift(captain, {
      teamId: UNITS.team,
      name: '早班',
      starts: '07:00',
      ends: '12:00',
    });
    expect(shift.weekdays).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const { members } = await fetchRoster(captain, null);
    const draft = {
      teamId: UNITS.team,
      name: '王巡查一组',
      memberIds: members.map(({ id }) => id),
      start: [103.01, 29.91] as const,
      mode: 'foot' as const,
      shiftId: shift.id,
    };
    const first = await saveCrew(captain, draft);
    crew = await saveCrew(office, { ...draft, id: first.id, version: 1, mode: 'ebike' });
    expect(crew).toMatchObject({ id: first.id, mode: 'ebike', version: 2, start: [103.01, 29.91] });
    expect(await refusedField(saveCrew(captain, { ...draft, id: first.id, version: 1 }))).toBe(
      'version',
    );
    const leave = await saveLeave(captain, {
      teamId: UNITS.team,
      crewId: crew.id,
      from: '2999-01-01',
      to: '2999-01-02',
    });
    expect((await fetchRoster(office, UNITS.team)).leave).toEqual([leave]);
    await removeLeave(captain, leave.id);
    await removeShift(captain, shift.id);
    const roster = await fetchRoster(captain, null);
    expect(roster).toMatchObject({ id: UNITS.team, mayPlan: true, leave: [], shifts: [] });
    expect(roster.crews).toEqual([{ ...crew, shiftId: null }]);
    expect(await refusedField(fetchRoster(community, UNITS.team))).toBe('team_id');
  });

  it('its policy and its candidates', async () => {
    const city = await fetchPatrolPolicy(captain, null);
    expect(city).toMatchObject({ own: false, version: 0 });
    const changes = { staleDays: 21, types: { hotel: { visits: { serious: 5 } } } };
    const own = await savePatrolPolicy(captain, changes, 0, UNITS.team);
    expect(own).toMatchObject({ own: true, version: 1, policy: { staleDays: 21 } });
    const list = await fetchPlanCandidates(captain, {
      from: today,
      days: 14,
      siteIds: [HOTEL, MARKET],
      hotspotSiteIds: [MARKET],
    });
    expect(list.candidates.map(({ siteId, visits }) => [siteId, visits])).toEqual([
      // Its veto item is open, with a deadline: one more each.
      [HOTEL, 7],
      [MARKET, 3],
    ]);
    expect(list.candidates[1]!.reasons.map(({ code }) => code)).toEqual([
      'hotspot',
      'stale',
      'frequency',
    ]);
    const fewer = await fetchPlanCandidates(captain, {
      from: today,
      days: 14,
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [103.015, 29.915],
            [103.025, 29.915],
            [103.02, 29.93],
            [103.015, 29.915],
          ],
        ],
      },
      policy: { extra: { due: 0, veto: 0 } },
      teamId: UNITS.team,
    });
    expect(fewer.candidates.map(({ siteId, visits }) => [siteId, visits])).toEqual([[HOTEL, 4]]);
    expect(await refusedField(savePatrolPolicy(captain, { staleDays: 0 }, 1, UNITS.team))).toBe(
      'staleDays',
    );
    expect(await savePatrolPolicy(captain, null, 1, UNITS.team)).toMatchObject({ own: false });
    const query = { from: today, days: 1, siteIds: [HOTEL] };
    expect(await refusedField(fetchPlanCandidates(community, query))).toBe('role');
  });

  it('saved, published, walked and withdrawn', async () => {
    const route: RouteDraft = {
      day: 0,
      crewId: crew.id,
      departsAt: at('00:00'),
      returnsAt: at('23:00'),
      travelSeconds: 900,
      distanceMeters: 1200,
      path: {
        type: 'LineString',
        coordinates: [
          [103.01, 29.91],
          [103.02, 29.92],
        ],
      },
      stops: [
        {
          siteId: HOTEL,
          arrivesAt: at('00:10'),
          serviceSeconds: 1200,
          reasons: [{ code: 'hotspot' }],
        },
        { siteId: MARKET, arrivesAt: at('22:30'), serviceSeconds: 1800 },
      ],
    };
    const draft = {
      clientId: randomUUID(),
      teamId: UNITS.team,
      name: '示例计划',
      from: today,
      days: 2,
      routes: [route],
      unserved: [{ siteId: MARKET, code: 'max_tasks', zh: '超过每班站数', en: 'too many stops' }],
      measures: { offHoursShare: 0.5 },
    };
    const saved = await savePlan(captain, draft);
    expect(await savePlan(captain, draft)).toEqual(saved);
    expect(saved).toMatchObject({
      state: 'draft',
      version: 1,
      measures: { offHoursShare: 0.5 },
      routes: [{ date: today, path: route.path, stops: [{ siteId: HOTEL }, { siteId: MARKET }] }],
    });
    expect(await fetchMyRoutes(captain, null)).toEqual([]);
    expect(await refusedField(publishPlan(office, saved.id, 9))).toBe('revision');
    const published = await publishPlan(captain, saved.id, saved.revision);
    const [mine] = await fetchMyRoutes(captain, today);
    expect(mine?.route).toEqual(published.routes[0]);

    const [hotel, market] = published.routes[0]!.stops;
    const skip = {
      clientId: randomUUID(),
      stopId: market!.id,
      kind: 'skipped',
      reason: '停业',
    } as const;
    expect(await recordStop(captain, skip)).toMatchObject({
      repeated: false,
      already: false,
      standing: { state: 'skipped', reason: '停业' },
    });
    expect(await recordStop(captain, skip)).toMatchObject({ repeated: true });
    const inspected = await captain.rest.rpc('submit_inspection', {
      client_id: randomUUID(),
      site_id: HOTEL,
      kind: 'routine',
      started_at: new Date().toISOString(),
      finished_at: new Date().toISOString(),
      observations: [{ code: 10, result: 'pass' }],
    });
    expect(inspected.error).toBeNull();
    expect(await fetchPlanProgress(office, saved.id, null)).toMatchObject({
      version: 1,
      total: { planned: 2, done: 1, skipped: 1, open: 0 },
      skipped: [{ siteId: MARKET, reason: '停业' }],
    });
    const done = await recordStop(captain, {
      clientId: randomUUID(),
      stopId: hotel!.id,
      kind: 'done',
    });
    expect(done).toMatchObject({ already: true, standing: { state: 'done', by: '张队长' } });

    const changed = await savePlan(office, {
      id: saved.id,
      revision: published.revision,
      name: '示例计划',
      from: today,
      days: 2,
      routes: [{ ...route, stops: [route.stops[1]!] }],
    });
    const again = await publishPlan(office, saved.id, changed.revision);
    expect(
      again.routes.flatMap(({ stops }) =>
        stops.map(({ siteId, standing }) => [siteId, standing.state]),
      ),
    ).toEqual([
      [HOTEL, 'done'],
      [MARKET, 'skipped'],
    ]);
    expect(await fetchPlan(captain, saved.id, 1)).toMatchObject({ versionState: 'superseded' });
    expect(await fetchPlans(captain, null)).toMatchObject([
      { name: '示例计划', publishedVersion: 2, stops: 2, done: 1 },
    ]);
    await withdrawPlan(captain, saved.id, again.revision);
    expect(await fetchMyRoutes(captain, null)).toEqual([]);
  });

  it('from candidates through the solver to a saved plan', async () => {
    const from = addDays(today, 1);
    const list = await fetchPlanCandidates(captain, { from, days: 14, siteIds: [HOTEL, MARKET] });
    const shift = { starts: '09:00', ends: '17:00', weekdays: [1, 2, 3, 4, 5, 6, 7], break: null };
    const problem = buildProblem({
      list,
      crews: [{ crew, shift }],
      leave: [],
      pins: [],
      excluded: new Set(),
      added: new Set(),
      done: [],
      now: new Date().toISOString(),
      staggerWeight: 600,
    });
    const days = plannedDays(problem, solve(problem, { iterations: 200 }), list.candidates);
    const plan = await savePlan(captain, {
      clientId: randomUUID(),
      teamId: UNITS.team,
      name: '求解所得',
      from,
      days: 14,
      routes: routeDrafts(days, from, 0, () => ({ path: [], meters: 0 })),
    });
    const stops = plan.routes.flatMap((route) => route.stops);
    for (const { siteId, visits, reasons } of list.candidates) {
      const own = stops.filter((stop) => stop.siteId === siteId);
      expect(own).toHaveLength(visits);
      expect(own[0]!.reasons).toEqual(reasons);
    }
    await withdrawPlan(captain, plan.id, plan.revision);
  });

  it('is not there for who is inspected', async () => {
    const [plan] = await fetchPlans(office, null);
    expect(await fetchPlans(community, null)).toEqual([]);
    expect(await fetchMyRoutes(community, null)).toEqual([]);
    expect(await refusedField(fetchPlan(community, plan!.id, null))).toBe('plan_id');
    expect(await refusedField(fetchPlanProgress(community, plan!.id, 1))).toBe('plan_id');
    for (const table of ['patrol_plans', 'patrol_plan_stops', 'patrol_crews'] as const) {
      const { data } = await community.rest.from(table).select('*');
      expect(data).toEqual([]);
    }
  });
});
