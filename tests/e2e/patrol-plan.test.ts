import { readFileSync } from 'node:fs';
import type { Browser, Locator } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { paletteOf } from '../../src/map/palette';
import { openWorkbook } from '../../src/workbook/read-workbook';
import { startApplication, type Application } from '../support/application';
import { launchBrowser, PHONE, Visitor } from '../support/visitor';

const { crews } = paletteOf('light');

let browser: Browser;
let application: Application;
let visitor: Visitor;

beforeAll(async () => {
  [browser, application] = await Promise.all([
    launchBrowser(),
    startApplication({ sample: { seed: 1 } }),
  ]);
});

afterAll(async () => {
  await browser?.close();
  await application?.close();
});

afterEach(async () => {
  await visitor?.leave();
});

/** Clear of the panels on a desk of 1280 × 720. */
const SQUARE = [
  [420, 220],
  [700, 220],
  [700, 460],
  [420, 460],
] as const;

const ZONE = '夜市一带';

interface SavedStop {
  readonly crew: string;
  readonly day: number;
  readonly site: string;
  /** Minutes of the day, Asia/Shanghai. */
  readonly minute: number;
  readonly pinned: boolean;
  readonly state: string;
}

/** What the database holds of the last plan. */
async function savedStops(): Promise<SavedStop[]> {
  return application.sql.query<SavedStop>(
    `select c.name as crew, r.on_day - v.from_day as day, t.name as site, v.state,
            s.pinned_crew and s.pinned_day and s.pinned_time as pinned,
            (extract(hour from s.arrives_at at time zone 'Asia/Shanghai') * 60
              + extract(minute from s.arrives_at at time zone 'Asia/Shanghai'))::integer as minute
       from public.patrol_plan_stops s
       join public.patrol_plan_routes r on r.id = s.route_id
       join public.patrol_plan_versions v on v.plan_id = r.plan_id and v.version = r.version
       join public.patrol_crews c on c.id = r.crew_id
       join public.sites t on t.id = s.site_id
      where r.plan_id = (select max(id) from public.patrol_plans)
      order by r.on_day, c.id, s.sequence`,
  );
}

async function drawZone(): Promise<void> {
  const { page } = visitor;
  await page.getByRole('button', { name: '规划路线' }).last().click();
  await page.getByText('还没有片区，请先在地图上画出巡查范围并保存。').waitFor();
  await page.getByRole('button', { name: '在地图上画片区' }).click();
  await page.waitForSelector('.map-canvas[data-drawing="true"]');
  for (const [x, y] of SQUARE) {
    await page.mouse.move(x - 3, y - 3);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.up();
  }
  await page.keyboard.press('Enter');
  await page.getByLabel('片区名称').fill(ZONE);
  await page.getByRole('button', { name: '保存片区' }).click();
  await page.getByText(`已保存片区“${ZONE}”`).waitFor();
}

/** As soon as there is a plan at all: it is as long as a search gets here. */
async function searchShortly(): Promise<void> {
  const { page } = visitor;
  await page.getByRole('button', { name: '满意，停止' }).click();
  await page.getByRole('button', { name: /^保存/ }).waitFor();
}

function tab(name: string): Locator {
  return visitor.page.getByRole('tab', { name });
}

/** `第 3 站 明辉新村，09:10～09:35，韦巡查一组` */
function readBar(name: string) {
  const [, site, hour, minute, crew] = /^第 \d+ 站 (.+)，(\d\d):(\d\d)～[\d:]+，([^，]+)/.exec(
    name,
  )!;
  return { site, minute: Number(hour) * 60 + Number(minute), crew };
}

/** Of a measure: of this plan, of the other, and the difference. */
function measured(name: string): Promise<string[]> {
  const row = visitor.page.getByRole('row', { name: new RegExp(`^${name}`) });
  return row.first().getByRole('cell').allInnerTexts();
}

const MEASURES = ['走访', '错时占比', '分散度', '规律度', '最长间隔', '路程', '工时差'];

async function ownFigures(): Promise<(string | undefined)[]> {
  const rows = [];
  for (const name of MEASURES) rows.push((await measured(name))[0]);
  return rows;
}

/** Column 1 is what the plan is compared with. */
async function columnIs(column: number, figures: (string | undefined)[]): Promise<void> {
  for (const [at, name] of MEASURES.entries()) {
    const cell = async () => [name, (await measured(name))[column]];
    await visitor.until(cell, [name, figures[at]]);
  }
}

function asksBeforeLeaving(): Promise<boolean> {
  return visitor.page.evaluate(
    () => !dispatchEvent(new Event('beforeunload', { cancelable: true })),
  );
}

