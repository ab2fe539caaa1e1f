import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { madeApp1 } from '../../src/domain/photos/exif.fixture';
import { paletteOf } from '../../src/map/palette';
import { startApplication, type Application } from '../support/application';
import { AREAS, SMALL_CITY_PASSWORD, SmallCity } from '../support/small-city';
import { launchBrowser, PHONE, Visitor, type VisitorOptions } from '../support/visitor';

const light = paletteOf('light');

let browser: Browser;
let application: Application;
let visitor: Visitor;
/** A patrol at a desk, stays for its next test. */
let patrol: Visitor | undefined;

/** One for each journey, so that none meets what another left. */
const SITES = { fails: 1, words: 2, offline: 3, blind: 4 } as const;

beforeAll(async () => {
  const courtyards = Object.values(SITES).map((id) => ({
    id,
    name: `第${id}院`,
    type: 'courtyard' as const,
    at: placeOf(id),
    status: 'compliant' as const,
  }));
  const city = SmallCity.with()
    .sites(...courtyards)
    .member({ name: '刘测评', role: 'assessor', areaId: AREAS.south });
  [browser, application] = await Promise.all([
    launchBrowser(),
    startApplication({ prepare: city.prepare }),
  ]);
});

afterEach(async () => {
  if (visitor === patrol) patrol?.expectNoTrouble();
  else await visitor?.leave();
});

afterAll(async () => {
  await patrol?.leave();
  await browser?.close();
  await application?.close();
});

function placeOf(id: number): readonly [longitude: number, latitude: number] {
  return [103.04 + id / 100, 29.93];
}

function linkTo(id: number): string {
  return `/?view=sites&select=site-${id}&map=${placeOf(id).join(',')},17`;
}

async function enter(role: string, path: string, options: VisitorOptions = {}): Promise<void> {
  visitor = await Visitor.at(application, browser, options);
  await visitor.signIn(`${role}@example.invalid`, SMALL_CITY_PASSWORD, path);
}

async function enterAsPatrol(path: string): Promise<void> {
  if (patrol === undefined) {
    await enter('patrol', path, { sharp: true });
    patrol = visitor;
  } else {
    visitor = patrol;
    await patrol.goTo(path);
    await patrol.mapAtRest();
  }
}

const results = (item: string) =>
  visitor.page.getByRole('group', { name: `${item}：结果`, exact: true });
const say = (item: string, result: '合格' | '不合格' | '不适用') =>
  results(item).getByRole('button', { name: result, exact: true }).click();

async function openChecklist(): Promise<void> {
  await visitor.page.getByRole('button', { name: '检查', exact: true }).click();
  await visitor.page.getByText('已查 0/21').waitFor();
}

/** A real JPEG of 40 × 20 out of this browser, with what a camera would have written. */
async function photograph(exif: Parameters<typeof madeApp1>[0]) {
  const base64 = await visitor.page.evaluate(async () => {
    const canvas = new OffscreenCanvas(40, 20);
    const context = canvas.getContext('2d')!;
    const shade = context.createLinearGradient(0, 0, 40, 20);
    shade.addColorStop(0, '#123');
    shade.addColorStop(1, '#def');
    context.fillStyle = shade;
    context.fillRect(0, 0, 40, 20);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg' });
    return btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer())));
  });
  const jpeg = Buffer.from(base64, 'base64');
  const buffer = Buffer.concat([jpeg.subarray(0, 2), madeApp1(exif), jpeg.subarray(2)]);
  return { name: '通道.jpg', mimeType: 'image/jpeg', buffer };
}

async function addPhoto(item: string, exif: Parameters<typeof madeApp1>[0]): Promise<void> {
  const file = await photograph(exif);
  const picker = visitor.page.getByRole('group', { name: `${item}：照片` });
  await picker.locator('input[type=file][multiple]').setInputFiles(file);
  await picker.getByText('已保存').waitFor();
}

const FIRE_ROUTES = '消防通道、安全出口畅通';

