import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startApplication, type Application } from '../support/application';
import { launchBrowser, Visitor } from '../support/visitor';

let browser: Browser;
let application: Application;
let visitor: Visitor;

interface Hotel {
  readonly id: number;
  readonly name: string;
  readonly name_initials: string;
}

/** Of the community's own sites, one with photos and more history than a page holds. */
let site: Hotel;
let areaId: number;

beforeAll(async () => {
  [browser, application] = await Promise.all([
    launchBrowser(),
    startApplication({ sample: { seed: 1 } }),
  ]);
  const account = application.sampleAccounts.find(({ role }) => role === 'community');
  const [member] = await application.sql.query<{ area_id: number }>(
    `select m.area_id from public.members m join auth.users u on u.id = m.user_id
      where u.email = $1`,
    [account!.email],
  );
  areaId = member!.area_id;
  const [found] = await application.sql.query<Hotel>(
    `select s.id, s.name, s.name_initials from public.sites s
      where s.area_id = $1 and s.type = 'courtyard'
      order by (select count(*) from public.photos p where p.site_id = s.id) > 0 desc,
               (select count(*) from public.inspections i where i.site_id = s.id) desc, s.id limit 1`,
    [areaId],
  );
  site = found!;
});

afterAll(async () => {
  await visitor?.leave();
  await browser?.close();
  await application?.close();
});

afterEach(() => {
  visitor?.expectNoTrouble();
});

/** One of them, who stays for the next test. */
async function enter(path = '/?view=sites'): Promise<void> {
  if (visitor === undefined) {
    visitor = await Visitor.at(application, browser);
    await visitor.signInAsSample('community', path);
  } else {
    await visitor.goTo(path);
    await visitor.mapAtRest();
  }
}

const search = () => visitor.page.getByRole('combobox', { name: '搜索点位或区域' });

