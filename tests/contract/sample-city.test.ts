import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { CALENDAR_DAYS } from '../../data/generate/calendar';
import { INDICATORS } from '../../data/generate/catalogue';
import { createDatabaseClient } from '../../src/db/client';
import { fetchRoadNetwork } from '../../src/db/road-network';
import { lengthOf } from '../../src/domain/roads/road-network.fixture';
import type { RoadNetwork } from '../../src/domain/roads/road-network';
import { MemberTravel, travelTimes } from '../../src/state/travel-times';
import { startTestBackend, type TestBackend } from '../support/backend';

const LARGE_TABLES = [
  'public.inspections',
  'public.observations',
  'public.issues',
  'public.issue_events',
  'public.photos',
  'public.site_status_periods',
];

/** Keys, indexes and triggers of the tables that the loader sets aside, as their definitions. */
async function upkeep({ sql }: TestBackend): Promise<string[]> {
  const rows = await sql.query<{ definition: string }>(
    `select conname::text || ' ' || pg_get_constraintdef(oid) || ' ' || convalidated::text as definition
       from pg_catalog.pg_constraint where conrelid = any ($1::text[]::regclass[])
     union all
     select pg_get_indexdef(indexrelid) || ' ' || indisvalid::text
       from pg_catalog.pg_index where indrelid = any ($1::text[]::regclass[])
     union all
     select tgname::text || ' ' || tgenabled::text from pg_catalog.pg_trigger
       where tgrelid = any ($1::text[]::regclass[]) and not tgisinternal
     order by 1`,
    [LARGE_TABLES],
  );
  return rows.map(({ definition }) => definition);
}

