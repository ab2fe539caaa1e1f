import { randomUUID } from 'node:crypto';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { localDayOf } from '../../src/domain/time/local-time';
import { paletteOf } from '../../src/map/palette';
import { startApplication, type Application } from '../support/application';
import { AREAS, SMALL_CITY_PASSWORD, SmallCity, UNITS } from '../support/small-city';
import { launchBrowser, PHONE, Visitor } from '../support/visitor';

let browser: Browser;
let application: Application;
let visitor: Visitor;

const today = localDayOf(Date.now());
const NAMES = ['河畔大院', '东街大院', '南门大院', '“北苑”大院'] as const;
const placeOf = (number: number) => [103.03 + number / 100, 29.945] as const;
/** The first long past, the others still to come, at any hour of the day but the last. */
const CLOCKS = ['00:00', '23:56', '23:57', '23:58'] as const;
const at = (clock: string) => `${today}T${clock}:00+08:00`;

const PLAN = {
  clientId: randomUUID(),
  teamId: UNITS.team,
  name: '示例计划',
  from: today,
  days: 1,
  routes: [
    {
      day: 0,
      crewId: 1,
      departsAt: at('00:00'),
      returnsAt: at('23:59'),
      travelSeconds: 3000,
      distanceMeters: 4200,
      path: {
        type: 'LineString',
        coordinates: [placeOf(1), [103.045, 29.95], placeOf(2), placeOf(3), placeOf(4)],
      },
      stops: NAMES.map((_, index) => ({
        siteId: index + 1,
        arrivesAt: at(CLOCKS[index]!),
        serviceSeconds: 60,
        reasons: [
          { code: 'veto', count: 1, indicators: [15] },
          { code: 'stale', days: 12 },
        ],
      })),
    },
  ],
};

beforeAll(async () => {
  const city = SmallCity.with()
    .sites(
      ...NAMES.map((name, index) => ({
        id: index + 1,
        name,
        type: 'courtyard' as const,
        at: placeOf(index + 1),
        status: 'compliant' as const,
      })),
    )
    .member({ name: '王社区', role: 'community', unitId: UNITS.south, areaId: AREAS.south });
  [browser, application] = await Promise.all([
    launchBrowser(),
    startApplication({ prepare: city.prepare }),
  ]);
  // As the captain, by the functions that the planning view calls.
  await application.sql.exec(`
    insert into public.patrol_crews (unit_id, name, member_ids, start_point, mode)
    select ${UNITS.team}, '张巡查一组', array[id], 'SRID=4326;POINT(103.04 29.945)', 'foot'
      from public.members where role = 'patrol';
    do $$
    declare
      me uuid := (select user_id from public.members where role = 'patrol');
      plan json;
    begin
      perform set_config('request.jwt.claim.sub', me::text, true),
        set_config('request.jwt.claims', json_build_object('sub', me, 'role', 'authenticated')::text, true);
      plan := public.save_plan('${JSON.stringify(PLAN)}');
      perform public.publish_plan((plan ->> 'id')::integer, (plan ->> 'revision')::integer);
    end $$;`);
});

afterEach(async () => {
  await visitor?.leave();
});

afterAll(async () => {
  await browser?.close();
  await application?.close();
});

const events = () =>
  application.sql.query<{ number: number; kind: string; reason: string | null }>(
    `select s.sequence as number, e.kind, e.reason
       from public.patrol_stop_events e join public.patrol_plan_stops s on s.id = e.stop_id order by e.id`,
  );

const row = (number: number) => visitor.page.locator(`main li[data-stop="${number}"]`);
const card = (number: number) => visitor.page.getByRole('article', { name: `下一站 ${number}/4` });
const press = (name: string) => visitor.page.getByRole('button', { name, exact: true }).click();

