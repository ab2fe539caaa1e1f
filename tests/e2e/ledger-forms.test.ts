import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { SqlExecutor } from '../../supabase/embedded/sql-executor';
import { startApplication, type Application } from '../support/application';
import { AREAS, SMALL_CITY_PASSWORD, SmallCity, UNITS } from '../support/small-city';
import { launchBrowser, Visitor } from '../support/visitor';

let browser: Browser;
let application: Application;
let visitor: Visitor;

const SOUTH = { id: 1, name: '甲一院', type: 'courtyard', at: [103.05, 29.93] } as const;
const NORTH = { id: 2, name: '乙一院', type: 'courtyard', at: [103.05, 29.97] } as const;
const UNIT = '甲社区居委会';
const MEMBERS = { office: 3 } as const;

/** Two of one indicator at one place, reported within a day; the last is being mended already. */
const ISSUES = {
  bins: 101,
  sameBins: 102,
  south: 103,
  north: 104,
  underWay: 105,
  farBins: 106,
} as const;

beforeAll(async () => {
  const city = SmallCity.with()
    .sites(SOUTH, NORTH)
    .member({ name: '吴办事', role: 'office', unitId: UNITS.office })
    .member({ name: '陈社工', role: 'community', unitId: UNITS.south, areaId: AREAS.south });
  [browser, application] = await Promise.all([
    launchBrowser(),
    startApplication({
      prepare: async (sql) => {
        await city.prepare(sql);
        await plant(sql);
      },
    }),
  ]);
});

async function plant(sql: SqlExecutor): Promise<void> {
  await sql.exec(`
    insert into public.issues
      (id, site_id, catalogue_id, code, point, source, description, reported_by, reported_at)
    select v.id, s.id, 1, v.code, s.point, 'public', v.said, 1, now() - interval '1 hour'
      from (values (${ISSUES.bins}, ${SOUTH.id}, 10, '桶盖缺失'), (${ISSUES.sameBins}, ${SOUTH.id}, 10, '两只桶没有盖'),
                   (${ISSUES.south}, ${SOUTH.id}, 22, '楼前堆物'), (${ISSUES.north}, ${NORTH.id}, 22, '院后堆物'),
                   (${ISSUES.underWay}, ${SOUTH.id}, 19, '路面破损'), (${ISSUES.farBins}, ${NORTH.id}, 10, '桶已移走')) v (id, site, code, said)
      join public.sites s on s.id = v.site;
    insert into public.issue_events (issue_id, kind) select id, 'reported' from public.issues order by id;
    insert into public.issue_events (issue_id, kind)
      select id, 'accepted' from public.issues where id not in (${ISSUES.sameBins}, ${ISSUES.farBins}) order by id;
    insert into public.issue_events (issue_id, kind, to_unit_id, deadline_at)
      values (${ISSUES.underWay}, 'assigned', ${UNITS.south}, now() + interval '3 days');
    insert into public.issue_events (issue_id, kind) values (${ISSUES.underWay}, 'started');
    insert into public.zones (id, name, area, member_id)
      values (1, '南片', extensions.st_makeenvelope(103.04, 29.92, 103.06, 29.94, 4326), ${MEMBERS.office})`);
}

afterEach(() => {
  for (const member of members.values()) member.expectNoTrouble();
});

afterAll(async () => {
  for (const member of members.values()) await member.leave();
  await browser?.close();
  await application?.close();
});

/** Everybody keeps a page of his own open for what comes next. */
const members = new Map<string, Visitor>();

async function enter(role: string, path: string): Promise<void> {
  const known = members.get(role);
  if (known) {
    visitor = known;
    return visitor.goTo(path);
  }
  visitor = await Visitor.at(application, browser);
  members.set(role, visitor);
  await visitor.signIn(`${role}@example.invalid`, SMALL_CITY_PASSWORD, path);
}

const linkTo = (issueId: number) => `/?view=ledger&select=issue-${issueId}`;
const panel = () => visitor.page.locator('section.panel');
const row = (issueId: number) => visitor.page.locator(`[data-issue-id="${issueId}"]`);

/** Fills in the form of a step of the issue that is open, and takes it. */
async function take(step: string, fill: (form: ReturnType<typeof panel>) => Promise<void>) {
  await panel().getByRole('button', { name: step, exact: true }).click();
  const form = panel().getByRole('form', { name: step });
  await fill(form);
  await form.getByRole('button', { name: step, exact: true }).click();
  await form.waitFor({ state: 'detached' });
}

/** As the field of the browser has it, in the city's time. */
function inDays(days: number): string {
  return new Date(Date.now() + (days * 24 + 8) * 3_600_000).toISOString().slice(0, 16);
}

async function standing(issueId: number): Promise<unknown> {
  const [found] = await application.sql.query<{ standing: string }>(
    `select concat_ws(' ', state, lead_unit_id, merged_into, extension_count,
        case when extension_asked then 'extension asked' end, case when deferral_asked then 'deferral asked' end)
       as standing from public.issues where id = $1`,
    [issueId],
  );
  return found!.standing;
}

async function numberOf(issueId: number): Promise<string> {
  const [found] = await application.sql.query<{ number: string }>(
    'select number from public.issues where id = $1',
    [issueId],
  );
  return found!.number;
}

