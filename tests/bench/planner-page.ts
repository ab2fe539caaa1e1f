/**
 * Whether the page stays responsive while it plans: every task of the main thread from 开始规划 to the final
 * plan, in Chromium over the built page and the sample city, 14 days in zones of 99 and 357 sites.
 *
 * A processor draws the map here, not a graphics card, so that one frame of it takes longer than the mark; the
 * browser's own trace tells what of a task is drawing (animation frames, layout and painting) and what is left,
 * the planner's. The same page was watched for as long before, at rest and with the map moving.
 */
import { chromium, type Browser, type CDPSession, type Page } from 'playwright';
import { startApplication, type Application } from '../support/application';
import { chromiumLaunchOptions } from '../support/chromium';

const MARK_MILLISECONDS = 50;
const WATCH_SECONDS = 10;
const DAYS = 14;
/** Round the densest place: about 100 sites, and about 400. */
const ZONE_METERS = [700, 1_600] as const;

interface Zone {
  readonly name: string;
  readonly sites: number;
  /** As an address has it. */
  readonly middle: string;
}

export default async function bench(print: (figures: object) => void): Promise<void> {
  const [application, browser] = await Promise.all([
    startApplication({ sample: { seed: 1 } }),
    chromium.launch(chromiumLaunchOptions()),
  ]);
  try {
    for (const meters of ZONE_METERS) {
      const zone = await addZone(application, meters);
      const page = await openSetup(application, browser, zone);
      const devtools = await page.context().newCDPSession(page);
      const rest = await watch(devtools, () => page.waitForTimeout(WATCH_SECONDS * 1000));
      const moving = await watch(devtools, () => pan(page));
      const planning = await watch(devtools, async () => {
        await page.getByRole('button', { name: '开始规划' }).click();
        await page.getByRole('button', { name: '保存计划' }).waitFor({ timeout: 120_000 });
      });
      print({
        what: 'tasks of the main thread from 开始规划 to the final plan, by processor time',
        sites: zone.sites,
        days: DAYS,
        ...figuresOf(planning),
        markMilliseconds: MARK_MILLISECONDS,
        against: 'the same page at rest, and with the map moving',
        rest: figuresOf(rest),
        moving: figuresOf(moving),
      });
      await page.context().close();
    }
  } finally {
    await browser.close();
    await application.close();
  }
}

async function addZone({ sql }: Application, meters: number): Promise<Zone> {
  const name = `基准片区${meters}`;
  const [zone] = await sql.query<{ lon: number; lat: number; sites: number }>(
    `with middle as (
       select s.point from public.sites s
       order by (select count(*) from public.sites o
                  where extensions.st_dwithin(o.point, s.point, 0.006)) desc, s.id limit 1
     ), zone as (
       insert into public.zones (name, area, member_id)
       select $1, extensions.st_buffer(m.point::extensions.geography, $2)::extensions.geometry,
         (select min(c.id) from public.members c where c.role = 'patrol' and c.is_captain)
       from middle m returning area
     )
     select extensions.st_x(m.point) as lon, extensions.st_y(m.point) as lat,
       (select count(*)::integer from public.sites s where extensions.st_intersects(z.area, s.point)) as sites
     from zone z, middle m`,
    [name, meters],
  );
  return { name, sites: zone!.sites, middle: `${zone!.lon},${zone!.lat},14` };
}

async function openSetup(application: Application, browser: Browser, zone: Zone): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 720 },
    locale: 'zh-CN',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const captain = application.sampleAccounts.find(({ email }) => email.startsWith('captain@'))!;
  await page.goto(`${application.url}/?view=patrol&tab=plan-setup&map=${zone.middle}`);
  await page.locator('input[name=email]').fill(captain.email);
  await page.locator('input[name=password]').fill(captain.password);
  await page.locator('form button[type=submit]').click();
  await page.getByRole('combobox', { name: '片区' }).selectOption({ label: zone.name });
  await page.getByLabel('天数').fill(String(DAYS));
  await page.getByLabel('天数').press('Enter');
  await page.locator('main .setup dl').waitFor();
  await page.waitForSelector('.map-canvas[data-ready="true"][data-idle="true"]');
  return page;
}

