import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { paletteOf } from '../../src/map/palette';
import { startApplication, type Application } from '../support/application';
import { AREAS, SMALL_CITY_PASSWORD, SmallCity, UNITS } from '../support/small-city';
import { launchBrowser, Visitor } from '../support/visitor';

const light = paletteOf('light');
const SITE = { id: 1, name: '甲一院', at: [103.05, 29.93] } as const;
const UNIT = '甲社区居委会';

let browser: Browser;
let application: Application;
let visitor: Visitor;
/** Known once it is reported. */
let issueId: number;

beforeAll(async () => {
  const city = SmallCity.with()
    .sites({ ...SITE, type: 'courtyard', status: 'compliant' })
    .member({ name: '吴办事', role: 'office', unitId: UNITS.office })
    .member({ name: '陈社工', role: 'community', unitId: UNITS.south, areaId: AREAS.south })
    .member({ name: '郑部门', role: 'department', unitId: UNITS.department })
    .member({ name: '刘测评', role: 'assessor', areaId: AREAS.south });
  [browser, application] = await Promise.all([
    launchBrowser(),
    startApplication({ prepare: city.prepare }),
  ]);
});

afterEach(() => {
  for (const member of members.values()) member.expectNoTrouble();
});

afterAll(async () => {
  for (const member of members.values()) await member.leave();
  await browser?.close();
  await application?.close();
});

const panel = () => visitor.page.locator('main');
const button = (name: string | RegExp) =>
  panel().getByRole('button', { name, ...(typeof name === 'string' && { exact: true }) });

/** Everybody keeps a page of his own open, as they do in the city. */
const members = new Map<string, Visitor>();

async function enter(role: string, path: string): Promise<void> {
  const known = members.get(role);
  if (known) {
    visitor = known;
    await visitor.goTo('/?view=sites');
    await visitor.goTo(path);
    return;
  }
  // Leaders and patrols look at the map.
  visitor = await Visitor.at(application, browser, { sharp: /leader|patrol/.test(role) });
  members.set(role, visitor);
  await visitor.signIn(`${role}@example.invalid`, SMALL_CITY_PASSWORD, path);
}

/** A member opens the issue by its link and does something with it. */
async function as(role: string, act: () => Promise<void>): Promise<void> {
  await enter(role, `/?view=ledger&select=issue-${issueId}`);
  await panel().getByText('办理过程').waitFor();
  await act();
}

/** Takes a step that asks for a word, a photo, or both. */
async function take(step: string, said: string | null, shade: number | null): Promise<void> {
  await button(step).click();
  const form = panel().getByRole('form', { name: step });
  if (shade !== null) {
    await form.locator('input[type=file][multiple]').setInputFiles(await photograph(shade));
    await form.getByText('已保存', { exact: false }).first().waitFor();
  }
  if (said !== null) await form.getByRole('textbox').first().fill(said);
  await form.getByRole('button', { name: step, exact: true }).click();
  await form.waitFor({ state: 'detached' });
}

/** A real JPEG out of this browser; another shade is another picture. */
async function photograph(shade: number) {
  const base64 = await visitor.page.evaluate(async (at) => {
    const canvas = new OffscreenCanvas(64, 48);
    const context = canvas.getContext('2d')!;
    for (let x = 0; x < 8; x++) {
      for (let y = 0; y < 6; y++) {
        context.fillStyle = `hsl(${(at * 97 + x * y * 31) % 360} 60% ${(at * 53 + x * 17 + y * 29) % 90}%)`;
        context.fillRect(x * 8, y * 8, 8, 8);
      }
    }
    const blob = await canvas.convertToBlob({ type: 'image/jpeg' });
    return btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer())));
  }, shade);
  return { name: `${shade}.jpg`, mimeType: 'image/jpeg', buffer: Buffer.from(base64, 'base64') };
}

async function standing(): Promise<string> {
  const [row] = await application.sql.query<{ standing: string }>(
    `select format('%s %s/%s', state, rework_count, relapse_count) as standing
       from public.issues where id = $1`,
    [issueId],
  );
  return row!.standing;
}

/** How it is dated is for the database's own tests. */
async function recheckIsDue(): Promise<void> {
  await application.sql.query(
    `insert into public.issue_events (issue_id, kind, occurred_at, recheck_due_at)
     values ($1, 'recheck_scheduled', now(), now())`,
    [issueId],
  );
}

async function issueCount(): Promise<number> {
  const [row] = await application.sql.query<{ count: number }>(
    'select count(*)::int as count from public.issues',
  );
  return row!.count;
}

/** What leaders see of it on the map. */
async function expectColour(status: 'compliant' | 'attention'): Promise<void> {
  await enter('leader', '/');
  // Without waiting for the page to ask again by itself.
  await visitor.open(`/?map=${SITE.at.join(',')},17`);
  await visitor.entered();
  await visitor.until(() => isColoured(status), true);
}

