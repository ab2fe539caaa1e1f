import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type LaunchOptions } from 'playwright';

/** Names under which distributions and Google install it. */
const COMMANDS = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
] as const;

const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
] as const;

/**
 * WebGL2 on a machine without a graphics card, and no request of the browser's own: every request
 * that a test sees leaving is one of ours.
 */
export const CHROMIUM_FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
] as const;

/**
 * Path of a Chromium or Chrome: `CHROMIUM_PATH`, the system's, then Playwright's own.
 *
 * @throws when `CHROMIUM_PATH` is set and is not an executable file.
 */
export function findChromium(): string | undefined {
  const wanted = process.env.CHROMIUM_PATH;
  if (wanted !== undefined && wanted !== '') {
    if (isExecutable(wanted)) return wanted;
    throw new Error(
      `CHROMIUM_PATH=${wanted}: 需为可执行文件 / must be an executable file of Chromium or Chrome`,
    );
  }
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const system = COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)));
  return [...system, ...APPLICATIONS, chromium.executablePath()].find(isExecutable);
}

/**
 * Options for Playwright's `chromium.launch`.
 *
 * @throws when there is no Chromium.
 */
export function chromiumLaunchOptions(): LaunchOptions {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error(
      '未找到 Chromium，可用 CHROMIUM_PATH 指明 / no Chromium found; CHROMIUM_PATH may name one',
    );
  }
  return { executablePath, args: [...CHROMIUM_FLAGS] };
}

function isExecutable(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
