import type { Theme } from './api.ts';
import type { Ground } from './basemaps/basemap.ts';
import type { DrawnStatus } from '../domain/sites/city.ts';

/** Red, green, blue, alpha, 0–255 each: what the GPU takes. */
export type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

/**
 * The colours of the map as numbers. They are the same as in src/styles/tokens.css (a test compares
 * the two files); kept here as well because the GPU cannot read CSS variables, and because reading
 * them from the page would make every layer function depend on a document.
 */
export interface MapPalette {
  readonly ground: Ground;
  readonly status: Readonly<Record<DrawnStatus, Rgba>>;
  /** Beside a line of ours, so that it stands out from whatever it crosses. */
  readonly halo: Rgba;
  readonly mark: {
    /** Around a mark, towards the ground. */
    readonly halo: Rgba;
    /** The thin line between mark and halo. */
    readonly hairline: Rgba;
    /** Icon and sign within a mark. */
    readonly glyph: Rgba;
    /** What one sees inside a hollow mark. */
    readonly ground: Rgba;
  };
  readonly accent: Rgba;
  readonly zone: Rgba;
  /** Eight hues of equal lightness. */
  readonly crews: readonly Rgba[];
  readonly ink: Rgba;
  readonly label: Rgba;
  readonly labelHalo: Rgba;
  /** Little to much. */
  readonly sequential: readonly Rgba[];
  /** 99, 95, 90 % cold; not significant; 90, 95, 99 % hot. */
  readonly diverging: readonly Rgba[];
  /** Compliance of areas, worst to best. */
  readonly rate: readonly Rgba[];
  readonly land: Rgba;
  readonly water: Rgba;
  readonly green: Rgba;
  readonly road: Rgba;
  readonly roadMinor: Rgba;
  readonly roadCasing: Rgba;
  readonly rail: Rgba;
  readonly labelWater: Rgba;
}

/** '#rrggbb' to numbers. */
export function rgba(hex: string, alpha = 1): Rgba {
  const value = /^#[0-9a-f]{6}$/i.test(hex) ? Number.parseInt(hex.slice(1), 16) : Number.NaN;
  if (Number.isNaN(value)) throw new Error(`not a colour of the form #rrggbb: "${hex}"`);
  return [value >> 16, (value >> 8) & 255, value & 255, Math.round(alpha * 255)];
}

/** As CSS, for MapLibre and the canvas; `alpha` 0…1 multiplies the colour's own. */
export function css([red, green, blue, own]: Rgba, alpha = 1): string {
  return `rgba(${red},${green},${blue},${Number(((own / 255) * alpha).toFixed(3))})`;
}

const LIGHT: MapPalette = {
  ground: 'light',
  status: {
    compliant: rgba('#0b7f5f'),
    attention: rgba('#c47a00'),
    serious: rgba('#a8201a'),
    unknown: rgba('#7a8699'),
    hidden: rgba('#556172'),
    absent: rgba('#f4f6f8', 0),
  },
  halo: rgba('#ffffff'),
  mark: {
    halo: rgba('#ffffff'),
    hairline: rgba('#17202b'),
    glyph: rgba('#ffffff'),
    ground: rgba('#ffffff'),
  },
  accent: rgba('#2f5bd3'),
  zone: rgba('#7a3ea8'),
  crews: [
    '#347ec4',
    '#bb5752',
    '#418e47',
    '#8c64b7',
    '#a66d00',
    '#009098',
    '#ac5892',
    '#808000',
  ].map((hex) => rgba(hex)),
  ink: rgba('#17202b'),
  label: rgba('#5d6878'),
  labelHalo: rgba('#ffffff', 0.9),
  sequential: ['#e3ecf6', '#b5cde6', '#7ea6d1', '#4a7cb4', '#1f4f8a'].map((hex) => rgba(hex)),
  diverging: ['#542788', '#8673b1', '#bdb6d9', '#f2f2f2', '#fdc57f', '#e58a24', '#b35806'].map(
    (hex) => rgba(hex),
  ),
  rate: ['#a8201a', '#dd7f5d', '#f3dfae', '#7fbfa5', '#0b7f5f'].map((hex) => rgba(hex)),
  land: rgba('#f4f6f8'),
  water: rgba('#cfdde9'),
  green: rgba('#e3ede4'),
  road: rgba('#ffffff'),
  roadMinor: rgba('#fbfcfd'),
  roadCasing: rgba('#d5dbe3'),
  rail: rgba('#c3cad4'),
  labelWater: rgba('#55748f'),
};

const DARK: MapPalette = {
  ground: 'dark',
  status: {
    compliant: rgba('#3cc79a'),
    attention: rgba('#f7c04a'),
    serious: rgba('#f0523f'),
    unknown: rgba('#8e9aac'),
    hidden: rgba('#a3afbf'),
    absent: rgba('#0f151c', 0),
  },
  halo: rgba('#0f151c'),
  mark: {
    // A full white halo around a thousand marks would outshine them on a dark ground.
    halo: rgba('#e8edf3', 0.45),
    hairline: rgba('#0b1016'),
    glyph: rgba('#0f151c'),
    ground: rgba('#171f29'),
  },
  accent: rgba('#8fb0ff'),
  zone: rgba('#cc9af2'),
  crews: [
    '#6ab3fd',
    '#f58b84',
    '#76c479',
    '#c198f0',
    '#dea143',
    '#00c6ce',
    '#e48cc8',
    '#b3b549',
  ].map((hex) => rgba(hex)),
  ink: rgba('#e8edf3'),
  label: rgba('#94a1b3'),
  labelHalo: rgba('#0f151c', 0.9),
  sequential: ['#1c2b3d', '#274a70', '#3c72a8', '#6aa1d8', '#b9d8f7'].map((hex) => rgba(hex)),
  diverging: ['#b79cf0', '#8470b8', '#564b7c', '#2b323c', '#7d5a2a', '#c37a24', '#ffb056'].map(
    (hex) => rgba(hex),
  ),
  rate: ['#f0523f', '#a3493f', '#57503d', '#2c7a62', '#3cc79a'].map((hex) => rgba(hex)),
  land: rgba('#0f151c'),
  water: rgba('#182b3d'),
  green: rgba('#13211f'),
  road: rgba('#2a3442'),
  roadMinor: rgba('#222b37'),
  roadCasing: rgba('#0b1016'),
  rail: rgba('#323d4c'),
  labelWater: rgba('#7b9bb8'),
};

/**
 * On a photograph nothing can be known about the ground, so the light palette's full colours stand on
 * a white halo, and what is only a line (zones, selection) takes the dark palette's brighter hue.
 */
const SATELLITE: MapPalette = {
  ...LIGHT,
  ground: 'satellite',
  accent: DARK.accent,
  zone: DARK.zone,
  crews: DARK.crews,
  label: rgba('#ffffff'),
  labelHalo: rgba('#0f151c', 0.8),
  labelWater: rgba('#dbe9f6'),
};

const PALETTES: Readonly<Record<Ground, MapPalette>> = {
  light: LIGHT,
  dark: DARK,
  satellite: SATELLITE,
};

export function paletteOf(ground: Ground): MapPalette {
  return PALETTES[ground];
}

/** The palette for what is under the marks: the basemap's own ground, else that of the theme. */
export function paletteFor(theme: Theme, basemapGround?: Ground): MapPalette {
  return PALETTES[basemapGround ?? theme];
}
