/** `npm run shots`: pictures of every view, see USAGE. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { startApplication, type Application } from '../tests/support/application';
import { chromiumLaunchOptions } from '../tests/support/chromium';
import { messyWorkbook } from '../tests/support/messy-workbook';
import { chooseZone, openRunningPlan, planOn } from '../tests/support/plan-pictures';
import { publishRouteOfToday } from '../tests/support/route-of-today';
import { InputError, runCommand } from './command-line';
import { projectRoot, tell } from './run-process';

const USAGE = `
npm run shots -- [VIEW …]

用示例城市给各界面截图，存入 docs/screenshots/：中英文、浅色深色、桌面和手机，以及大屏。
Takes pictures of every view, or of those named, over the sample city into docs/screenshots/: both
languages, light and dark, desktop 1440 × 900 and phone 360 × 780, and the wall 3840 × 1080.
`;

const DIRECTORY = join(projectRoot, 'docs', 'screenshots');
const SEED = 1;
/** Of WebP, in percent: text stays sharp and no picture reaches 300 kB. */
const QUALITY = 80;

const SIZES = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 360, height: 780 },
  wall: { width: 3840, height: 1080 },
} as const;

const ROLES = ['leader', 'office', 'captain', 'patrol'] as const;
type Role = (typeof ROLES)[number];

interface View {
  /** Of the address; null is the sign-in page. */
  readonly query: ((known: Known) => string) | null;
  /** What is there once the view is. */
  readonly sign: string;
  readonly sizes: readonly (keyof typeof SIZES)[];
  /** Who looks; the leader unless it is nothing for leaders. */
  readonly role?: Exclude<Role, 'leader'>;
  /** What is done there before the sign can appear. */
  readonly act?: (page: Page, application: Application) => Promise<void>;
}

/** What of the sample city the views are of. */
interface Known {
  readonly siteId: number;
  /** With something that is to be looked at again. */
  readonly recheckSiteId: number;
  readonly issueId: number;
  /** Longitude and latitude, as an address has them. */
  readonly middle: string;
}

const DESK_AND_PHONE = ['desktop', 'phone'] as const;

