import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { localDayOf } from '../../src/domain/time/local-time';
import { startTestBackend, type TestBackend } from '../support/backend';
import { layOutCity } from '../support/lifecycle-city';
import { ask, refusal, TwoAtOnce, type Answer } from '../support/two-at-once';

let backend: TestBackend;
let two: TwoAtOnce;

const office = 2;
const patrol = 9;
const captain = 10;
const TEAM = 6;
const CREW = 1;
const today = localDayOf(Date.now());

beforeAll(async () => {
  backend = await startTestBackend({ database: 'postgres', postgresUrl: inject('postgresUrl') });
  two = new TwoAtOnce(backend);
  await layOutCity(backend.sql);
  await backend.sql.exec(
    `insert into public.patrol_crews (id, unit_id, name, member_ids, start_point, mode)
     values (${CREW}, ${TEAM}, '王巡查一组', '{${patrol},${captain}}', 'SRID=4326;POINT(103.02 29.91)', 'foot')`,
  );
});
afterAll(async () => {
  await two.end();
  await backend.close();
});

const connect = (memberId: number) => two.connect(memberId);
const atOnce: TwoAtOnce['atOnce'] = (first, second) => two.atOnce(first, second);

interface Plan extends Answer {
  readonly id: number;
  readonly revision: number;
  readonly routes: readonly { readonly stops: readonly { readonly id: number }[] }[];
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
