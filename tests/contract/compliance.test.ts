import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type {
  Edition,
  IssueFact,
  ObservationFact,
  SiteFacts,
} from '../../src/domain/sites/compliance';
import { siteStatus } from '../../src/domain/sites/compliance';
import { statusPeriods } from '../../src/domain/sites/status-periods';
import { startTestBackend, type TestBackend } from '../support/backend';

/**
 * The rule is written twice: in the database, event by event, and in TypeScript for building a whole
 * city's periods at once. Both read the same made-up half-year here, and must agree to the row.
 */
const siteTypes = ['community', 'courtyard', 'hotel', 'supermarket', 'courtyard', 'hotel'];
/** One more, to which nothing happens by chance: what is rare elsewhere happens here for certain. */
const quietSite = 7;
const actions = process.env['DEEP'] === '1' ? 2500 : 900;
const start = Date.UTC(2026, 0, 5);
const hour = 3_600_000;

let backend: TestBackend;
let client: pg.Client;
let now = start;

beforeAll(async () => {
  backend = await startTestBackend({ database: 'postgres', postgresUrl: inject('postgresUrl') });
  client = new pg.Client({ connectionString: backend.databaseUrl });
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  await client.connect();
  await setClock(start);
  await client.query(`
    insert into public.units (name, kind) values ('东城街道办', 'street');
    insert into public.sites (type, name, geom, unit_id, opened_at)
    select t, t || n, extensions.st_setsrid(extensions.st_point(103 + n * 0.001, 30), 4326), 1, '2026-01-05T00:00:00Z'
    from unnest('{${[...siteTypes, 'courtyard'].join(',')}}'::text[]) with ordinality u (t, n);
    insert into public.inspections (site_id, kind, catalogue_id, started_at, finished_at)
    select id, 'routine', 1, '2026-01-05T00:00:00Z', '2026-01-05T00:00:00Z' from public.sites order by id;
    insert into public.inspections (site_id, kind, catalogue_id, started_at, finished_at)
    select id, 'mock', 1, '2026-01-05T00:00:00Z', '2026-01-05T00:00:00Z' from public.sites order by id;
  `);
  await live();
}, 600_000);

afterAll(async () => {
  await client.end();
  await backend.close();
});

async function setClock(at: number): Promise<void> {
  await client.query(`select set_config('chuangcheng.clock', $1, false)`, [
    new Date(at).toISOString(),
  ]);
}

function randomNumbers(seed: number): (count: number) => number {
  let state = seed;
  return (count) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * count);
  };
}

/** Half a year of checks, events, late uploads, a new edition, a site that closes, late ticks. */
async function live(): Promise<void> {
  const pick = randomNumbers(20261123);
  const { rows: indicators } = await client.query<{ code: number; applies_to: string[] }>(
    'select code, applies_to from public.indicators order by code',
  );
  const step = Math.floor((180 * 24 * hour) / actions);
  for (let action = 0; action < actions; action++) {
    now += 1 + pick(2 * step);
    await setClock(now);
    if (action % Math.floor(actions / 5) === 0) await liveQuietly(action / Math.floor(actions / 5));
    if (action === Math.floor(actions / 3)) await newEdition();
    if (action === Math.floor(actions / 2)) {
      await client.query(`update public.sites set closed_at = $1 where id = 6`, [
        new Date(now + 20 * 24 * hour).toISOString(),
      ]);
    }
    const site = 1 + pick(siteTypes.length);
    const type = siteTypes[site - 1]!;
    const codes = indicators.filter((k) => k.applies_to.includes(type)).map(({ code }) => code);
    const chance = pick(10);
    if (chance < 2) await observe(site, codes, pick, now, 20);
    else if (chance < 4)
      await observe(site, [codes[pick(codes.length)]!], pick, now - pick(72) * hour, 3);
    else if (chance < 9) await somethingHappens(site, pick);
    else if (pick(3) === 0) await client.query('select private.tick()');
  }
  await client.query('select private.tick(100000)');
}

/** A good check; one with two half marks; an issue that goes overdue; its end; then silence. */
async function liveQuietly(chapter: number): Promise<void> {
  const check = (half: boolean) =>
    client.query(
      `insert into public.observations (inspection_id, site_id, catalogue_id, code, result, grade, observed_at)
       select $1::bigint, $1::integer, 1, code, 'pass', case when $2 and code in (17, 35) then 'B' end, $3
       from public.indicators where catalogue_id = 1 and 'courtyard' = any (applies_to)`,
      [quietSite, half, new Date(now).toISOString()],
    );
  const happen = (kind: string, deadline: number | null = null) =>
    client.query(
      `insert into public.issue_events (issue_id, kind, to_unit_id, deadline_at)
       select max(id), $1::public.issue_event_kind, 1, $2::timestamptz from public.issues where site_id = $3::integer`,
      [kind, deadline === null ? null : new Date(deadline).toISOString(), quietSite],
    );
  if (chapter === 0) await check(false);
  if (chapter === 1) await check(true);
  if (chapter === 2) {
    await check(false);
    await client.query(
      `insert into public.observations (inspection_id, site_id, catalogue_id, code, result, observed_at)
       values ($1::bigint, $1::integer, 1, 11, 'fail', $2)`,
      [quietSite, new Date(now).toISOString()],
    );
    await happen('accepted');
    await happen('assigned', now + 24 * hour);
  }
  if (chapter === 3) {
    await happen('submitted');
    await happen('verified');
  }
}

