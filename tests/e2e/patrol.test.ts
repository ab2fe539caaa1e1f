import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { CandidateList } from '../../src/domain/patrol/plans/candidate';
import { paletteOf } from '../../src/map/palette';
import { startApplication, type Application } from '../support/application';
import { insideFacts, STATUSES } from '../support/city-facts';
import { launchBrowser, Visitor } from '../support/visitor';

const light = paletteOf('light');

let browser: Browser;
let application: Application;
let visitor: Visitor;
/** The middle of the densest place of the city, where a zone holds something. */
let middle: readonly [number, number];

beforeAll(async () => {
  [browser, application] = await Promise.all([
    launchBrowser(),
    startApplication({ sample: { seed: 1 } }),
  ]);
  const [row] = await application.sql.query<{ lon: number; lat: number }>(
    `select extensions.st_x(s.point) as lon, extensions.st_y(s.point) as lat from public.sites s
      order by (select count(*) from public.sites o
                 where extensions.st_dwithin(o.point, s.point, 0.006)) desc, s.id limit 1`,
  );
  middle = [row!.lon, row!.lat];
});

afterAll(async () => {
  await browser?.close();
  await application?.close();
});

afterEach(async () => {
  await visitor?.leave();
});

async function enter(
  path = `/?view=patrol&map=${middle.join(',')},14`,
  sharp = false,
): Promise<void> {
  visitor = await Visitor.at(application, browser, { sharp });
  const captain = application.sampleAccounts.find(({ email }) => email.startsWith('captain@'));
  await visitor.signIn(captain!.email, captain!.password, path);
}

/** A hand moves before it presses: the tool follows the pointer. */
async function click([x, y]: readonly [number, number]): Promise<void> {
  const { mouse } = visitor.page;
  await mouse.move(x - 3, y - 3);
  await mouse.move(x, y);
  await mouse.down();
  await mouse.up();
}

async function drag(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  const { mouse } = visitor.page;
  await mouse.move(from[0] - 3, from[1] - 3);
  await mouse.move(from[0], from[1]);
  await mouse.down();
  await mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, { steps: 3 });
  await mouse.move(to[0], to[1], { steps: 3 });
  await mouse.up();
}

const DRAWING = '.map-canvas[data-drawing="true"]';
/** Clear of the panels on a desk of 1280 × 720. */
const SQUARE = [
  [420, 220],
  [700, 220],
  [700, 460],
  [420, 460],
] as const;

async function begin(words: '画多边形' | '画圆形'): Promise<void> {
  await visitor.page.getByRole('button', { name: words }).first().click();
  await visitor.page.waitForSelector(DRAWING);
}

async function layOut(corners: readonly (readonly [number, number])[]): Promise<void> {
  for (const corner of corners) await click(corner);
  await visitor.page.keyboard.press('Enter');
}

interface SavedZone {
  readonly id: number;
  readonly name: string;
  readonly version: number;
  readonly deleted: boolean;
  readonly geometry: { readonly type: string; readonly coordinates: number[][][] };
  readonly shape: { readonly kind: string; readonly radiusMeters?: number } | null;
  readonly area: number;
}

async function savedZone(name: string): Promise<SavedZone> {
  const rows = await application.sql.query<SavedZone>(
    `select id, name, version, deleted_at is not null as deleted, shape,
            extensions.st_asgeojson(area)::json as geometry,
            extensions.st_area(area::extensions.geography) as area
       from public.zones where name = $1`,
    [name],
  );
  expect(rows.map((row) => row.name)).toEqual([name]);
  return rows[0]!;
}

const row = (name: string) =>
  visitor.page.locator('main li[data-zone]').filter({ hasText: name }).first();

const NAME = '“夜市”一带🌙';
const RENAMED = '夜市周边';

