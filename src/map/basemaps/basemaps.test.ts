import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { describe, expect, test } from 'vitest';
import type { BaseMapData } from '../api.ts';
import { anchorOf, LAYER_ORDER } from '../layer-order.ts';
import { paletteOf } from '../palette.ts';
import type { Basemap } from './basemap.ts';
import { builtInStyle } from './built-in.ts';
import { groundOf, readBasemaps } from './read-basemaps.ts';
import { styleOf, withAnchors } from './style-of.ts';

const empty = { type: 'FeatureCollection' as const, features: [] };
const data: BaseMapData = {
  roads: empty,
  water: empty,
  greens: empty,
  labels: empty,
  attribution: null,
};
const noProtocol = () => undefined;
const ids = (style: StyleSpecification) => style.layers.map(({ id }) => id);

describe('built-in basemap', () => {
  test.each(['light', 'dark'] as const)('the %s style is valid and fetches nothing', (theme) => {
    const style = withAnchors(builtInStyle(data, paletteOf(theme)));
    expect(validateStyleMin(style as never)).toEqual([]);
    expect(style.glyphs).toBeUndefined();
    expect(style.sprite).toBeUndefined();
    expect(JSON.stringify(style)).not.toMatch(/https?:/);
  });

  test('bridges lie over the ground, tunnels under it, words over everything', () => {
    const order = ids(builtInStyle(data, paletteOf('light')));
    const at = (id: string) => order.indexOf(id);
    expect(at('land')).toBe(0);
    expect(at('water')).toBeLessThan(at('road-tunnel'));
    expect(at('road-tunnel')).toBeLessThan(at('road-ground-casing'));
    expect(at('road-ground')).toBeLessThan(at('road-bridge-casing'));
    expect(at('road-bridge')).toBeLessThan(at('label-water'));
  });

  test('before it is loaded there is a plain ground', () => {
    expect(ids(builtInStyle(null, paletteOf('dark')))).toEqual(['land']);
  });
});

describe('places of our layers', () => {
  test('under the first words of the style, the highlights above its last', () => {
    const order = ids(withAnchors(builtInStyle(data, paletteOf('light'))));
    const firstWords = order.indexOf('label-water');
    const anchors = LAYER_ORDER.map((id) => order.indexOf(anchorOf(id)));
    expect(anchors).toEqual([...anchors].sort((a, b) => a - b));
    expect(order.indexOf(anchorOf('chosen'))).toBe(firstWords - 1);
    expect(order.slice(-2)).toEqual([anchorOf('hover'), anchorOf('selection')]);
  });

  test('a style without words gets them on top', () => {
    const ground: LayerSpecification = { id: 'land', type: 'background' };
    const order = ids(withAnchors({ version: 8, sources: {}, layers: [ground] }));
    expect(order).toEqual(['land', ...LAYER_ORDER.map(anchorOf)]);
  });
});

test('a style that asks for a globe is drawn flat', () => {
  const style: StyleSpecification = {
    version: 8,
    projection: { type: 'globe' },
    terrain: { source: 'hills' },
    sources: {},
    layers: [],
  };
  expect(withAnchors(style)).not.toHaveProperty('projection');
  expect(withAnchors(style)).not.toHaveProperty('terrain');
});

