import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { paletteOf } from '../../src/map/palette';
import { startApplication, type Application } from '../support/application';
import {
  addSite,
  CITY_CENTER,
  SMALL_CITY_PASSWORD,
  SmallCity,
  type SmallSite,
} from '../support/small-city';
import { launchBrowser, Visitor } from '../support/visitor';

const light = paletteOf('light');
const FORTY = '名'.repeat(40);
const LEADER = 'leader@example.invalid';

let browser: Browser;
let application: Application;
let visitor: Visitor;

// One city that grows from one group of tests to the next, and its leader, who is there throughout.
beforeAll(async () => {
  [browser, application] = await Promise.all([
    launchBrowser(),
    startApplication({ prepare: SmallCity.with().prepare }),
  ]);
});

afterAll(async () => {
  await visitor?.leave();
  await browser?.close();
  await application?.close();
});

afterEach(() => {
  visitor?.expectNoTrouble();
});

const SIZE = { width: 1100, height: 700 };

/** The page anew, since the city is another. */
async function enter(path = '/'): Promise<void> {
  if (visitor === undefined) {
    visitor = await Visitor.at(application, browser, { viewport: SIZE, sharp: true });
    await visitor.signIn(LEADER, SMALL_CITY_PASSWORD, path);
  } else {
    await visitor.open(path);
    await visitor.entered();
  }
}

/** Within the page, where the city is the same as in the test before. */
async function goOn(path: string): Promise<void> {
  if (visitor === undefined) return enter(path);
  await visitor.goTo(path);
  await visitor.mapAtRest();
}

/** Looks closely at a place. */
const near = ([longitude, latitude]: readonly [number, number], zoom = 17) =>
  `map=${longitude},${latitude},${zoom}`;

describe('an empty city', () => {
  test('says that it is empty and what to do, without figures made of nothing', async () => {
    await enter();
    const { page } = visitor;
    await page.getByText('请创城办导入点位清单').first().waitFor();
    expect(await page.getByText('还没有点位').count()).toBeGreaterThan(0);
    expect(await page.locator('body').innerText()).not.toMatch(/NaN|undefined|null|Infinity/);
  });
});

describe('a city with one site', () => {
  const site: SmallSite = { id: 1, name: '唯一宾馆', at: [103.05, 29.93], status: 'serious' };

  beforeAll(async () => {
    await addSite(application.sql, site);
  });

  test('draws its mark, red, and reads it on a click', async () => {
    await enter(`/?${near(site.at)}`);
    const at = await visitor.pixelOf(site.at);
    expect((await visitor.pixels(at)).count(light.status.serious)).toBeGreaterThan(100);
    await visitor.page.mouse.click(at.x, at.y);
    await visitor.page.getByRole('heading', { name: '唯一宾馆' }).waitFor();
    await visitor.page.getByText('问题突出：').first().waitFor();
    const rows = await application.sql.query<{ reason: string; code: number }>(
      'select reason, code from private.site_status(1, now())',
    );
    expect(rows).toEqual([{ reason: 'veto', code: 15 }]);
    expect(await visitor.page.locator('p.why').innerText()).toContain('消防通道、安全出口畅通');
  });
});

describe('a city of odd sites', () => {
  const together = [103.02, 29.92] as const;
  const hole: SmallSite = {
    id: 14,
    name: '回字大院',
    type: 'courtyard',
    at: [103.06, 29.92],
    shape:
      'POLYGON((103.058 29.918, 103.062 29.918, 103.062 29.922, 103.058 29.922, 103.058 29.918), (103.0592 29.9192, 103.0592 29.9208, 103.0608 29.9208, 103.0608 29.9192, 103.0592 29.9192))',
    status: 'serious',
  };
  const QUOTES = `"引号' <b>粗</b> & 5 \\`;
  const EMOJI = '👩‍👩‍👧‍👦一家超市🏪';

  beforeAll(async () => {
    const odd: readonly SmallSite[] = [
      { id: 11, name: QUOTES, at: together, status: 'compliant' },
      { id: 12, name: EMOJI, type: 'supermarket', at: together, status: 'attention' },
      { id: 13, name: FORTY, at: together },
      hole,
    ];
    for (const site of odd) await addSite(application.sql, site);
  });

  test('the middle of the city is what is in sight at first', async () => {
    await enter();
    const camera = await visitor.camera();
    expect(Math.abs(camera.longitude - CITY_CENTER[0])).toBeLessThan(0.05);
    expect(Math.abs(camera.latitude - CITY_CENTER[1])).toBeLessThan(0.05);
  });

  test('a click on equal coordinates asks which of them is meant', async () => {
    await goOn(`/?${near(together)}`);
    const { page } = visitor;
    const at = await visitor.pixelOf(together);
    await page.mouse.click(at.x, at.y);
    const choice = page.getByRole('dialog', { name: '此处有 3 个点位' });
    await choice.waitFor();
    // The list is there before the names are.
    await choice.locator('.name').first().waitFor();
    const names = await choice.locator('.name').allInnerTexts();
    expect([...names].sort()).toEqual([QUOTES, EMOJI, FORTY].sort());
    await choice.getByRole('button', { name: EMOJI }).click();
    await page.getByRole('heading', { name: EMOJI }).waitFor();
  });

  test.each([
    ['quotes and tags', 11, QUOTES],
    ['emoji', 12, EMOJI],
    ['forty characters', 13, FORTY],
  ])('a name with %s is shown as it is, and nothing runs out of the panel', async (_, id, name) => {
    await goOn(`/?select=site-${id}`);
    const heading = visitor.page.getByRole('heading', { name, exact: true });
    await heading.waitFor();
    const panel = await visitor.page.locator('main').boundingBox();
    const box = await heading.boundingBox();
    expect(box!.x + box!.width).toBeLessThanOrEqual(panel!.x + panel!.width);
    expect(await visitor.page.locator('main b').count()).toBe(0);
  });

  test('a polygon with a hole is coloured where it is and not in the hole', async () => {
    await goOn(`/?${near(hole.at, 15.5)}&layers=sites`);
    const inside = await visitor.pixelOf([103.0586, 29.92]);
    const inHole = await visitor.pixelOf([103.0603, 29.9204]);
    const shade = async (at: { x: number; y: number }) =>
      (await visitor.pixels(at, 4)).count(light.land, 4);
    expect(await shade(inside)).toBe(0);
    expect(await shade(inHole)).toBeGreaterThan(50);
  });
});