async function download(name: string): Promise<Uint8Array> {
  const { page } = visitor;
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name, exact: true }).click(),
  ]);
  return new Uint8Array(readFileSync(await file.path()));
}

const MOST_ON_A_PAGE = 13;

/** All routes of the plan in each of the files, and a page of paper each. */
async function takeFiles(stops: readonly SavedStop[]): Promise<void> {
  const { page } = visitor;
  const lengths = new Map<string, number>();
  for (const { crew, day } of stops) {
    const route = `${crew} ${day}`;
    lengths.set(route, (lengths.get(route) ?? 0) + 1);
  }
  const routes = lengths.size;
  expect(routes).toBeGreaterThan(2);
  await page.getByRole('button', { name: '打印与导出' }).click();
  const text = async (name: string) => new TextDecoder().decode(await download(name));
  const count = (told: string, part: string) => told.split(part).length - 1;
  const gpx = await text('GPX 轨迹');
  expect([count(gpx, '<trk>'), count(gpx, '<rte>'), count(gpx, '<rtept ')]).toEqual([
    routes,
    routes,
    stops.length,
  ]);
  expect(count(await text('日历（ICS）'), 'BEGIN:VEVENT')).toBe(stops.length);
  const { sheetNames } = openWorkbook(await download('Excel（XLSX）'), 'a.xlsx');
  expect(sheetNames).toHaveLength(routes);
  await page.getByRole('button', { name: '打印巡查单' }).click();
  await visitor.until(() => page.locator('dialog .sheet').count(), routes);
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  // A page each; what has more stops than fit goes on overleaf.
  const pages = pdf.match(/\/Type\s*\/Page\b/g)!.length;
  const long = [...lengths.values()].filter((length) => length > MOST_ON_A_PAGE).length;
  expect(pages).toBeGreaterThanOrEqual(routes);
  expect(pages).toBeLessThanOrEqual(routes + long);
  await page.locator('dialog').getByRole('button', { name: '关闭' }).click();
}

/** Days that no plan can have are told where they were typed, and nothing else is lost. */
async function tellsWhatIsAllowed(): Promise<void> {
  const { page } = visitor;
  const from = page.getByLabel('开始日期');
  const first = await from.inputValue();
  await from.fill('');
  await page.getByText('请选择开始日期').waitFor();
  await from.fill('2020-02-29');
  await page.getByText(/^开始日期不能早于今天（\d{4}年\d+月\d+日）$/).waitFor();
  expect(await page.getByRole('button', { name: '开始规划' }).isDisabled()).toBe(true);
  await from.fill(first);
  await page.getByLabel('天数').fill('32');
  await page.getByLabel('天数').press('Enter');
  await page.getByText('天数：请填 1～31 的整数，现仍为 7').waitFor();
  expect(await page.getByLabel('天数').inputValue()).toBe('7');
  await page.getByText('走访标准').click();
  const visits = page.getByLabel('酒店，待整改，每 14 天走访次数');
  const held = await visits.inputValue();
  await visits.fill('15');
  await visits.press('Enter');
  await page
    .getByText(`酒店，待整改，每 14 天走访次数：请填 0～14 的整数，现仍为 ${held}`)
    .waitFor();
}