describe('a zone', () => {
  test('is drawn by hand with what is inside told meanwhile, and saved as it was drawn', async () => {
    await enter();
    const { page } = visitor;
    await begin('画多边形');
    await layOut(SQUARE);
    const statistics = page.getByRole('region', { name: '范围内' });
    await statistics.getByRole('table').waitFor();
    const { geometry } = visitor.question<{
      geometry: { type: string; coordinates: number[][][] };
    }>('zone_statistics');
    for (const [index, [x, y]] of SQUARE.entries()) {
      const corner = geometry.coordinates[0]![index]! as [number, number];
      const at = await visitor.pixelOf(corner);
      expect(Math.hypot(at.x - x, at.y - y)).toBeLessThan(3);
    }
    const { asOf } = await visitor.answer<{ asOf: string }>('zone_statistics');
    const facts = await insideFacts(application.sql, geometry, asOf);
    expect(facts.sites).toBeGreaterThan(5);
    const cells = await statistics.locator('tfoot td').allInnerTexts();
    expect(cells.map(Number)).toEqual([...STATUSES.map((one) => facts.byStatus[one]), facts.sites]);
    expect(await statistics.innerText()).toMatch(
      new RegExp(`未销号问题\\s+${facts.openIssues}\\s`),
    );

    await page.getByLabel('片区名称').fill(NAME);
    await page.getByRole('button', { name: '保存片区' }).click();
    await page.getByText(`已保存片区“${NAME}”`).waitFor();
    const saved = await savedZone(NAME);
    expect(saved.version).toBe(1);
    expect(saved.geometry.coordinates[0]).toHaveLength(5);
  });

  test('whose outline crosses itself says where, and is saved once that is mended', async () => {
    await enter();
    const { page } = visitor;
    await begin('画多边形');
    const bow = [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]] as const;
    await layOut(bow);
    const said = page.getByRole('alert').filter({ hasText: '自相交' });
    await said.waitFor();
    const [, longitude, latitude] = /（([\d.]+), ([\d.]+)）/.exec(await said.innerText())!;
    // The diagonals of the square cross in its middle.
    const at = await visitor.pixelOf([Number(longitude), Number(latitude)]);
    expect(Math.hypot(at.x - 560, at.y - 340)).toBeLessThan(3);
    await page.getByLabel('片区名称').fill('蝴蝶');
    await page.getByRole('button', { name: '保存片区' }).click();
    expect(await application.sql.query(`select from public.zones where name = '蝴蝶'`)).toEqual([]);

    await drag(SQUARE[2], [300, 340]);
    await said.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '保存片区' }).click();
    await page.getByText('已保存片区“蝴蝶”').waitFor();
    const [valid] = await application.sql.query<{ valid: boolean }>(
      `select extensions.st_isvalid(area) as valid from public.zones where name = '蝴蝶'`,
    );
    expect(valid).toEqual({ valid: true });
  });

  test('is there tomorrow; renamed, a corner moved and moved back, deleted and brought back', async () => {
    await enter(undefined, true);
    const { page } = visitor;
    const before = await savedZone(NAME);
    await row(NAME).locator('.open').click();
    await page.waitForFunction(() => location.search.includes('select=zone-'));
    await visitor.mapAtRest();
    // The outline is on the map, where it was drawn.
    const edge = before.geometry.coordinates[0]!;
    const half = (part: 0 | 1) => (edge[0]![part]! + edge[1]![part]!) / 2;
    const onEdge = await visitor.pixelOf([half(0), half(1)]);
    expect((await visitor.pixels(onEdge, 8)).count(light.zone, 60)).toBeGreaterThan(8);

    await row(NAME).getByRole('button', { name: '修改' }).click();
    await page.waitForSelector(DRAWING);
    await visitor.mapAtRest();
    const corner = await visitor.pixelOf(edge[2] as [number, number]);
    await drag([corner.x, corner.y], [corner.x - 40, corner.y - 30]);
    await page.getByText('有未保存的修改').waitFor();
    await page.getByLabel('片区名称').fill(RENAMED);
    await page.getByRole('button', { name: '保存修改' }).click();
    await page.getByText(`已保存片区“${RENAMED}”`).waitFor();
    const moved = await savedZone(RENAMED);
    expect([moved.id, moved.version]).toEqual([before.id, 2]);
    expect(moved.area).toBeLessThan(before.area);

    await row(RENAMED).getByRole('button', { name: '修改' }).click();
    await page.waitForSelector(DRAWING);
    await visitor.mapAtRest();
    const again = await visitor.pixelOf(moved.geometry.coordinates[0]![2] as [number, number]);
    await drag([again.x, again.y], [again.x - 60, again.y - 60]);
    await page.getByText('有未保存的修改').waitFor();
    await page.getByRole('button', { name: '退一步' }).click();
    await page.getByText('有未保存的修改').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '取消' }).click();
    expect((await savedZone(RENAMED)).version).toBe(2);

    await row(RENAMED).getByRole('button', { name: '删除' }).click();
    await page.getByText(`已删除片区“${RENAMED}”`).waitFor();
    expect((await savedZone(RENAMED)).deleted).toBe(true);
    await page.getByRole('button', { name: '撤销' }).click();
    await page.getByText(`已恢复片区“${RENAMED}”`).waitFor();
    expect((await savedZone(RENAMED)).deleted).toBe(false);
  });

  test('can be a circle, kept as one', async () => {
    await enter();
    const { page } = visitor;
    await begin('画圆形');
    await click([560, 340]);
    await page.mouse.move(600, 340, { steps: 3 });
    await click([660, 340]);
    await page.getByRole('region', { name: '范围内' }).getByRole('table').waitFor();
    await page.getByLabel('片区名称').fill('圆');
    await page.getByRole('button', { name: '保存片区' }).click();
    await page.getByText('已保存片区“圆”').waitFor();
    const saved = await savedZone('圆');
    expect(saved.shape?.kind).toBe('circle');
    const radius = saved.shape!.radiusMeters!;
    // A circle is kept with at least 64 corners: within 1 % of its area.
    expect(saved.area / (Math.PI * radius * radius)).toBeGreaterThan(0.99);
    expect(saved.area / (Math.PI * radius * radius)).toBeLessThan(1.01);
  });

  test('is made of a hotspot by one click', async () => {
    await enter('/?view=overview&tab=hotspots&layers=sites,hotspots,zones');
    const { page } = visitor;
    const first = page.locator('main li[data-hotspot]').first();
    await first.waitFor();
    await visitor.mapAtRest();
    await first.locator('.open').click();
    await first.getByRole('button', { name: '设为巡查片区' }).click();
    const dialog = page.getByRole('dialog', { name: '设为巡查片区' });
    const name = await dialog.getByLabel('片区名称').inputValue();
    expect(name).toMatch(/热点片区$/);
    await dialog.getByRole('button', { name: '保存片区' }).click();
    await page.waitForFunction(() => location.search.includes('select=zone-'));
    const saved = await savedZone(name);
    expect(saved.area).toBeGreaterThan(50_000);
    await row(name).waitFor();

    // Planned, what stands in it says so: the page finds by cells what the database finds by the outline.
    const answer = page.waitForResponse((response) => response.url().includes('plan_candidates'));
    await page.getByRole('button', { name: '规划路线' }).last().click();
    const { candidates } = (await (await answer).json()) as CandidateList;
    const inside = await application.sql.query<{ id: number }>(
      `select s.id from public.sites s join public.zones z on extensions.st_intersects(z.area, s.point)
        where z.id = $1 and s.closed_at is null order by s.id`,
      [saved.id],
    );
    expect(inside.length).toBeGreaterThan(0);
    const inHotspots = candidates.filter(({ reasons }) =>
      reasons.some(({ code }) => code === 'hotspot'),
    );
    expect(inHotspots.map(({ siteId }) => siteId).sort((a, b) => a - b)).toEqual(
      inside.map(({ id }) => id),
    );
  });
});
