import { decode } from 'fast-png';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type Locator,
  type Page,
  type Request,
  type Response,
} from 'playwright';
import { expect } from 'vitest';
import type { Rgba } from '../../src/map/palette';
import type { Application } from './application';
import { chromiumLaunchOptions } from './chromium';

export const DESK = { width: 1280, height: 720 } as const;
export const PHONE = { width: 360, height: 740 } as const;

export interface VisitorOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly touch?: boolean;
  readonly theme?: 'light' | 'dark';
  readonly language?: 'zh' | 'en';
  /**
   * One pixel of the canvas for each of the page's, as `pixels` needs it. Otherwise the same page is drawn
   * with a quarter of them, which takes two thirds of the time where a processor draws.
   */
  readonly sharp?: boolean;
}

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch(chromiumLaunchOptions());
}

/** What software drawing says of itself, in Chromium's own words. */
const CHROMIUM_ITSELF = /GL Driver Message|Automatic fallback to software WebGL/;

/**
 * Somebody at a browser of their own. Whatever goes wrong in the page is remembered, and `leave`
 * fails unless it was announced by `expectTrouble`.
 */
export class Visitor {
  readonly page: Page;
  readonly application: Application;
  /** Method and path of everything asked for, to this server or any other. */
  readonly requests: string[] = [];
  readonly #context: BrowserContext;
  readonly #isSharp: boolean;
  readonly #expected: RegExp[] = [];
  readonly #troubles: string[] = [];
  readonly #answers = new Map<string, Response>();
  readonly #underWay = new Set<Request>();

  private constructor(
    application: Application,
    context: BrowserContext,
    page: Page,
    isSharp: boolean,
  ) {
    this.application = application;
    this.#context = context;
    this.page = page;
    this.#isSharp = isSharp;
    this.#listen();
  }