test('a captain draws a zone, plans two weeks for three crews, drags a stop and publishes; a crew walks the first day', async () => {
  const [row] = await application.sql.query<{ lon: number; lat: number }>(
    `select extensions.st_x(s.point) as lon, extensions.st_y(s.point) as lat from public.sites s
      order by (select count(*) from public.sites o
                 where extensions.st_dwithin(o.point, s.point, 0.006)) desc, s.id limit 1`,
  );
  visitor = await Visitor.at(application, browser, { sharp: true });
  const captain = application.sampleAccounts.find(({ email }) => email.startsWith('captain@'))!;
  const path = `/?view=patrol&map=${row!.lon},${row!.lat},14`;
  await visitor.signIn(captain.email, captain.password, path);
  const { page } = visitor;
  await drawZone();

  // Set up: three crews, two weeks; nobody is told to go before a crew is chosen.
  await page.getByRole('button', { name: '规划路线' }).last().click();
  const boxes = page.getByRole('group', { name: /^班组/ }).getByRole('checkbox');
  await boxes.first().waitFor();
  const names = await page.getByRole('group', { name: /^班组/ }).locator('label').allInnerTexts();
  expect(names).toHaveLength(3);
  await tellsWhatIsAllowed();
  await page.getByLabel('天数').fill('14');
  await page.getByLabel('天数').press('Enter');
  for (const box of await boxes.all()) await box.uncheck();
  await page.getByText('没有派出班组，请至少勾选一组。').waitFor();
  expect(await page.getByRole('button', { name: '开始规划' }).isDisabled()).toBe(true);
  for (const box of await boxes.all()) await box.check();
  await page.getByText('派出 3 组，共 3 组').waitFor();

  await page.getByRole('button', { name: '开始规划' }).click();
  await searchShortly();
  await visitor.mapAtRest();
  // On the map: the first stop's number stands beside its site, in the colour of its crew.
  await tab('时间轴').click();
  const bars = page.locator('[data-visit]');
  const firstBar = readBar((await bars.first().getAttribute('aria-label'))!);
  const site = await application.sql.query<{ lon: number; lat: number }>(
    `select extensions.st_x(point) as lon, extensions.st_y(point) as lat from public.sites where name = $1`,
    [firstBar.site],
  );
  await tab('错时').click();
  await visitor.mapAtRest();
  const at = await visitor.pixelOf([site[0]!.lon, site[0]!.lat]);
  const seen = await visitor.pixels({ x: at.x + 12, y: at.y - 12 }, 12);
  expect(seen.count(crews[0]!)).toBeGreaterThan(40);
  // Measures: a share of visits outside office hours beside that of the unstaggered plan, and the difference.
  const [own, plain, change] = (await measured('错时占比')).map((cell) =>
    Number.parseFloat(cell.replace('−', '-').replace('±', '')),
  );
  expect(Math.abs(change! - (own! - plain!))).toBeLessThan(0.2);
  const first = await ownFigures();
  expect(await asksBeforeLeaving()).toBe(true);

  // Dragged to the other crew: pinned there, and the rest planned around it.
  await tab('时间轴').click();
  const bar = bars.nth(1);
  const moved = readBar((await bar.getAttribute('aria-label'))!);
  const box = (await bar.boundingBox())!;
  const lanes = page.locator('.lanes > [role=group]');
  // Into the lane of the car, four hours on: the early crew's stop into the day.
  const target = (await lanes.nth(2).boundingBox())!;
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const hour = target.width / ((await page.locator('.timeline .hours span').count()) - 1);
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down();
  await page.mouse.move(middle.x + 4 * hour, target.y + target.height / 2, { steps: 4 });
  await page.mouse.up();
  await searchShortly();
  const pinned = page.locator(`[data-visit].pinned`);
  await pinned.first().waitFor();
  const now = readBar((await pinned.first().getAttribute('aria-label'))!);
  expect(now.site).toBe(moved.site);
  expect(now.crew).not.toBe(moved.crew);
  expect(await page.getByRole('button', { name: '撤销调整' }).isEnabled()).toBe(true);
  // Beside the plan that it replaced.
  await tab('错时').click();
  await page.getByLabel('对照').selectOption('上一次规划');
  await columnIs(1, first);
  const second = await ownFigures();

  // Saved as it is shown, the pin with it, then given to the crews.
  await page.getByRole('button', { name: '保存计划' }).click();
  await page.getByText(/^已保存“夜市一带.*尚未发布$/).waitFor();
  expect(await asksBeforeLeaving()).toBe(false);
  const draft = await savedStops();
  expect(new Set(draft.map(({ state }) => state))).toEqual(new Set(['draft']));
  expect(draft.filter((stop) => stop.pinned)).toMatchObject([
    { site: now.site, crew: now.crew, day: 0 },
  ]);
  expect(Math.abs(draft.find((stop) => stop.pinned)!.minute - now.minute)).toBeLessThanOrEqual(1);
  expect(new Set(draft.map(({ crew }) => crew)).size).toBe(3);
  const lastDay = Math.max(...draft.map(({ day }) => day));
  expect([lastDay >= 7, lastDay < 14]).toEqual([true, true]);
  await page.getByRole('button', { name: '发布给班组' }).click();
  await page.getByText(/^已发布“夜市一带.*第 1 版，班组可以看到$/).waitFor();
  expect(new Set((await savedStops()).map(({ state }) => state))).toEqual(new Set(['published']));

  await takeFiles(await savedStops());

  // What is done of it: nothing yet; also from the list of the team's plans.
  await tab('执行').click();
  const all = String(draft.length);
  const total = page.getByRole('row', { name: /^合计/ }).getByRole('cell');
  await total.first().waitFor();
  expect(await total.allInnerTexts()).toEqual([all, '0', '0', '0', all]);
  await tab('安排').click();
  await page.getByRole('button', { name: /^“夜市一带.*”的执行情况$/ }).click();
  await total.first().waitFor();
  expect(await tab('执行').getAttribute('aria-selected')).toBe('true');

  // A site on the route is looked at, and the plan is where it was.
  await tab('路线').click();
  // By key: the card of the visit, chosen since it was dragged, may stand over its row.
  await page.getByRole('button', { name: now.site!, exact: true }).first().press('Enter');
  await page.getByRole('button', { name: '查看点位' }).click();
  await page.getByRole('heading', { name: now.site! }).waitFor();
  await page.goBack();
  await tab('路线').waitFor();
  expect(await page.getByText('已固定').count()).toBeGreaterThan(0);

  // Planned once more it is compared with what was saved; an older client may have kept nothing of use.
  await page.getByRole('button', { name: '重新规划' }).click();
  await searchShortly();
  expect(await asksBeforeLeaving()).toBe(true);
  // Nor does another plan take its place unasked.
  await tab('安排').click();
  await page.getByRole('button', { name: /^打开“夜市一带/ }).click();
  const question = page.getByRole('dialog', { name: '现在的方案还没有保存' });
  await question.getByRole('button', { name: '返回' }).click();
  await question.waitFor({ state: 'detached' });
  expect(await asksBeforeLeaving()).toBe(true);
  await tab('错时').click();
  const saved = await page.getByLabel('对照').locator('option').nth(2).innerText();
  expect(saved).toMatch(/^夜市一带 .+起14天$/);
  await page.getByLabel('对照').selectOption(saved);
  await columnIs(1, second);
  await application.sql.query(`update public.patrol_plan_versions set measures = '{"plan": {}}'`);
  await page.getByLabel('对照').selectOption('不错时的同一计划');
  await page.getByLabel('对照').selectOption(saved);
  await page.getByText('这份计划没有存下可比的指标，不能对照。').waitFor();
  expect((await measured('错时占比')).slice(1)).toEqual(['–', '–']);

  // On a phone the sheet holds the same pages; nothing but the timeline itself is wider than it.
  await page.setViewportSize({ width: 360, height: 740 });
  for (const name of ['安排', '时间轴', '日历', '路线', '错时', '未排入', '执行']) {
    await tab(name).click();
    const body = page.locator('main .body');
    expect([name, await body.evaluate((each) => each.scrollWidth - each.clientWidth)]).toEqual([
      name,
      0,
    ]);
  }

  await visitor.leave();
  await walkFirstDay();
});

