import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { localDayOf } from '../../src/domain/time/local-time';
import { startTestBackend, type TestBackend } from '../support/backend';
import { layOutCity, people } from '../support/lifecycle-city';

/**
 * Two people at once, on PostgreSQL: one transaction is held open after its step while the other asks, so
 * that the second certainly waits at the lock; then the first commits.
 */
let backend: TestBackend;
const clients: pg.Client[] = [];

const office = 2;
const patrol = 9;
const captain = 10;
const TEAM = 6;
const CREW = 1;
const today = localDayOf(Date.now());

beforeAll(async () => {
  backend = await startTestBackend({ database: 'postgres', postgresUrl: inject('postgresUrl') });
  await layOutCity(backend.sql);
  await backend.sql.exec(
    `insert into public.patrol_crews (id, unit_id, name, member_ids, start_point, mode)
     values (${CREW}, ${TEAM}, '王巡查一组', '{${patrol},${captain}}', 'SRID=4326;POINT(103.02 29.91)', 'foot')`,
  );
});
afterAll(async () => {
  for (const client of clients) await client.end();
  await backend.close();
});

/** A connection that acts as a member. */
async function connect(memberId: number): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: backend.databaseUrl });
  clients.push(client);
  await client.connect();
  const { userId } = people.find(({ id }) => id === memberId)!;
  await client.query(
    `select set_config('request.jwt.claim.sub', $1, false), set_config('request.jwt.claims', $2, false),
       set_config('role', 'authenticated', false)`,
    [userId, JSON.stringify({ sub: userId, role: 'authenticated' })],
  );
  return client;
}

type Answer = Readonly<Record<string, unknown>>;
interface Plan extends Answer {
  readonly id: number;
  readonly revision: number;
  readonly routes: readonly { readonly stops: readonly { readonly id: number }[] }[];
}

async function ask<Kind extends Answer>(client: pg.Client, call: string): Promise<Kind> {
  const { rows } = await client.query<{ answer: Kind }>(`select public.${call} as answer`);
  return rows[0]!.answer;
}

/** Waits until the database says that a connection waits for a lock; no time is guessed. */
async function untilItWaits(client: pg.Client): Promise<void> {
  const { processID } = client as unknown as { processID: number };
  for (;;) {
    const [row] = await backend.sql.query<{ waits: boolean }>(
      `select cardinality(pg_blocking_pids($1)) > 0 as waits`,
      [processID],
    );
    if (row?.waits === true) return;
  }
}

/** The second asks while the first has answered and not committed; then the first commits. */
async function atOnce(
  [first, firstCall]: readonly [pg.Client, string],
  [second, secondCall]: readonly [pg.Client, string],
): Promise<[Answer, PromiseSettledResult<Answer>]> {
  await first.query('begin');
  const won = await ask(first, firstCall);
  const waiting = Promise.allSettled([ask(second, secondCall)]);
  await untilItWaits(second);
  await first.query('commit');
  const [lost] = await waiting;
  return [won, lost];
}

function refusal(outcome: PromiseSettledResult<Answer>): string {
  if (outcome.status === 'fulfilled') return `was answered: ${JSON.stringify(outcome.value)}`;
  const { message, hint, code } = outcome.reason as pg.DatabaseError;
  return `${code} ${message} | ${hint}`;
}

/** Of its hours of the day, so that a crew is not asked for twice. */
let hour = 0;
function draft(more: object = {}, siteIds: readonly number[] = [2]): string {
  const time = (minute: number) => `${today}T${String(hour).padStart(2, '0')}:${minute}:00+08:00`;
  const route = {
    day: 0,
    crewId: CREW,
    departsAt: time(10),
    returnsAt: time(50),
    travelSeconds: 60,
    distanceMeters: 80,
    stops: siteIds.map((siteId) => ({ siteId, arrivesAt: time(20), serviceSeconds: 600 })),
  };
  const plan = { name: '示例计划', teamId: TEAM, from: today, days: 1, routes: [route], ...more };
  return `save_plan('${JSON.stringify(plan)}')`;
}

async function saved(siteIds?: readonly number[]): Promise<Plan> {
  hour += 1;
  return ask<Plan>(await connect(captain), draft({ clientId: randomUUID() }, siteIds));
}

async function published(siteIds?: readonly number[]): Promise<Plan> {
  const { id, revision } = await saved(siteIds);
  return ask<Plan>(await connect(captain), `publish_plan(${id}, ${revision})`);
}

const stopOf = (plan: Plan) => plan.routes[0]!.stops[0]!.id;

/** The kinds of events at the stops of a plan, by version and site. */
async function events({ id }: Plan): Promise<string[]> {
  const rows = await backend.sql.query<{ line: string }>(
    `select concat_ws(' ', 'v' || r.version, s.site_id, e.kind) as line
     from public.patrol_plan_routes r join public.patrol_plan_stops s on s.route_id = r.id
     join public.patrol_stop_events e on e.stop_id = s.id where r.plan_id = $1 order by e.id`,
    [id],
  );
  return rows.map(({ line }) => line);
}

