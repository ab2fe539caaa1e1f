import type { Theme } from '../api.ts';
import type { Basemap, ConfiguredBasemap, Ground } from './basemap.ts';

/** Ground under the marks; undefined where it follows the theme. */
export function groundOf(basemap: Basemap): Ground | undefined {
  switch (basemap.kind) {
    case 'built-in':
    case 'pmtiles':
      return undefined;
    case 'tianditu':
      return basemap.layer === 'imagery' ? 'satellite' : 'light';
    case 'style':
    case 'raster':
      return basemap.ground;
  }
}

export function groundUnder(basemap: Basemap, theme: Theme): Ground {
  return groundOf(basemap) ?? theme;
}

export interface BasemapProblem {
  /** Which entry, from 0. */
  readonly index: number;
  readonly zh: string;
  readonly en: string;
}

export interface ReadBasemaps {
  readonly basemaps: readonly ConfiguredBasemap[];
  /** One line an entry that was left out. */
  readonly problems: readonly BasemapProblem[];
}

const KINDS = ['style', 'raster', 'pmtiles', 'tianditu'] as const;
const GROUNDS: readonly string[] = ['light', 'dark', 'satellite'];

/** Thrown and caught within this file only: the first thing wrong with one entry. */
class Refusal extends Error {
  constructor(
    readonly zh: string,
    readonly en: string,
  ) {
    super(en);
  }
}

/**
 * The `basemaps` of config.json: what is wrong is left out and named, the rest works.
 *
 * @param value whatever stood in the file
 */
export function readBasemaps(value: unknown): ReadBasemaps {
  if (value === undefined || value === null) return { basemaps: [], problems: [] };
  if (!Array.isArray(value)) {
    const problem = {
      index: 0,
      zh: '配置项 basemaps 应为数组',
      en: 'basemaps in the configuration must be an array',
    };
    return { basemaps: [], problems: [problem] };
  }
  const basemaps: ConfiguredBasemap[] = [];
  const problems: BasemapProblem[] = [];
  value.forEach((entry: unknown, index) => {
    try {
      const basemap = readBasemap(entry);
      if (basemaps.some(({ id }) => id === basemap.id)) {
        throw new Refusal(`id“${basemap.id}”重复`, `id "${basemap.id}" is used twice`);
      }
      basemaps.push(basemap);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      problems.push({
        index,
        zh: `第 ${index + 1} 个底图配置有误：${error.zh}`,
        en: `basemap ${index + 1} in the configuration: ${error.en}`,
      });
    }
  });
  return { basemaps, problems };
}

function readBasemap(value: unknown): ConfiguredBasemap {
  if (typeof value !== 'object' || value === null) {
    throw new Refusal('应为对象', 'must be an object');
  }
  const entry = value as Record<string, unknown>;
  const text = (name: string): string => {
    const found = entry[name];
    if (typeof found !== 'string' || found.trim() === '') {
      throw new Refusal(`${name} 应为非空文字`, `${name} must be a text that is not empty`);
    }
    return found;
  };
  const approval =
    entry['approvalNumber'] === undefined ? {} : { approvalNumber: text('approvalNumber') };
  const common = {
    id: text('id'),
    nameZh: text('nameZh'),
    nameEn: text('nameEn'),
    attribution: text('attribution'),
    ...approval,
  };
  const kind = text('kind') as (typeof KINDS)[number];
  switch (kind) {
    case 'style':
      return { ...common, kind, url: address(text('url'), 'url'), ground: ground(entry['ground']) };
    case 'pmtiles':
      return { ...common, kind, url: address(text('url'), 'url') };
    case 'raster': {
      const minZoom = zoom(entry['minZoom'] ?? 0, 'minZoom');
      const maxZoom = zoom(entry['maxZoom'] ?? 18, 'maxZoom');
      if (minZoom > maxZoom) {
        throw new Refusal('minZoom 不得大于 maxZoom', 'minZoom must not be above maxZoom');
      }
      return {
        ...common,
        kind,
        tiles: tileAddresses(entry['tiles']),
        tileSize: tileSize(entry['tileSize'] ?? 256),
        minZoom,
        maxZoom,
        ground: ground(entry['ground']),
      };
    }
    case 'tianditu': {
      const layer = text('layer');
      if (layer !== 'vector' && layer !== 'imagery') {
        throw new Refusal('layer 应为 vector 或 imagery', 'layer must be vector or imagery');
      }
      const key = text('key');
      if (!/^[0-9a-z]+$/i.test(key)) {
        throw new Refusal('key 只能由字母和数字组成', 'key must be letters and digits');
      }
      return { ...common, kind, layer, key };
    }
    default:
      throw new Refusal(
        `kind 应为 ${KINDS.join('、')} 之一`,
        `kind must be one of ${KINDS.join(', ')}`,
      );
  }
}

function ground(value: unknown): Ground {
  if (typeof value === 'string' && GROUNDS.includes(value)) return value as Ground;
  throw new Refusal(
    'ground 应为 light、dark 或 satellite',
    'ground must be light, dark or satellite',
  );
}

function zoom(value: unknown, name: string): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 24)
    return value;
  throw new Refusal(`${name} 应为 0 至 24 的整数`, `${name} must be a whole number from 0 to 24`);
}

function tileSize(value: unknown): 256 | 512 {
  if (value === 256 || value === 512) return value;
  throw new Refusal('tileSize 应为 256 或 512', 'tileSize must be 256 or 512');
}

function tileAddresses(value: unknown): string[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw new Refusal(
      'tiles 应为至少一个地址的数组',
      'tiles must be an array of at least one address',
    );
  }
  return value.map((tile: unknown) => {
    const found = typeof tile === 'string' ? tile : '';
    if (!['{z}', '{x}', '{y}'].every((part) => found.includes(part))) {
      throw new Refusal(
        'tiles 中的地址须含 {z}、{x}、{y}',
        'an address in tiles must contain {z}, {x} and {y}',
      );
    }
    return address(found, 'tiles');
  });
}

/** http(s), or a path on the server the page came from. */
function address(value: string, name: string): string {
  const isPath = value.startsWith('/') && !value.startsWith('//');
  if (isPath || /^https?:\/\/[^/\s]/i.test(value)) return value;
  throw new Refusal(
    `${name} 应为 http(s) 地址或以 / 开头的路径`,
    `${name} must be an http(s) address or a path starting with /`,
  );
}
