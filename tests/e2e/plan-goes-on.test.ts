import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { addDays, localDayOf } from '../../src/domain/time/local-time';
import { startApplication, type Application } from '../support/application';
import { SMALL_CITY_PASSWORD, SmallCity, UNITS } from '../support/small-city';
import { launchBrowser, Visitor } from '../support/visitor';

let browser: Browser;
let application: Application;
let visitor: Visitor;

/** The first day of the plan: tomorrow, so that whatever the hour is all of the city lies before it. */
const today = addDays(localDayOf(Date.now()), 1);
const SITES = ['河畔', '东街', '南门', '北苑', '西巷', '城隍', '新桥'].map((name) => `${name}大院`);
const [RIVERSIDE, EAST_STREET, SOUTH_GATE, NORTH_PARK, WEST_LANE, TEMPLE, NEW_BRIDGE] = SITES;
const placeOf = (number: number) => [103.03 + number / 200, 29.945] as const;
const at = (day: number, clock: string) => `${addDays(today, day)}T${clock}:00+08:00`;

function route(day: number, crewId: number, stops: Readonly<Record<number, string>>) {
  return {
    day,
    crewId,
    departsAt: at(day, '08:00'),
    returnsAt: at(day, '17:00'),
    travelSeconds: 1200,
    distanceMeters: 3000,
    stops: Object.entries(stops).map(([siteId, clock]) => ({
      siteId: Number(siteId),
      arrivesAt: at(day, clock),
      serviceSeconds: 1500,
      reasons: [{ code: 'frequency', visits: 1, per14Days: 2 }],
    })),
  };
}

const ZONE = {
  clientId: randomUUID(),
  name: '老城片区',
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [103.02, 29.94],
        [103.08, 29.94],
        [103.08, 29.95],
        [103.02, 29.95],
        [103.02, 29.94],
      ],
    ],
  },
};

const PLAN = {
  clientId: randomUUID(),
  teamId: UNITS.team,
  name: '三日计划',
  from: today,
  days: 3,
  crews: [{ id: 1 }, { id: 2 }],
  choices: { wish: 'middle', seconds: 10 },
  routes: [
    route(0, 1, { 1: '08:30', 2: '09:30', 3: '14:00' }),
    route(0, 2, { 4: '10:00', 5: '15:00' }),
    route(1, 1, { 6: '09:00' }),
  ],
};

/** Moves the city's clock, and with it that of every page opened from now on. */
async function itIs(clock: string): Promise<void> {
  await application.sql.query(`select set_config('chuangcheng.clock', $1, false)`, [at(0, clock)]);
}

/** As the member of this role, by the function that the page calls. */
async function as(call: string): Promise<void> {
  await application.sql.exec(`
    do $$
    declare
      me uuid := (select user_id from public.members where role = 'patrol' and user_id is not null);
      zone json;
      plan json;
    begin
      perform set_config('request.jwt.claim.sub', me::text, true),
        set_config('request.jwt.claims', json_build_object('sub', me, 'role', 'authenticated')::text, true);
      ${call}
    end $$;`);
}

beforeAll(async () => {
  const city = SmallCity.with().sites(
    ...SITES.map((name, index) => ({
      id: index + 1,
      name,
      type: 'courtyard' as const,
      at: placeOf(index + 1),
      status: 'compliant' as const,
    })),
  );
  [browser, application] = await Promise.all([
    launchBrowser(),
    startApplication({ prepare: city.prepare }),
  ]);
  await itIs('07:00');
  await application.sql.exec(`
    insert into public.members (name, role, unit_id) values ('王巡查', 'patrol', ${UNITS.team});
    insert into public.patrol_shifts (unit_id, name, starts, ends, weekdays)
    values (${UNITS.team}, '白班', '08:00', '18:00', '{1,2,3,4,5,6,7}');
    insert into public.patrol_crews (unit_id, name, member_ids, start_point, mode)
    select ${UNITS.team}, case when user_id is null then '王巡查组' else '张巡查组' end, array[id],
        'SRID=4326;POINT(103.03 29.945)', 'ebike'
      from public.members where role = 'patrol' order by user_id nulls last;`);
  await as(`zone := public.save_zone('${JSON.stringify(ZONE)}');
    plan := public.save_plan('${JSON.stringify(PLAN)}'::jsonb || jsonb_build_object('zoneId', zone -> 'id'));
    perform public.publish_plan((plan ->> 'id')::integer, (plan ->> 'revision')::integer);`);
});

afterAll(async () => {
  await browser?.close();
  await application?.close();
});

afterEach(async () => {
  await visitor?.leave();
});

