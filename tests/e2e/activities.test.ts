import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createUsers, publicPasswordCost } from '../../supabase/embedded/users';
import type { SqlExecutor } from '../../supabase/embedded/sql-executor';
import { startApplication, type Application } from '../support/application';
import { AREAS, SMALL_CITY_PASSWORD, SmallCity, UNITS } from '../support/small-city';
import { launchBrowser, PHONE, Visitor } from '../support/visitor';

const SITE = { id: 1, name: '甲一院', at: [103.05, 29.93] } as const;
const UNIT = '甲社区居委会';
const NORTH_UNIT = 5;

let browser: Browser;
let application: Application;
let visitor: Visitor;

const city = SmallCity.with()
  .sites({ ...SITE, type: 'courtyard', status: 'compliant' })
  .member({ name: '吴办事', role: 'office', unitId: UNITS.office })
  .member({ name: '陈社工', role: 'community', unitId: UNITS.south, areaId: AREAS.south });

/** The community next door, which this is none of the business of. */
async function withNeighbour(sql: SqlExecutor): Promise<void> {
  await city.prepare(sql);
  const [user] = await createUsers(
    sql,
    [{ email: 'north@example.invalid', password: SMALL_CITY_PASSWORD }],
    { passwordCost: publicPasswordCost },
  );
  await sql.query(
    `insert into public.units (id, name, kind, area_id) values ($1, '乙社区居委会', 'community', $2)`,
    [NORTH_UNIT, AREAS.north],
  );
  await sql.query(
    `insert into public.members (user_id, name, role, unit_id, area_id)
     values ($1, '孙社工', 'community', $2, $3)`,
    [user!.id, NORTH_UNIT, AREAS.north],
  );
  // Planned a month ago, every week at this weekday's 15:00 three days before today; never recorded.
  await sql.query(
    `insert into public.activity_plans (client_id, kind, site_id, area_id, unit_id, starts_at, recurs, member_id)
     select gen_random_uuid(), 'persuasion', s.id, s.area_id, $2,
       (((now() at time zone 'Asia/Shanghai')::date - 10) + time '15:00') at time zone 'Asia/Shanghai', 'weekly', m.id
     from public.sites s, public.members m where s.id = $1 and m.name = '陈社工'`,
    [SITE.id, UNITS.south],
  );
}

beforeAll(async () => {
  [browser, application] = await Promise.all([
    launchBrowser(),
    startApplication({ prepare: withNeighbour }),
  ]);
});

afterEach(async () => {
  await visitor?.leave();
});

afterAll(async () => {
  await browser?.close();
  await application?.close();
});

const panel = () => visitor.page.locator('main');
const dialog = (name: string) => visitor.page.getByRole('dialog', { name });

async function enter(who: string, path: string, options = {}): Promise<void> {
  visitor = await Visitor.at(application, browser, options);
  await visitor.signIn(`${who}@example.invalid`, SMALL_CITY_PASSWORD, path);
}

/** A real JPEG out of this browser. */
async function photograph() {
  const base64 = await visitor.page.evaluate(async () => {
    const canvas = new OffscreenCanvas(64, 48);
    const context = canvas.getContext('2d')!;
    context.fillStyle = 'seagreen';
    context.fillRect(0, 0, 40, 30);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg' });
    return btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer())));
  });
  return { name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(base64, 'base64') };
}

/** 2026-11-27T15:00 of the Friday after today, in the city's time. */
function nextFriday(): string {
  const today = new Date(Date.now() + 8 * 3_600_000);
  const ahead = ((5 - today.getUTCDay() + 7) % 7) + 7;
  return `${new Date(today.getTime() + ahead * 86_400_000).toISOString().slice(0, 10)}T15:00`;
}

async function held(): Promise<string[]> {
  const rows = await application.sql.query<{ line: string }>(
    `select concat_ws(' ', a.kind, a.people, a.note, case when a.plan_id is null then 'free' else 'planned' end,
       case when a.withdrawn_at is null then 'stands' else 'withdrawn' end,
       (select count(*) from public.photos p where p.activity_id = a.id)) as line
     from public.activities a order by a.id`,
  );
  return rows.map(({ line }) => line);
}