describe('a crew walks its day with a phone', () => {
  test('next stop, done by hand and by the checklist, skipped without a network, taken back, printed', async () => {
    visitor = await Visitor.at(application, browser, { viewport: PHONE, touch: true, sharp: true });
    await visitor.signIn('patrol@example.invalid', SMALL_CITY_PASSWORD);
    const { page } = visitor;

    // It is what a crew member's phone opens with, the next stop within the sheet's lowest height.
    await card(1).waitFor();
    const start = card(1).getByRole('button', { name: `开始检查：${NAMES[0]}` });
    const box = (await start.boundingBox())!;
    expect(box.y + box.height).toBeLessThanOrEqual(PHONE.height);
    expect(box.height).toBeGreaterThanOrEqual(40);
    await card(1).getByText('计划 00:00').waitFor();
    await card(1).getByText('否决项未销号 1 项；12 天未到').waitFor();
    // Four visits of a minute, and all of the fifty minutes on the way.
    await card(1).getByText('还剩 4 站，约 54 分钟').waitFor();
    await visitor.mapAtRest();
    const way = await visitor.pixelOf([103.0425, 29.9475]);
    expect((await visitor.pixels(way)).count(paletteOf('light').crews[0]!)).toBeGreaterThan(40);

    await press(`导航到 ${NAMES[0]}`);
    const navigation = page.getByRole('dialog', { name: `导航到 ${NAMES[0]}` });
    const amap = await navigation.getByRole('link', { name: '高德地图' }).getAttribute('href');
    expect(amap).toMatch(
      /^https:\/\/uri\.amap\.com\/navigation\?to=103\.04\d+,29\.94\d+,.*&mode=walk&/,
    );
    await press('关闭');

    await press(`标为完成：${NAMES[0]}`);
    await card(2).getByText('距上一站直线 964 米').waitFor();
    await press(`撤销：${NAMES[0]}`);
    await card(1).waitFor();
    await press(`标为完成：${NAMES[0]}`);

    // A visit by one of the crew marks its stop: nobody records twice.
    await press(`开始检查：${NAMES[1]}`);
    await page
      .getByRole('group', { name: '分类垃圾桶完好：结果', exact: true })
      .getByRole('button', { name: '合格', exact: true })
      .click();
    await press('完成检查');
    await press('提交检查');
    await page.getByText('检查已提交').waitFor();
    await page.getByRole('button', { name: '返回点位' }).last().click();
    await press('关闭');
    await card(3).waitFor();
    await row(2).getByText('检查已提交，自动标为完成').waitFor();
    expect(await row(2).getByRole('button', { name: /撤销/ }).count()).toBe(0);

    // A skip says why; without a network it is kept, and sent by itself.
    visitor.expectTrouble(/request failed|ERR_|answer 50[234]/);
    await application.goAway();
    await press(`跳过：${NAMES[2]}`);
    const skipping = page.getByRole('dialog', { name: `跳过：${NAMES[2]}` });
    await skipping.getByRole('radio', { name: '其他' }).check();
    await skipping.getByRole('button', { name: '跳过' }).click();
    await skipping.getByText('请写明原因').waitFor();
    await skipping.getByLabel('补充说明').fill('大门上锁，电话无人接');
    await skipping.getByRole('button', { name: '跳过' }).click();
    await card(4).waitFor();
    await row(3).getByText('已存本机，联网后提交').waitFor();
    expect((await events()).some(({ kind }) => kind === 'skipped')).toBe(false);
    await application.comeBack();
    await visitor.until(() => row(3).getByText('已存本机，联网后提交').count(), 0);
    await row(3).getByText('大门上锁，电话无人接').waitFor();

    expect(await events()).toEqual([
      { number: 1, kind: 'done', reason: null },
      { number: 1, kind: 'reopened', reason: null },
      { number: 1, kind: 'done', reason: null },
      { number: 2, kind: 'done', reason: null },
      { number: 3, kind: 'skipped', reason: '大门上锁，电话无人接' },
    ]);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(grave.map(({ id, nodes }) => `${id} ${nodes[0]?.target.join(' ')}`)).toEqual([]);

    // One page of A4, the stops to be ticked; and the way for a watch.
    await press('打印与导出');
    const gpx = page.waitForEvent('download');
    await press('GPX 轨迹');
    expect((await gpx).suggestedFilename()).toBe(`张巡查一组 ${today}.gpx`);
    await press('打印巡查单');
    const paper = page.getByRole('dialog', { name: '打印巡查单' });
    await visitor.until(() => paper.locator('tbody tr').count(), 4);
    await paper.getByRole('img', { name: /view=patrol&tab=route$/ }).waitFor();
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    await paper.getByRole('button', { name: '关闭' }).click();

    // The captain, who walked it himself, sees what was done of the plan; nothing of one need be in the making.
    await visitor.goTo('/?view=patrol&tab=plan-progress');
    const cells = page.getByRole('row', { name: /张巡查一组/ }).getByRole('cell');
    await cells.first().waitFor();
    const [first] = await application.sql.query<{ late: boolean }>(
      `select e.occurred_at > $1::timestamptz + interval '30 minutes' as late
         from public.patrol_stop_events e join public.patrol_plan_stops s on s.id = e.stop_id
        where s.sequence = 1 order by e.id desc limit 1`,
      [at(CLOCKS[0])],
    );
    const done = first!.late ? '2 晚到 1' : '2';
    const told = async () => (await cells.allInnerTexts()).map((cell) => cell.replace(/\s+/g, ' '));
    expect(await told()).toEqual(['4', done, '1', '0', '1']);
    await page.getByText('原因：大门上锁，电话无人接').waitFor();
    await page.getByText(/^张巡查一组 · 张队长于 .+ 跳过$/).waitFor();
    // What happens meanwhile comes with a press.
    await application.sql.query(
      `insert into public.patrol_stop_events (client_id, stop_id, member_id, kind, occurred_at, recorded_at)
       select gen_random_uuid(), e.stop_id, e.member_id, 'reopened', now(), now()
         from public.patrol_stop_events e where e.kind = 'skipped'`,
    );
    await press('刷新');
    await page.getByText('没有跳过的点位').waitFor();
    expect(await told()).toEqual(['4', done, '0', '0', '2']);
    const body = page.locator('main .body');
    expect(await body.evaluate((each) => each.scrollWidth - each.clientWidth)).toBe(0);
  });
});

