/**
 * Faces of the system, the first one that is there: MapLibre draws text itself where the style names
 * no glyph server, so nothing is fetched and Chinese comes out as on the rest of the page.
 */
export const MAP_FONTS: readonly string[] = [
  'PingFang SC',
  'Microsoft YaHei',
  'Noto Sans SC',
  'Noto Sans CJK SC',
  'sans-serif',
];
