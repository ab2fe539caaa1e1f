import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The migrations are written for this version; older ones lack what they use. */
export const OLDEST_POSTGRES_MAJOR = 15;

export interface PostgresInstallation {
  /** Folder that holds `initdb` and `postgres`. */
  binaryDirectory: string;
  /** Major version, e.g. 15. */
  major: number;
  /** Names of the extensions that `create extension` would find, e.g. `postgis`, `pgtap`. */
  extensions: ReadonlySet<string>;
}

/**
 * Looks where Debian, other distributions and `PG_BIN` put PostgreSQL. An installation that has
 * PostGIS is preferred to a newer one that has not, because without it no migration runs.
 *
 * @returns nothing when there is no PostgreSQL of at least {@link OLDEST_POSTGRES_MAJOR}.
 */
export function findPostgres(): PostgresInstallation | undefined {
  const wanted = process.env.PG_BIN;
  if (wanted !== undefined && wanted !== '') {
    const installation = inspect(wanted);
    if (installation === undefined) {
      throw new Error(
        `PG_BIN=${wanted}: 需为含 initdb 与 postgres（${OLDEST_POSTGRES_MAJOR} 及以上）的目录 / ` +
          `must be a folder with initdb and postgres, version ${OLDEST_POSTGRES_MAJOR} or newer`,
      );
    }
    return installation;
  }
  return candidateDirectories()
    .map(inspect)
    .filter((installation) => installation !== undefined)
    .sort(
      (a, b) =>
        Number(b.extensions.has('postgis')) - Number(a.extensions.has('postgis')) ||
        b.major - a.major,
    )[0];
}

function candidateDirectories(): string[] {
  const debian = '/usr/lib/postgresql';
  const directories = existsSync(debian)
    ? readdirSync(debian).map((version) => join(debian, version, 'bin'))
    : [];
  const configured = outputOf('pg_config', ['--bindir']);
  if (configured !== undefined) directories.push(configured);
  return [...new Set(directories)];
}

function inspect(binaryDirectory: string): PostgresInstallation | undefined {
  if (!existsSync(join(binaryDirectory, 'initdb'))) return undefined;
  const version = outputOf(join(binaryDirectory, 'postgres'), ['--version']);
  const major = Number(/\b(\d+)(?:\.\d+|devel|beta|rc)/.exec(version ?? '')?.[1]);
  if (!(major >= OLDEST_POSTGRES_MAJOR)) return undefined;
  return { binaryDirectory, major, extensions: extensionsOf(binaryDirectory) };
}

function extensionsOf(binaryDirectory: string): Set<string> {
  const share = outputOf(join(binaryDirectory, 'pg_config'), ['--sharedir']);
  // Where pg_config is not packaged with the server, Debian's layout tells the folder.
  const shareDirectory =
    share ?? binaryDirectory.replace('/usr/lib/postgresql', '/usr/share/postgresql').slice(0, -4);
  const folder = join(shareDirectory, 'extension');
  if (!existsSync(folder)) return new Set();
  return new Set(
    readdirSync(folder)
      .filter((file) => file.endsWith('.control'))
      .map((file) => file.slice(0, -'.control'.length)),
  );
}

function outputOf(command: string, parameters: string[]): string | undefined {
  try {
    return execFileSync(command, parameters, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}
