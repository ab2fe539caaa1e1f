import { decode } from 'fast-png';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { paletteOf, type Rgba } from '../../src/map/palette.ts';
import { chromiumLaunchOptions } from '../support/chromium.ts';
import type { HarnessApi } from '../support/map-harness/harness-api.ts';
import { type MapHarness, serveMapHarness } from '../support/map-harness/serve.ts';

const CENTER: [number, number] = [103.0, 29.98];
const CLOSE = { center: CENTER, zoom: 15.4, bearing: 0, pitch: 0 };
const SIZE = { width: 600, height: 480 };
const MIDDLE = { x: SIZE.width / 2, y: SIZE.height / 2 };
const IDLE = '.map-canvas[data-ready="true"][data-idle="true"]';

let harness: MapHarness;
let browser: Browser;
let page: Page;
let complaints: string[] = [];

beforeAll(async () => {
  harness = await serveMapHarness();
  browser = await chromium.launch(chromiumLaunchOptions());
});

afterAll(async () => {
  await browser?.close();
  await harness?.close();
});

/** Of the pages opened with the usual size and city, the one that the next test may go on with. */
let usual: Page | null = null;

afterEach(async () => {
  if (page !== usual) await page?.context().close();
  expect(complaints).toEqual([]);
});

/** The page with one site, in the same state whatever a test before did on it. */
async function open(): Promise<void> {
  if (!usual) {
    await openAnew();
    usual = page;
    return;
  }
  page = usual;
  complaints = [];
  await page.mouse.move(0, 0);
  await page.evaluate(() => window.harness.reset());
  await atRest();
}

/** A page of its own, for what cannot be undone in it. */
async function openAnew(query = 'sites=1', size = SIZE): Promise<void> {
  complaints = [];
  const context = await browser.newContext({ viewport: size });
  page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    const url = request.url();
    if (!/^(data|blob):/.test(url) && !url.startsWith(harness.url)) complaints.push(`left: ${url}`);
  });
  await page.goto(`${harness.url}/?${query}`);
  await atRest();
}

/** The map says so itself, after what was set has reached it. */
async function atRest(): Promise<void> {
  // Two frames: Svelte has handed the change over, and the map has seen that it must draw.
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  await page.waitForSelector(IDLE);
}

async function set(changes: Parameters<HarnessApi['set']>[0]): Promise<void> {
  await page.evaluate((wanted) => window.harness.set(wanted), changes);
  await atRest();
}

async function pixels(around = MIDDLE, half = 24) {
  const clip = { x: around.x - half, y: around.y - half, width: 2 * half, height: 2 * half };
  const { data, channels, width } = decode(await page.screenshot({ clip }));
  const at = (x: number, y: number) => {
    const start = ((half + y) * width + half + x) * channels;
    return [data[start]!, data[start + 1]!, data[start + 2]!] as const;
  };
  const count = (color: Rgba, tolerance = 10) => {
    let found = 0;
    for (let start = 0; start < data.length; start += channels) {
      const isSame = [0, 1, 2].every(
        (part) => Math.abs(data[start + part]! - color[part]!) <= tolerance,
      );
      if (isSame) found++;
    }
    return found;
  };
  return { at, count };
}

const light = paletteOf('light');
const dark = paletteOf('dark');
const STATUS_CODES = { compliant: 1, attention: 2, serious: 3, unknown: 4 } as const;
const statuses = Object.keys(STATUS_CODES) as (keyof typeof STATUS_CODES)[];

const oneSite = (code: number, type = 2) => [{ at: CENTER, type, code }];