describe.each(['postgres', 'embedded'] as const)('the sample city on %s', (database) => {
  let backend: TestBackend;
  beforeAll(async () => {
    backend = await startTestBackend({
      database,
      sample: { seed: 7, sites: 150 },
      postgresUrl: inject('postgresUrl'),
    });
  });
  afterAll(async () => {
    await backend.close();
  });

  it('leaves keys, indexes and triggers as the migrations made them', async () => {
    const empty = await startTestBackend({ database, postgresUrl: inject('postgresUrl') });
    try {
      const loaded = await upkeep(backend);
      expect(loaded.length).toBeGreaterThan(60);
      expect(loaded).toEqual(await upkeep(empty));
    } finally {
      await empty.close();
    }
  });

  it('has every issue as the database folds it', async () => {
    const differing = await backend.sql.query(
      `select i.id from public.issues i cross join lateral private.fold_issue(i.id) f
       where row (i.state, i.state_since, i.deadline_at, i.check_by_at, i.resumes_at, i.merged_into,
           i.closed_at, i.recheck_due_at, i.rework_count, i.relapse_count, i.extension_count,
           i.supervised, i.extension_asked, i.deferral_asked, i.photo_waived, i.event_count, i.lead_unit_id)
         is distinct from row (f.state, f.state_since, f.deadline_at, f.check_by_at, f.resumes_at,
           f.merged_into, f.closed_at, f.recheck_due_at, f.rework_count, f.relapse_count,
           f.extension_count, f.supervised, f.extension_asked, f.deferral_asked, f.photo_waived, f.event_count, f.lead_unit_id)`,
    );
    expect(differing).toEqual([]);
    const [counts] = await backend.sql.query<{ issues: number }>(
      'select count(*)::integer as issues from public.issues',
    );
    expect(counts?.issues).toBeGreaterThan(500);
  });

  it('has after every event what the database would have written there', async () => {
    const differing = await backend.sql.query(
      `select e.id from public.issue_events e join public.issues i on i.id = e.issue_id
       where e.id = (select max(l.id) from public.issue_events l where l.issue_id = i.id)
         and row (e.state_after, e.deadline_after, e.resumes_after, e.recheck_due_after, e.merged_after)
           is distinct from row (i.state, i.deadline_at, i.resumes_at, i.recheck_due_at, i.merged_into)`,
    );
    expect(differing).toEqual([]);
  });

  // Before the next test: what is rolled back there has still taken numbers.
  it('goes on numbering where the loaded rows end', async () => {
    const rows = await backend.sql.query<{ table: string; next: number; last: number }>(
      [...LARGE_TABLES, 'public.activity_plans', 'public.activities']
        .map(
          (table) =>
            `select '${table}' as table, (select max(id) from ${table})::integer as last,
             pg_sequence_last_value(pg_get_serial_sequence('${table}', 'id'))::integer as next`,
        )
        .join(' union all '),
    );
    for (const { next, last } of rows) expect(next).toBe(last);
  });

  it('has the periods that the database builds from the same history', async () => {
    const columns =
      'status, reason, code, issue_id, deadline_at, score, coverage, recheck_due, deferred, from_at, to_at, lapses_at';
    await backend.sql
      .transaction(async (sql) => {
        await sql.query(
          `select set_config('chuangcheng.clock', value ->> 'until', true)
           from public.settings where key = 'sample'`,
        );
        const sites = await sql.query<{ id: number }>(
          'select id from public.sites where id % 5 = 0 order by id',
        );
        expect(sites.length).toBe(30);
        const periods = (id: number) =>
          sql.query(
            `select ${columns} from public.site_status_periods where site_id = $1 order by from_at`,
            [id],
          );
        for (const { id } of sites) {
          const loaded = await periods(id);
          await sql.query('select private.rebuild_periods($1)', [id]);
          expect(await periods(id)).toEqual(loaded);
        }
        throw new RolledBack();
      })
      .catch((error: unknown) => {
        if (!(error instanceof RolledBack)) throw error;
      });
  });

  it('has activities that the database itself would have taken', async () => {
    const [counts] = await backend.sql.query<{ plans: number; wrong: number; strange: number }>(
      `select count(*)::integer as plans,
         count(*) filter (where private.why_not_hold(m, p.site_id, p.area_id, p.unit_id) is not null)::integer as wrong,
         (select count(*)::integer from public.activities a join public.activity_plans q on q.id = a.plan_id
          where not exists (select from private.occurrences(q, a.planned_at) o where o = a.planned_at)) as strange
       from public.activity_plans p join public.members m on m.id = p.member_id`,
    );
    expect(counts).toMatchObject({ wrong: 0, strange: 0 });
    expect(counts!.plans).toBeGreaterThan(12);
  });

  it('has a road network, whole or in part, that leads to every site', async () => {
    const { url, keys } = backend;
    const { publishableKey } = keys;
    const client = createDatabaseClient({ url, publishableKey, sample: true, basemaps: [] });
    const patrol = backend.sampleAccounts!.find(({ role }) => role === 'patrol')!;
    expect((await client.auth.signInWithPassword(patrol)).error).toBeNull();
    const network = await fetchRoadNetwork(client);
    const [row] = await backend.sql.query<{ edges: number; nodes: number }>(
      `select count(*)::integer as edges,
         (select count(distinct n)::integer from public.road_edges e, unnest(array[e.from_node, e.to_node]) n) as nodes
       from public.road_edges`,
    );
    expect(row!.edges).toBeGreaterThan(200);
    expect(network).toMatchObject({ edgeCount: row!.edges, nodeCount: row!.nodes });
    for (let edge = 0; edge < network.edgeCount; edge++) {
      const length = network.lengthMeters[edge]!;
      // The mean sphere against the ellipsoid, and centimetres.
      const difference = Math.abs(lengthOf(lineOf(network, edge)) - length);
      expect(difference).toBeLessThan(0.02 + length * 0.005);
    }

    const [west, south] = lineOf(network, 0)[0]!;
    const part = await fetchRoadNetwork(client, [west, south, west + 0.01, south + 0.01]);
    expect(part.edgeCount).toBeGreaterThan(0);
    expect(part.edgeCount).toBeLessThan(network.edgeCount);
    expect(Math.max(...part.fromNode, ...part.toNode)).toBe(part.nodeCount - 1);
    const wrong = fetchRoadNetwork(client, [west, south, west - 1, south]);
    await expect(wrong).rejects.toMatchObject({ problem: { kind: 'refused' } });

    const sites = await backend.sql.query<{ x: number; y: number }>(
      'select extensions.st_x(point) as x, extensions.st_y(point) as y from public.sites order by id',
    );
    const stops = sites.map(({ x, y }): [number, number] => [x, y]);
    const travel = new MemberTravel(client, undefined);
    for (const profile of ['foot', 'ebike', 'car'] as const) {
      const { source, notes, durations } = await travelTimes(stops, profile, travel);
      expect([source, notes]).toEqual(['roads', []]);
      // Nowhere in a city of 10 km does one walk for half a day.
      expect(Math.max(...durations)).toBeLessThan(4 * 3600);
    }
    await travel.close();
  });

  it('keeps its nine sign-ins in a file that others cannot read', () => {
    expect(backend.sampleAccounts?.map(({ role }) => role)).toEqual([
      'leader',
      'office',
      'department',
      'community',
      'sponsor',
      'patrol',
      'patrol',
      'assessor',
      'owner',
    ]);
    const { mode } = statSync(join(backend.dataDirectory, 'sample-accounts.json'));
    expect(mode & 0o777).toBe(0o600);
  });

  it('was made by the catalogue and the calendar that the migrations bring', async () => {
    const indicators = await backend.sql.query(
      `select code::integer, weight::double precision, veto, clock::text, clock_amount as "clockAmount",
         valid_days as "validDays", rule::text, hour_sensitive as "hourSensitive",
         array_to_string(applies_to, ' ') as types
       from public.indicators where catalogue_id = 1 order by code`,
    );
    expect(indicators).toEqual(
      INDICATORS.map((indicator) => ({
        code: indicator.code,
        weight: indicator.weight,
        veto: indicator.veto,
        clock: indicator.clock,
        clockAmount: indicator.clockAmount,
        validDays: indicator.validDays,
        rule: indicator.rule,
        hourSensitive: indicator.hourSensitive,
        types: indicator.types.join(' '),
      })),
    );
    const days = await backend.sql.query<{ day: string; kind: string }>(
      `select day::text, kind from public.calendar_days where day >= '2023-12-30' order by day`,
    );
    const byDay = (a: { day: string }, b: { day: string }) => (a.day < b.day ? -1 : 1);
    expect(days).toEqual([...CALENDAR_DAYS].sort(byDay));
  });
});

function lineOf({ firstPoint, points }: RoadNetwork, edge: number): [number, number][] {
  const [start, end] = [firstPoint[edge]!, firstPoint[edge + 1]!];
  return Array.from({ length: end - start }, (_, at) => [
    points[(start + at) * 2]!,
    points[(start + at) * 2 + 1]!,
  ]);
}

class RolledBack extends Error {}
