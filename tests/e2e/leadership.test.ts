import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { buildGeography } from '../../data/generate/geography/build';
import { countsFor } from '../../data/generate/city-model';
import { DEFAULT_SITES } from '../../data/generate/generate-city';
import { firstDayOf } from '../../data/generate/history/build-history';
import { HISTORY_DAYS } from '../../data/generate/history/character';
import { plant, type PlantedHotspot } from '../../data/generate/history/planted';
import { organise } from '../../data/generate/organisation';
import { Random } from '../../data/generate/random';
import { paletteOf, type Rgba } from '../../src/map/palette';
import { startApplication, type Application } from '../support/application';
import { lonelySite, openIssueCount, STATUSES, statusCounts } from '../support/city-facts';
import { launchBrowser, Visitor } from '../support/visitor';
import { publishWalkedPlan, SKIPPED_BECAUSE } from '../support/walked-plan';

const SEED = 1;
const light = paletteOf('light');
const WORDS = {
  compliant: '达标',
  attention: '待整改',
  serious: '问题突出',
  unknown: '待检查',
} as const;

let browser: Browser;
let application: Application;
let visitor: Visitor;
/** A leader whose pixels are counted and one whose are not; both stay for their next test. */
const leaders = new Map<boolean, Visitor>();

beforeAll(async () => {
  [browser, application] = await Promise.all([
    launchBrowser(),
    startApplication({ sample: { seed: SEED } }),
  ]);
});

afterAll(async () => {
  for (const leader of leaders.values()) await leader.leave();
  await browser?.close();
  await application?.close();
});

afterEach(() => {
  visitor?.expectNoTrouble();
});

async function enter(path = '/', sharp = true): Promise<void> {
  const known = leaders.get(sharp);
  visitor = known ?? (await Visitor.at(application, browser, { sharp }));
  leaders.set(sharp, visitor);
  if (!known) return visitor.signInAsSample('leader', path);
  await visitor.goTo(path);
  await visitor.mapAtRest();
}

const near = ([longitude, latitude]: readonly [number, number], zoom = 17) =>
  `map=${longitude},${latitude},${zoom}`;

async function legendCounts(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const status of STATUSES) counts[status] = await visitor.legendCount(WORDS[status]);
  return counts;
}

