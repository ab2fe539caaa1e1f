import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Drawing } from '../../src/map/index.ts';
import { chromiumLaunchOptions } from '../support/chromium.ts';
import '../support/map-harness/harness-api.ts';
import { type MapHarness, serveMapHarness } from '../support/map-harness/serve.ts';

const SIZE = { width: 600, height: 480 };
const IDLE = '.map-canvas[data-ready="true"][data-idle="true"]';
const DRAWING = '.map-canvas[data-drawing="true"]';

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

/** The page for a mouse, with which the next test goes on. */
let usual: Page | null = null;

afterEach(async () => {
  if (page !== usual) await page?.context().close();
  expect(complaints).toEqual([]);
});

/** The page with one site, in the same state whatever a test before did on it. */
async function open(): Promise<void> {
  if (!usual) {
    await openAnew(false);
    usual = page;
    return;
  }
  page = usual;
  complaints = [];
  await page.mouse.move(0, 0);
  await page.evaluate(() => window.harness.reset());
  // Two frames: the tool is gone, and the map has seen that it must draw.
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
  await page.waitForSelector(IDLE);
  await page.waitForSelector('.map-canvas[data-drawing="false"]');
}

async function openAnew(hasTouch: boolean): Promise<void> {
  complaints = [];
  const context = await browser.newContext({ viewport: SIZE, hasTouch });
  page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!/^(data|blob):/.test(url) && !url.startsWith(harness.url)) complaints.push(`left: ${url}`);
  });
  await page.goto(`${harness.url}/?sites=1`);
  await page.waitForSelector(IDLE);
}

async function begin(mode: 'polygon' | 'circle'): Promise<void> {
  await page.evaluate((wanted) => window.harness.draw(wanted), mode);
  await page.waitForSelector(DRAWING);
}

/** A hand moves before it presses: the tool follows the pointer. */
async function click(x: number, y: number): Promise<void> {
  await page.mouse.move(x - 3, y - 3);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.up();
}

const finished = () => page.evaluate(() => window.harness.log.finished);
const drawnLast = () => page.evaluate(() => window.harness.log.drawings.at(-1) ?? null);
const undo = () => page.evaluate(() => window.harness.log.handle!.drawing.undo());
const redo = () => page.evaluate(() => window.harness.log.handle!.drawing.redo());

async function untilCorners(count: number): Promise<Drawing> {
  await page.waitForFunction(
    (wanted) => window.harness.log.drawings.at(-1)?.cornerCount === wanted,
    count,
  );
  return (await drawnLast())!;
}

async function square(): Promise<void> {
  await click(200, 140);
  await click(400, 140);
  await click(400, 340);
  await click(200, 340);
}

describe('drawing a polygon', () => {
  test('four clicks and Enter give four corners in longitude and latitude', async () => {
    await open();
    await begin('polygon');
    await square();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => window.harness.log.finished.length === 1);
    const [drawing] = await finished();
    expect(drawing!.shape).toEqual({ kind: 'polygon' });
    expect(drawing!.cornerCount).toBe(4);
    expect(drawing!.selfIntersection).toBeNull();
    const ring = drawing!.geometry.coordinates[0]!;
    expect(ring).toHaveLength(5);
    expect(ring[0]).toEqual(ring[4]);
    const [west, north] = ring[0]!;
    const [east, south] = ring[2]!;
    // The middle of the map is the middle of the square.
    const middle = await page.evaluate(() => window.harness.log.handle!.view().center);
    expect((west! + east!) / 2).toBeCloseTo(middle[0], 5);
    expect((north! + south!) / 2).toBeCloseTo(middle[1], 5);
    expect(east!).toBeGreaterThan(west!);
    expect(north!).toBeGreaterThan(south!);
  });

  test('a double click finishes too, without a corner given twice', async () => {
    await open();
    await begin('polygon');
    await square();
    await click(150, 240);
    await page.mouse.down();
    await page.mouse.up();
    await page.waitForFunction(() => window.harness.log.finished.length === 1);
    expect((await finished())[0]!.cornerCount).toBe(5);
  });

  test('the last corner is taken back and comes again', async () => {
    await open();
    await begin('polygon');
    await square();
    await untilCorners(4);
    expect(await undo()).toBe(true);
    await untilCorners(3);
    expect(await redo()).toBe(true);
    await untilCorners(4);
  });

  test('an outline that crosses itself is shown where it does', async () => {
    await open();
    await begin('polygon');
    await click(200, 140);
    await click(400, 340);
    await click(400, 140);
    await click(200, 340);
    await page.waitForSelector('[data-crossing]');
    const box = (await page.locator('[data-crossing]').boundingBox())!;
    expect(Math.abs(box.x + box.width / 2 - 300)).toBeLessThan(3);
    expect(Math.abs(box.y + box.height / 2 - 240)).toBeLessThan(3);
    expect((await drawnLast())!.selfIntersection).not.toBeNull();
    await undo();
    await page.waitForSelector('[data-crossing]', { state: 'detached' });
  });

  test('Escape gives up, and the next drawing begins from nothing', async () => {
    await open();
    await begin('polygon');
    await square();
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => window.harness.log.cancelled === 1);
    expect(await drawnLast()).toBeNull();
    await click(220, 150);
    await click(300, 160);
    await click(280, 300);
    await untilCorners(3);
  });

  test('a corner is dragged and deleted afterwards, and each edit is taken back', async () => {
    await open();
    await begin('polygon');
    await square();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => window.harness.log.finished.length === 1);
    const [first] = await finished();

    await page.mouse.move(395, 335);
    await page.mouse.move(400, 340);
    await page.mouse.down();
    await page.mouse.move(440, 380, { steps: 6 });
    await page.mouse.up();
    await page.waitForFunction(() => window.harness.log.finished.length === 2);
    const dragged = (await finished())[1]!;
    expect(dragged.cornerCount).toBe(4);
    expect(dragged.geometry.coordinates[0]![2]![0]).toBeGreaterThan(
      first!.geometry.coordinates[0]![2]![0]!,
    );

    await page.mouse.click(440, 380, { button: 'right' });
    await page.waitForFunction(() => window.harness.log.finished.length === 3);
    expect((await finished())[2]!.cornerCount).toBe(3);

    expect(await undo()).toBe(true);
    expect((await drawnLast())!.geometry).toEqual(dragged.geometry);
    expect(await undo()).toBe(true);
    expect((await drawnLast())!.geometry).toEqual(first!.geometry);
    expect(await redo()).toBe(true);
    expect((await drawnLast())!.geometry).toEqual(dragged.geometry);
  });

  test('a shape under the tool outlives a change of theme', async () => {
    await open();
    await begin('polygon');
    await square();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => window.harness.log.finished.length === 1);
    await page.evaluate(() => window.harness.set({ theme: 'dark' }));
    await page.waitForSelector(`${IDLE}[data-ground="dark"][data-drawing="true"]`);
    await page.mouse.move(395, 335);
    await page.mouse.move(400, 340);
    await page.mouse.down();
    await page.mouse.move(430, 370, { steps: 6 });
    await page.mouse.up();
    await page.waitForFunction(() => window.harness.log.finished.length === 2);
    expect((await finished())[1]!.cornerCount).toBe(4);
  });
});

