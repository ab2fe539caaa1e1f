import { describe, expect, it } from 'vitest';
import { pathsBelow, readProjectFile } from './project-files';
import {
  lockViolations,
  placeViolations,
  versionViolations,
  type LockFile,
  type Manifest,
} from './project-rules';

const manifest = JSON.parse(readProjectFile('package.json').text) as Manifest;
const lock = JSON.parse(readProjectFile('package-lock.json').text) as LockFile;
const texts = pathsBelow('').filter(
  (path) => !/\.(png|jpe?g|webp|pdf|xlsx|woff2?|ico|gz|pmtiles)$|^package-lock\.json$/.test(path),
);

describe('what is written here holds on every machine', () => {
  it('no file names a path of this machine or a registry', () => {
    expect(texts).toContain('package.json');
    expect(texts.map(readProjectFile).flatMap(placeViolations)).toEqual([]);
  });

  it.each([
    ['', 'work', 'main'].join('/'),
    ['see ', 'root', '.cache'].join('/'),
    ['', 'home', 'somebody', 'x'].join('/'),
    ['https://registry', 'npmjs', 'org/x'].join('.'),
    ['https://registry', 'npmmirror', 'com/x'].join('.'),
    ['http://deb', 'debian', 'org'].join('.'),
    ['https://npm', 'artifactory', 'example', 'com'].join('.'),
  ])('finds %s', (text) => {
    expect(placeViolations({ path: 'x.md', text: `a\n${text}\n` })).toHaveLength(1);
  });

  it.each([
    ['src', 'work', 'site.ts'].join('/'),
    ['.', 'work', ''].join('/'),
    'https://example.com/work',
    'the registry of site types',
  ])('lets %s be', (text) => {
    expect(placeViolations({ path: 'x.md', text })).toEqual([]);
  });
});

describe('versions', () => {
  it('are exact, and those of PGlite fit together', () => {
    expect(versionViolations(manifest)).toEqual([]);
  });

  it('finds a range, a moved version and a missing override', () => {
    const complaints = (change: Manifest): string[] =>
      versionViolations({ ...manifest, ...change });
    expect(complaints({ devDependencies: { ...manifest.devDependencies, a: '^1.0.0' } })).toEqual([
      'a: ^1.0.0 is not an exact version',
    ]);
    const moved = { ...manifest.dependencies, '@electric-sql/pglite': '0.5.14' };
    expect(complaints({ dependencies: moved })).toEqual(['@electric-sql/pglite: must be 0.5.8']);
    expect(complaints({ overrides: {} })).toEqual([
      'overrides: must keep one @electric-sql/pglite',
    ]);
  });
});

describe('the lock file', () => {
  it('is complete and names no download address', () => {
    expect(Object.keys(lock.packages).length).toBeGreaterThan(100);
    expect(lockViolations(lock)).toEqual([]);
  });

  it('finds an address and a platform that is missing', () => {
    const packages = {
      '': {},
      'node_modules/a': {
        version: '1.0.0',
        optionalDependencies: { 'a-linux': '1', 'a-mac': '1' },
      },
      'node_modules/a-linux': { version: '1.0.0', resolved: 'somewhere' },
      'node_modules/a/node_modules/a-mac': { version: '1.0.0' },
      'node_modules/b': { version: '1.0.0', optionalDependencies: { 'b-mac': '1' } },
      'node_modules/a/node_modules/b-mac': { version: '1.0.0' },
    };
    expect(lockViolations({ packages })).toEqual([
      'node_modules/a-linux: names a download address',
      'node_modules/b: b-mac is not in the lock file',
    ]);
  });
});