/** The colour that the site has on the map of whoever is signed in. */
async function isColoured(status: 'compliant' | 'attention'): Promise<boolean> {
  const at = await visitor.pixelOf(SITE.at);
  return (await visitor.pixels(at)).count(light.status[status]) > 20;
}

test(
  'from the report with a photo through rework and 反弹 to 销号',
  { timeout: 300_000 },
  async () => {
    // A patrol sees it and reports it.
    await enter('patrol', `/?view=sites&select=site-${SITE.id}&map=${SITE.at.join(',')},17`);
    await visitor.until(() => isColoured('compliant'), true);
    await button('上报问题').click();
    const dialog = visitor.page.getByRole('dialog', { name: `上报问题：${SITE.name}` });
    await dialog.getByRole('button', { name: '上报', exact: true }).click();
    await dialog.getByText('请选择检查项', { exact: true }).last().waitFor();
    await dialog.getByLabel('检查项').selectOption({ label: '10 分类垃圾桶完好' });
    await dialog.locator('input[type=file][multiple]').setInputFiles(await photograph(1));
    await dialog.getByText('已保存', { exact: false }).first().waitFor();
    await dialog.getByLabel('问题描述').fill('两只桶破损');
    await dialog.getByRole('button', { name: '上报', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await panel().getByText('两只桶破损').first().waitFor();
    const [row] = await application.sql.query<{ id: number; photos: number }>(
      `select i.id, (select count(*)::int from public.photos p where p.issue_id = i.id) as photos
       from public.issues i`,
    );
    expect(row!.photos).toBe(1);
    issueId = row!.id;
    expect(await standing()).toBe('reported 0/0');
    // Reported is not yet accepted: the site keeps its colour.
    expect(await isColoured('compliant')).toBe(true);

    // Who may not see it does not; who may only look only looks.
    await enter('department', `/?view=ledger&select=issue-${issueId}`);
    visitor.expectTrouble(/400/);
    await panel()
      .getByText(/没有编号为|无权查看/)
      .first()
      .waitFor();

    await as('office', async () => {
      await button('受理').click();
      await button(`交办给${UNIT}`).click();
      const form = panel().getByRole('form', { name: `交办给${UNIT}` });
      await form.getByRole('button', { name: `交办给${UNIT}`, exact: true }).click();
      await form.waitFor({ state: 'detached' });
      expect(await standing()).toBe('assigned 0/0');
    });
    await as('leader', async () => {
      expect(await button('督办').count()).toBe(1);
      expect(await button('开始整改').count()).toBe(0);
    });
    await expectColour('attention');
    await as('community', async () => {
      await button('开始整改').click();
      await take('报送整改结果', '已换新桶', 2);
      expect(await standing()).toBe('awaiting_check 0/0');
      // The unit cannot check its own work.
      expect(await button('核查通过，销号').count()).toBe(0);
    });
    await as('patrol', async () => {
      await take('核查不通过，返工', '盖子仍破', null);
      expect(await standing()).toBe('in_progress 1/0');
    });
    await as('community', async () => {
      await take('报送整改结果', '盖子已换', 3);
    });
    await as('patrol', async () => {
      await take('核查通过，销号', null, null);
      expect(await standing()).toBe('closed 1/0');
    });

    // The day of the 回头看 has come.
    await recheckIsDue();
    // One visit serves all that is due at the site: from the work list to its checklist.
    await enter('patrol', '/?view=ledger');
    await panel().getByRole('button', { name: '1 待回头看' }).click();
    await button(`到${SITE.name}回头看，1 项`).click();
    await panel().getByText('已看 0/1 项待回头看').waitFor();
    await panel().getByText(`${UNIT}整改`, { exact: false }).waitFor();
    await panel()
      .getByRole('group', { name: /^分类垃圾桶完好/ })
      .getByText('不合格')
      .click();
    await button('完成检查').click();
    const finish = visitor.page.getByRole('dialog', { name: '提交前确认' });
    await finish.getByText('1 项不合格还缺说明或照片').waitFor();
    await finish.getByRole('button', { name: '去补充' }).click();
    await panel().getByLabel('分类垃圾桶完好：哪里不合格').fill('又破了一只');
    await button('完成检查').click();
    await finish.getByText('1 项反弹，重新整改').waitFor();
    await finish.getByRole('button', { name: '提交检查' }).click();
    await panel().getByText('反弹，已重新整改').waitFor();
    expect(await standing()).toBe('in_progress 1/1');
    expect(await issueCount()).toBe(1);
    await as('community', async () => {
      await take('报送整改结果', '换成铁桶', 5);
    });
    await as('office', async () => {
      await take('核查通过，销号', '现场看过', null);
      expect(await standing()).toBe('closed 1/1');
      await recheckIsDue();
      await visitor.page.reload();
      await take('回头看通过', null, null);
      expect(await standing()).toBe('closed 1/1');
    });
    // The verification writes a pass: the site is green again.
    await expectColour('compliant');
  },
);