describe('marks', () => {
  test('each status has its colour, and no other, in the place of the site', async () => {
    await open();
    for (const status of statuses) {
      await set({ sites: oneSite(STATUS_CODES[status]), view: CLOSE, on: ['site-marks'] });
      const { count } = await pixels();
      expect([status, count(light.status[status]) > 100]).toEqual([status, true]);
      for (const other of statuses.filter((name) => name !== status)) {
        expect([status, other, count(light.status[other])]).toEqual([status, other, 0]);
      }
    }
  });

  test('shapes differ: a square has corners, a disc has none, unknown is hollow', async () => {
    await open();
    await set({ sites: oneSite(3), view: CLOSE });
    const square = await pixels();
    expect(square.at(11, -11)).toEqual([168, 32, 26]);
    await set({ sites: oneSite(1) });
    const disc = await pixels();
    expect(disc.at(11, -11)).not.toEqual([11, 127, 95]);
    expect(disc.at(0, 12)).toEqual([11, 127, 95]);
    await set({ sites: oneSite(4) });
    expect((await pixels()).at(0, 10)).toEqual([255, 255, 255]);
    await set({ sites: oneSite(2) });
    const triangle = await pixels();
    expect(triangle.at(-13, 11)).toEqual([196, 122, 0]);
    expect(triangle.at(-13, -11)).not.toEqual([196, 122, 0]);
  });

  test('a mark is hollow while a re-check is due and hatched while something is deferred', async () => {
    await open();
    await set({ sites: oneSite(1), view: CLOSE });
    const full = (await pixels()).count(light.status.compliant);
    await set({ sites: oneSite(1 + 8) });
    const hollow = (await pixels()).count(light.status.compliant);
    await set({ sites: oneSite(1 + 16) });
    const hatched = (await pixels()).count(light.status.compliant);
    expect(hollow).toBeLessThan(full * 0.7);
    expect(hatched).toBeLessThan(full * 0.9);
    expect(hatched).toBeGreaterThan(full * 0.5);
  });

  test('icons tell the types apart', async () => {
    await open();
    const glyphs: number[] = [];
    for (const type of [0, 1, 2, 3, 4]) {
      await set({ sites: oneSite(3, type), view: CLOSE });
      glyphs.push((await pixels(MIDDLE, 9)).count(light.mark.glyph, 60));
    }
    for (const glyph of glyphs) expect(glyph).toBeGreaterThan(25);
    expect(new Set(glyphs).size).toBe(5);
  });

  test('a worse mark lies above a better one, whatever their order', async () => {
    await open();
    const sites = [3, 1, 2, 4].map((code) => ({ at: CENTER, type: 1, code }));
    await set({ sites, view: { ...CLOSE, zoom: 13.5 } });
    const { count } = await pixels();
    expect(count(light.status.serious)).toBeGreaterThan(60);
    expect(count(light.status.compliant)).toBe(0);
  });

  test('a filter hides and shows, another moment recolours, without a new city', async () => {
    await open();
    await set({ sites: oneSite(3), view: CLOSE });
    expect((await pixels()).count(light.status.serious)).toBeGreaterThan(100);
    await set({ shown: [0] });
    expect((await pixels()).count(light.status.serious)).toBe(0);
    await set({ shown: null });
    expect((await pixels()).count(light.status.serious)).toBeGreaterThan(100);
    await page.evaluate(() => window.harness.recode(0, 1));
    await atRest();
    expect((await pixels()).count(light.status.serious)).toBe(0);
    expect((await pixels()).count(light.status.compliant)).toBeGreaterThan(100);
  });

  test('a site absent at that moment is not drawn and not found', async () => {
    await open();
    await set({ sites: oneSite(0), view: CLOSE });
    await page.mouse.click(MIDDLE.x, MIDDLE.y);
    const picks = await page.evaluate(() => window.harness.log.picks.at(-1)?.picks);
    expect(picks).toEqual([]);
  });
});

describe('grounds', () => {
  test('dark: the ground and the marks change, nothing is lost', async () => {
    await open();
    await set({ sites: oneSite(3), view: CLOSE });
    await set({ theme: 'dark' });
    const { count, at } = await pixels();
    expect(count(dark.status.serious)).toBeGreaterThan(100);
    expect(count(light.status.serious)).toBe(0);
    expect(at(-23, -23)).toEqual([15, 21, 28]);
  });

  test('a photograph: full colours, a white halo, and the number of its approval', async () => {
    await open();
    await set({ sites: oneSite(3), view: CLOSE });
    await page.evaluate(() => window.harness.set({ basemap: window.harness.satellite() }));
    await atRest();
    const { count } = await pixels();
    expect(count(light.status.serious)).toBeGreaterThan(100);
    expect(count([255, 255, 255, 255], 4)).toBeGreaterThan(60);
    expect(await page.getByRole('note').textContent()).toBe('示例影像 审图号：示例0000号');
    await page.evaluate(() => window.harness.set({ basemap: window.harness.builtIn() }));
    await atRest();
    expect((await pixels()).count(light.status.serious)).toBeGreaterThan(100);
    expect(await page.getByRole('note').textContent()).toBe('示例数据');
  });

  test('water, land and road of the built-in basemap are where they belong', async () => {
    await open();
    const zoom = 16;
    await set({ shown: [0], view: { ...CLOSE, center: [103.0005, 29.976], zoom } });
    expect((await pixels()).at(0, 0)).toEqual([207, 221, 233]);
    await set({ view: { ...CLOSE, center: [103.0017, 29.9862], zoom } });
    expect((await pixels()).at(0, 0)).toEqual([244, 246, 248]);
    // A primary street runs north from the centre.
    await set({ view: { ...CLOSE, center: [103.0, 29.9862], zoom } });
    expect((await pixels()).count([255, 255, 255, 255], 1)).toBeGreaterThan(200);
  });
});

