import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startApplication, type Application } from '../support/application';
import { launchBrowser, PHONE, Visitor } from '../support/visitor';

let browser: Browser;
let application: Application;
let visitor: Visitor;
/** At a desk, stays for its next test. */
let office: Visitor | undefined;

/** The one that goes through these steps: reported, at a site, no veto item. */
let issue: { readonly id: number; readonly number: string; readonly site: string };
/** Who is to mend it: a unit with a member that has a sample account. */
let unit: { readonly id: number; readonly name: string; readonly role: string };

beforeAll(async () => {
  [browser, application] = await Promise.all([
    launchBrowser(),
    startApplication({ sample: { seed: 1 } }),
  ]);
  const [found] = await application.sql.query<typeof issue>(
    `select i.id, i.number, s.name as site
       from public.issues i join public.sites s on s.id = i.site_id
      where i.state = 'reported' order by i.id limit 1`,
  );
  issue = found!;
  const emails = application.sampleAccounts
    .filter(({ role }) => role === 'department')
    .map(({ email }) => email);
  const [owner] = await application.sql.query<typeof unit>(
    `select u.id, u.name, m.role::text
       from public.members m
       join public.units u on u.id = m.unit_id
       join auth.users a on a.id = m.user_id
      where a.email = any (string_to_array($1, ',')) order by m.id limit 1`,
    [emails.join(',')],
  );
  unit = owner!;
});

afterAll(async () => {
  await office?.leave();
  await browser?.close();
  await application?.close();
});

afterEach(async () => {
  if (visitor === office) office?.expectNoTrouble();
  else await visitor?.leave();
});

async function enterAsOffice(path: string): Promise<void> {
  if (office === undefined) {
    visitor = office = await Visitor.at(application, browser);
    await office.signInAsSample('office', path);
  } else {
    visitor = office;
    await office.goTo(path);
  }
}

async function countOf(state: string): Promise<number> {
  const [row] = await application.sql.query<{ count: number }>(
    'select count(*) as count from public.issues where state::text = $1',
    [state],
  );
  return Number(row!.count);
}

async function stateOf(issueId: number): Promise<string> {
  const [row] = await application.sql.query<{ state: string }>(
    'select state::text from public.issues where id = $1',
    [issueId],
  );
  return row!.state;
}

const row = () => visitor.page.locator(`[data-issue-id="${issue.id}"]`);
const query = () => decodeURIComponent(new URL(visitor.page.url()).search);
const page = () => visitor.page.locator('section.panel');

describe('one issue on its way', () => {
  test('the office filters, accepts and assigns it, its unit finds it in its work and starts', async () => {
    const [reported, accepted] = [await countOf('reported'), await countOf('accepted')];
    await enterAsOffice('/?view=ledger');
    const { page: tab } = visitor;
    // It opens with all that is not settled.
    await tab.getByRole('button', { name: '取消筛选：未销号' }).click();
    await tab.getByRole('button', { name: '筛选', exact: true }).click();
    await tab.getByRole('checkbox', { name: /^已上报/ }).check();
    await tab.keyboard.press('Escape');
    await tab.getByText(`${reported} / `).waitFor();
    await visitor.until(() => Promise.resolve(query().includes('ledger=state:reported')), true);

    await tab.getByRole('searchbox').fill(issue.number);
    // The row has come to rest where it stays.
    await tab.getByText(/^1 \/ /).waitFor();
    await row().click();
    await page().getByText(`问题 ${issue.number}`, { exact: true }).waitFor();
    await visitor.until(() => Promise.resolve(query().includes(`select=issue-${issue.id}`)), true);
    await page().getByRole('button', { name: '受理', exact: true }).click();
    await page()
      .getByRole('button', { name: /^交办给/ })
      .first()
      .waitFor();
    await visitor.until(() => stateOf(issue.id), 'accepted');
    await visitor.until(() => countOf('accepted'), accepted + 1);
    // It is no longer among those reported.
    await row().waitFor({ state: 'detached' });

    await page().getByRole('button', { name: '交办给其他单位…' }).click();
    await page().getByLabel('责任单位').selectOption({ label: unit.name });
    await page().getByRole('button', { name: '交办', exact: true }).click();
    await page().getByText(`交办给${unit.name}`).first().waitFor();
    await visitor.until(() => stateOf(issue.id), 'assigned');

    visitor.expectNoTrouble();
    await startIt();
  });
});