test('a unit asks for more time and for a deferral; the office and a leader decide', async () => {
  await enter('community', linkTo(ISSUES.underWay));
  await take('申请延期', async (form) => {
    // A date that has gone is no extension.
    await form.getByLabel('延至').fill(inDays(-1));
    await form.getByLabel('原因').fill('等材料');
    await form.getByRole('button', { name: '申请延期', exact: true }).click();
    await form.getByText('请选择将来的时间').waitFor();
    await form.getByLabel('延至').fill(inDays(9));
  });
  await take('申请挂账', async (form) => {
    await form.getByLabel('计划恢复整改的时间').fill(inDays(40));
    await form.getByLabel('原因').fill('随老旧小区改造一并实施');
  });
  expect(await standing(ISSUES.underWay)).toBe('in_progress 3 0 extension asked deferral asked');

  await enter('office', '/?view=ledger');
  await visitor.page.getByRole('button', { name: '1 延期待批' }).click();
  await row(ISSUES.underWay).click();
  await take('同意延期', () => Promise.resolve());
  expect(await standing(ISSUES.underWay)).toBe('in_progress 3 1 deferral asked');

  await enter('leader', '/?view=ledger');
  await visitor.page.getByRole('button', { name: '1 挂账待批' }).click();
  await row(ISSUES.underWay).click();
  await take('同意挂账', () => Promise.resolve());
  expect(await standing(ISSUES.underWay)).toBe('deferred 3 1');
  // Until when, and not a dash.
  await row(ISSUES.underWay)
    .getByText(/^挂账至\d+月\d+日|^挂账至\d{4}年/)
    .waitFor();
  await take('恢复整改', () => Promise.resolve());
  expect(await standing(ISSUES.underWay)).toBe('in_progress 3 1');
});

test('the office merges what is one, assigns many, groups, narrows to a zone and keeps it', async () => {
  await enter('office', linkTo(ISSUES.sameBins));
  const { page } = visitor;
  await take('并案', async (form) => {
    const into = form.getByRole('combobox', { name: '并入', exact: true });
    await into.selectOption({ label: `${await numberOf(ISSUES.bins)}，相距 0 米、0 小时` });
  });
  expect(await standing(ISSUES.sameBins)).toBe(`merged ${ISSUES.bins} 0`);
  // Where nothing lies near, the number on the paper does.
  await visitor.open(linkTo(ISSUES.farBins));
  await take('并案', async (form) => {
    await form.getByLabel('并入问题的编号').fill('1999-000001');
    await form.getByRole('button', { name: '并案', exact: true }).click();
    await form.getByText('没有编号为 1999-000001 的问题').waitFor();
    await form.getByLabel('并入问题的编号').fill(await numberOf(ISSUES.bins));
  });
  expect(await standing(ISSUES.farBins)).toBe(`merged ${ISSUES.bins} 0`);

  await visitor.open('/?view=ledger');
  for (const id of [ISSUES.bins, ISSUES.south, ISSUES.north]) {
    await row(id).locator('input[type=checkbox]').click();
  }
  await page.getByRole('button', { name: '批量交办' }).click();
  const dialog = page.getByRole('dialog', { name: '批量交办' });
  await visitor.until(() => dialog.getByText(`交办给${UNIT}`).count(), 3);
  await dialog.getByRole('combobox', { name: '交办给' }).selectOption({ label: '商务局' });
  await visitor.until(() => dialog.getByText('交办给商务局').count(), 3);
  await dialog
    .getByRole('combobox', { name: '交办给' })
    .selectOption({ label: '各自的默认责任单位' });
  await dialog.getByRole('button', { name: '交办 3 件' }).click();
  await dialog.getByText('已办理 3 件').waitFor();
  await dialog.getByRole('button', { name: '完成' }).click();
  expect(await standing(ISSUES.north)).toBe(`assigned ${UNITS.south} 0`);

  // By indicator: two of 22, of which one lies in the zone.
  await page.getByRole('button', { name: '列与分组' }).click();
  await page
    .getByRole('combobox', { name: '分组', exact: true })
    .selectOption({ label: '按检查项' });
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '无乱堆乱放，2 件，打开' }).click();
  await visitor.until(() => page.locator('[data-issue-id]').count(), 2);
  await page.getByRole('button', { name: /^筛选/ }).click();
  await page.getByRole('combobox', { name: '巡查片区内' }).selectOption({ label: '南片' });
  await page.keyboard.press('Escape');
  await visitor.until(() => page.locator('[data-issue-id]').count(), 1);
  await row(ISSUES.south).waitFor();

  const saved = page.getByRole('button', { name: '常用筛选', exact: true });
  await saved.click();
  await page.getByRole('textbox', { name: '名称', exact: true }).fill('南片堆物');
  await page.getByRole('button', { name: '保存当前筛选' }).click();
  await page.getByText('南片堆物', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '清除筛选' }).click();
  await visitor.until(() => page.locator('[data-issue-id]').count(), 6);
  await saved.click();
  await page.getByText('南片堆物', { exact: true }).click();
  await visitor.until(() => page.locator('[data-issue-id]').count(), 1);
  await page.getByRole('button', { name: '取消筛选：片区：南片' }).waitFor();
  await saved.click();
  await page.getByRole('button', { name: '删除常用筛选“南片堆物”' }).click();
  await page.getByText('还没有常用筛选').waitFor();
});