interface Walked {
  readonly day: number;
  readonly crew: string;
  readonly site: string;
  /** HH:MM, Asia/Shanghai. */
  readonly at: string;
  readonly done: boolean;
}

/** What the crews have in their hands. */
async function walked(): Promise<Walked[]> {
  return application.sql.query<Walked>(
    `select r.on_day - v.from_day as day, c.name as crew, t.name as site,
            to_char(s.arrives_at at time zone 'Asia/Shanghai', 'HH24:MI') as at,
            exists (select from public.patrol_stop_events e where e.stop_id = s.id and e.kind = 'done') as done
       from public.patrol_plans p
       join public.patrol_plan_versions v on v.plan_id = p.id and v.version = p.published_version
       join public.patrol_plan_routes r on r.plan_id = p.id and r.version = v.version
       join public.patrol_plan_stops s on s.route_id = r.id
       join public.patrol_crews c on c.id = r.crew_id
       join public.sites t on t.id = s.site_id
      order by r.on_day, c.id, s.sequence`,
  );
}

test('a crew is missing and an urgent issue arrives: the captain plans the rest of today anew', async () => {
  await itIs('09:40');
  await as(`perform public.record_stop(gen_random_uuid(), s.id, 'done', null, null)
      from public.patrol_plan_stops s where s.site_id = 1;`);
  // 15 is a veto item of courtyards.
  await as(
    `perform public.report_issue(gen_random_uuid(), 15, site_id => 7, description => '示例：通道被堵');`,
  );
  await itIs('10:05');

  visitor = await Visitor.at(application, browser);
  await visitor.signIn(
    'patrol@example.invalid',
    SMALL_CITY_PASSWORD,
    '/?view=patrol&tab=plan-setup',
  );
  const { page } = visitor;
  await page.getByRole('button', { name: '打开“三日计划”' }).click();
  const card = page.getByRole('region', { name: '正在调整的计划' });
  await card.waitFor();
  await page.getByRole('tab', { name: '时间轴' }).click();
  await page.waitForSelector('[data-visit]');
  // The rest of today as it was, from now on; what was done is behind the crew.
  const bars = page.locator('[data-visit]');
  const names = await bars.evaluateAll((all) => all.map((bar) => bar.getAttribute('aria-label')!));
  expect(
    names.map((name) => /^第 (\d+) 站 (.+)，[\d:]+～[\d:]+，(.+?)(，|$)/.exec(name)!.slice(1, 4)),
  ).toEqual([
    ['1', EAST_STREET, '张巡查组'],
    ['2', SOUTH_GATE, '张巡查组'],
    ['1', NORTH_PARK, '王巡查组'],
    ['2', WEST_LANE, '王巡查组'],
  ]);

  await page.getByRole('tab', { name: '安排' }).click();
  await card.getByText('第 1 天，共 3 天').waitFor();
  await card.getByText('今天已走 1 站，还有 4 站').waitFor();
  await card.getByText(`09:40 在“${RIVERSIDE}”，从那里出发`).waitFor();
  await card.getByText(`新近急办 1 个点位，尚未排入：${NEW_BRIDGE}。`).waitFor();
  await card.getByRole('checkbox', { name: '王巡查组' }).uncheck();
  await page.getByRole('button', { name: '重新规划' }).click();
  await page.getByRole('button', { name: '满意，停止' }).click();
  await page.getByRole('button', { name: '保存修改' }).click();
  await page.getByText('已保存“三日计划”，尚未发布').waitFor();
  // Until it is given to the crews they have what they had.
  expect(await walked()).toHaveLength(6);
  await page.getByRole('button', { name: '发布给班组' }).click();
  await page.getByText('已发布“三日计划”第 2 版，班组可以看到').waitFor();

  const now = await walked();
  const [first, ...rest] = now.filter(({ day }) => day === 0);
  expect(first).toEqual({ day: 0, crew: '张巡查组', site: RIVERSIDE, at: '08:30', done: true });
  expect(new Set(rest.map(({ site }) => site))).toEqual(
    new Set([EAST_STREET, SOUTH_GATE, NORTH_PARK, WEST_LANE, NEW_BRIDGE]),
  );
  for (const stop of rest) expect(stop).toMatchObject({ crew: '张巡查组', done: false });
  expect(rest.map(({ at: hour }) => hour).toSorted()[0]! >= '10:05').toBe(true);
  expect(now.filter(({ day }) => day > 0)).toEqual([
    { day: 1, crew: '张巡查组', site: TEMPLE, at: '09:00', done: false },
  ]);

  // The other scope goes on with what was published just now, and shows it from today on.
  await page.getByRole('tab', { name: '安排' }).click();
  await page.getByRole('radio', { name: '今天及以后' }).check();
  await page.getByRole('tab', { name: '路线' }).click();
  await page.getByText('已发布“三日计划”第 2 版，班组可以看到').waitFor();
  const sites = (await page.locator('[data-plan-page="stops"]').textContent())!;
  for (const site of rest) expect(sites).toContain(site.site);
  expect(sites).not.toContain(RIVERSIDE);
  expect(sites).not.toContain(TEMPLE);
  await page.getByRole('button', { name: '后一天' }).click();
  await page.getByText(TEMPLE!).first().waitFor();
});