/** By the unit, from its work list; then the link is opened again. */
async function startIt(): Promise<void> {
  visitor = await Visitor.at(application, browser);
  await visitor.signInAsSample('department', '/?view=ledger');
  const { page: tab } = visitor;
  const starting = tab.getByRole('button', { name: /待开始整改$/ });
  const before = Number((await starting.locator('.count').innerText()).replaceAll(',', ''));
  await starting.click();
  await visitor.until(() => Promise.resolve(query().includes('mine:1')), true);
  await tab.getByRole('searchbox').fill(issue.number);
  // The row has come to rest where it stays.
  await tab.getByText(/^1 \/ /).waitFor();
  await row().focus();
  await tab.keyboard.press('Enter');
  await page().getByRole('button', { name: '开始整改' }).click();
  await page().getByRole('button', { name: '报送整改结果' }).waitFor();
  await visitor.until(() => stateOf(issue.id), 'in_progress');

  await tab.reload();
  await page().getByText(`问题 ${issue.number}`, { exact: true }).waitFor();
  expect(await tab.getByRole('searchbox').inputValue()).toBe(issue.number);
  // What the member may not do is told with its reason.
  await page()
    .getByText(/^不能办理的/)
    .click();
  await page().getByText('只有创城办可以办理').first().waitFor();
  // With the issue closed there is room for the work list again, which has one less.
  await page().getByRole('button', { name: '关闭问题' }).click();
  const now = tab.getByRole('button', { name: /待开始整改$/ }).locator('.count');
  if (before > 1) await visitor.until(() => now.innerText(), String(before - 1));
  else await visitor.until(() => now.count(), 0);
}

test('without a mouse: arrows move, space ticks, Enter opens, Escape returns to the row', async () => {
  await enterAsOffice('/?view=ledger');
  const { page: tab } = visitor;
  await tab.locator('[data-issue-id]').first().focus();
  await tab.keyboard.press('ArrowDown');
  const focused = () =>
    tab.evaluate(() => document.activeElement?.getAttribute('data-issue-id') ?? null);
  const focusedRow = () =>
    tab.evaluate(() => document.activeElement?.getAttribute('aria-rowindex') ?? null);
  const second = await tab.locator('[data-issue-id]').nth(1).getAttribute('data-issue-id');
  await visitor.until(focused, second);
  await tab.keyboard.press('Space');
  await tab.getByText('已勾选 1 件').waitFor();
  // The tick is taken back as it was given, and not left to the next test.
  await tab.keyboard.press('Space');
  await tab.getByText('已勾选 1 件').waitFor({ state: 'detached' });
  await openAndReturn(second);

  // Further down than what a list made anew shows. The head is row 1.
  await tab.keyboard.press('End');
  await visitor.until(focusedRow, await tab.getByRole('grid').getAttribute('aria-rowcount'));
  await tab.keyboard.press('PageUp');
  const last = Number(await tab.getByRole('grid').getAttribute('aria-rowcount'));
  await visitor.until(focusedRow, String(last - 10));
  // Its page has come.
  await visitor.until(async () => (await focused()) !== null, true);
  await openAndReturn(await focused());

  /** An issue beside the list makes cards of its rows, and columns again when it goes. */
  async function openAndReturn(id: string | null): Promise<void> {
    await tab.keyboard.press('Enter');
    await page()
      .getByText(/^问题 /)
      .first()
      .waitFor();
    await tab.getByRole('columnheader').nth(1).waitFor({ state: 'detached' });
    await tab.keyboard.press('Escape');
    await tab.getByRole('columnheader').nth(1).waitFor();
    await visitor.until(focused, id);
  }
});

test('ticked issues are accepted together, after a preview that says what is refused', async () => {
  const reported = await countOf('reported');
  const rows = await application.sql.query<{ id: number; state: string }>(
    `(select id, state::text from public.issues where state = 'reported' order by id limit 2)
     union all (select id, state::text from public.issues where state = 'in_progress' order by id limit 1)`,
  );
  await enterAsOffice(`/?view=ledger&ledger=id:${rows.map(({ id }) => id).join(',')}`);
  const { page: tab } = visitor;
  for (const { id } of rows) {
    await tab.locator(`[data-issue-id="${id}"] input[type=checkbox]`).click();
  }
  await tab.getByRole('button', { name: '批量受理' }).click();
  const dialog = tab.getByRole('dialog', { name: '批量受理' });
  await dialog.getByText('将办理 2 件').waitFor();
  expect(await dialog.getByText('须为“已上报”').count()).toBe(1);
  await dialog.getByRole('button', { name: '受理 2 件' }).click();
  await dialog.getByText('已办理 2 件').waitFor();
  await dialog.getByRole('button', { name: '完成' }).click();
  await visitor.until(() => countOf('reported'), reported - 2);
});

test('on a phone rows are cards and nothing can be pushed sideways', async () => {
  visitor = await Visitor.at(application, browser, { viewport: PHONE, touch: true });
  await visitor.signInAsSample('office', '/?view=ledger');
  const { page: tab } = visitor;
  // The ledger is the page; the map is there as soon as it is what is wanted.
  const handle = tab.getByRole('slider', { name: /^面板高度/ });
  expect(await handle.getAttribute('aria-valuetext')).toBe('全屏');
  await tab.locator('[data-issue-id]').first().waitFor();
  expect(await tab.getByRole('columnheader').count()).toBe(0);
  expect(
    await tab.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    ),
  ).toBe(0);
  await tab.getByRole('button', { name: '总览', exact: true }).click();
  await visitor.until(() => handle.getAttribute('aria-valuetext'), '收起');
  await tab.getByRole('button', { name: '台账', exact: true }).click();
  await visitor.until(() => handle.getAttribute('aria-valuetext'), '全屏');
  // Its own height within a view is the member's.
  await handle.focus();
  await tab.keyboard.press('ArrowDown');
  await visitor.until(() => handle.getAttribute('aria-valuetext'), '半屏');
});
