import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from './notices.ts';

/** An outside basemap, as the application reads it from /config.json. */
export type BasemapSetting = Readonly<Record<string, unknown>> & { readonly id: string };

const fileName = 'basemaps.json';

/**
 * The outside basemaps of a city: `basemaps.json` in its data folder, an array of objects which are
 * handed to the application as they are. Without the file there are none, and nothing leaves the
 * configured backend.
 *
 * @throws Refusal when the file is not such an array
 */
export function readBasemaps(dataDirectory: string): BasemapSetting[] {
  const path = join(dataDirectory, fileName);
  if (!existsSync(path)) return [];
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    value = undefined;
  }
  if (!Array.isArray(value) || !value.every(isSetting)) {
    throw new Refusal(
      `底图配置 ${path} 有误：应为 JSON 数组，每项有文字 id`,
      `The basemap settings ${path} are wrong: a JSON array is expected, each item with a text id.`,
    );
  }
  return value;
}

function isSetting(value: unknown): value is BasemapSetting {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { id?: unknown }).id === 'string'
  );
}

/**
 * The origins that the settings name anywhere in their texts, for the content security policy:
 * `https://t{s}.tianditu.gov.cn/…` allows `https://*.tianditu.gov.cn`.
 */
export function basemapOrigins(settings: readonly BasemapSetting[]): string[] {
  const origins = new Set<string>();
  // 天地图 is configured by its key alone; its tiles come from t0 to t7.
  if (settings.some(({ kind }) => kind === 'tianditu')) origins.add('https://*.tianditu.gov.cn');
  const text = JSON.stringify(settings);
  for (const [, scheme, host] of text.matchAll(/(https?):\/\/([^/"\\\s?#;,']+)/g)) {
    if (scheme === undefined || host === undefined) continue;
    const dot = host.indexOf('.');
    const first = dot < 0 ? host : host.slice(0, dot);
    const name = first.includes('{') && dot > 0 ? `*${host.slice(dot)}` : host;
    if (/^[\w*.:[\]-]+$/.test(name)) origins.add(`${scheme}://${name}`);
  }
  return [...origins];
}
