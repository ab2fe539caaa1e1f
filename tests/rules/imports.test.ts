import { describe, expect, it } from 'vitest';
import { importsOf } from './import-reading';
import { importViolations, LAYERS, placeOf } from './import-rules';
import { filesBelow, type ProjectFile } from './project-files';

const sources = filesBelow('src', '.ts', '.svelte');
const embedded = filesBelow('supabase/embedded', '.ts');
const generator = filesBelow('data/generate', '.ts');

describe('who imports whom', () => {
  it.each(LAYERS)('there are files in %s', (layer) => {
    expect(sources.filter(({ path }) => placeOf(path) === layer)).not.toEqual([]);
  });

  it('there are components, rune files, the embedded backend and the generator', () => {
    expect(sources.filter(({ path }) => path.endsWith('.svelte'))).not.toEqual([]);
    expect(sources.filter(({ path }) => path.endsWith('.svelte.ts'))).not.toEqual([]);
    expect(embedded).not.toEqual([]);
    expect(generator).not.toEqual([]);
  });

  it('every import is allowed', () => {
    expect([...sources, ...embedded, ...generator].flatMap(importViolations)).toEqual([]);
  });
});

describe('the rule itself', () => {
  const imported = (path: string, specifier: string): string[] =>
    importViolations({ path, text: `import { x } from '${specifier}';` });

  it.each([
    ['src/domain/geo/grid.ts', '../../db/client'],
    ['src/domain/geo/grid.ts', 'svelte'],
    ['src/domain/geo/grid.ts', 'svelte/reactivity'],
    ['src/domain/geo/grid.ts', 'node:fs'],
    ['src/domain/geo/grid.ts', 'ws'],
    ['src/domain/geo/grid.ts', 'maplibre-gl'],
    ['src/domain/geo/grid.ts', '../../map/palette'],
    ['src/domain/geo/grid.ts', '../../../data/generate/city'],
    ['src/ui/button.ts', '../domain/sites/city'],
    ['src/i18n/index.ts', '../ui/button'],
    ['src/workers/hotspots.ts', '../db/client'],
    ['src/workbook/archive.ts', '../db/client'],
    ['src/state/ledger-import.svelte.ts', '../workbook/read-workbook'],
    ['src/workers/workbook.ts', 'read-excel-file/universal'],
    ['src/db/city-sites.ts', '../state/city.svelte'],
    ['src/routing/osrm.ts', '../db/client'],
    ['src/views/patrol/plan.ts', '../../routing/osrm'],
    ['src/map/layers/sites.ts', '../../state/city.svelte'],
    ['src/map/layers/sites.ts', '@supabase/supabase-js'],
    ['src/state/city.svelte.ts', '../views/overview/Overview.svelte'],
    ['src/state/city.svelte.ts', 'maplibre-gl'],
    ['src/views/overview/ranking.ts', '../ledger/table'],
    ['src/views/overview/ranking.ts', '../../db/client'],
    ['src/views/overview/ranking.ts', '@deck.gl/core'],
    ['src/views/overview/ranking.ts', 'terra-draw-maplibre-gl-adapter'],
    ['src/views/overview/ranking.ts', '$lib/ranking'],
    ['src/views/overview/ranking.ts', '/src/state/city.svelte'],
    ['src/main.ts', './views/overview/Overview.svelte'],
    ['src/state/place.ts', '../elsewhere/place'],
    ['src/db/rows.ts', '../../supabase/embedded/sql-executor'],
    ['src/db/rows.ts', 'node:path'],
    ['src/domain/geo/grid.test.ts', '../../db/client'],
    ['supabase/embedded/server.ts', '../../src/db/client'],
    ['data/generate/city.ts', '../../src/state/city.svelte'],
  ])('%s must not import %s', (path, specifier) => {
    expect(imported(path, specifier)).toEqual([
      expect.stringContaining(`${path}:1 ${specifier}: `),
    ]);
  });

  it.each([
    ['src/domain/geo/grid.ts', './distance'],
    ['src/domain/geo/grid.ts', 'gcoord'],
    ['src/domain/geo/grid.test.ts', 'node:fs'],
    ['src/domain/geo/grid.test.ts', '../../../tests/support/postgres-cluster'],
    ['src/workers/hotspots.ts', '../domain/hotspots/cube'],
    ['src/workers/workbook.ts', '../workbook/read-workbook'],
    ['src/workbook/read-workbook.ts', 'read-excel-file/universal'],
    ['src/db/city-sites.ts', '@supabase/supabase-js'],
    ['src/map/layers/sites.ts', '@deck.gl/layers'],
    ['src/state/city.svelte.ts', '../workers/hotspots'],
    ['src/state/travel-times.ts', '../routing/osrm'],
    ['src/views/overview/ranking.ts', './table'],
    ['src/views/overview/ranking.ts', '../../ui/Button.svelte'],
    ['src/views/overview/ranking.ts', '../../styles/tokens.css'],
    ['src/main.ts', './App.svelte'],
    ['supabase/embedded/server.ts', '../../src/domain/issues/clocks'],
    ['data/generate/city.ts', '../../supabase/embedded/sql-executor'],
  ])('%s may import %s', (path, specifier) => {
    expect(imported(path, specifier)).toEqual([]);
  });

  it('reads every way of naming a module', () => {
    const script: ProjectFile = {
      path: 'src/state/x.ts',
      text: [
        "import './a';",
        "import type { B } from './b';",
        "export * from './c';",
        "const d = import('./d');",
        "type E = import('./e').E;",
        "const f = new URL('./f?worker', import.meta.url);",
        '// import nothing from "./comment";',
        'const text = "import g from \'./g\'";',
      ].join('\n'),
    };
    expect(importsOf(script)).toEqual([
      { specifier: './a', line: 1 },
      { specifier: './b', line: 2 },
      { specifier: './c', line: 3 },
      { specifier: './d', line: 4 },
      { specifier: './e', line: 5 },
      { specifier: './f', line: 6 },
    ]);
  });

  it('reads a component without a script', () => {
    const text = "{#await import('./a') then a}{a}{/await}";
    expect(importsOf({ path: 'src/ui/A.svelte', text })).toEqual([{ specifier: './a', line: 1 }]);
  });

  it('reads both scripts and the markup of a component', () => {
    const component: ProjectFile = {
      path: 'src/views/overview/Overview.svelte',
      text: [
        '<script module lang="ts">',
        "  import type { A } from './a';",
        '</script>',
        '<script lang="ts">',
        "  import B from '../ledger/B.svelte';",
        '</script>',
        "{#await import('../patrol/C.svelte') then C}<C.default />{/await}",
      ].join('\n'),
    };
    expect(importsOf(component)).toEqual([
      { specifier: './a', line: 2 },
      { specifier: '../ledger/B.svelte', line: 5 },
      { specifier: '../patrol/C.svelte', line: 7 },
    ]);
    expect(importViolations(component)).toHaveLength(2);
  });
});