const VIEWS: Readonly<Record<string, View>> = {
  'sign-in': { query: null, sign: 'main ul button', sizes: DESK_AND_PHONE },
  overview: { query: () => 'view=overview', sign: 'main dl', sizes: DESK_AND_PHONE },
  areas: {
    query: () => 'view=overview&tab=areas&layers=areas',
    sign: 'main li[data-area]',
    sizes: DESK_AND_PHONE,
  },
  density: {
    query: () => 'view=overview&layers=density',
    sign: 'main dl',
    sizes: ['desktop'],
  },
  hotspots: {
    query: () => 'view=overview&tab=hotspots&layers=hotspots',
    sign: 'main li[data-hotspot]',
    sizes: DESK_AND_PHONE,
  },
  patrol: { query: () => 'view=patrol', sign: 'main .draw', sizes: DESK_AND_PHONE },
  'plan-setup': {
    query: ({ middle }) => `view=patrol&tab=plan-setup&map=${middle},15`,
    sign: 'main .setup dl',
    sizes: DESK_AND_PHONE,
    role: 'captain',
    act: chooseZone,
  },
  ...Object.fromEntries(
    (['timeline', 'calendar', 'stops', 'measures', 'unserved'] as const).map((page) => [
      `plan-${page}`,
      {
        query: ({ middle }) => `view=patrol&tab=plan-setup&map=${middle},15`,
        sign: `main [data-plan-page=${page}]`,
        sizes: page === 'timeline' || page === 'measures' ? DESK_AND_PHONE : ['desktop'],
        role: 'captain',
        act: (shown: Page, application: Application) => planOn(shown, application, page),
      } satisfies View,
    ]),
  ),
  'plan-progress': {
    query: () => 'view=patrol&tab=plan-progress',
    sign: 'main table tbody tr',
    sizes: DESK_AND_PHONE,
    role: 'captain',
  },
  'plan-crews': {
    query: ({ middle }) => `view=patrol&tab=plan-crews&map=${middle},13.5`,
    sign: 'main section li .words',
    sizes: DESK_AND_PHONE,
    role: 'captain',
  },
  /** A plan that crews walk, opened because today changed. */
  'plan-today': {
    query: () => 'view=patrol&tab=plan-setup',
    sign: 'main .setup section fieldset label',
    sizes: DESK_AND_PHONE,
    role: 'captain',
    act: openRunningPlan,
  },
  sites: { query: () => 'view=sites', sign: 'main [data-site-id] .name', sizes: DESK_AND_PHONE },
  ledger: {
    query: () => 'view=ledger',
    sign: 'main [data-issue-id] [role=gridcell]',
    sizes: DESK_AND_PHONE,
  },
  groups: {
    query: () => 'view=ledger&ledger=group:unit',
    sign: 'main .groups li',
    sizes: ['desktop'],
  },
  settings: {
    query: () => 'view=settings',
    sign: 'main tbody tr',
    sizes: DESK_AND_PHONE,
    role: 'office',
  },
  activities: {
    query: () => 'view=activities',
    sign: 'main [data-plan-id]',
    sizes: DESK_AND_PHONE,
    role: 'office',
  },
  'activity-counts': {
    query: () => 'view=activities&tab=counts',
    sign: 'main table tbody tr',
    sizes: ['desktop'],
  },
  columns: {
    query: () => 'view=import',
    sign: 'section.import table',
    sizes: DESK_AND_PHONE,
    role: 'office',
    act: giveWorkbook,
  },
  fates: {
    query: () => 'view=import',
    sign: 'section.import [role=gridcell]',
    sizes: DESK_AND_PHONE,
    role: 'office',
    act: async (page, application) => {
      await giveWorkbook(page, application);
      await page.locator('section.import table').waitFor({ state: 'attached' });
      await page.locator('section.import .buttons button').first().dispatchEvent('click');
    },
  },
  report: { query: () => 'view=report', sign: 'main table', sizes: DESK_AND_PHONE },
  issue: {
    query: ({ issueId }) => `view=ledger&select=issue-${issueId}`,
    sign: 'main section ol > li',
    sizes: DESK_AND_PHONE,
  },
  site: {
    query: ({ siteId }) => `view=sites&select=site-${siteId}`,
    sign: 'main section ol > li',
    sizes: DESK_AND_PHONE,
  },
  inspect: {
    query: ({ siteId }) => `view=sites&select=site-${siteId}&tab=inspect`,
    sign: 'main li[data-code]',
    sizes: DESK_AND_PHONE,
    role: 'office',
  },
  recheck: {
    query: ({ recheckSiteId }) => `view=sites&select=site-${recheckSiteId}&tab=inspect`,
    sign: 'main section li[data-code]',
    sizes: DESK_AND_PHONE,
    role: 'office',
    act: async (page) => {
      await page.locator('main input[value=recheck]').dispatchEvent('click');
    },
  },
  place: {
    query: ({ middle }) => `view=patrol&map=${middle},16.5`,
    sign: 'main .place-report ul button',
    sizes: DESK_AND_PHONE,
    role: 'office',
    act: async (page) => {
      await mapAtRest(page);
      await page.locator('main .draw button').first().dispatchEvent('click');
    },
  },
  route: {
    query: () => 'view=patrol&tab=route',
    sign: 'main li[data-stop]',
    sizes: DESK_AND_PHONE,
    role: 'patrol',
  },
  'route-sheet': {
    query: () => 'view=patrol&tab=route',
    sign: 'dialog tbody tr',
    sizes: ['desktop'],
    role: 'patrol',
    act: async (page) => {
      await page.locator('main .tools button').last().click();
      await page.locator('dialog .formats button').first().click();
    },
  },
  wall: { query: () => 'wall=1', sign: '.wall .count', sizes: ['wall'] },
};

await runCommand(USAGE, {}, async ({ positionals }) => {
  const stranger = positionals.find((name) => VIEWS[name] === undefined);
  if (stranger !== undefined) {
    const allowed = Object.keys(VIEWS).join(' ');
    throw new InputError(
      `没有名为“${stranger}”的界面，可用：${allowed} / no view "${stranger}"; allowed: ${allowed}`,
    );
  }
  const names = positionals.length > 0 ? positionals : Object.keys(VIEWS);
  mkdirSync(DIRECTORY, { recursive: true });
  const application = await startApplication({ sample: { seed: SEED } });
  const browser = await chromium.launch(chromiumLaunchOptions());
  if (
    names.some(
      (name) => VIEWS[name]?.role === 'patrol' || ['plan-progress', 'plan-today'].includes(name),
    )
  ) {
    await publishRouteOfToday(application);
  }
  try {
    for (const language of ['zh', 'en'] as const) {
      for (const theme of ['light', 'dark'] as const) {
        for (const size of ['desktop', 'phone', 'wall'] as const) {
          const wanted = names.filter((name) => VIEWS[name]?.sizes.includes(size));
          // The wall is dark whatever was chosen.
          if (wanted.length === 0 || (size === 'wall' && theme === 'light')) continue;
          for (const role of ROLES) {
            const theirs = wanted.filter((name) => (VIEWS[name]?.role ?? 'leader') === role);
            if (theirs.length === 0) continue;
            await takeAll(application, browser, theirs, { language, theme, size, role });
          }
        }
      }
    }
  } finally {
    await browser.close();
    await application.close();
  }
});

interface Setting {
  readonly language: 'zh' | 'en';
  readonly theme: 'light' | 'dark';
  readonly size: keyof typeof SIZES;
  readonly role: Role;
}

