import { existsSync, readFileSync } from 'node:fs';
import { findChromium } from '../tests/support/chromium';
import { findPostgres, OLDEST_POSTGRES_MAJOR } from '../tests/support/postgres-binaries';
import { runProcess, tell } from './run-process';

/** What a part of the tests needs from the machine beyond Node. */
export type Requirement = 'postgres' | 'chromium';

/** What is missing, in one line; nothing when it is there. */
type Lack = string | undefined;

/** Extensions without which the migrations or their tests do not run. */
const EXTENSIONS = ['postgis', 'pgtap'];

const LACKS: Readonly<Record<Requirement, () => Promise<Lack>>> = {
  postgres: async () => {
    const postgres = findPostgres();
    if (postgres === undefined) {
      return `没有 PostgreSQL ${OLDEST_POSTGRES_MAJOR} 及以上版本 / no PostgreSQL ${OLDEST_POSTGRES_MAJOR} or newer`;
    }
    const missing = EXTENSIONS.filter((name) => !postgres.extensions.has(name));
    return missing.length === 0
      ? undefined
      : `PostgreSQL ${postgres.major} 缺少扩展 ${missing.join('、')} / PostgreSQL ${postgres.major} lacks ${missing.join(', ')}`;
  },
  chromium: async () => {
    const path = findChromium();
    if (path === undefined) return '没有 Chromium / no Chromium';
    // Ubuntu's `chromium` is a stub that only says how to get the real one.
    const { code } = await runProcess(path, ['--version'], { output: 'collect' });
    if (code !== 0) return `${path} 无法启动 / ${path} does not start`;
    return (await hasChineseFont())
      ? undefined
      : '没有中文字体，页面无法画出汉字 / no Chinese font, pages cannot draw their text';
  },
};

/**
 * Looks for what the wanted parts need and, as root on Debian or Ubuntu, installs what is missing.
 *
 * @returns what is still missing and why, by requirement
 */
export async function provide(wanted: ReadonlySet<Requirement>): Promise<Map<Requirement, string>> {
  const lacks = await lacksOf(wanted);
  if (lacks.size === 0) return lacks;
  for (const lack of lacks.values()) tell(lack);
  const obstacle = obstacleToInstalling();
  const reason = obstacle ?? (await install(new Set(lacks.keys())));
  const remaining = await lacksOf(wanted);
  for (const [requirement, lack] of remaining) {
    remaining.set(requirement, reason === undefined ? lack : `${lack}；${reason}`);
  }
  return remaining;
}

async function lacksOf(wanted: ReadonlySet<Requirement>): Promise<Map<Requirement, string>> {
  const lacks = new Map<Requirement, string>();
  for (const requirement of wanted) {
    const lack = await LACKS[requirement]();
    if (lack !== undefined) lacks.set(requirement, lack);
  }
  return lacks;
}

function obstacleToInstalling(): string | undefined {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get') || !isDebianLike()) {
    return '只能在 Debian 或 Ubuntu 上自动安装 / can be installed only on Debian or Ubuntu';
  }
  if (process.getuid?.() !== 0) return '非 root，无法安装 / not root, cannot install';
  return undefined;
}

function isDebianLike(): boolean {
  try {
    return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

/** Installs with apt; answers what went wrong. */
async function install(requirements: ReadonlySet<Requirement>): Promise<string | undefined> {
  tell('apt-get update …');
  const updated = await apt('update');
  if (updated !== undefined) return updated;
  const packages: string[] = [];
  if (requirements.has('postgres')) packages.push(...(await postgresPackages()));
  if (requirements.has('chromium')) packages.push('chromium', 'fonts-noto-cjk');
  tell(`apt-get install ${packages.join(' ')} …`);
  return apt('install', '--yes', '--no-install-recommends', ...packages);
}

async function apt(...parameters: string[]): Promise<string | undefined> {
  const { code, output } = await runProcess('apt-get', ['--quiet=2', ...parameters], {
    output: 'collect',
    environment: { DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (code === 0) return undefined;
  const errors = output.split('\n').filter((line) => line.startsWith('E: '));
  return `apt-get ${parameters[0]}: ${errors.join(' ') || `exit ${code}`}`;
}

/**
 * The server's packages in the version at hand: the one installed already, else the distribution's
 * own. The cluster that Debian makes and starts on installing runs as the user `postgres`; the
 * tests never touch it.
 */
async function postgresPackages(): Promise<string[]> {
  const major = findPostgres()?.major ?? (await distributionMajor());
  const server = `postgresql-${major}`;
  const optional = `${server}-cron`;
  const { code } = await runProcess('apt-cache', ['show', '--no-all-versions', optional], {
    output: 'collect',
  });
  return [
    server,
    `${server}-postgis-3`,
    `${server}-pgtap`,
    // Without pg_cron the scheduled tick is tested with the server's own timer alone.
    ...(code === 0 ? [optional] : []),
  ];
}

async function distributionMajor(): Promise<number> {
  const { stdout } = await runProcess('apt-cache', ['depends', 'postgresql'], {
    output: 'collect',
  });
  return Number(/Depends: postgresql-(\d+)/.exec(stdout)?.[1] ?? OLDEST_POSTGRES_MAJOR);
}

/** Fontconfig is what Chromium asks; it comes with it on Linux. */
async function hasChineseFont(): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  if (!existsSync('/usr/bin/fc-list')) return false;
  const { stdout } = await runProcess('fc-list', [':lang=zh', 'family'], { output: 'collect' });
  return stdout.trim() !== '';
}