describe('drawing a circle', () => {
  test('two clicks give middle and radius', async () => {
    await open();
    await begin('circle');
    await click(300, 240);
    await page.mouse.move(350, 240, { steps: 4 });
    await click(400, 240);
    await page.waitForFunction(() => window.harness.log.finished.length === 1);
    const [drawing] = await finished();
    const shape = drawing!.shape;
    if (shape.kind !== 'circle') throw new Error(`a circle was drawn, not a ${shape.kind}`);
    const middle = await page.evaluate(() => window.harness.log.handle!.view().center);
    expect(shape.center[0]).toBeCloseTo(middle[0], 5);
    expect(shape.center[1]).toBeCloseTo(middle[1], 5);
    const bounds = await page.evaluate(() => window.harness.log.handle!.bounds());
    const metersPerPixel =
      ((bounds[2] - bounds[0]) * 111_195 * Math.cos((middle[1] * Math.PI) / 180)) / SIZE.width;
    expect(shape.radiusMeters / metersPerPixel).toBeCloseTo(100, -0.5);
  });
});

describe('editing what is there', () => {
  test('Escape gives the outline back as it was', async () => {
    await open();
    const middle = await page.evaluate(() => window.harness.log.handle!.view().center);
    const ring = [
      [-0.02, -0.02],
      [0.02, -0.02],
      [0.02, 0.02],
      [-0.02, 0.02],
      [-0.02, -0.02],
    ].map(([x, y]): [number, number] => [
      Number((middle[0] + x!).toFixed(6)),
      Number((middle[1] + y!).toFixed(6)),
    ]);
    await page.evaluate((wanted) => window.harness.edit(wanted), ring);
    await page.waitForSelector(DRAWING);
    await page.mouse.move(298, 238);
    await page.mouse.move(300, 240);
    await page.mouse.down();
    await page.mouse.move(340, 260, { steps: 6 });
    await page.mouse.up();
    await page.waitForFunction(() => window.harness.log.finished.length === 1);
    expect((await finished())[0]!.geometry.coordinates[0]).not.toEqual(ring);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => window.harness.log.cancelled === 1);
    expect(await undo()).toBe(false);
    await page.evaluate(() => window.harness.log.handle!.drawing.finish());
    expect((await finished()).at(-1)!.geometry.coordinates[0]).toEqual(ring);
  });
});

test('while one draws, clicks choose nothing; afterwards they do again', async () => {
  await open();
  const picks = () => page.evaluate(() => window.harness.log.picks.length);
  await begin('polygon');
  await square();
  expect(await picks()).toBe(0);
  await page.evaluate(() => window.harness.draw(null));
  await page.waitForSelector('.map-canvas[data-drawing="false"]');
  await page.mouse.click(300, 240);
  await page.waitForFunction(() => window.harness.log.picks.length === 1);
});

test('a finger draws as a mouse does', async () => {
  await openAnew(true);
  await begin('polygon');
  for (const [x, y] of [
    [200, 140],
    [400, 140],
    [300, 320],
  ] as const) {
    await page.touchscreen.tap(x, y);
  }
  await untilCorners(3);
});