describe('configured basemaps', () => {
  const named = { id: 'a', nameZh: '甲', nameEn: 'A', attribution: '某局' };

  test('天地图: picture and words are two layers with ours between, the key in every address', async () => {
    const { basemaps } = readBasemaps([
      {
        ...named,
        kind: 'tianditu',
        layer: 'imagery',
        key: 'abc123',
        approvalNumber: 'GS（2024）0650号',
      },
    ]);
    const style = withAnchors(
      (await styleOf(basemaps[0]!, 'light', noProtocol)) as StyleSpecification,
    );
    expect(validateStyleMin(style as never)).toEqual([]);
    const order = ids(style);
    expect(order.indexOf('ground')).toBeLessThan(order.indexOf(anchorOf('area-rates')));
    expect(order.indexOf(anchorOf('site-marks'))).toBeLessThan(order.indexOf('words'));
    const source = style.sources['words'];
    if (source?.type !== 'raster') throw new Error('words come as pictures');
    expect(source.tiles).toHaveLength(8);
    expect(source.tiles![3]).toBe(
      'https://t3.tianditu.gov.cn/cia_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=cia' +
        '&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=abc123',
    );
    expect(groundOf(basemaps[0]!)).toBe('satellite');
  });

  test('tiles of an office server', async () => {
    const { basemaps, problems } = readBasemaps([
      { ...named, kind: 'raster', tiles: ['/tiles/{z}/{x}/{y}.png'], ground: 'light', maxZoom: 17 },
    ]);
    expect(problems).toEqual([]);
    const style = (await styleOf(basemaps[0]!, 'light', noProtocol)) as StyleSpecification;
    expect(style.sources['ground']).toEqual({
      type: 'raster',
      tiles: ['/tiles/{z}/{x}/{y}.png'],
      tileSize: 256,
      minzoom: 0,
      maxzoom: 17,
    });
  });

  test('the built-in one follows the theme', () => {
    const builtIn: Basemap = { kind: 'built-in', data: null };
    expect(groundOf(builtIn)).toBeUndefined();
  });

  test('no configuration is no problem', () => {
    expect(readBasemaps(undefined)).toEqual({ basemaps: [], problems: [] });
  });

  test.each([
    [{ ...named, kind: 'wms' }, 'kind must be one of style, raster, pmtiles, tianditu'],
    [{ ...named, id: ' ', kind: 'style' }, 'id must be a text that is not empty'],
    [
      { ...named, kind: 'style', url: 'ftp://x/y', ground: 'light' },
      'url must be an http(s) address or a path starting with /',
    ],
    [
      { ...named, kind: 'style', url: '//x/y', ground: 'light' },
      'url must be an http(s) address or a path starting with /',
    ],
    [
      { ...named, kind: 'style', url: '/s.json', ground: 'grey' },
      'ground must be light, dark or satellite',
    ],
    [
      { ...named, kind: 'raster', tiles: [], ground: 'light' },
      'tiles must be an array of at least one address',
    ],
    [
      { ...named, kind: 'raster', tiles: ['/t/{z}/{x}.png'], ground: 'light' },
      'an address in tiles must contain {z}, {x} and {y}',
    ],
    [
      {
        ...named,
        kind: 'raster',
        tiles: ['/{z}/{x}/{y}'],
        ground: 'light',
        minZoom: 9,
        maxZoom: 3,
      },
      'minZoom must not be above maxZoom',
    ],
    [
      { ...named, kind: 'raster', tiles: ['/{z}/{x}/{y}'], ground: 'light', tileSize: 300 },
      'tileSize must be 256 or 512',
    ],
    [{ ...named, kind: 'tianditu', layer: 'vector', key: 'a&b' }, 'key must be letters and digits'],
    [{ ...named, kind: 'tianditu', layer: 'roads', key: 'ab' }, 'layer must be vector or imagery'],
    ['style', 'must be an object'],
  ])('%j is left out and named', (entry, en) => {
    const good = { ...named, id: 'good', kind: 'pmtiles', url: '/yaan.pmtiles' };
    const { basemaps, problems } = readBasemaps([entry, good]);
    expect(basemaps.map(({ id }) => id)).toEqual(['good']);
    expect(problems).toEqual([
      {
        index: 0,
        zh: expect.stringMatching(/^第 1 个底图配置有误：/) as string,
        en: `basemap 1 in the configuration: ${en}`,
      },
    ]);
  });

  test('an id used twice is refused the second time', () => {
    const one = { ...named, kind: 'pmtiles', url: '/a.pmtiles' };
    const { basemaps, problems } = readBasemaps([one, one]);
    expect(basemaps).toHaveLength(1);
    expect(problems[0]!.en).toBe('basemap 2 in the configuration: id "a" is used twice');
  });

  test('something that is no list is one problem', () => {
    expect(readBasemaps({ kind: 'style' }).problems[0]!.en).toBe(
      'basemaps in the configuration must be an array',
    );
  });
});
