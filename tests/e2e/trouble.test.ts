import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startApplication, type Application } from '../support/application';
import {
  AREAS,
  SMALL_CITY_PASSWORD,
  SmallCity,
  UNITS,
  type SmallSite,
} from '../support/small-city';
import { launchBrowser, Visitor } from '../support/visitor';

const SERIOUS: SmallSite = { id: 1, name: '江边宾馆', at: [103.05, 29.93], status: 'serious' };
const NORTH: SmallSite = { id: 2, name: '北街超市', type: 'supermarket', at: [103.06, 29.97] };
const SIZE = { width: 1100, height: 700 };

let browser: Browser;
let application: Application;
let visitor: Visitor;

beforeAll(async () => {
  const city = SmallCity.with()
    .sites(SERIOUS, NORTH)
    .member({ name: '陈社工', role: 'community', unitId: UNITS.south, areaId: AREAS.south })
    .member({ name: '刘测评', role: 'assessor' });
  [browser, application] = await Promise.all([
    launchBrowser(),
    startApplication({ prepare: city.prepare }),
  ]);
});

afterAll(async () => {
  await browser?.close();
  await application?.close();
});

afterEach(async () => {
  await application.comeBack();
  await visitor?.leave();
});

async function enter(path = '/', role = 'leader'): Promise<void> {
  visitor = await Visitor.at(application, browser, { viewport: SIZE });
  await visitor.signIn(`${role}@example.invalid`, SMALL_CITY_PASSWORD, path);
}

describe('nobody signed in', () => {
  test('sees the sign-in page alone, and is answered nothing', async () => {
    visitor = await Visitor.at(application, browser, { viewport: SIZE });
    await visitor.open('/?select=site-1');
    const { page } = visitor;
    await page.getByLabel('密码').waitFor();
    expect(await page.locator('.map-canvas').count()).toBe(0);
    expect(await page.locator('body').innerText()).not.toContain('江边宾馆');
    expect(visitor.requests.filter((request) => request.includes('/rest/v1/'))).toEqual([]);
    const headers = {
      apikey: application.publishableKey,
      'content-type': 'application/json',
    };
    const asked = await Promise.all([
      ...['city_sites', 'city_lists', 'list_zones', 'base_map'].map((name) =>
        fetch(`${application.url}/rest/v1/rpc/${name}`, { method: 'POST', headers, body: '{}' }),
      ),
      ...['sites', 'issues', 'members', 'photos', 'areas'].map((name) =>
        fetch(`${application.url}/rest/v1/${name}?select=*`, { headers }),
      ),
    ]);
    for (const answer of asked) {
      expect([answer.url, answer.ok, await answer.text()]).toEqual([
        answer.url,
        false,
        expect.not.stringContaining('江边宾馆'),
      ]);
    }
  });

  test('is told of a wrong password, and after too many guesses how long to wait', async () => {
    visitor = await Visitor.at(application, browser, { viewport: SIZE });
    visitor.expectTrouble(/status of (400|429)|answer (400|429)/);
    await visitor.open();
    await visitor.fillSignIn('community@example.invalid', 'not the password');
    await visitor.page.getByText('邮箱或密码不正确，请重新输入。').waitFor();
    // The form takes one guess at a time; nine more come from elsewhere.
    for (let time = 0; time < 9; time += 1) {
      const answer = await fetch(`${application.url}/auth/v1/token?grant_type=password`, {
        method: 'POST',
        headers: { apikey: application.publishableKey, 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'community@example.invalid', password: `guess ${time}` }),
      });
      expect(answer.status).toBe(400);
    }
    await visitor.fillSignIn('community@example.invalid', SMALL_CITY_PASSWORD);
    await visitor.page.getByText(/操作太频繁，请 \d+ 秒后再试。/).waitFor();
    expect(await visitor.page.locator('form button[type=submit]').isDisabled()).toBe(true);
  });
});

describe('a server that is away', () => {
  test('is told by a banner; what is there stays; once it is back, work goes on', async () => {
    await enter('/?view=sites');
    const { page } = visitor;
    visitor.expectTrouble(
      /ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_SOCKET|ERR_NETWORK|Failed to fetch/,
    );
    await application.goAway();
    await page.locator('[data-site-id="1"]').click();
    await page.getByText('与服务器的连接已中断').waitFor();
    expect(await visitor.legendCount('问题突出')).toBe(1);
    await visitor.mapAtRest();
    await page.getByRole('button', { name: '立即重试' }).waitFor();
    await application.comeBack();
    // It tries again by itself.
    await page.locator('p.why').waitFor();
    await page.getByText('与服务器的连接已中断').waitFor({ state: 'detached' });
    expect(await page.getByRole('heading', { name: '江边宾馆' }).count()).toBe(1);
  });
});

describe('a session', () => {
  test('that expired asks for the password, and what was asked for goes on', async () => {
    await enter('/?view=sites');
    const { page } = visitor;
    visitor.expectTrouble(/status of (400|401|403)|answer (400|401|403)/);
    // Neither the token nor what would renew it is good any longer.
    await application.sql.exec('delete from auth.refresh_tokens; delete from auth.sessions;');
    await page.evaluate(() => {
      const kept = JSON.parse(localStorage.getItem('chuangcheng.session')!) as {
        access_token: string;
        expires_at: number;
      };
      const [head, , signature] = kept.access_token.split('.');
      kept.access_token = [head, btoa('{"sub":"nobody","exp":1}'), signature].join('.');
      kept.expires_at = 1;
      localStorage.setItem('chuangcheng.session', JSON.stringify(kept));
    });
    await page.locator('[data-site-id="1"]').click();
    const dialog = page.getByRole('dialog', { name: '登录已过期' });
    await dialog.waitFor();
    expect(await page.locator('.map-canvas').count()).toBe(1);
    await dialog.locator('input[name=password]').fill(SMALL_CITY_PASSWORD);
    await dialog.getByRole('button', { name: '登录', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.locator('p.why').waitFor();
  });

  test('of somebody deactivated ends with the next thing asked for', async () => {
    await enter('/?view=sites', 'assessor');
    const { page } = visitor;
    visitor.expectTrouble(/status of (400|401|403)|answer (400|401|403)/);
    await application.sql.exec(`update public.members set active = false where role = 'assessor'`);
    await page.locator('[data-site-id="1"]').click();
    await page.getByText('此账号还不是本系统成员').waitFor();
    expect(await page.locator('.map-canvas').count()).toBe(0);
    expect(await page.locator('body').innerText()).not.toContain('江边宾馆');
  });
});

describe('a link', () => {
  test('with parameters that say nothing is told of each in a line; the rest is used', async () => {
    await enter(
      '/?view=moon&map=1,2&select=site-99&status=serious&area=77&asof=1999-01-01T00:00&layers=gold&wall=2',
    );
    // The site that is not there is asked for before the city has come.
    visitor.expectTrouble(/status of 400|answer 400: POST .*site_(card|history)/);
    const alerts = visitor.page.getByText(/^链接中的“/);
    await alerts.first().waitFor();
    await visitor.until(() => alerts.count(), 7);
    const said = (await alerts.allInnerTexts()).join('\n');
    for (const name of ['view=moon', 'map=1,2', 'select=site-99', 'area=77', 'layers=gold']) {
      expect(said).toContain(`“${name}”`);
    }
    expect(await visitor.legendRow('问题突出').getAttribute('aria-pressed')).toBe('true');
  });
});