describe('a patrol inspects a courtyard', () => {
  test('one fail with a photo opens its issue, and the site changes on the map', async () => {
    await enterAsPatrol(linkTo(SITES.fails));
    const { page } = visitor;
    expect(await visitor.legendCount('问题突出')).toBe(0);
    const place = await visitor.pixelOf(placeOf(SITES.fails));
    expect((await visitor.pixels(place)).count(light.status.serious)).toBe(0);
    await openChecklist();

    await say('分类垃圾桶完好', '合格');
    await page
      .getByRole('group', { name: '无积存垃圾烟蒂：数量' })
      .getByRole('spinbutton')
      .fill('2');
    await page.getByRole('button', { name: '全部合格' }).first().click();
    await say(FIRE_ROUTES, '不合格');
    await page.getByText('已查 4/21').waitFor();
    await addPhoto(FIRE_ROUTES, {
      orientation: 6,
      dateTime: '2026:03:02 09:58:30',
      latitude: ['N', 29, 1, 55, 1, 48, 1],
      longitude: ['E', 103, 1, 3, 1, 0, 1],
    });
    await page.getByLabel(`${FIRE_ROUTES}：哪里不合格`).fill('二单元门口堆放电动车');

    await page.getByRole('button', { name: '完成检查' }).click();
    const dialog = page.getByRole('dialog', { name: '提交前确认' });
    await dialog.getByText('合格 3 项，不合格 1 项，不适用 0 项').waitFor();
    await dialog.getByText('将生成 1 个问题').waitFor();
    await dialog.getByText('还有 17 项未查').waitFor();
    await dialog.getByRole('button', { name: '提交检查' }).click();
    await page.getByText('检查已提交').waitFor();

    // Upright, so that 40 × 20 lying on its side stands; time and place as the camera wrote them.
    const photos = await application.sql.query(
      `select f.width, f.height, f.mime, p.stage, p.caption, i.code, i.description, k.kind,
              to_char(p.taken_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS') as taken,
              extensions.st_x(p.point) as lon, extensions.st_y(p.point) as lat
         from public.photos p join public.photo_files f using (sha256)
         join public.issues i on i.id = p.issue_id join public.issue_events k on k.id = p.event_id
         join public.observations o on o.id = p.observation_id`,
    );
    expect(photos).toEqual([
      expect.objectContaining({
        width: 20,
        height: 40,
        mime: 'image/jpeg',
        stage: 'before',
        code: 15,
        description: '二单元门口堆放电动车',
        kind: 'reported',
        taken: '2026-03-02 09:58:30',
        lon: 103.05,
        lat: 29.93,
      }),
    ]);
    const [issue] = await application.sql.query<{ number: string }>(
      'select number from public.issues order by id desc limit 1',
    );
    await page.getByRole('button', { name: `查看问题 ${issue!.number}` }).waitFor();

    await page.getByRole('button', { name: '返回点位' }).last().click();
    await page.getByText(issue!.number).first().waitFor();
    await visitor.until(() => visitor.legendCount('问题突出'), 1);
    await visitor.mapAtRest();
    expect((await visitor.pixels(place)).count(light.status.serious)).toBeGreaterThan(20);
  });

  test('a fail needs a word or a photo; counts and samples decide by themselves', async () => {
    await enter('patrol', linkTo(SITES.words), { viewport: PHONE, touch: true });
    const { page } = visitor;
    await openChecklist();
    await say('绿化未毁占', '不合格');
    const litter = page.getByRole('group', { name: '无积存垃圾烟蒂：数量' });
    await litter.getByRole('spinbutton').fill('4');
    await page.getByText('已查 2/21').waitFor();
    await page.getByRole('button', { name: '完成检查' }).click();
    const dialog = page.getByRole('dialog', { name: '提交前确认' });
    await dialog.getByText('1 项不合格还缺说明或照片').waitFor();
    expect(await dialog.getByRole('button', { name: '提交检查' }).isDisabled()).toBe(true);
    await dialog.getByRole('button', { name: '去补充' }).click();
    await page.getByLabel('绿化未毁占：哪里不合格').fill('绿地停车');
    await page
      .getByRole('checkbox', { name: /当场整改/ })
      .last()
      .check();
    await page.getByRole('button', { name: '完成检查' }).click();
    await dialog.getByText('当场整改，即刻销号').waitFor();
    await dialog.getByRole('button', { name: '提交检查' }).click();
    await page.getByText('检查已提交').waitFor();
    expect(
      await application.sql.query(
        `select i.code, i.state::text, i.description from public.issues i
          where i.site_id = ${SITES.words} order by i.code`,
      ),
    ).toEqual([
      { code: 11, state: 'reported', description: '数量 4，应不超过 3' },
      { code: 24, state: 'closed', description: '绿地停车' },
    ]);
  });

  test('without a network it is kept, survives a reload, and is sent when the network is back', async () => {
    await enterAsPatrol(linkTo(SITES.offline));
    const { page } = visitor;
    await openChecklist();
    await say('照明完好', '不合格');
    await page.getByLabel('照明完好：哪里不合格').fill('三盏路灯不亮');
    await addPhoto('照明完好', {});
    await page.getByRole('button', { name: '返回点位' }).click();
    await page.getByRole('button', { name: '检查', exact: true }).click();
    await page.getByText('已查 1/21').waitFor();

    await page.reload();
    await visitor.mapAtRest();
    await page.getByText('已查 1/21').waitFor();
    expect(await page.getByLabel('照明完好：哪里不合格').inputValue()).toBe('三盏路灯不亮');

    visitor.expectTrouble(/request failed|ERR_|answer 50[234]/);
    await application.goAway();
    await page.getByRole('button', { name: '完成检查' }).click();
    await page.getByRole('button', { name: '提交检查' }).click();
    await page.getByText('现在没有网络，检查已保存在本机，联网后自动提交。').waitFor();
    await application.comeBack();
    await page.getByText('检查已提交').waitFor();
    expect(
      await application.sql.query(
        `select i.code, (select count(*)::int from public.photos p where p.issue_id = i.id) as photos
           from public.issues i where i.site_id = ${SITES.offline}`,
      ),
    ).toEqual([{ code: 18, photos: 1 }]);
    expect(
      await application.sql.query(
        `select count(*)::int as n from public.inspections
          where client_id is not null and site_id = ${SITES.offline}`,
      ),
    ).toEqual([{ n: 1 }]);
  });
});

test('an assessor inspects blind, and nothing follows', async () => {
  await enter('assessor', linkTo(SITES.blind));
  const { page } = visitor;
  await openChecklist();
  await page.getByText('模拟测评：不显示以往结果和问题').waitFor();
  expect(await page.getByText(/上次|从未检查/).count()).toBe(0);
  await say(FIRE_ROUTES, '不合格');
  await page.getByRole('button', { name: '完成检查' }).click();
  await page.getByRole('button', { name: '提交检查' }).click();
  await page.getByText('模拟测评已记录。').waitFor();
  expect(
    await application.sql.query(`select id from public.issues where site_id = ${SITES.blind}`),
  ).toEqual([]);
});

test('a leader looks on: there is no button', async () => {
  await enter('leader', linkTo(SITES.blind));
  await visitor.page.getByRole('button', { name: '在地图上查看' }).first().waitFor();
  expect(await visitor.page.getByRole('button', { name: '检查', exact: true }).count()).toBe(0);
});
