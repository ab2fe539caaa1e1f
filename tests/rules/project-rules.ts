import type { ProjectFile } from './project-files';

/** Places of the machine on which something was written, which no other machine has. */
const MACHINE_PATHS = /(?<![\w.-])\/(work|root|home\/\w+|Users\/\w+|tmp\/brief)\//g;

/** Package registries and mirrors, including those inside a workplace. */
const REGISTRY_HOSTS =
  /\b(registry\.[\w.-]+|[\w.-]*(npmjs|npmmirror|yarnpkg|jfrog|artifactory|nexus|verdaccio|pypi)[\w-]*\.[a-z]{2,}|(deb|archive|ports)\.(debian|ubuntu)\.\w+)\b/g;

/** Names of this machine or of a download address in a file that others will read. */
export function placeViolations(file: ProjectFile): string[] {
  return file.text
    .split('\n')
    .flatMap((line, index) =>
      [MACHINE_PATHS, REGISTRY_HOSTS].flatMap((pattern) =>
        [...line.matchAll(pattern)].map((match) => `${file.path}:${index + 1}: ${match[0]}`),
      ),
    );
}

export interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  overrides?: Record<string, string>;
}

/** Seen working together and with no other: PGlite and its extensions share one binary interface. */
const TOGETHER = {
  '@electric-sql/pglite': '0.5.8',
  '@electric-sql/pglite-postgis': '0.2.8',
  '@electric-sql/pglite-pgtap': '0.0.9',
} as const;

/** Versions that are not exact, and PGlite's that must not move. */
export function versionViolations({
  dependencies = {},
  devDependencies = {},
  overrides = {},
}: Manifest): string[] {
  const all = { ...devDependencies, ...dependencies };
  return [
    ...Object.entries(all)
      .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
      .map(([name, version]) => `${name}: ${version} is not an exact version`),
    ...Object.entries(TOGETHER)
      .filter(([name, version]) => all[name] !== version)
      .map(([name, version]) => `${name}: must be ${version}`),
    ...(overrides['@electric-sql/pglite'] === TOGETHER['@electric-sql/pglite']
      ? []
      : ['overrides: must keep one @electric-sql/pglite']),
  ];
}

export interface LockFile {
  packages: Record<
    string,
    { version?: string; resolved?: string; optionalDependencies?: Record<string, string> }
  >;
}

/**
 * Download addresses, and packages for other platforms that are missing. `npm ci` refuses a lock
 * without them, and `npm install` leaves them out where the registry at hand does not offer them.
 */
export function lockViolations({ packages }: LockFile): string[] {
  return Object.entries(packages).flatMap(([path, entry]) => [
    ...(entry.resolved === undefined ? [] : [`${path}: names a download address`]),
    ...Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !isLocked(packages, path, name))
      .map((name) => `${path}: ${name} is not in the lock file`),
  ]);
}

/** Looks where Node would: beside the package, then in every folder above it. */
function isLocked(packages: LockFile['packages'], path: string, name: string): boolean {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    const candidate = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (packages[candidate]?.version !== undefined) return true;
    if (folder === '') return false;
  }
}