describe('the city now', () => {
  test('the legend counts what the rule says of each site, and hides a status on a click', async () => {
    const [now] = await application.sql.query<{ now: Date }>('select now() as now');
    const site = await lonelySite(application.sql, 'serious', now!.now.toISOString());
    await enter(`/?${near(site.at)}`);
    const { asOf } = await visitor.answer<{ asOf: string }>('city_sites');
    expect(await legendCounts()).toEqual(await statusCounts(application.sql, asOf));
    expect(await visitor.page.getByText('示例数据').count()).toBeGreaterThan(0);

    const at = await visitor.pixelOf(site.at);
    expect((await visitor.pixels(at)).count(light.status.serious)).toBeGreaterThan(150);
    await visitor.legendRow('达标').click();
    await visitor.mapAtRest();
    expect((await visitor.pixels(at)).count(light.status.serious)).toBe(0);
    await visitor.legendRow('问题突出').click();
    await visitor.mapAtRest();
    expect((await visitor.pixels(at)).count(light.status.serious)).toBeGreaterThan(150);
  });

  test('areas: k of n and its interval from street to community, as counted by hand', async () => {
    const [middle] = await application.sql.query<{ lon: number; lat: number }>(
      `select extensions.st_x(point) as lon, extensions.st_y(point) as lat from public.areas
        where level = 'street' order by extensions.st_area(outline) desc limit 1`,
    );
    await enter(`/?${near([middle!.lon, middle!.lat], 12)}&layers=sites`);
    const { page } = visitor;
    await page.getByRole('tab', { name: '区域' }).click();
    await page.getByRole('radio', { name: '街道/乡镇' }).check();
    const rows = page.locator('main li[data-area]');
    await rows.first().waitFor();
    await visitor.mapAtRest();
    const { asOf } = await visitor.answer<{ asOf: string }>('city_sites');
    await compareAreas('street', null, asOf);

    // Land is nowhere to be seen where an area is coloured.
    const at = await visitor.pixelOf([middle!.lon, middle!.lat]);
    expect((await visitor.pixels(at, 6)).count(light.land, 3)).toBe(0);

    const first = rows.first();
    const id = Number(await first.getAttribute('data-area'));
    await first.getByRole('button', { name: /^查看.*各社区$/ }).click();
    await page.getByRole('navigation', { name: '当前范围' }).waitFor();
    await visitor.until(
      async () => (await shownAreas()).length > 0 && (await isOfParent(id)),
      true,
    );
    await compareAreas('community', id, asOf);
  });

  test('a change to density says that it is density, and colours where problems are', async () => {
    // By how much each problem weighs at the place of another: a bell curve, a third of 34 pixels wide at zoom 13.
    const [spot] = await application.sql.query<{ lon: number; lat: number }>(
      `with open as (
         select id, point from public.issues
          where state in ('accepted', 'assigned', 'in_progress', 'returned', 'awaiting_check'))
       select extensions.st_x(i.point) as lon, extensions.st_y(i.point) as lat
         from open i join open o on extensions.st_dwithin(o.point, i.point, 0.004)
        group by i.id, i.point
        order by sum(exp(-0.5 * power(extensions.st_distance(
                   o.point::extensions.geography, i.point::extensions.geography) / 94, 2))) desc, i.id
        limit 1`,
    );
    await enter(`/?${near([spot!.lon, spot!.lat], 13)}&layers=none`);
    const at = await visitor.pixelOf([spot!.lon, spot!.lat]);
    const most = over(light.sequential.at(-1)!, 0.9 * 0.85, light.land);
    expect((await visitor.pixels(at, 8)).count(most)).toBe(0);
    await visitor.switchLayer('未销号问题密度');
    // The map is at rest before the problems have come, too.
    await visitor.until(async () => (await visitor.pixels(at, 8)).count(most) > 100, true);
    const legend = visitor.page.getByRole('region', { name: '图例与筛选' });
    expect(await legend.innerText()).toContain('问题多少，不代表统计显著');
  });

  test('hotspots are listed with their significance, the planted ones among them', async () => {
    await enter('/?layers=sites', false);
    const { page } = visitor;
    await page.getByRole('tab', { name: '热点' }).click();
    const rows = page.locator('main li[data-hotspot]');
    await rows.first().waitFor();
    expect(await page.getByText(/Moran(’s)? I = \d/).count()).toBe(1);
    const planted = plantedNow();
    const isVeto = ({ codes }: PlantedHotspot): boolean => codes.every((code) => VETO.has(code));
    await expectFound(planted.filter((spot) => !isVeto(spot)));

    // Closed again: a click on the one that is open in the next list would close it.
    await page.locator('main li[data-hotspot] .open[aria-expanded=true]').click();

    // Rare and grave things drown among all problems: they are looked for alone.
    const tested = page.waitForResponse((response) => response.url().includes('hotspot_cube'));
    await page.getByRole('checkbox', { name: '只看一票否决项' }).check();
    await tested;
    await page.locator('main [aria-busy=true]').waitFor({ state: 'detached' });
    await rows.first().waitFor();
    await expectFound(planted.filter(isVeto));

    async function expectFound(spots: readonly PlantedHotspot[]): Promise<void> {
      expect(spots.length).toBeGreaterThan(0);
      const found: (readonly [number, number])[] = [];
      const distanceTo = ({ centre }: PlantedHotspot): number =>
        Math.min(...found.map((at) => metersBetween(at, centre)));
      const isFound = (spot: PlantedHotspot): boolean => distanceTo(spot) < spot.radiusMeters + 400;
      // Down the list until all have been met: each row flies there, which takes its time.
      for (let index = 0; index < (await rows.count()) && !spots.every(isFound); index += 1) {
        const row = rows.nth(index);
        expect(await row.innerText()).toMatch(/置信度 9[059]%/);
        await row.locator('.open').click();
        await page.waitForFunction(
          (id) => new URLSearchParams(location.search).get('select') === `hotspot-${id}`,
          await row.getAttribute('data-hotspot'),
        );
        await visitor.mapAtRest();
        const { longitude, latitude } = await visitor.camera();
        found.push([longitude, latitude]);
      }
      for (const spot of spots) expect([spot.name, isFound(spot)]).toEqual([spot.name, true]);
    }
  });
});