describe('areas', () => {
  test('rates, hexagons and outlines are drawn under the marks and answer to a click', async () => {
    await open();
    await set({ sites: 70, shown: new Array<number>(70).fill(0), view: { ...CLOSE, zoom: 13 } });
    await set({ on: ['area-rates', 'site-marks'] });
    const ground = (await pixels()).at(3, 3);
    expect(ground).not.toEqual([244, 246, 248]);
    await page.mouse.click(MIDDLE.x + 3, MIDDLE.y + 3);
    const area = await page.evaluate(() => window.harness.log.picks.at(-1)!.picks);
    expect(area).toEqual([{ kind: 'area', areaId: expect.any(Number) as number }]);
    await set({ on: ['hotspots'], view: { ...CLOSE, center: [103.016, 29.9885], zoom: 14 } });
    const { at } = await pixels();
    const [red, green, blue] = at(0, 0);
    // The deepest orange of the ramp, through which some of the ground is seen.
    expect(red).toBeGreaterThan(blue + 60);
    expect(green).toBeGreaterThan(blue);
    await page.mouse.click(MIDDLE.x, MIDDLE.y);
    const hexagon = await page.evaluate(() => window.harness.log.picks.at(-1)!.picks[0]);
    expect(hexagon?.kind).toBe('hexagon');
  });

  test('a zone answers to a click inside, not outside', async () => {
    await open();
    await set({
      shown: [0],
      on: ['zones', 'site-marks'],
      view: { ...CLOSE, center: [102.995, 29.988], zoom: 14 },
    });
    await page.mouse.click(MIDDLE.x, MIDDLE.y);
    expect(await page.evaluate(() => window.harness.log.picks.at(-1)!.picks)).toEqual([
      { kind: 'zone', zoneId: 5 },
    ]);
    await page.mouse.click(MIDDLE.x, MIDDLE.y + 200);
    expect(await page.evaluate(() => window.harness.log.picks.at(-1)!.picks)).toEqual([]);
  });
});

describe('clicking and moving', () => {
  test('sites at equal coordinates are all handed over, and stand apart close by', async () => {
    await open();
    const sites = [1, 3].map((code) => ({ at: CENTER, type: 1, code }));
    await set({ sites, view: { ...CLOSE, zoom: 15 } });
    await page.mouse.click(MIDDLE.x, MIDDLE.y);
    const picks = await page.evaluate(() =>
      window.harness.log.picks
        .at(-1)!
        .picks.map((pick) => (pick.kind === 'site' ? pick.siteId : 0)),
    );
    expect(picks).toEqual([1000, 1001]);
    await set({ selected: null, view: { ...CLOSE, zoom: 17 } });
    expect(
      (await pixels({ x: MIDDLE.x, y: MIDDLE.y - 16 }, 12)).count(light.status.compliant),
    ).toBeGreaterThan(80);
    expect(
      (await pixels({ x: MIDDLE.x, y: MIDDLE.y + 16 }, 12)).count(light.status.serious),
    ).toBeGreaterThan(80);
    await page.mouse.click(MIDDLE.x, MIDDLE.y + 20);
    const one = await page.evaluate(() => window.harness.log.picks.at(-1)!.picks);
    expect(one).toEqual([{ kind: 'site', index: 1, siteId: 1001 }]);
  });

  test('selection is a ring in the accent around an unchanged mark', async () => {
    await open();
    await set({ sites: oneSite(3), view: CLOSE, selected: 0 });
    const { count } = await pixels(MIDDLE, 30);
    expect(count(light.accent)).toBeGreaterThan(120);
    expect(count(light.status.serious)).toBeGreaterThan(100);
    await set({ selected: null });
    expect((await pixels(MIDDLE, 30)).count(light.accent)).toBe(0);
  });

  test('hovering rings the site and leaving takes the ring away', async () => {
    await open();
    await set({ sites: oneSite(1), view: CLOSE });
    await page.mouse.move(MIDDLE.x, MIDDLE.y);
    await page.waitForFunction(() => document.querySelector('canvas')!.style.cursor === 'pointer');
    await atRest();
    expect((await pixels(MIDDLE, 30)).count(light.accent, 40)).toBeGreaterThan(60);
    await page.mouse.move(MIDDLE.x + 150, MIDDLE.y);
    await page.waitForFunction(() => document.querySelector('canvas')!.style.cursor === '');
    await atRest();
    expect((await pixels(MIDDLE, 30)).count(light.accent, 40)).toBe(0);
  });

  test('the keyboard pans and zooms, and the view is reported once it is at rest', async () => {
    await open();
    await set({ sites: oneSite(1), view: CLOSE });
    const canvas = page.getByRole('region', { name: '点位地图' });
    await canvas.focus();
    const reports = () => page.evaluate(() => window.harness.log.views.length);
    const before = await reports();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction((count) => window.harness.log.views.length > count, before);
    const panned = await page.evaluate(() => window.harness.log.views.at(-1)!);
    expect(panned.center[0]).toBeGreaterThan(CENTER[0]);
    expect(panned.center[1]).toBeCloseTo(CENTER[1], 6);
    const middle = await reports();
    await page.keyboard.press('Equal');
    await page.waitForFunction((count) => window.harness.log.views.length > count, middle);
    const zoomed = await page.evaluate(() => window.harness.log.views.at(-1)!);
    expect(zoomed.zoom).toBeCloseTo(CLOSE.zoom + 1, 5);
  });

  test('sites in view come nearest the middle first', async () => {
    await open();
    const sites = [0.002, 0, -0.001, 0.5].map((shift) => ({
      at: [CENTER[0] + shift, CENTER[1]] as [number, number],
      type: 1,
      code: 1,
    }));
    await set({ sites, view: CLOSE });
    const found = await page.evaluate(() => {
      const handle = window.harness.log.handle!;
      return handle.sitesInView(10).map(({ siteId }) => siteId);
    });
    expect(found).toEqual([1001, 1002, 1000]);
  });

  test('an empty city and a city of one site show their ground', async () => {
    await openAnew('sites=0');
    expect(await page.evaluate(() => window.harness.log.problems)).toEqual([]);
    const bounds = await page.evaluate(() => window.harness.log.handle!.bounds());
    expect(bounds[0]).toBeLessThan(102.955);
    expect(bounds[2]).toBeGreaterThan(103.045);
    await set({ sites: oneSite(3), view: CLOSE });
    expect((await pixels()).count(light.status.serious)).toBeGreaterThan(100);
  });
});