/** One check of several indicators; one in `failOneIn` fails. */
async function observe(
  site: number,
  codes: readonly number[],
  pick: (count: number) => number,
  observedAt: number,
  failOneIn: number,
): Promise<void> {
  const mock = pick(12) === 0;
  const rows = codes.map((code) => {
    const outcome = pick(25);
    // The fifth never fails a veto item, so that its score decides.
    const mayFail = site !== 5 || (code !== 14 && code !== 15);
    const fails = pick(site === 5 ? 4 : failOneIn) === 0 && mayFail;
    const result = outcome === 0 ? 'not_applicable' : fails ? 'fail' : 'pass';
    const isGraded = code === 17 || code === 35;
    return { code, result, grade: isGraded && result === 'pass' && pick(2) === 0 ? 'B' : null };
  });
  await client.query(
    `insert into public.observations (inspection_id, site_id, catalogue_id, code, result, grade, observed_at)
     select $1, $2::integer, 1, r.code, r.result, r.grade, $3
     from jsonb_to_recordset($4::jsonb) r (code smallint, result public.observation_result, grade text)`,
    [
      mock ? site + siteTypes.length + 1 : site,
      site,
      new Date(Math.max(observedAt, start)).toISOString(),
      JSON.stringify(rows),
    ],
  );
}

const kinds = [
  'accepted',
  'accepted',
  'rejected',
  'merged',
  'assigned',
  'assigned',
  'started',
  'started',
  'returned',
  'extension_granted',
  'deferred',
  'submitted',
  'submitted',
  'verified',
  'verified',
  'rework',
  'recheck_scheduled',
  'recheck_passed',
  'relapsed',
  'fixed_on_the_spot',
] as const;