test('what the crews did of a plan, in the version they walk and in the one before', async () => {
  const plan = await publishWalkedPlan(application);
  await enter('/?view=patrol', false);
  const { page } = visitor;
  await page.getByRole('button', { name: '执行情况', exact: true }).click();
  const version = page.getByLabel('版本');
  /** Planned, done, skipped, missed, open: of both crews and in all. */
  const figures = async () => {
    const rows: Record<string, string[]> = {};
    for (const name of [...plan.crews, '合计']) {
      const row = page.getByRole('row', { name: new RegExp(`^${name}`) });
      rows[name] = await row.getByRole('cell').allInnerTexts();
    }
    return rows;
  };
  const [first, second] = plan.crews;
  const walked = {
    [first]: ['3', '1', '1', '0', '1'],
    [second]: ['4', '2', '0', '0', '2'],
    合计: ['7', '3', '1', '0', '3'],
  };
  const before = '这一版已被后来发布的版本替代，班组不再按它走。';
  await visitor.until(figures, walked);
  expect(await version.locator('option').allInnerTexts()).toEqual(['第 2 版，最近发布', '第 1 版']);
  expect(await page.getByText(before).count()).toBe(0);
  const skips = page.getByRole('region', { name: '跳过的点位' });
  await skips.getByText(plan.site, { exact: true }).waitFor();
  await skips.getByText(`原因：${SKIPPED_BECAUSE}`).waitFor();

  await version.selectOption('第 1 版');
  await page.getByText(before).waitFor();
  await visitor.until(figures, {
    [first]: ['4', '1', '1', '0', '2'],
    [second]: ['2', '0', '0', '0', '2'],
    合计: ['6', '1', '1', '0', '4'],
  });
  await version.selectOption('第 2 版，最近发布');
  await page.getByText(before).waitFor({ state: 'detached' });
  await visitor.until(figures, walked);
});

describe('the city half a year ago', () => {
  test('figures and marks are those of that day’s end, and playing goes on from there', async () => {
    const day = daysAgo(182);
    const asOf = `${day}T24:00:00+08:00`;
    const moment = new Date(Date.parse(`${day}T00:00:00+08:00`) + 86_400_000).toISOString();
    const site = await lonelySite(application.sql, 'serious', asOf, 'compliant');
    await enter(`/?${near(site.at)}`);
    const { page } = visitor;
    const at = await visitor.pixelOf(site.at);
    expect((await visitor.pixels(at)).count(light.status.serious)).toBe(0);
    const slider = page.getByRole('slider', { name: '选择日期' });
    const last = Number(await slider.getAttribute('max'));
    await slider.fill(String(last - 182));
    await page.waitForFunction(() => new URLSearchParams(location.search).has('asof'));
    const expected = await statusCounts(application.sql, moment);
    await visitor.until(legendCounts, expected);
    await visitor.mapAtRest();
    expect((await visitor.pixels(at)).count(light.status.serious)).toBeGreaterThan(150);
    const open = await openIssueCount(application.sql, moment);
    await visitor.until(
      async () => (await slider.getAttribute('aria-valuetext'))?.match(/([\d,]+) 件$/)?.[1],
      open.toLocaleString('en'),
    );

    await page.getByRole('button', { name: '播放' }).click();
    await page.waitForFunction(
      (from) => Number(document.querySelector<HTMLInputElement>('input[type=range]')?.value) > from,
      last - 180,
    );
    await page.getByRole('button', { name: '暂停' }).click();
    await page.getByRole('button', { name: '回到现在', exact: true }).click();
    await visitor.mapAtRest();
    expect(await slider.inputValue()).toBe(String(last));
  });

  test('a copied link reopens the same view: place, moment, filter and selection', async () => {
    const [now] = await application.sql.query<{ now: Date }>('select now() as now');
    const site = await lonelySite(application.sql, 'serious', now!.now.toISOString());
    await enter(`/?${near(site.at)}&asof=${daysAgo(30)}T18:00&type=${'hotel,supermarket'}`, false);
    const { page } = visitor;
    const at = await visitor.pixelOf(site.at);
    await page.mouse.click(at.x, at.y);
    await page.getByRole('heading', { name: site.name, exact: true }).waitFor();
    await page.getByRole('button', { name: '我的账号' }).click();
    await page.getByRole('button', { name: '复制当前画面的链接' }).click();
    await page.getByText('链接已复制').waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const counts = await legendCounts();
    expect(link).toContain(`select=site-${site.id}`);
    expect(link).toContain('type=hotel,supermarket');

    await page.goto('about:blank');
    await page.goto(link);
    await visitor.mapAtRest();
    await page.getByRole('heading', { name: site.name, exact: true }).waitFor();
    await visitor.until(legendCounts, counts);
    expect(await visitor.legendRow('酒店').getAttribute('aria-pressed')).toBe('true');
    expect(await visitor.legendRow('社区').getAttribute('aria-pressed')).toBe('false');
    const again = await visitor.pixelOf(site.at);
    expect(Math.hypot(again.x - at.x, again.y - at.y)).toBeLessThan(2);
  });
});

