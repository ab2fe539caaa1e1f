import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startTestBackend, type TestBackend } from '../support/backend';

/**
 * Many writers at once, on PostgreSQL: the embedded database has one connection and hides races.
 * Whoever writes a site's periods or an issue's state locks that row first, and takes the moment of
 * record after the lock; without the lock three writes in four fail here.
 */
const connections = 20;
const siteCount = 4;
const writes = process.env['DEEP'] === '1' ? 4000 : 600;

let backend: TestBackend;
let pool: pg.Pool;

beforeAll(async () => {
  backend = await startTestBackend({ database: 'postgres', postgresUrl: inject('postgresUrl') });
  await backend.sql.exec(`
    insert into public.units (name, kind) values ('东城街道办', 'street');
    insert into public.members (name, role, unit_id) values ('王巡查', 'patrol', 1);
    insert into public.sites (type, name, geom, unit_id, opened_at)
    select 'courtyard', '大院' || n, extensions.st_setsrid(extensions.st_point(103 + n * 0.001, 30), 4326), 1,
      now() - interval '1 day'
    from generate_series(1, ${siteCount}) n;
    insert into public.inspections (site_id, kind, member_id, unit_id, catalogue_id, started_at, finished_at)
    select id, 'routine', 1, 1, 1, now(), now() from public.sites order by id;
  `);
  pool = new pg.Pool({ connectionString: backend.databaseUrl, max: connections });
});

afterAll(async () => {
  await pool.end();
  await backend.close();
});

/** A deterministic stream of writes, so that a failure can be repeated. */
function* randomNumbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

async function writeSomething(index: number): Promise<'written' | 'refused'> {
  const numbers = randomNumbers(index + 1);
  const pick = (count: number) => Math.floor(numbers.next().value * count);
  const site = 1 + pick(siteCount);
  const code = [11, 15, 17, 22, 25][pick(5)];
  if (pick(3) > 0) {
    await pool.query(
      `insert into public.observations (inspection_id, site_id, catalogue_id, code, result, observed_at)
       values ($1::bigint, $1::integer, 1, $2, $3, now())`,
      [site, code, pick(3) === 0 ? 'fail' : 'pass'],
    );
    return 'written';
  }
  const kind = ['accepted', 'assigned', 'started', 'submitted', 'verified', 'relapsed'][pick(6)];
  try {
    await pool.query(
      `insert into public.issue_events (issue_id, kind, to_unit_id, deadline_at)
       select i.id, $2::text::public.issue_event_kind, case when $2::text = 'assigned' then 1 end,
         case when $2::text in ('assigned', 'relapsed') then now() + interval '1 hour' end
       from public.issues i where i.site_id = $1 order by i.id desc offset $3 limit 1`,
      [site, kind, pick(6)],
    );
    return 'written';
  } catch (error) {
    // The lifecycle's own refusal is the only failure there may be.
    if (error instanceof pg.DatabaseError && error.code === 'P0001') return 'refused';
    throw error;
  }
}

describe('twenty connections at once', () => {
  it('lose, double and tangle nothing', { timeout: 300_000 }, async () => {
    let next = 0;
    const outcomes: string[] = [];
    const work = async () => {
      while (next < writes) outcomes.push(await writeSomething(next++));
    };
    await Promise.all(Array.from({ length: connections }, work));
    expect(outcomes).toHaveLength(writes);
    expect(outcomes.filter((outcome) => outcome === 'written').length).toBeGreaterThan(writes / 2);

    const [periods] = await backend.sql.query<Record<string, number>>(`
      select count(*) filter (where next_from is null) as standing,
        count(*) filter (where next_from is null and to_at is not null) as closed_last,
        count(*) filter (where to_at is distinct from next_from) as gaps,
        count(*) as periods
      from (select p.*, lead(p.from_at) over (partition by p.site_id order by p.from_at) as next_from
        from public.site_status_periods p) x`);
    expect(periods).toMatchObject({ standing: siteCount, closed_last: 0, gaps: 0 });
    expect(periods?.['periods']).toBeGreaterThan(siteCount * 3);
  });

  it('leave every projection equal to the fold of its events', async () => {
    const [row] = await backend.sql.query<{ issues: number; wrong: number }>(`
      select count(*) as issues, count(*) filter (where i.* is distinct from private.fold_issue(i.id)) as wrong
      from public.issues i`);
    expect(row?.issues).toBeGreaterThan(20);
    expect(row?.wrong).toBe(0);
  });

  it('leave the periods that a rebuild from history gives', async () => {
    const columns =
      'site_id, status, reason, code, issue_id, deadline_at, score, coverage, recheck_due, deferred, from_at, to_at, lapses_at';
    await backend.sql
      .exec(`create table public.before_rebuild as select ${columns} from public.site_status_periods;
      select private.rebuild_periods(id) from public.sites;`);
    const [row] = await backend.sql.query<{ differing: number }>(`
      select count(*) as differing from (
        (table public.before_rebuild except select ${columns} from public.site_status_periods)
        union all
        (select ${columns} from public.site_status_periods except table public.before_rebuild)) x`);
    expect(row?.differing).toBe(0);
  });
});
