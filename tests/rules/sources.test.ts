import { describe, expect, it } from 'vitest';
import { filesBelow, pathsBelow } from './project-files';
import {
  colourViolations,
  impureGlobalViolations,
  mayNameColours,
  nameViolations,
  rawHtmlViolations,
  runeViolations,
} from './source-rules';

const sources = filesBelow('src', '.ts', '.svelte').filter(
  ({ path }) => !path.endsWith('.test.ts') && !path.endsWith('/database.types.ts'),
);
const styled = [
  ...filesBelow('src', '.svelte', '.css'),
  // The map's own styles are data for MapLibre; everything else shows roles of the tokens.
  ...sources.filter(({ path }) => /^src\/(views|ui|state)\/.*\.ts$/.test(path)),
];
const written = ['src', 'supabase', 'data', 'commands', 'tests'].flatMap(pathsBelow);

describe('colours come from the tokens', () => {
  it('there is a file of tokens, and there are styled components', () => {
    expect(styled.filter(({ path }) => mayNameColours(path))).not.toEqual([]);
    expect(styled.filter(({ path }) => path.endsWith('.svelte'))).not.toEqual([]);
  });

  it('nothing else names a colour', () => {
    expect(styled.flatMap(colourViolations)).toEqual([]);
  });

  const named = (path: string, text: string): number => colourViolations({ path, text }).length;

  it.each([
    '<style>p { color: #a8201a; }</style>',
    '<style>p { border: 1px solid #FFF; }</style>',
    '<style>p { background: rgb(1 2 3); }</style>',
    '<style>p { box-shadow: 0 1px 2px rgba(0, 0, 0, 0.2); }</style>',
    '<style>p { color: white; }</style>',
    '<style>p { --own: #12345678; }</style>',
    '<p style="color: #0b7f5f">x</p>',
    '<p style="color: red">x</p>',
    '<svg><path fill="#0b7f5f" /></svg>',
    '<script lang="ts">const ink = "#17202b";</script>',
    '<script lang="ts">const ink = `rgb(${1}, 2, 3)`;</script>',
  ])('finds the colour in %s', (text) => {
    expect(named('src/views/x/X.svelte', text)).toBe(1);
    expect(named('src/styles/x.css', 'p { color: #123; }')).toBe(1);
    expect(named('src/views/x/chart.ts', "const ink = '#17202B';")).toBe(1);
  });

  it.each([
    '<style>/* #a8201a */ p { color: var(--ink); background: transparent; }</style>',
    '<style>#abc { color: currentColor; border-color: color-mix(in srgb, var(--ink), var(--a)); }</style>',
    '<style>p { white-space: nowrap; transition: color 120ms; font-family: "Red Hat"; }</style>',
    '{#each rows as row}<a href="#add">{row} #123456 red</a>{/each}',
    '<script lang="ts">class A { #add = 1; } const text = "issue #123 of 5";</script>',
  ])('finds none in %s', (text) => {
    expect(named('src/views/x/X.svelte', text)).toBe(0);
  });

  it('lets the tokens and the palette of the map name them', () => {
    const text = 'p { color: #123; }';
    expect(named('src/styles/tokens.css', text)).toBe(0);
    expect(named('src/styles/tokens-other.css', text)).toBe(1);
  });
});

describe('text never becomes markup', () => {
  it('nowhere in src', () => {
    expect(sources.flatMap(rawHtmlViolations)).toEqual([]);
  });

  it.each([
    ['src/ui/X.svelte', '<p>{@html name}</p>'],
    ['src/ui/X.svelte', '{#if a}<b>{@html name}</b>{/if}'],
    ['src/map/popup.ts', 'element.innerHTML = name;'],
    ['src/map/popup.ts', 'element.outerHTML += name;'],
    ['src/map/popup.ts', "element.insertAdjacentHTML('beforeend', name);"],
    ['src/map/popup.ts', 'popup.setHTML(name);'],
  ])('finds it in %s: %s', (path, text) => {
    expect(rawHtmlViolations({ path, text })).toHaveLength(1);
  });

  it('does not mistake reading and comparing for it', () => {
    const text = 'if (a.innerHTML === b.innerHTML) element.textContent = name; // {@html}';
    expect(rawHtmlViolations({ path: 'src/map/x.ts', text })).toEqual([]);
  });
});

describe('names', () => {
  it('are as the house writes them', () => {
    expect(written.flatMap(nameViolations)).toEqual([]);
    expect(written).not.toEqual([]);
  });

  it.each([
    'src/utils/distance.ts',
    'src/domain/helpers.ts',
    'src/domain/geo/geo-utils.ts',
    'tests/support/test-helper.test.ts',
    'src/domain/geoGrid.ts',
    'src/domain/Grid.test.ts',
    'src/ui/site-card.svelte',
  ])('%s is not', (path) => {
    expect(nameViolations(path)).toHaveLength(1);
  });

  it.each([
    'src/domain/geo/hexagon-grid.test.ts',
    'src/state/city.svelte.ts',
    'src/state/city.svelte.test.ts',
    'src/workers/hotspots.worker.ts',
    'src/i18n/messages.zh-cn.ts',
    'src/db/database.types.ts',
    'src/ui/SiteCard.svelte',
    'supabase/migrations/20261123000100_foundation.sql',
  ])('%s is', (path) => {
    expect(nameViolations(path)).toEqual([]);
  });
});

describe('runes', () => {
  it('are in .svelte.ts files, and only there', () => {
    expect(sources.flatMap(runeViolations)).toEqual([]);
  });

  it('finds both mistakes', () => {
    const rune = 'export class City { count = $state(0); }';
    expect(runeViolations({ path: 'src/state/city.ts', text: rune })).toHaveLength(1);
    expect(runeViolations({ path: 'src/state/city.svelte.ts', text: rune })).toEqual([]);
    const plain = '// $state\nexport const text = "$state";';
    expect(runeViolations({ path: 'src/state/city.svelte.ts', text: plain })).toHaveLength(1);
    expect(runeViolations({ path: 'src/state/city.ts', text: plain })).toEqual([]);
  });
});

describe('the domain is pure', () => {
  const domain = sources.filter(({ path }) => path.startsWith('src/domain/'));

  it('reaches neither the network nor the document', () => {
    expect(domain).not.toEqual([]);
    expect(domain.flatMap(impureGlobalViolations)).toEqual([]);
  });

  it.each([
    "const a = fetch('x');",
    "new WebSocket('x');",
    "globalThis.fetch('x');",
    'const t = document.title;',
    "localStorage.setItem('a', 'b');",
  ])('finds %s', (text) => {
    expect(impureGlobalViolations({ path: 'src/domain/x.ts', text })).toHaveLength(1);
  });

  it('does not mistake names of its own for them', () => {
    const text = 'const value = store.fetch(key); const w = timeWindow.start;';
    expect(impureGlobalViolations({ path: 'src/domain/x.ts', text })).toEqual([]);
  });
});