async function takeAll(
  application: Application,
  browser: Browser,
  names: readonly string[],
  { language, theme, size, role }: Setting,
): Promise<void> {
  const context = await browser.newContext({
    viewport: SIZES[size],
    hasTouch: size === 'phone',
    isMobile: size === 'phone',
    colorScheme: theme,
    reducedMotion: 'reduce',
    locale: language === 'zh' ? 'zh-CN' : 'en',
  });
  await context.addInitScript(
    (chosen) => localStorage.setItem('chuangcheng.language', chosen),
    language,
  );
  const page = await context.newPage();
  const known: Known = {
    siteId: await aSeriousSite(application),
    recheckSiteId: await aSiteToRecheck(application),
    issueId: await anIssueFixed(application),
    middle: await amongSites(application),
  };
  const take = async (name: string): Promise<void> => {
    const view = VIEWS[name];
    if (!view) return;
    if (view.query) await page.goto(`${application.url}/?${view.query(known)}`);
    await view.act?.(page, application);
    // On a phone the sheet may hide it.
    await page.locator(view.sign).first().waitFor({ state: 'attached' });
    if (view.query) await mapAtRest(page);
    const file = `${name}-${language}-${theme}-${size}`;
    await save(page, file);
    tell(file);
  };
  await page.goto(application.url);
  await page.locator('input[name=email]').waitFor();
  if (names.includes('sign-in')) await take('sign-in');
  await signIn(application, page, role);
  for (const name of names.filter((one) => one !== 'sign-in')) await take(name);
  await context.close();
}

async function signIn(application: Application, page: Page, role: Setting['role']): Promise<void> {
  const account = application.sampleAccounts.find((known) =>
    role === 'captain' ? known.email.startsWith('captain@') : known.role === role,
  );
  if (!account) throw new Error(`The sample city has nobody of the role ${role}.`);
  await page.locator('input[name=email]').fill(account.email);
  await page.locator('input[name=password]').fill(account.password);
  await page.locator('form button[type=submit]').click();
  await mapAtRest(page);
}

async function mapAtRest(page: Page): Promise<void> {
  await page.waitForSelector('.map-canvas[data-ready="true"]', { timeout: 60_000 });
  await page.waitForLoadState('networkidle');
  // Two frames: what was loaded has been handed to the map, and it has seen that it must draw.
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
  await page.waitForSelector('.map-canvas[data-idle="true"]', { timeout: 60_000 });
}

/** As WebP, which Playwright does not offer by itself. */
async function save(page: Page, name: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: QUALITY,
  });
  await session.detach();
  writeFileSync(join(DIRECTORY, `${name}.webp`), Buffer.from(data, 'base64'));
}

/** A ledger as an office keeps it, given to the page that takes it in. */
async function giveWorkbook(page: Page, application: Application): Promise<void> {
  const { name, bytes } = await messyWorkbook(application.sql);
  await page
    .locator('section.import input[type=file]')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
}

/** One with an open issue to tell of, the same for a seed as long as the city is the same. */
async function aSeriousSite(application: Application): Promise<number> {
  const [row] = await application.sql.query<{ site_id: number }>(
    `select p.site_id from public.site_status_periods p
       join public.photos f on f.site_id = p.site_id
      where p.to_at is null and p.status = 'serious' and p.issue_id is not null
      order by p.site_id limit 1`,
  );
  if (!row) throw new Error('No site of the sample city is serious.');
  return row.site_id;
}

/** One that waits for its check, with photos to compare. */
async function anIssueFixed(application: Application): Promise<number> {
  const [row] = await application.sql.query<{ id: number }>(
    `select i.id from public.issues i
      where i.state = 'awaiting_check'
      order by (select count(*) from public.photos p where p.issue_id = i.id) desc, i.id limit 1`,
  );
  if (!row) throw new Error('No issue of the sample city awaits its check.');
  return row.id;
}

/** The one with the most to look at again. */
async function aSiteToRecheck(application: Application): Promise<number> {
  const [row] = await application.sql.query<{ site_id: number }>(
    `select i.site_id from public.issues i
      where i.state = 'closed' and i.recheck_due_at <= now() and i.site_id is not null
      group by i.site_id order by count(*) desc, i.site_id limit 1`,
  );
  if (!row) throw new Error('Nothing in the sample city is due for a re-check.');
  return row.site_id;
}

/** Near a site, but not at it. */
async function amongSites(application: Application): Promise<string> {
  const [row] = await application.sql.query<{ lon: number; lat: number }>(
    `select extensions.st_x(point) + 0.0006 as lon, extensions.st_y(point) as lat
       from public.sites where type = 'hotel' order by id limit 1`,
  );
  if (!row) throw new Error('The sample city has no hotel.');
  return `${row.lon.toFixed(5)},${row.lat.toFixed(5)}`;
}
