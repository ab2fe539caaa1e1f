import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startApplication, type Application } from '../support/application';
import { DESK, launchBrowser, PHONE, Visitor } from '../support/visitor';

let browser: Browser;
let application: Application;
let visitor: Visitor;
let siteId: number;
let issueId: number;

beforeAll(async () => {
  [browser, application] = await Promise.all([
    launchBrowser(),
    startApplication({ sample: { seed: 1 } }),
  ]);
  const [row] = await application.sql.query<{ site_id: number }>(
    `select site_id from public.site_status_periods where to_at is null and status = 'serious'
      order by site_id limit 1`,
  );
  siteId = row!.site_id;
  const [issue] = await application.sql.query<{ id: number }>(
    `select id from public.issues where state = 'in_progress' order by id limit 1`,
  );
  issueId = issue!.id;
});

afterAll(async () => {
  await browser?.close();
  await application?.close();
});

afterEach(async () => {
  await visitor?.leave();
});

/** Serious and critical violations, as rule and place. */
async function violations(): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page: visitor.page })
    // Without a tab of its own to put the findings of frames together in: the page has no frames.
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .analyze();
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

/** What a view shows beside the sign-in page, as its address, and what tells that it is there. */
const VIEWS: readonly (readonly [name: string, query: () => string, sign: string])[] = [
  ['overview', () => 'view=overview', 'main dl'],
  ['areas', () => 'view=overview&tab=areas&layers=areas', 'main li[data-area]'],
  ['hotspots', () => 'view=overview&tab=hotspots&layers=hotspots', 'main li[data-hotspot]'],
  ['patrol', () => 'view=patrol', 'main .draw'],
  ['list', () => 'view=sites', 'main [data-site-id]'],
  ['ledger', () => 'view=ledger', 'main [data-issue-id] [role=gridcell]'],
  ['groups', () => 'view=ledger&ledger=group:unit', 'main .groups li'],
  ['activities', () => 'view=activities', 'main [data-plan-id]'],
  ['issue', () => `view=ledger&select=issue-${issueId}`, 'main section ol > li'],
  ['site', () => `view=sites&select=site-${siteId}`, 'main section ol > li'],
  ['inspect', () => `view=sites&select=site-${siteId}&tab=inspect`, 'main li[data-code]'],
  ['report', () => 'view=report', 'main table'],
  ['settings', () => 'view=settings', 'main tbody tr'],
];

/** Each theme and each size once; the other two pairs with `npm run test:deep`. */
const SCREENS = [
  ['light', DESK],
  ['dark', PHONE],
  ...(process.env['DEEP'] === '1'
    ? ([
        ['dark', DESK],
        ['light', PHONE],
      ] as const)
    : []),
] as const;

describe.each(SCREENS)('in %s', (theme, viewport) => {
  const touch = viewport === PHONE;

  // Thirteen views, each looked through by axe.
  const timeout = 300_000;
  test(`${viewport.width} px wide: no serious or critical violation`, { timeout }, async () => {
    visitor = await Visitor.at(application, browser, { viewport, touch, theme });
    await visitor.open();
    await visitor.page.getByLabel('密码').waitFor();
    expect(['sign-in', await violations()]).toEqual(['sign-in', []]);
    // The office sees and does what leaders see, and edits the settings.
    await visitor.signInAsSample('office');
    for (const [name, query, sign] of VIEWS) {
      await visitor.goTo(`/?${query()}`);
      await visitor.page.locator(sign).first().waitFor({ state: 'attached' });
      expect([name, await violations()]).toEqual([name, []]);
      if (touch) expect([name, await sideways()]).toEqual([name, 0]);
    }
  });
});

/** By how much the page can be pushed sideways, which a phone's never should. */
async function sideways(): Promise<number> {
  return visitor.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}

test('on a phone the sheet has three heights, and a tap on a site opens half of it', async () => {
  const [site] = await application.sql.query<{ name: string; lon: number; lat: number }>(
    `select name, extensions.st_x(point) as lon, extensions.st_y(point) as lat
       from public.sites where id = $1`,
    [siteId],
  );
  visitor = await Visitor.at(application, browser, { viewport: PHONE, touch: true });
  await visitor.signInAsSample('leader', `/?map=${site!.lon},${site!.lat},18`);
  const { page } = visitor;
  const sheet = page.getByRole('region', { name: '面板' });
  const handle = page.getByRole('slider', { name: /^面板高度/ });
  const height = async () => (await sheet.boundingBox())!.height;
  expect(await handle.getAttribute('aria-valuetext')).toBe('收起');
  const peek = await height();
  expect(peek).toBeLessThan(PHONE.height / 3);

  const at = await visitor.pixelOf([site!.lon, site!.lat]);
  await page.touchscreen.tap(at.x, at.y);
  await page.getByRole('heading', { name: site!.name, exact: true }).waitFor();
  await visitor.until(() => handle.getAttribute('aria-valuetext'), '半屏');
  await visitor.until(async () => Math.abs((await height()) / PHONE.height - 0.5) < 0.15, true);

  await handle.focus();
  await page.keyboard.press('ArrowUp');
  await visitor.until(() => handle.getAttribute('aria-valuetext'), '全屏');
  await visitor.until(async () => (await height()) > PHONE.height * 0.8, true);
  // Big enough for a thumb.
  const targets = page.locator('main button:visible, header button:visible');
  for (const box of await Promise.all((await targets.all()).map((one) => one.boundingBox()))) {
    expect(box!.height).toBeGreaterThanOrEqual(24);
  }
});

test('a wall of 3840 × 1080 has no chrome, figures of 96 px and more, and Escape leaves', async () => {
  visitor = await Visitor.at(application, browser, { viewport: { width: 3840, height: 1080 } });
  await visitor.signInAsSample('leader', '/?wall=1');
  const { page } = visitor;
  const sizes = await page
    .locator('.wall .count')
    .evaluateAll((figures) =>
      figures.map((figure) => Number.parseFloat(getComputedStyle(figure).fontSize)),
    );
  expect(sizes).toHaveLength(4);
  for (const size of sizes) expect(size).toBeGreaterThanOrEqual(96);
  expect(await page.getByRole('button', { name: '图层' }).count()).toBe(0);
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(1080);
  expect(await page.locator('.wall time').innerText()).toMatch(/^\d\d:\d\d/);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '图层' }).waitFor();
});
