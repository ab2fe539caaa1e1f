import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { Theme } from '../api.ts';
import { MAP_FONTS } from '../fonts.ts';
import { anchorOf, isAboveLabels, LAYER_ORDER } from '../layer-order.ts';
import { css, paletteOf } from '../palette.ts';
import type { Basemap, ConfiguredBasemap } from './basemap.ts';
import { builtInStyle } from './built-in.ts';
import { groundUnder } from './read-basemaps.ts';

/** Eight hosts share the load; a style lists them all. */
const TIANDITU_HOSTS = ['t0', 't1', 't2', 't3', 't4', 't5', 't6', 't7'];

function tiandituTiles(service: 'vec' | 'cva' | 'img' | 'cia', key: string): string[] {
  return TIANDITU_HOSTS.map(
    (host) =>
      `https://${host}.tianditu.gov.cn/${service}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0` +
      `&LAYER=${service}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles` +
      `&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=${key}`,
  );
}

/** Pictures with words in a layer of their own, so that our layers can lie between the two. */
function tianditu(basemap: Extract<ConfiguredBasemap, { kind: 'tianditu' }>): StyleSpecification {
  const [ground, words] =
    basemap.layer === 'imagery' ? (['img', 'cia'] as const) : (['vec', 'cva'] as const);
  const source = (service: typeof ground | typeof words) =>
    ({
      type: 'raster',
      tiles: tiandituTiles(service, basemap.key),
      tileSize: 256,
      minzoom: 1,
      maxzoom: 18,
    }) as const;
  return {
    version: 8,
    sources: { ground: source(ground), words: source(words) },
    layers: [
      { id: 'ground', type: 'raster', source: 'ground' },
      { id: 'words', type: 'raster', source: 'words', metadata: { isLabels: true } },
    ],
  };
}

function raster(basemap: Extract<ConfiguredBasemap, { kind: 'raster' }>): StyleSpecification {
  return {
    version: 8,
    sources: {
      ground: {
        type: 'raster',
        tiles: [...basemap.tiles],
        tileSize: basemap.tileSize,
        minzoom: basemap.minZoom,
        maxzoom: basemap.maxZoom,
      },
    },
    layers: [{ id: 'ground', type: 'raster', source: 'ground' }],
  };
}

/** Loaded only when such a basemap is configured; both libraries are small. */
async function pmtiles(
  basemap: Extract<ConfiguredBasemap, { kind: 'pmtiles' }>,
  theme: Theme,
  addProtocol: (name: string, load: never) => void,
): Promise<StyleSpecification> {
  const [{ Protocol }, { layers, namedFlavor }] = await Promise.all([
    import('pmtiles'),
    import('@protomaps/basemaps'),
  ]);
  addProtocol('pmtiles', new Protocol().tile as never);
  const url = new URL(basemap.url, location.href).href;
  return {
    version: 8,
    sources: { protomaps: { type: 'vector', url: `pmtiles://${url}` } },
    layers: layers('protomaps', namedFlavor(theme), { lang: 'zh-Hans' }).map((layer) =>
      withLocalText(layer as LayerSpecification),
    ),
  };
}

/** Without its sprites and glyphs, which would be fetched from outside. */
function withLocalText(layer: LayerSpecification): LayerSpecification {
  if (layer.type !== 'symbol') return layer;
  const { 'icon-image': _icon, ...layout } = layer.layout ?? {};
  return { ...layer, layout: { ...layout, 'text-font': [...MAP_FONTS] } };
}

/**
 * The style of a basemap, or the address of one. Anchors are not in it yet.
 *
 * @param addProtocol of MapLibre, for archives of tiles
 */
export async function styleOf(
  basemap: Basemap,
  theme: Theme,
  addProtocol: (name: string, load: never) => void,
): Promise<StyleSpecification | string> {
  switch (basemap.kind) {
    case 'built-in':
      return builtInStyle(basemap.data, paletteOf(groundUnder(basemap, theme)));
    case 'style':
      return new URL(basemap.url, location.href).href;
    case 'raster':
      return withBackground(raster(basemap), theme);
    case 'tianditu':
      return withBackground(tianditu(basemap), theme);
    case 'pmtiles':
      return pmtiles(basemap, theme, addProtocol);
  }
}

/** What one sees where a tile is missing. */
function withBackground(style: StyleSpecification, theme: Theme): StyleSpecification {
  const color = css(paletteOf(theme).land);
  return {
    ...style,
    layers: [
      { id: 'land', type: 'background', paint: { 'background-color': color } },
      ...style.layers,
    ],
  };
}

/**
 * The style with an empty layer above the place of each of ours: under the first layer that writes
 * words, or at the very top for what lies above them. Flat, where it asks for a globe or hills: neither the
 * marks nor the scale of this map reckon with them.
 */
export function withAnchors(style: StyleSpecification): StyleSpecification {
  const firstLabel = style.layers.findIndex(writesWords);
  const cut = firstLabel < 0 ? style.layers.length : firstLabel;
  const anchors = (above: boolean): LayerSpecification[] =>
    LAYER_ORDER.filter((id) => isAboveLabels(id) === above).map((id) => ({
      id: anchorOf(id),
      type: 'background',
      layout: { visibility: 'none' },
    }));
  const { projection: _globe, terrain: _hills, ...flat } = style;
  return {
    ...flat,
    layers: [
      ...style.layers.slice(0, cut),
      ...anchors(false),
      ...style.layers.slice(cut),
      ...anchors(true),
    ],
  };
}

function writesWords(layer: LayerSpecification): boolean {
  if (layer.type === 'symbol') return layer.layout?.['text-field'] !== undefined;
  return (layer.metadata as { isLabels?: boolean } | undefined)?.isLabels === true;
}