describe('two captains at once', () => {
  it('save one plan: the second is told who was faster', async () => {
    const plan = await saved();
    const call = (name: string) => draft({ id: plan.id, revision: 1, name });
    const [won, lost] = await atOnce(
      [await connect(captain), call('甲')],
      [await connect(office), call('乙')],
    );
    expect(won).toMatchObject({ name: '甲', revision: 2 });
    expect(refusal(lost)).toMatch(
      /^P0001 计划“甲”已于 \d{4}-\d\d-\d\d \d\d:\d\d 由patrol10修改，请刷新后再改 \| plan “甲” was changed by patrol10 at/,
    );
  });

  it('send one new plan twice: there is one', async () => {
    hour += 1;
    const call = draft({ clientId: randomUUID() });
    const [won, other] = await atOnce(
      [await connect(captain), call],
      [await connect(captain), call],
    );
    expect(other).toEqual({ status: 'fulfilled', value: won });
  });

  it('publish one plan: it is published once', async () => {
    const { id } = await saved();
    const call = `publish_plan(${id}, 1)`;
    const [won, lost] = await atOnce([await connect(captain), call], [await connect(office), call]);
    expect(won).toMatchObject({ state: 'published', publishedVersion: 1 });
    expect(refusal(lost)).toMatch(/^P0001 计划“示例计划”已于 .* 由patrol10修改/);
  });

  it('publish two plans for one crew and hour: the second is refused', async () => {
    const one = await saved();
    hour -= 1;
    const other = await saved();
    const [won, lost] = await atOnce(
      [await connect(captain), `publish_plan(${one.id}, 1)`],
      [await connect(office), `publish_plan(${other.id}, 1)`],
    );
    expect(won).toMatchObject({ state: 'published' });
    expect(refusal(lost)).toMatch(/^P0001 巡查组“王巡查一组”在 \S+ 已有计划“示例计划”的路线/);
  });
});

describe('two of a crew at once', () => {
  it('mark one stop done: one event, the second is told', async () => {
    const plan = await published();
    const call = () => `record_stop('${randomUUID()}', ${stopOf(plan)}, 'done')`;
    const [won, other] = await atOnce(
      [await connect(patrol), call()],
      [await connect(captain), call()],
    );
    expect(won).toMatchObject({ already: false, standing: { state: 'done', by: 'patrol9' } });
    expect(other).toMatchObject({
      value: { already: true, standing: { state: 'done', by: 'patrol9' } },
    });
    expect(await events(plan)).toEqual(['v1 2 done']);
  });

  it('one does it while the other skips it: done stays', async () => {
    const plan = await published();
    const [, lost] = await atOnce(
      [await connect(patrol), `record_stop('${randomUUID()}', ${stopOf(plan)}, 'done')`],
      [
        await connect(captain),
        `record_stop('${randomUUID()}', ${stopOf(plan)}, 'skipped', '锁门')`,
      ],
    );
    expect(refusal(lost)).toMatch(/^P0001 这一站已由patrol9于 .* 完成 \| this stop was done by/);
    expect(await events(plan)).toEqual(['v1 2 done']);
  });

  it('one inspects while the other presses done: one event', async () => {
    const plan = await published([4]);
    const now = new Date().toISOString();
    const [, other] = await atOnce(
      [
        await connect(captain),
        `submit_inspection('${randomUUID()}', 4, 'routine', '${now}', '${now}', null, '[{"code": 10, "result": "pass"}]')`,
      ],
      [await connect(captain), `record_stop('${randomUUID()}', ${stopOf(plan)}, 'done')`],
    );
    expect(other).toMatchObject({ value: { already: true } });
    expect(await events(plan)).toEqual(['v1 4 done']);
  });

  it('sends one record twice: one event', async () => {
    const plan = await published();
    const call = `record_stop('${randomUUID()}', ${stopOf(plan)}, 'done')`;
    const [, other] = await atOnce([await connect(patrol), call], [await connect(patrol), call]);
    expect(other).toMatchObject({ value: { repeated: true } });
    expect(await events(plan)).toEqual(['v1 2 done']);
  });
});

describe('a crew records while the captain publishes anew', () => {
  it('what was recorded first is carried over', async () => {
    const plan = await published();
    const { revision } = await ask<Plan>(
      await connect(captain),
      draft({ id: plan.id, revision: plan.revision }, [5]),
    );
    const [, other] = await atOnce(
      [await connect(patrol), `record_stop('${randomUUID()}', ${stopOf(plan)}, 'done')`],
      [await connect(captain), `publish_plan(${plan.id}, ${revision})`],
    );
    expect(other).toMatchObject({ status: 'fulfilled', value: { publishedVersion: 2 } });
    expect(await events(plan)).toEqual(['v1 2 done', 'v2 2 done']);
  });

  it('what is recorded after it is carried over, too', async () => {
    const plan = await published();
    const { revision } = await ask<Plan>(
      await connect(captain),
      draft({ id: plan.id, revision: plan.revision }, [2]),
    );
    const [, other] = await atOnce(
      [await connect(captain), `publish_plan(${plan.id}, ${revision})`],
      [await connect(patrol), `record_stop('${randomUUID()}', ${stopOf(plan)}, 'done')`],
    );
    expect(other).toMatchObject({ status: 'fulfilled' });
    expect(await events(plan)).toEqual(['v1 2 done', 'v2 2 done']);
  });

  it('two stops that the new version left out are put back, one after the other', async () => {
    const plan = await published([2, 5]);
    const { revision } = await ask<Plan>(
      await connect(captain),
      draft({ id: plan.id, revision: plan.revision }, [1]),
    );
    await ask(await connect(captain), `publish_plan(${plan.id}, ${revision})`);
    const [one, other] = plan.routes[0]!.stops;
    const [, second] = await atOnce(
      [await connect(patrol), `record_stop('${randomUUID()}', ${one!.id}, 'done')`],
      [await connect(captain), `record_stop('${randomUUID()}', ${other!.id}, 'done')`],
    );
    expect(second).toMatchObject({ status: 'fulfilled' });
    expect(await events(plan)).toEqual(['v1 2 done', 'v2 2 done', 'v1 5 done', 'v2 5 done']);
    const { routes } = await ask<Plan>(await connect(captain), `plan_of(${plan.id})`);
    expect(routes.map(({ stops }) => stops.length)).toEqual([3]);
  });
});
