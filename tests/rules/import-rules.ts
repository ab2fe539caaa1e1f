import { posix } from 'node:path';
import { importsOf } from './import-reading';
import type { ProjectFile } from './project-files';

/** The folders of `src`, and the two files at its root that put them together. */
export const LAYERS = [
  'domain',
  'workbook',
  'workers',
  'db',
  'routing',
  'state',
  'map',
  'ui',
  'views',
  'i18n',
] as const;
type Layer = (typeof LAYERS)[number];
type Place = Layer | 'App' | 'main' | 'styles';

/** Who may import whom. Each layer may also import itself, and any file a style sheet. */
const MAY_IMPORT: Readonly<Record<Place, readonly Place[]>> = {
  domain: [],
  ui: [],
  i18n: [],
  styles: [],
  workbook: ['domain'],
  workers: ['domain', 'workbook'],
  db: ['domain'],
  routing: ['domain'],
  map: ['domain'],
  state: ['domain', 'db', 'workers', 'routing'],
  views: ['state', 'map', 'ui', 'domain', 'i18n'],
  App: ['views', 'state'],
  // Reads the environment, makes the client, mounts App.
  main: ['App', 'db', 'state'],
};

/** Packages that one layer alone may know. */
const ONE_LAYER_PACKAGES: readonly { layer: Layer; packages: RegExp }[] = [
  { layer: 'map', packages: /^(maplibre-gl|deck\.gl|@deck\.gl\/|@luma\.gl\/|terra-draw)/ },
  { layer: 'db', packages: /^@supabase\// },
  { layer: 'workbook', packages: /^(read-excel-file|write-excel-file|saxen)/ },
];

/** What pure TypeScript has no business with: drawing, Node, and any network or database. */
const NOT_IN_DOMAIN =
  /^(svelte|node:|@supabase\/|@electric-sql\/|maplibre-gl|@deck\.gl\/|terra-draw|echarts|ws|pg|postgres)(\/|$)?/;

/**
 * What is wrong with a file's imports, one line each, empty when nothing is.
 * Tests beside the code may also use Node, the test support and the generator.
 */
export function importViolations(file: ProjectFile): string[] {
  const isTest = file.path.endsWith('.test.ts');
  return importsOf(file).flatMap(({ specifier, line }) => {
    const complaint = complaintAbout(file.path, specifier, isTest);
    return complaint === undefined ? [] : [`${file.path}:${line} ${specifier}: ${complaint}`];
  });
}

function complaintAbout(path: string, specifier: string, isTest: boolean): string | undefined {
  if (/^([/~$#]|@\/|src\/)/.test(specifier)) return 'write a relative path';
  if (!specifier.startsWith('.')) return complaintAboutPackage(path, specifier, isTest);
  const target = posix.normalize(posix.join(posix.dirname(path), specifier));
  const from = placeOf(path);
  const to = placeOf(target);
  if (from === undefined) {
    const mayUseDomain = path.startsWith('supabase/embedded/') || path.startsWith('data/generate/');
    if (!mayUseDomain || !target.startsWith('src/') || to === 'domain') return undefined;
    return 'of src, only domain may be used here';
  }
  if (to === undefined) {
    if (target.startsWith('src/')) return 'is in no known layer';
    return isTest ? undefined : 'src must not reach outside itself';
  }
  if (target.endsWith('.css')) return undefined;
  if (from !== to) {
    return MAY_IMPORT[from].includes(to) ? undefined : `${from} must not import ${to}`;
  }
  if (from === 'views' && viewOf(path) !== viewOf(target)) return 'a view must not import another';
  return undefined;
}

function complaintAboutPackage(path: string, name: string, isTest: boolean): string | undefined {
  const place = placeOf(path);
  if (place === undefined) return undefined;
  for (const { layer, packages } of ONE_LAYER_PACKAGES) {
    if (packages.test(name) && place !== layer) return `only src/${layer} may import this package`;
  }
  if (isTest) return undefined;
  if (place === 'domain' && NOT_IN_DOMAIN.test(name)) return 'domain is pure TypeScript';
  if (name.startsWith('node:')) return 'src runs in the browser';
  return undefined;
}

/** The layer of a path in `src`, nothing for any other path. */
export function placeOf(path: string): Place | undefined {
  const match = /^src\/([^/]+?)(\/|(\.svelte)?(\.ts)?$)/.exec(path);
  const name = match?.[1];
  return name !== undefined && Object.hasOwn(MAY_IMPORT, name) ? (name as Place) : undefined;
}

/** `src/views/overview/Ranking.svelte` and `src/views/overview` are of the view `overview`. */
function viewOf(path: string): string | undefined {
  return /^src\/views\/([^/.]+)/.exec(path)?.[1];
}