test('a captain makes a shift and a crew, notes leave, and takes it back', async () => {
  await itIs('10:05');
  visitor = await Visitor.at(application, browser);
  await visitor.signIn(
    'patrol@example.invalid',
    SMALL_CITY_PASSWORD,
    '/?view=patrol&tab=plan-setup&map=103.0512,29.9432,15',
  );
  const { page } = visitor;
  await page.getByRole('button', { name: '管理班组、班次和休假' }).click();
  await page.getByRole('button', { name: '新建班次' }).click();
  const shift = page.getByRole('form', { name: '新建班次' });
  await shift.getByLabel('班次名称').fill('夜班');
  await shift.getByLabel('开始').fill('18:00');
  // 24:00 to whoever reads it.
  await shift.getByLabel('结束').fill('00:00');
  await shift.getByRole('checkbox', { name: '周日' }).uncheck();
  await shift.getByRole('checkbox', { name: '含休息' }).check();
  await shift.getByLabel('最早').fill('17:00');
  visitor.expectTrouble(/save_shift|status of 400/);
  await shift.getByRole('button', { name: '保存' }).click();
  // What is wrong is said, and nothing typed is lost.
  await page.getByText('休息须在班次之内，时长 5～240 分钟且不超过其时段').waitFor();
  await shift.getByLabel('最早').fill('20:00');
  await shift.getByLabel('最晚结束').fill('22:00');
  await shift.getByRole('button', { name: '保存' }).click();
  await page
    .getByText('18:00～24:00 · 周一、周二、周三、周四、周五、周六 · 20:00～22:00 间休息 60 分钟')
    .waitFor();

  await page.getByRole('button', { name: '新建班组' }).click();
  const crew = page.getByRole('form', { name: '新建班组' });
  await crew.getByRole('button', { name: '保存' }).click();
  await crew.getByText('请填写名称，1～20 个字').waitFor();
  await crew.getByText('请选出发点').waitFor();
  await crew.getByLabel('班组名称').fill('夜巡组');
  await crew.getByRole('checkbox', { name: '王巡查' }).check();
  await crew.getByRole('radio', { name: '汽车' }).check();
  await crew.getByLabel('常用班次').selectOption('夜班');
  const start = crew.getByRole('group', { name: '出发点' });
  await start.getByRole('button', { name: '在地图上选' }).click();
  await start.getByText('请在地图上点一下；也可把它移到地图中心').waitFor();
  const spot = await visitor.pixelOf([103.05, 29.945]);
  // A site stands there; it is the place that is meant.
  await page.mouse.click(spot.x, spot.y);
  await start.getByText('103.050').waitFor();
  await crew.getByRole('button', { name: '保存' }).click();
  await page.getByText('王巡查 · 汽车 · 夜班').waitFor();
  const [saved] = await application.sql.query<{ lon: number; lat: number; shift: string }>(
    `select round(extensions.st_x(c.start_point)::numeric, 3)::float as lon,
            round(extensions.st_y(c.start_point)::numeric, 3)::float as lat, s.name as shift
       from public.patrol_crews c join public.patrol_shifts s on s.id = c.shift_id where c.name = '夜巡组'`,
  );
  expect(saved).toEqual({ lon: 103.05, lat: 29.945, shift: '夜班' });

  await page.getByRole('button', { name: '登记休假' }).click();
  const leave = page.getByRole('form', { name: '登记休假' });
  await leave.getByLabel('谁').selectOption('夜巡组（整组）');
  await leave.getByLabel('事由').fill('培训');
  await leave.getByRole('button', { name: '保存' }).click();
  await page.getByRole('button', { name: '删除“夜巡组”的休假' }).click();
  await page.getByText('今天及以后没有人休假').waitFor();
  await page.getByRole('button', { name: '撤销删除' }).click();
  await page.getByRole('button', { name: '删除“夜巡组”的休假' }).waitFor();
  // Set up for today, it would not go.
  await page.getByRole('tab', { name: '安排' }).click();
  await page.getByLabel('开始日期').fill(today);
  await page.getByText(/^休假：夜巡组 \d+月\d+日$/).waitFor();
});