describe('controls', () => {
  test('buttons are named, large enough for a thumb, and do what they say', async () => {
    await openAnew('sites=1', { width: 360, height: 640 });
    for (const name of ['放大', '缩小', '我的位置']) {
      const box = (await page.getByRole('button', { name }).boundingBox())!;
      expect(box.width).toBeGreaterThanOrEqual(40);
      expect(box.height).toBeGreaterThanOrEqual(40);
    }
    const before = await page.evaluate(() => window.harness.log.handle!.view().zoom);
    await page.getByRole('button', { name: '放大' }).click();
    await page.waitForFunction(
      (zoom) => window.harness.log.views.at(-1)!.zoom > zoom + 0.9,
      before,
    );
    await set({ view: { ...CLOSE, bearing: 40, pitch: 30 } });
    await page.getByRole('button', { name: '恢复正北' }).click();
    await page.waitForFunction(() => {
      const view = window.harness.log.views.at(-1)!;
      return Math.abs(view.bearing) < 0.01 && view.pitch < 0.01;
    });
    await atRest();
    expect(await page.getByRole('button', { name: '恢复正北' }).count()).toBe(0);
    expect(await page.getByRole('img', { name: /^比例尺 \d+ (m|km)$/ }).count()).toBe(1);
  });

  test('locating flies there when allowed and says why not when refused', async () => {
    await openAnew();
    await page.getByRole('button', { name: '我的位置' }).click();
    await page.waitForFunction(() => window.harness.log.problems.length > 0);
    expect(await page.evaluate(() => window.harness.log.problems)).toEqual([
      { kind: 'locate', reason: 'denied' },
    ]);
    await page.context().grantPermissions(['geolocation']);
    await page.context().setGeolocation({ longitude: 103.01, latitude: 29.97 });
    await page.getByRole('button', { name: '我的位置' }).click();
    await page.waitForFunction(() => {
      const view = window.harness.log.views.at(-1);
      return view !== undefined && Math.abs(view.center[0] - 103.01) < 1e-4;
    });
    expect(await page.locator('.map-own-place').count()).toBe(1);
  });
});

describe('when the graphics card takes its context away', () => {
  test('the map says so and draws itself again in the same place', async () => {
    await openAnew();
    await set({ sites: oneSite(3), view: CLOSE });
    await page.evaluate(() => {
      const gl = document.querySelector('canvas')!.getContext('webgl2')!;
      const loss = gl.getExtension('WEBGL_lose_context')!;
      loss.loseContext();
      setTimeout(() => loss.restoreContext(), 50);
    });
    await page.waitForFunction(() =>
      window.harness.log.problems.some(({ kind }) => kind === 'context_lost'),
    );
    await page.waitForFunction(
      () => !document.querySelector('canvas')!.getContext('webgl2')!.isContextLost(),
    );
    await atRest();
    expect((await pixels()).count(light.status.serious)).toBeGreaterThan(100);
    // The browser itself writes about the loss.
    complaints = complaints.filter((text) => !/context/i.test(text));
  });
});