  static async at(
    application: Application,
    browser: Browser,
    {
      viewport = DESK,
      touch = false,
      theme = 'light',
      language = 'zh',
      sharp = false,
    }: VisitorOptions = {},
  ): Promise<Visitor> {
    const context = await browser.newContext({
      viewport,
      deviceScaleFactor: sharp ? 1 : 0.5,
      hasTouch: touch,
      isMobile: touch,
      colorScheme: theme,
      // The camera jumps: nothing is tested of a flight but where it ends.
      reducedMotion: 'reduce',
      locale: language === 'zh' ? 'zh-CN' : 'en',
      // Displayed times are Shanghai's, wherever the browser is.
      timezoneId: 'America/New_York',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    context.setDefaultTimeout(45_000);
    await context.addInitScript((chosen) => {
      // A blank page has no storage.
      if (location.protocol === 'http:') localStorage.setItem('chuangcheng.language', chosen);
    }, language);
    return new Visitor(application, context, await context.newPage(), sharp);
  }

  /** From now on what matches is no fault of the page's. */
  expectTrouble(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  /** @param path with its query */
  async open(path = '/'): Promise<void> {
    await this.page.goto(`${this.application.url}${path}`);
  }

  /** Within the page, as the browser's back and forward buttons do. */
  async goTo(path: string): Promise<void> {
    await this.page.evaluate((to) => {
      history.pushState(null, '', to);
      dispatchEvent(new PopStateEvent('popstate'));
    }, path);
  }

  /** By the button of the sample account of that role, as in `/sample-accounts.json`. */
  async signInAsSample(role: string, path = '/'): Promise<void> {
    const account = this.application.sampleAccounts.find((known) => known.role === role);
    if (!account) throw new Error(`the sample city has no account of the role ${role}`);
    await this.open(path);
    await this.page.getByRole('button', { name: account.name }).first().click();
    await this.entered();
  }

  /** Signs out by the account's menu; the page stays, with its sign-in form. */
  async signOut(): Promise<void> {
    await this.page.getByRole('button', { name: '我的账号' }).click();
    await this.page.getByRole('button', { name: '退出登录' }).click();
    await this.page.locator('input[name=password]').waitFor();
  }

  async signIn(email: string, password: string, path = '/'): Promise<void> {
    await this.open(path);
    await this.fillSignIn(email, password);
    await this.entered();
  }

  async fillSignIn(email: string, password: string): Promise<void> {
    await this.page.locator('input[name=email]').fill(email);
    await this.page.locator('input[name=password]').fill(password);
    await this.page.locator('form button[type=submit]').click();
  }

  /** The shell is there and the map has drawn what it knows. */
  async entered(): Promise<void> {
    await this.mapAtRest();
  }

  /** All that was asked for has come, and the map says itself that it has drawn it. */
  async mapAtRest(): Promise<void> {
    await this.page.waitForSelector('.map-canvas[data-ready="true"]');
    await this.frames();
    await this.until(() => Promise.resolve(this.#underWay.size), 0);
    await this.frames();
    await this.page.waitForSelector('.map-canvas[data-ready="true"][data-idle="true"]');
  }

  /** Two frames: Svelte has handed a change over, and the map has seen that it must draw. */
  async frames(): Promise<void> {
    await this.page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
  }

  /**
   * Where a place is drawn, in pixels of the page: web Mercator round the middle of the map.
   */
  async pixelOf([longitude, latitude]: readonly [number, number]): Promise<{
    readonly x: number;
    readonly y: number;
  }> {
    const camera = await this.camera();
    const box = await this.page.locator('.map-canvas').boundingBox();
    if (!box) throw new Error('there is no map on the page');
    const world = 512 * 2 ** camera.zoom;
    const [x, y] = mercator(longitude, latitude);
    const [centerX, centerY] = mercator(camera.longitude, camera.latitude);
    return {
      x: box.x + box.width / 2 + (x - centerX) * world,
      y: box.y + box.height / 2 + (y - centerY) * world,
    };
  }

  /** What the map shows now; the address follows a little later. */
  async camera(): Promise<{ longitude: number; latitude: number; zoom: number }> {
    const canvas = this.page.locator('.map-canvas[data-ready="true"]');
    const value = (await canvas.getAttribute('data-camera')) ?? '';
    const [longitude = 0, latitude = 0, zoom = 0] = value.split(',').map(Number);
    return { longitude, latitude, zoom };
  }

  /** What the canvas and all above it show to a `sharp` visitor round a pixel of the page. */
  async pixels(around: { x: number; y: number }, half = 20): Promise<Pixels> {
    if (!this.#isSharp) throw new Error('this visitor sees no single pixels: see `sharp`');
    const clip = {
      x: Math.round(around.x) - half,
      y: Math.round(around.y) - half,
      width: 2 * half,
      height: 2 * half,
    };
    const { data, channels } = decode(await this.page.screenshot({ clip }));
    return {
      count(color, tolerance = 10) {
        let found = 0;
        for (let start = 0; start < data.length; start += channels) {
          const isSame = [0, 1, 2].every(
            (part) => Math.abs((data[start + part] ?? 0) - (color[part] ?? 0)) <= tolerance,
          );
          if (isSame) found += 1;
        }
        return found;
      },
    };
  }

  /** The last answer of an API function to this page, as JSON. */
  async answer<Answer>(name: string): Promise<Answer> {
    const response = this.#answers.get(name);
    if (!response) throw new Error(`the page has not asked ${name}`);
    return (await response.json()) as Answer;
  }

  /** What the page last asked an API function with. */
  question<Question>(name: string): Question {
    const response = this.#answers.get(name);
    if (!response) throw new Error(`the page has not asked ${name}`);
    return response.request().postDataJSON() as Question;
  }

  /** A value of the page that comes to be so; fails after a while, telling what it was. */
  async until<Value>(ask: () => Promise<Value>, wanted: Value): Promise<void> {
    await expect.poll(ask, { timeout: 45_000, interval: 50 }).toEqual(wanted);
  }

  /** The legend's row of a status or type, by its word. */
  legendRow(word: string): Locator {
    return this.page.getByRole('button', { name: new RegExp(`^${word}，`) });
  }

  async legendCount(word: string): Promise<number> {
    const text = await this.legendRow(word).locator('.count').innerText();
    return Number(text.replaceAll(',', ''));
  }

  /** Turns a layer on or off in the menu, and closes the menu again. */
  async switchLayer(name: string): Promise<void> {
    const menu = this.page.getByRole('button', { name: '图层' });
    await menu.click();
    await this.page.getByRole('group', { name: '图层' }).getByText(name, { exact: true }).click();
    await this.page.keyboard.press('Escape');
    await this.mapAtRest();
  }

  /** Ends the visit. @throws when something went wrong in the page */
  async leave(): Promise<void> {
    await this.#context.close();
    this.expectNoTrouble();
  }

  /**
   * For who stays for another test: each is told of its own troubles.
   *
   * @throws when something went wrong in the page since this was last asked
   */
  expectNoTrouble(): void {
    const troubles = this.#troubles.splice(0);
    expect(troubles.filter((trouble) => !this.#isExpected(trouble))).toEqual([]);
  }

  #isExpected(trouble: string): boolean {
    return this.#expected.some((pattern) => pattern.test(trouble));
  }

  #listen(): void {
    const { page, application } = this;
    page.on('console', (message) => {
      if (!['error', 'warning'].includes(message.type())) return;
      if (CHROMIUM_ITSELF.test(message.text())) return;
      this.#troubles.push(`console ${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) =>
      this.#troubles.push(`page error: ${error.stack ?? error.message}`),
    );
    page.on('request', (request) => {
      const url = request.url();
      if (/^(data|blob):/.test(url)) return;
      this.#underWay.add(request);
      this.requests.push(`${request.method()} ${url.replace(application.url, '')}`);
      if (!url.startsWith(`${application.url}/`)) this.#troubles.push(`left the server: ${url}`);
    });
    page.on('requestfinished', (request) => this.#underWay.delete(request));
    page.on('requestfailed', (request) => {
      this.#underWay.delete(request);
      const reason = request.failure()?.errorText ?? '';
      // What the page itself called off, because something newer was asked for.
      if (reason === 'net::ERR_ABORTED') return;
      this.#troubles.push(`request failed: ${request.method()} ${request.url()} ${reason}`);
    });
    page.on('response', (response) => {
      const called = /\/rest\/v1\/rpc\/(\w+)/.exec(response.url())?.[1];
      if (called !== undefined && response.ok()) this.#answers.set(called, response);
      if (response.status() < 400) return;
      this.#troubles.push(
        `answer ${response.status()}: ${response.request().method()} ${response.url()}`,
      );
    });
  }
}

export interface Pixels {
  /** How many are of this colour, each channel within the tolerance. */
  count(color: Rgba, tolerance?: number): number;
}

/** Web Mercator, 0–1 from the north-west. */
function mercator(longitude: number, latitude: number): [number, number] {
  const radians = (latitude * Math.PI) / 180;
  return [
    (longitude + 180) / 360,
    (1 - Math.log(Math.tan(radians) + 1 / Math.cos(radians)) / Math.PI) / 2,
  ];
}