/** On the plan's first day a crew's phone opens with its route; the last stop is skipped. */
async function walkFirstDay(): Promise<void> {
  const [walker] = await application.sql.query<{ email: string; crew: string; day: string }>(
    `select u.email, c.name as crew, r.on_day::text as day
       from public.patrol_plans p
       join public.patrol_plan_versions v on v.plan_id = p.id and v.version = p.published_version
       join public.patrol_plan_routes r on r.plan_id = p.id and r.version = v.version and r.on_day = v.from_day
       join public.patrol_crews c on c.id = r.crew_id
       join public.members m on m.id = any (r.member_ids)
       join auth.users u on u.id = m.user_id
      order by m.is_captain, c.id limit 1`,
  );
  const route = (await savedStops()).filter(
    ({ state, crew, day }) => state === 'published' && crew === walker!.crew && day === 0,
  );
  await application.sql.query(`select set_config('chuangcheng.clock', $1, false)`, [
    `${walker!.day}T07:00:00+08:00`,
  ]);
  visitor = await Visitor.at(application, browser, { viewport: PHONE, touch: true });
  const account = application.sampleAccounts.find(({ email }) => email === walker!.email)!;
  await visitor.signIn(account.email, account.password);
  const { page } = visitor;
  for (const [at, { site }] of route.slice(0, -1).entries()) {
    const card = page.getByRole('article', { name: `下一站 ${at + 1}/${route.length}` });
    await card.getByRole('button', { name: `标为完成：${site}`, exact: true }).click();
  }
  const last = page.getByRole('article', { name: `下一站 ${route.length}/${route.length}` });
  await last.getByRole('button', { name: /^跳过/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: '其他' }).check();
  await dialog.getByRole('textbox').fill('已打烊');
  await dialog
    .getByRole('button', { name: /^跳过|确认|确定/ })
    .last()
    .click();
  await page.getByText('今天的路线已走完').waitFor();
  await page.getByText(`完成 ${route.length - 1} 站，跳过 1 站`).waitFor();
  const events = () =>
    application.sql.query<{ kind: string; reason: string | null }>(
      `select kind, reason from public.patrol_stop_events order by id`,
    );
  // Shown at once, sent in turn.
  await visitor.until(events, [
    ...route.slice(1).map(() => ({ kind: 'done', reason: null })),
    { kind: 'skipped', reason: '已打烊' },
  ]);
}