test('a community plans, records and finds again what it holds', { timeout: 240_000 }, async () => {
  // What was not recorded in time waits in the work list, and a tap opens its form.
  await enter('community', '/?view=ledger');
  const { page } = visitor;
  const waiting = panel().getByRole('button', { name: /^文明劝导 · 甲一院/ });
  await waiting.click();
  const record = dialog('记录：文明劝导');
  await record.getByText(`${SITE.name} · ${UNIT}`).waitFor();
  await record.getByRole('button', { name: '记录', exact: true }).click();
  await record.waitFor({ state: 'detached' });
  await page.getByText(`已记录：文明劝导，${SITE.name}`).waitFor();
  await waiting.waitFor({ state: 'detached' });
  expect(await held()).toEqual(['persuasion planned stands 0']);
  // Taken back, it waits again.
  await page.getByRole('button', { name: '撤销', exact: true }).click();
  await waiting.waitFor();
  expect(await held()).toEqual(['persuasion planned withdrawn 0']);

  // From the site: a clean-up on every Friday.
  await visitor.open(`/?view=sites&select=site-${SITE.id}`);
  await panel().getByRole('button', { name: '安排活动' }).click();
  const plan = dialog('安排活动');
  await plan.getByRole('button', { name: '安排', exact: true }).click();
  await plan.getByText('请填写首次开展的日期和时间').waitFor();
  await plan.getByLabel('种类').selectOption({ label: '环境卫生大扫除' });
  await plan.getByLabel('首次开展时间').fill(nextFriday());
  await plan.getByText('每星期五 15:00', { exact: false }).waitFor();
  await plan.getByRole('button', { name: '安排', exact: true }).click();
  await plan.waitFor({ state: 'detached' });
  await panel().getByText(`每星期五 15:00 · ${UNIT}`).waitFor();

  // Recorded with people and a photo, outside of any plan.
  await panel().getByRole('button', { name: '记录活动' }).click();
  const form = dialog('记录：文明劝导');
  // The overdue one is proposed; this is another.
  await form.getByLabel('对应计划').selectOption({ label: '计划外的活动' });
  const other = dialog('记录活动');
  await other.getByLabel('种类').selectOption({ label: '入户发放宣传折页' });
  await other.getByLabel('参加人数（可选）').fill('12');
  await other.getByLabel('说明（可选）').fill('发放折页 <b>200</b> 份');
  await other.locator('input[type=file][multiple]').setInputFiles(await photograph());
  await other.getByText('已保存', { exact: false }).first().waitFor();
  await other.getByRole('button', { name: '记录', exact: true }).click();
  await other.waitFor({ state: 'detached' });
  expect(await held()).toEqual([
    'persuasion planned withdrawn 0',
    'leaflets 12 发放折页 <b>200</b> 份 free stands 1',
  ]);
  // It is in the site's history, words as words.
  await panel().getByRole('radio', { name: '活动', exact: true }).check();
  await panel().getByText('发放折页 <b>200</b> 份').waitFor();
  await panel().getByText('12 人参加').waitFor();
  await panel()
    .getByRole('button', { name: /照片，第 1 张/ })
    .waitFor();

  // Residents asked: one of four is a C, which opens an issue.
  await panel().getByRole('button', { name: '抽问知晓率' }).click();
  const asked = dialog(`抽问知晓率：${SITE.name}`);
  await asked.getByLabel('抽问人数').fill('4');
  await asked.getByLabel('其中知晓').fill('5');
  await asked.getByRole('button', { name: '写入检查结果' }).click();
  await asked.getByText('请填写抽问人数（1 至 500）和其中知晓的人数').waitFor();
  await asked.getByLabel('其中知晓').fill('1');
  await asked.getByText('知晓率 25.0%，C 级').waitFor();
  await asked.getByText('不合格：将产生一件问题').waitFor();
  await asked.getByRole('button', { name: '写入检查结果' }).click();
  await page.getByText('已写入检查结果：抽问 4 人，知晓 1 人', { exact: false }).waitFor();
  const [finding] = await application.sql.query<{ said: string }>(
    `select concat_ws(' ', code, result, trim(grade), samples_good, samples_total,
       case when issue_id is null then 'no issue' else 'an issue' end) as said
       from public.observations where site_id = $1 and samples_total is not null`,
    [SITE.id],
  );
  expect(finding!.said).toBe('35 fail C 1 4 an issue');

  // In the view: overdue first; one tap records, another withdraws, and both can be taken back.
  await page.getByRole('button', { name: '活动', exact: true }).click();
  await panel().getByRole('heading', { name: '逾期未记录' }).waitFor();
  expect(await panel().locator('[data-plan-id] .name').allInnerTexts()).toEqual([
    '文明劝导',
    '环境卫生大扫除',
  ]);
  await panel()
    .getByRole('button', { name: `记为已按计划开展：文明劝导，${SITE.name}` })
    .click();
  await panel().getByRole('heading', { name: '逾期未记录' }).waitFor({ state: 'detached' });
  await panel().getByRole('tab', { name: '已开展' }).click();
  await panel().getByRole('radio', { name: '近一年' }).check();
  await panel().locator('[data-activity-id]').nth(1).waitFor();
  await panel()
    .getByRole('button', { name: /^撤回记录：入户发放宣传折页/ })
    .click();
  await visitor.until(() => panel().locator('[data-activity-id]').count(), 1);
  await page.getByRole('button', { name: '撤销', exact: true }).click();
  await visitor.until(() => panel().locator('[data-activity-id]').count(), 2);
  await panel().getByLabel('种类').selectOption({ label: '文明劝导' });
  await visitor.until(() => panel().locator('[data-activity-id]').count(), 1);
  expect(new URL(page.url()).searchParams.get('tab')).toBe('held-persuasion');

  // A plan is ended, and back again.
  await visitor.open('/?view=activities');
  await panel()
    .getByRole('button', { name: `停止这项计划：环境卫生大扫除，${SITE.name}` })
    .click();
  await visitor.until(() => panel().locator('[data-plan-id]').count(), 1);
  await page.getByRole('button', { name: '撤销', exact: true }).click();
  await visitor.until(() => panel().locator('[data-plan-id]').count(), 2);
});