async function pan(page: Page): Promise<void> {
  const until = Date.now() + WATCH_SECONDS * 1000;
  await page.mouse.move(300, 300);
  await page.mouse.down();
  for (let step = 0; Date.now() < until; step++) {
    await page.mouse.move(300 + (step % 40) * 4, 300 + (step % 20) * 4);
    await page.waitForTimeout(100);
  }
  await page.mouse.up();
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  readonly dur?: number;
  /** Of the processor, so that what else runs on the machine does not count. */
  readonly tdur?: number;
  readonly args: { readonly name?: string; readonly data?: { readonly type?: string } };
}

/** What the browser does for drawing, or for the page as a whole: nothing of it is the planner's own. */
const DRAWING = new Set([
  'FireAnimationFrame',
  'UpdateLayoutTree',
  'Layout',
  'PrePaint',
  'Paint',
  'Layerize',
  'Commit',
  'RasterTask',
  'MajorGC',
  'MinorGC',
]);

interface Task {
  readonly atSeconds: number;
  readonly milliseconds: number;
  /** Less what was drawing. */
  readonly scriptMilliseconds: number;
  readonly longestPart: string;
}

/** The tasks of the page's main thread while something happens. */
async function watch(devtools: CDPSession, act: () => Promise<void>): Promise<Task[]> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { value: unknown[] }) => events.push(...(value as TraceEvent[]));
  devtools.on('Tracing.dataCollected', collect);
  const categories = 'toplevel,devtools.timeline,disabled-by-default-devtools.timeline,v8';
  await devtools.send('Tracing.start', { categories, transferMode: 'ReportEvents' });
  await act();
  const complete = new Promise<void>((done) =>
    devtools.once('Tracing.tracingComplete', () => done()),
  );
  await devtools.send('Tracing.end');
  await complete;
  devtools.off('Tracing.dataCollected', collect);
  return tasksOf(events);
}

function tasksOf(events: readonly TraceEvent[]): Task[] {
  const main = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}/${tid}`),
  );
  const own = events
    .filter(({ ph, pid, tid }) => ph === 'X' && main.has(`${pid}/${tid}`))
    .sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  const tasks: Task[] = [];
  let at = 0;
  while (at < own.length) {
    const task = own[at++]!;
    if (!/RunTask/.test(task.name)) continue;
    const end = task.ts + (task.dur ?? 0);
    let drawing = 0;
    let drawnUntil = 0;
    let longest: TraceEvent | null = null;
    for (; at < own.length && own[at]!.ts < end; at++) {
      const part = own[at]!;
      if (part.ts >= drawnUntil && DRAWING.has(part.name)) {
        drawing += part.tdur ?? 0;
        drawnUntil = part.ts + (part.dur ?? 0);
      } else if (!/RunTask/.test(part.name) && (part.dur ?? 0) > (longest?.dur ?? 0))
        longest = part;
    }
    tasks.push({
      atSeconds: (task.ts - own[0]!.ts) / 1e6,
      milliseconds: (task.tdur ?? 0) / 1000,
      scriptMilliseconds: ((task.tdur ?? 0) - drawing) / 1000,
      longestPart: longest?.name ?? '',
    });
  }
  return tasks;
}

function figuresOf(tasks: readonly Task[]) {
  const over = tasks.filter(({ scriptMilliseconds }) => scriptMilliseconds > MARK_MILLISECONDS);
  const longest = (key: 'milliseconds' | 'scriptMilliseconds') =>
    Math.round(tasks.reduce((most, task) => Math.max(most, task[key]), 0));
  return {
    tasks: tasks.length,
    longestMilliseconds: longest('milliseconds'),
    longestWithoutDrawing: longest('scriptMilliseconds'),
    overMark: over.length,
    overMarkAre: over.map(
      (task) => `${task.longestPart} ${Math.round(task.scriptMilliseconds)} ms`,
    ),
  };
}