test('a unit under inspection sees nothing of it', async () => {
  visitor = await Visitor.at(application, browser);
  await visitor.signIn('community@example.invalid', SMALL_CITY_PASSWORD, '/?view=patrol&tab=route');
  expect(await visitor.page.getByRole('tab', { name: '今日路线' }).count()).toBe(0);
  expect(visitor.requests.filter((request) => request.includes('my_routes'))).toEqual([]);
  const headers = { apikey: application.publishableKey, 'content-type': 'application/json' };
  const signedIn = await fetch(`${application.url}/auth/v1/token?grant_type=password`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ email: 'community@example.invalid', password: SMALL_CITY_PASSWORD }),
  });
  const { access_token: token } = (await signedIn.json()) as { access_token: string };
  const ask = async (path: string, body?: object) => {
    const answer = await fetch(`${application.url}/rest/v1/${path}`, {
      headers: { ...headers, authorization: `Bearer ${token}` },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
    return { ok: answer.ok, value: (await answer.json()) as unknown };
  };
  expect(await ask('rpc/my_routes', {})).toEqual({ ok: true, value: [] });
  expect(await ask('rpc/plan_list', { team_id: null })).toEqual({ ok: true, value: [] });
  expect((await ask('rpc/plan_of', { plan_id: 1, version: 1 })).ok).toBe(false);
  for (const table of [
    'patrol_plan_routes',
    'patrol_plan_stops',
    'patrol_stop_events',
    'patrol_crews',
  ]) {
    const { ok, value } = await ask(`${table}?select=id`);
    expect([table, ok ? value : []]).toEqual([table, []]);
  }
});