test('leaders see what was held, counted; the community next door sees nothing', async () => {
  await enter('leader', '/?view=activities&tab=counts');
  await panel().getByRole('radio', { name: '近一年' }).check();
  const row = panel().getByRole('row', { name: new RegExp(UNIT) });
  // Two held, one of them counted; of two weeks that were due one was kept.
  await visitor.until(
    async () => (await row.locator('td').allInnerTexts()).map((cell) => cell.split('\n').join(' ')),
    ['2', '12 n=1', '1/2'],
  );
  await panel().getByRole('radio', { name: '按街道' }).check();
  await panel()
    .getByRole('row', { name: /^东街街道/ })
    .waitFor();
  expect(await panel().getByRole('button', { name: '记录活动' }).count()).toBe(0);
  // The month's report counts them, too.
  await visitor.open('/?view=report');
  await panel().getByRole('table', { name: '活动开展情况' }).waitFor();
  await visitor.leave();

  await enter('north', '/?view=activities&tab=held', { viewport: PHONE, touch: true });
  await visitor.page.getByText('这段时间没有活动记录').waitFor();
  const { page } = visitor;
  // On a phone the view is reached by the account's menu.
  await page.getByRole('button', { name: '我的账号' }).click();
  await page.getByRole('group', { name: '其他视图' }).getByText('活动').waitFor();
  visitor.expectTrouble(/400/);
  const refused = await page.evaluate(
    async ({ site, key }) => {
      const stored = JSON.parse(localStorage.getItem('chuangcheng.session') ?? '{}') as {
        access_token: string;
      };
      const answer = await fetch('/rest/v1/rpc/record_activity', {
        method: 'POST',
        headers: {
          apikey: key,
          authorization: `Bearer ${stored.access_token}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({
          client_id: '00000000-0000-4000-8000-000000000001',
          held_at: new Date().toISOString(),
          kind: 'cleanup',
          site_id: site,
        }),
      });
      return `${answer.status} ${await answer.text()}`;
    },
    { site: SITE.id, key: application.publishableKey },
  );
  expect(refused).toMatch(/^400 .*不存在或无权查看/);
});
