import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startApplication, type Application } from '../support/application';
import { SMALL_CITY_PASSWORD, SmallCity, UNITS } from '../support/small-city';
import { launchBrowser, PHONE, Visitor, type VisitorOptions } from '../support/visitor';

let browser: Browser;
let application: Application;
let visitor: Visitor;

/** 0.0003° of longitude are 29 m here. */
const SITE = { id: 1, name: '甲一院', type: 'courtyard', at: [103.0603, 29.92] } as const;

beforeAll(async () => {
  const city = SmallCity.with()
    .sites(SITE)
    .member({ name: '吴办事', role: 'office', unitId: UNITS.office });
  [browser, application] = await Promise.all([
    launchBrowser(),
    startApplication({ prepare: city.prepare }),
  ]);
});

afterEach(async () => {
  await visitor?.leave();
});

afterAll(async () => {
  await browser?.close();
  await application?.close();
});

async function enter(role: string, path: string, options: VisitorOptions = {}): Promise<void> {
  visitor = await Visitor.at(application, browser, options);
  await visitor.signIn(`${role}@example.invalid`, SMALL_CITY_PASSWORD, path);
}

const panel = () => visitor.page.locator('main');
const where = () => panel().getByRole('region', { name: '位置' });

async function lastIssue() {
  const [row] = await application.sql.query(
    `select i.site_id, a.name as area, i.code, i.source::text, i.source_number, i.description,
            round(extensions.st_x(i.point)::numeric, 4)::text as lon,
            (select count(*)::int from public.photos p where p.issue_id = i.id) as photos
       from public.issues i join public.areas a on a.id = i.area_id order by i.id desc limit 1`,
  );
  return row;
}

/** A finger that rests, as Chromium itself would tell it. */
async function pressLong(at: { x: number; y: number }): Promise<void> {
  const session = await visitor.page.context().newCDPSession(visitor.page);
  const touchPoints = [{ x: at.x, y: at.y }];
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
  await visitor.page.getByRole('menuitem', { name: '在此上报' }).waitFor();
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

test('a patrol rests a finger on the map, goes there, and reports with a photo', async () => {
  await enter('patrol', '/?view=patrol&map=103.05,29.93,15', { viewport: PHONE, touch: true });
  const { page } = visitor;
  await page.context().grantPermissions(['geolocation']);
  await page.context().setGeolocation({ longitude: 103.06, latitude: 29.92 });
  await pressLong({ x: 180, y: 300 });
  await page.getByRole('menuitem', { name: '在此上报' }).click();
  await where().getByText('东街街道 · 甲社区').waitFor();
  const first = await where().locator('small').innerText();
  // A tap moves the pin, and selects nothing.
  await page.touchscreen.tap(60, 250);
  await visitor.until(async () => (await where().locator('small').innerText()) === first, false);
  expect(await page.locator('.map-pin').count()).toBe(1);
  await where().getByRole('button', { name: '用我的位置' }).click();
  await where().getByText('103.06000, 29.92000').waitFor();
  await where().getByRole('button', { name: '甲一院 29 米' }).waitFor();

  const options = await panel().getByLabel('检查项').locator('option').allInnerTexts();
  expect(options.filter((text) => /餐桌|文明用语/.test(text))).toEqual([]);
  await panel().getByLabel('检查项').selectOption({ label: '23 无私搭乱建' });
  await panel().getByRole('button', { name: '上报', exact: true }).click();
  await panel().getByText('请写明问题，或附一张照片').waitFor();
  const base64 = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(40, 30);
    canvas.getContext('2d')!.fillRect(0, 0, 20, 20);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg' });
    return btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer())));
  });
  await panel()
    .locator('input[type=file][multiple]')
    .setInputFiles({
      name: '违建.jpg',
      mimeType: 'image/jpeg',
      buffer: Buffer.from(base64, 'base64'),
    });
  await panel().getByText('已保存', { exact: false }).first().waitFor();
  await panel().getByRole('button', { name: '上报', exact: true }).click();
  await panel().getByText('办理过程').waitFor();
  expect(await lastIssue()).toEqual({
    site_id: null,
    area: '甲社区',
    code: 23,
    source: 'patrol',
    source_number: null,
    description: null,
    lon: '103.0600',
    photos: 1,
  });
  expect(await page.locator('.map-pin').count()).toBe(0);
});

test('the office reports what 12345 passed on, by the mouse and by the keyboard', async () => {
  await enter('office', '/?view=overview&map=103.06,29.92,17');
  const { page } = visitor;
  const at = await visitor.pixelOf([103.0605, 29.9205]);
  await page.mouse.click(at.x, at.y, { button: 'right' });
  await page.getByRole('menuitem', { name: '在此上报' }).click();
  await where().getByText('东街街道 · 甲社区').waitFor();
  // It belongs to the courtyard after all.
  await where()
    .getByRole('button', { name: /^甲一院/ })
    .click();
  await where().getByText('点位：甲一院').waitFor();
  await panel().getByLabel('检查项').selectOption({ label: '22 无乱堆乱放' });
  await panel().getByLabel('问题描述').fill('门口堆物');
  await panel().getByLabel('问题来源').selectOption({ label: '12345' });
  await panel().getByLabel('来源编号（可选）').fill('RX-2026-18');
  // What is written stays while something else is looked at.
  await page.getByRole('button', { name: '台账', exact: true }).click();
  await page.getByRole('heading', { name: '台账' }).waitFor();
  await page.getByRole('button', { name: '总览', exact: true }).click();
  const byKeyboard = page.getByRole('button', { name: '在地图中间上报问题' });
  await byKeyboard.focus();
  await page.keyboard.press('Enter');
  expect(await panel().getByLabel('问题描述').inputValue()).toBe('门口堆物');
  await where()
    .getByRole('button', { name: /^甲一院/ })
    .click();
  await panel().getByRole('button', { name: '上报', exact: true }).click();
  await panel().getByText('办理过程').waitFor();
  expect(await lastIssue()).toMatchObject({
    site_id: SITE.id,
    code: 22,
    source: 'hotline',
    source_number: 'RX-2026-18',
    lon: '103.0603',
  });
});
