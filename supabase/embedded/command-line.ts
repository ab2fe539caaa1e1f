import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Refusal } from './notices.ts';
import type { SampleOptions } from './sample-city.ts';

/** What `npm start` and `npm run backend` understand. */
export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  readonly dataDirectory: string;
  readonly databaseUrl: string | undefined;
  readonly sample: SampleOptions | undefined;
  /** --sites or --seed was given. */
  readonly sampleAsked: boolean;
  readonly reset: boolean;
  readonly tls: { readonly certificate: string; readonly key: string } | undefined;
}

/** A flag that is not understood: exit code 2. */
export class UsageError extends Refusal {}

export type Program = 'start' | 'backend';

const defaults = { host: '127.0.0.1', dataDirectory: './.data', seed: 1 } as const;
const defaultPorts: Record<Program, number> = { start: 4173, backend: 54321 };
const mostSites = 1_000_000;

/**
 * Reads the flags of a program.
 *
 * @param argv what follows the program's name
 * @returns undefined when help is asked for
 * @throws UsageError naming the flag, what it was and what is allowed
 */
export function readOptions(program: Program, argv: readonly string[]): ServerOptions | undefined {
  const values = parse(program, argv);
  if (values.help === true) return undefined;
  const databaseUrl = values.db;
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\/[^/]/.test(databaseUrl)) {
    throw wrong(
      '--db',
      databaseUrl,
      'postgres://用户:密码@主机:端口/数据库',
      'postgres://user:password@host:port/database',
    );
  }
  if (databaseUrl !== undefined && values.reset === true) {
    throw new UsageError(
      '--reset 只用于内置数据库，不会清空 --db 指定的数据库',
      '--reset is for the embedded database only; it does not empty one given by --db.',
    );
  }
  if (values.empty === true && (values.sites ?? values.seed) !== undefined) {
    throw new UsageError(
      '--empty 不载入示例城市，不能与 --sites、--seed 同用',
      '--empty loads no sample city: leave out --sites and --seed.',
    );
  }
  return {
    host: values.host ?? defaults.host,
    port: readInteger('--port', values.port, 0, 65_535) ?? defaultPorts[program],
    dataDirectory: values.data ?? defaults.dataDirectory,
    databaseUrl,
    sample: readSample(values),
    sampleAsked: (values.sites ?? values.seed) !== undefined,
    reset: values.reset === true,
    tls: readTls(values['tls-cert'], values['tls-key']),
  };
}

type Values = ReturnType<typeof parse>;

function parse(program: Program, argv: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const common = {
    host: text,
    port: text,
    data: text,
    sites: text,
    seed: text,
    empty: flag,
    reset: flag,
    'tls-cert': text,
    'tls-key': text,
    help: { type: 'boolean', short: 'h' } as const,
    db: text,
  };
  try {
    return parseArgs({ args: [...argv], options: common, allowPositionals: false }).values;
  } catch (error) {
    const cause = (error as Error).message.split(/[.\n]/)[0] ?? '';
    const command = program === 'start' ? 'npm start -- --help' : 'npm run backend -- --help';
    throw new UsageError(
      `参数有误（${cause}），用法见 ${command}`,
      `Wrong arguments: ${cause}; see ${command}.`,
    );
  }
}

/**
 * Without --db the sample city is the default. With it, it is loaded only when asked for by --sites
 * or --seed: the database is somebody's own.
 */
function readSample(values: Values): SampleOptions | undefined {
  if (values.empty === true) return undefined;
  const sites = readInteger('--sites', values.sites, 1, mostSites);
  const seed = readInteger('--seed', values.seed, 0, 2 ** 31 - 1);
  if (values.db !== undefined && sites === undefined && seed === undefined) return undefined;
  return { seed: seed ?? defaults.seed, ...(sites === undefined ? {} : { sites }) };
}

function readInteger(
  flag: string,
  text: string | undefined,
  least: number,
  most: number,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw wrong(
      flag,
      text,
      `${least} 到 ${most} 的整数`,
      `a whole number from ${least} to ${most}`,
    );
  }
  return value;
}

function readTls(certificate: string | undefined, key: string | undefined): ServerOptions['tls'] {
  if (certificate === undefined && key === undefined) return undefined;
  if (certificate === undefined || key === undefined) {
    throw new UsageError(
      '--tls-cert 与 --tls-key 须同时给出',
      '--tls-cert and --tls-key are given together.',
    );
  }
  return { certificate: readPem('--tls-cert', certificate), key: readPem('--tls-key', key) };
}

function readPem(flag: string, path: string): string {
  try {
    const text = readFileSync(path, 'utf8');
    if (text.includes('-----BEGIN ')) return text;
  } catch {
    // Told below: for the person it is the same whether the file is absent or something else.
  }
  throw wrong(flag, path, '可读的 PEM 文件', 'a readable PEM file');
}

function wrong(flag: string, text: string, allowedZh: string, allowedEn: string): UsageError {
  return new UsageError(
    `${flag} 的值“${text}”有误，应为${allowedZh}`,
    `${flag}: "${text}" is not ${allowedEn}.`,
  );
}

export const helpTexts: Record<Program, string> = {
  start: `npm start -- [选项 options]

  构建应用，准备内置数据库（首次载入示例城市），并在同一地址提供两者。
  Builds the app, prepares the embedded database (with the sample city, once) and serves both.

  --port N          端口，默认 4173 / port
  --host ADDRESS    监听地址，默认 127.0.0.1；0.0.0.0 供手机访问 / 0.0.0.0 for phones
  --tls-cert FILE   证书（PEM）/ certificate
  --tls-key FILE    私钥（PEM）/ private key
  --data DIR        数据目录，默认 ./.data / data folder
  --db URL          改用 PostgreSQL：postgres://… / a PostgreSQL instead of the embedded database
  --empty           新建时不载入示例城市 / no sample city in a new database
  --sites N         示例点位数 / size of the sample city
  --seed N          示例种子，默认 1 / seed of the sample city
  --reset           清空内置数据库，重新开始 / empty the embedded database and start over
  --help            本说明 / this text
`,
  backend: `npm run backend -- [选项 options]

  只提供接口；就绪后输出一行 JSON：{"url","publishableKey","secretKey"}
  Only the API; prints one line of JSON when ready.

  --port N          端口，默认 54321；0 为任意空闲端口 / port; 0 takes any free one
  --host ADDRESS    监听地址，默认 127.0.0.1 / address to listen on
  --db URL          postgres://用户:密码@主机:端口/数据库 / serve this PostgreSQL
  --data DIR        数据目录（密钥与内置数据库），默认 ./.data / data folder
  --sites N         示例点位数 / size of the sample city
  --seed N          示例种子，默认 1 / seed of the sample city
  --empty           不载入示例城市 / no sample city
  --reset           清空内置数据库，重新开始 / empty the embedded database and start over
  --tls-cert FILE   证书（PEM）/ certificate
  --tls-key FILE    私钥（PEM）/ private key
  --help            本说明 / this text
`,
};