describe('staff of a community', () => {
  // Before any click has moved where Tab goes on from.
  test('do all of it without a mouse', async () => {
    await enter();
    const { page } = visitor;
    // The first stop of the page leads past what repeats.
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe(
      '跳到主要内容',
    );
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.waitForFunction(() => document.activeElement?.hasAttribute('data-site-id'));
    await page.keyboard.press('ArrowDown');
    const id = await page.evaluate(() => document.activeElement?.getAttribute('data-site-id'));
    await page.keyboard.press('Enter');
    await page.waitForFunction((one) => location.search.includes(`select=site-${one}`), id);
    await page.locator('p.why').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('p.why').waitFor({ state: 'detached' });
    await page.waitForFunction(
      (one) => document.activeElement?.getAttribute('data-site-id') === one,
      id,
    );
  });

  test('see the sites of their own area and no other', async () => {
    await enter();
    const [own] = await application.sql.query<{ count: number }>(
      `select count(*) as count from public.sites
        where area_id = $1 and opened_at <= now() and (closed_at is null or closed_at > now())`,
      [areaId],
    );
    expect(own!.count).toBeGreaterThan(5);
    await visitor.page.getByText(`${own!.count} 个点位`).first().waitFor();
    const { count } = await visitor.answer<{ count: number }>('city_sites');
    expect(count).toBeGreaterThanOrEqual(own!.count);
    const legend = visitor.page.getByRole('region', { name: '图例与筛选' });
    expect(await legend.innerText()).toContain(`显示 ${own!.count} / ${own!.count} 个点位`);
  });

  test.each([
    ['part of its Chinese name', () => site.name.slice(0, -1)],
    ['the initials of its pinyin', () => site.name_initials],
  ])('find a site by %s, and Enter flies there and opens it', async (_, query) => {
    await enter('/?view=sites&map=103,29.98,10');
    const { page } = visitor;
    const heading = page.getByRole('heading', { name: site.name, exact: true });
    // Wherever the test before has left the map.
    await visitor.until(async () => (await visitor.camera()).zoom, 10);
    await heading.waitFor({ state: 'detached' });
    await search().fill(query());
    await page.getByRole('option', { name: site.name }).first().waitFor();
    const names = await page.getByRole('option').locator('.name').allInnerTexts();
    for (let step = 0; step <= names.indexOf(site.name); step += 1) {
      if (step > 0 || (await search().getAttribute('aria-activedescendant')) === null) {
        await page.keyboard.press('ArrowDown');
      }
    }
    await page.keyboard.press('Enter');
    await heading.waitFor();
    await visitor.until(async () => (await visitor.camera()).zoom >= 15, true);
    await visitor.mapAtRest();
    const { longitude, latitude } = await visitor.camera();
    const [there] = await application.sql.query<{ meters: number }>(
      `select extensions.st_distance(point::extensions.geography,
                extensions.st_setsrid(extensions.st_point($2, $3), 4326)::extensions.geography) as meters
         from public.sites where id = $1`,
      [site.id, longitude, latitude],
    );
    expect(there!.meters).toBeLessThan(500);
  });

  test('read why, then the whole history to its end, filtered, with photos', async () => {
    await enter(`/?select=site-${site.id}`);
    const { page } = visitor;
    await page.getByRole('heading', { name: site.name, exact: true }).waitFor();
    const [truth] = await application.sql.query<{ status: string; code: number | null }>(
      'select status::text, code from private.site_status($1, now())',
      [site.id],
    );
    const word = { compliant: '达标', attention: '待整改', serious: '问题突出', unknown: '待检查' }[
      truth!.status
    ];
    const why = await page.locator('p.why').innerText();
    expect(why).toContain(`${word}：`);
    if (truth!.code !== null) {
      const [indicator] = await application.sql.query<{ name_zh: string }>(
        'select name_zh from public.indicators where catalogue_id = 1 and code = $1',
        [truth!.code],
      );
      expect(why).toContain(indicator!.name_zh);
    }

    const [inspections] = await application.sql.query<{ count: number }>(
      `select count(*) as count from public.inspections where site_id = $1 and kind <> 'mock'`,
      [site.id],
    );
    const [mock] = await application.sql.query<{ count: number }>(
      `select count(*) as count from public.inspections where site_id = $1 and kind = 'mock'`,
      [site.id],
    );
    await page.getByRole('radio', { name: '检查', exact: true }).check();
    await toTheEnd();
    const shown = await page.locator('main section:last-of-type ol > li').count();
    expect([inspections!.count, inspections!.count + mock!.count]).toContain(shown);

    const [events] = await application.sql.query<{ count: number; photos: number }>(
      `select count(*) as count,
              (select count(*) from public.photos p where p.site_id = $1) as photos
         from public.issue_events e join public.issues i on i.id = e.issue_id
        where i.site_id = $1`,
      [site.id],
    );
    await page.getByRole('radio', { name: '问题处理' }).check();
    await toTheEnd();
    expect(await page.locator('main section:last-of-type ol > li').count()).toBe(events!.count);
    const photo = page.getByRole('button', { name: /照片，第 1 张/ }).first();
    if (events!.photos > 0) {
      await photo.scrollIntoViewIfNeeded();
      await photo.click();
      const picture = page.getByRole('dialog', { name: '照片' }).locator('img');
      await picture.waitFor();
      expect(
        await picture.evaluate((image: HTMLImageElement) => image.naturalWidth),
      ).toBeGreaterThan(50);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog', { name: '照片' }).waitFor({ state: 'hidden' });
    }
  });
});

/** Pages on by the button, as long as there is one. */
async function toTheEnd(): Promise<void> {
  const { page } = visitor;
  const end = page.getByText('以上是全部记录');
  const more = page.getByRole('button', { name: '更早的记录' });
  for (;;) {
    await end.or(more).first().waitFor();
    if (await end.isVisible()) return;
    // Paging may have gone on by itself, since the end of the list was in sight.
    await more.click({ timeout: 2_000 }).catch(() => undefined);
  }
}