async function somethingHappens(site: number, pick: (count: number) => number): Promise<void> {
  const kind = kinds[pick(kinds.length)]!;
  const day = 24 * hour;
  const { rows } = await client.query<{ id: number }>(
    `select id from public.issues where ${pick(4) === 0 ? 'site_id <> $1' : 'site_id = $1'} order by id desc limit 8`,
    [site],
  );
  const issue = rows[pick(Math.max(rows.length, 1))];
  if (issue === undefined) return;
  const at = (milliseconds: number) => new Date(milliseconds).toISOString();
  const target = await client.query<{ id: number }>(
    `select id from public.issues where id <> $1 and state not in ('merged', 'rejected') order by id desc offset $2 limit 1`,
    [issue.id, pick(5)],
  );
  if (kind === 'merged' && target.rows[0] === undefined) return;
  try {
    await client.query(
      `insert into public.issue_events (issue_id, kind, to_unit_id, deadline_at, resumes_at, recheck_due_at, merged_into)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        issue.id,
        kind,
        kind === 'assigned' ? 1 : null,
        ['assigned', 'extension_granted', 'rework', 'relapsed'].includes(kind)
          ? at(now + pick(6) * day)
          : null,
        kind === 'deferred' ? at(now + (1 + pick(15)) * day) : null,
        kind === 'recheck_scheduled' ? at(now + pick(20) * day) : null,
        kind === 'merged' ? target.rows[0]!.id : null,
      ],
    );
  } catch (error) {
    if (!(error instanceof pg.DatabaseError && error.code === 'P0001')) throw error;
  }
}

/** Other weights and validities from ten days on. */
async function newEdition(): Promise<void> {
  await client.query(
    `insert into public.catalogues (id, edition, in_force_from) values (2, '2026', $1)`,
    [new Date(now + 10 * 24 * hour).toISOString()],
  );
  await client.query(`insert into public.indicators
    select 2, code, name_zh, name_en, applies_to, weight + 1, veto, clock, clock_amount, valid_days + 7, rule, rule_count, rule_count_by_type, hour_sensitive
    from public.indicators where catalogue_id = 1 and code <> 12`);
}

async function factsOf(siteId: number): Promise<SiteFacts> {
  const rows = async <Row extends object>(text: string, parameters: unknown[] = []) =>
    (await client.query(text, parameters)).rows as Row[];
  const milliseconds = (column: string) =>
    `(extract(epoch from ${column}) * 1000)::double precision`;
  const [site] = await rows<{ type: string; openedAt: number; closedAt: number | null }>(
    `select type, ${milliseconds('opened_at')} as "openedAt", ${milliseconds('closed_at')} as "closedAt" from public.sites where id = $1`,
    [siteId],
  );
  const editions = await rows<Edition>(
    `select ${milliseconds('c.in_force_from')} as "inForceFrom", json_agg(json_build_object('code', k.code,
        'weight', k.weight, 'veto', k.veto, 'validDays', k.valid_days) order by k.code) as indicators
     from public.catalogues c join public.indicators k on k.catalogue_id = c.id
     where $1 = any (k.applies_to) group by c.id order by c.in_force_from`,
    [site!.type],
  );
  const observations = await rows<ObservationFact>(
    `select id, code, result, value, ${milliseconds('observed_at')} as "observedAt", ${milliseconds('recorded_at')} as "recordedAt",
       issue_id as "issueId", mock from public.observations where site_id = $1`,
    [siteId],
  );
  const issues = await rows<IssueFact>(
    `select i.id, i.code, i.site_id is distinct from $1 as elsewhere, (
       select json_agg(json_build_object('recordedAt', ${milliseconds('e.recorded_at')}, 'state', e.state_after,
         'deadlineAt', ${milliseconds('e.deadline_after')}, 'resumesAt', ${milliseconds('e.resumes_after')},
         'recheckDueAt', ${milliseconds('e.recheck_due_after')}, 'mergedInto', e.merged_after) order by e.recorded_at, e.id)
       from public.issue_events e where e.issue_id = i.id) as steps
     from public.issues i
     where i.site_id = $1 or i.id in (select m.merged_into from public.issues m where m.site_id = $1)`,
    [siteId],
  );
  return { openedAt: site!.openedAt, closedAt: site!.closedAt, editions, observations, issues };
}

type DatabasePeriod = Record<string, unknown>;

async function periodsOf(siteId: number): Promise<DatabasePeriod[]> {
  const { rows } = await client.query<DatabasePeriod>(
    `select status, reason, code, issue_id as "issueId", deadline_at as "deadlineAt", score, coverage,
       recheck_due as "recheckDue", deferred, from_at as "from", to_at as "to", lapses_at as "lapsesAt"
     from public.site_status_periods where site_id = $1 order by from_at`,
    [siteId],
  );
  return rows.map((row) => ({
    ...row,
    deadlineAt: time(row['deadlineAt']),
    from: time(row['from']),
    to: time(row['to']),
    lapsesAt: row['to'] === null ? time(row['lapsesAt']) : null,
  }));
}

function time(value: unknown): number | null {
  return value instanceof Date ? value.getTime() : null;
}

describe.each([...siteTypes, 'courtyard'].map((type, index) => ({ type, siteId: index + 1 })))(
  'site $siteId, a $type',
  ({ siteId }) => {
    it('has the periods in bulk that it has event by event', async () => {
      const expected = await periodsOf(siteId);
      const periods = statusPeriods(await factsOf(siteId), now);
      // The database keeps both figures in single precision.
      const actual = periods.map((period) => ({
        ...period,
        score: period.score === null ? null : Math.fround(period.score),
        coverage: Math.fround(period.coverage),
        // When a period that is over would have lapsed depends on what was known of the future then.
        lapsesAt: period.to === null ? period.lapsesAt : null,
      }));
      const single = (value: unknown) => (typeof value === 'number' ? Math.fround(value) : value);
      expect(actual).toEqual(
        expected.map((row) => ({
          ...row,
          score: single(row['score']),
          coverage: single(row['coverage']),
        })),
      );
      expect(actual.length).toBeGreaterThan(siteId === quietSite ? 6 : 15);
    });

    it('has the status at any moment that the database computes for it', async () => {
      const facts = await factsOf(siteId);
      const pick = randomNumbers(siteId);
      for (let probe = 0; probe < 60; probe++) {
        const at = start + pick(now - start);
        const { rows } = await client.query<{
          status: string | null;
          reason: string | null;
          code: number | null;
        }>('select (private.site_status($1, $2)).*', [siteId, new Date(at).toISOString()]);
        const status = siteStatus(facts, at);
        expect([
          at,
          rows[0]?.status ?? null,
          rows[0]?.reason ?? null,
          rows[0]?.code ?? null,
        ]).toEqual([at, status?.status ?? null, status?.reason ?? null, status?.code ?? null]);
      }
    });
  },
);

describe('the half-year', () => {
  it('saw every status and every reason', async () => {
    const { rows } = await client.query<{ status: string; reason: string }>(
      'select distinct status, reason from public.site_status_periods',
    );
    expect(rows.map(({ reason }) => reason).sort()).toEqual([
      'all_met',
      'below_target',
      'lapsed',
      'low_score',
      'never_inspected',
      'open_issue',
      'overdue',
      'partial',
      'veto',
    ]);
  });

  it('gives the same periods when rebuilt from history', async () => {
    const columns =
      'site_id, status, reason, code, issue_id, deadline_at, score, coverage, recheck_due, deferred, from_at, to_at, case when to_at is null then lapses_at end';
    await client.query(`create temporary table before_rebuild as select ${columns} from public.site_status_periods;
      select private.rebuild_periods(id) from public.sites;`);
    const { rows } = await client.query<{ count: number }>(`select count(*)::integer as count from (
      (table before_rebuild except select ${columns} from public.site_status_periods)
      union all (select ${columns} from public.site_status_periods except table before_rebuild)) x`);
    expect(rows[0]?.count).toBe(0);
  });
});