interface ShownArea {
  readonly id: number;
  readonly k: number;
  readonly n: number;
}

async function shownAreas(): Promise<(ShownArea & { readonly words: string })[]> {
  return visitor.page.locator('main li[data-area]').evaluateAll((rows) =>
    rows.map((row) => {
      const [k, n] = (row.querySelector('.of')?.textContent ?? '').split('/').map(Number);
      return {
        id: Number(row.getAttribute('data-area')),
        k: k ?? Number.NaN,
        n: n ?? Number.NaN,
        words: row.querySelector('[role=img]')?.getAttribute('aria-label') ?? '',
      };
    }),
  );
}

async function isOfParent(parentId: number): Promise<boolean> {
  const shown = new Set((await shownAreas()).map(({ id }) => id));
  const children = await application.sql.query<{ id: number }>(
    'select id from public.areas where parent_id = $1',
    [parentId],
  );
  return children.length === shown.size && children.every(({ id }) => shown.has(id));
}

async function compareAreas(level: string, parentId: number | null, asOf: string): Promise<void> {
  const counted = await application.sql.query<ShownArea>(
    `select a.id, count(*) filter (where p.status = 'compliant') as k,
            count(*) filter (where p.status <> 'unknown') as n
       from public.areas a
       join public.areas c on c.path operator(extensions.<@) a.path
       join public.sites s on s.area_id = c.id
       join public.site_status_periods p on p.site_id = s.id
        and p.from_at <= $3::timestamptz and (p.to_at is null or p.to_at > $3::timestamptz)
      where a.level = $1::public.area_level and ($2::integer is null or a.parent_id = $2)
      group by a.id`,
    [level, parentId, asOf],
  );
  const shown = await shownAreas();
  const byId = (left: ShownArea, right: ShownArea) => left.id - right.id;
  expect(shown.map(({ id, k, n }) => ({ id, k, n })).sort(byId)).toEqual([...counted].sort(byId));
  for (const { k, n, words } of shown.filter((area) => area.n > 0)) {
    const [low, high] = wilson(k, n);
    expect(words).toContain(`${Math.round(low * 100)}%～${Math.round(high * 100)}%`);
  }
}

/** Wilson 1927, 95 %. */
function wilson(k: number, n: number): [number, number] {
  const z = 1.959964;
  const middle = (k + (z * z) / 2) / (n + z * z);
  const half = (z / (n + z * z)) * Math.sqrt((k * (n - k)) / n + (z * z) / 4);
  return [middle - half, middle + half];
}

/** What a colour of that opacity looks like on a ground. */
function over(color: Rgba, opacity: number, ground: Rgba): Rgba {
  const mixed = (part: 0 | 1 | 2) => color[part] * opacity + ground[part] * (1 - opacity);
  return [mixed(0), mixed(1), mixed(2), 255];
}

/** Planted so that problems of the last 90 days, which the page counts, are theirs. */
/** The veto indicators of the catalogue: flying-wire charging and blocked fire routes. */
const VETO: ReadonlySet<number> = new Set([14, 15]);

function plantedNow(): readonly PlantedHotspot[] {
  const firstDay = firstDayOf(Date.now());
  const geography = buildGeography(SEED, countsFor(DEFAULT_SITES));
  const random = new Random(SEED, 'organisation');
  const organisation = organise(geography, firstDay, firstDay + HISTORY_DAYS - 1, random);
  return plant(geography, organisation).hotspots.filter(
    ({ fromDay, toDay }) => fromDay <= HISTORY_DAYS - 90 && toDay >= HISTORY_DAYS - 1,
  );
}

function metersBetween(from: readonly [number, number], to: readonly [number, number]): number {
  const perDegree = 111_195;
  const shrink = Math.cos((from[1] * Math.PI) / 180);
  return Math.hypot((from[0] - to[0]) * perDegree * shrink, (from[1] - to[1]) * perDegree);
}

/** A day in Shanghai, YYYY-MM-DD. */
function daysAgo(days: number): string {
  return new Date(Date.now() + 8 * 3_600_000 - days * 86_400_000).toISOString().slice(0, 10);
}
