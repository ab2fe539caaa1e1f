/** `npm run import`: takes lists of sites, base features and areas into the backend, see USAGE. */
import { importAreas, importFeatures, importSites, undoImport } from '../data/import/imports.ts';
import { importLedger, ledgerTable, type LedgerOptions } from '../data/import/ledger.ts';
import { dryRunTable, problemLines } from '../data/import/report.ts';
import { openTarget, type Target } from '../data/import/target.ts';
import { datums, type Datum } from '../src/domain/geo/datum.ts';
import { Refusal } from '../src/domain/refusal.ts';
import { InputError, runCommand } from './command-line.ts';

const USAGE = `
npm run import -- sites|ledger|features|areas 文件 FILE [选项 options]
npm run import -- --undo N

  把点位清单、问题台账、底图要素或区域边界导入后端。一个文件要么全部导入，要么一行都不导入；重复导入同一文件不会增加任何内容。
  Takes in a list of sites, a ledger, base-map features or outlines of areas, whole or not at all;
  the same file again adds nothing.

  sites     XLSX、CSV（UTF-8 或 GBK）或 GeoJSON：名称、类型、经度、纬度、地址、社区、责任单位、责任人、电话、编号、启用日期
            XLSX, CSV (UTF-8 or GBK) or GeoJSON: name, type, longitude, latitude, address, area, unit, person, phone, id, opened
  ledger    XLSX 或 CSV（UTF-8、GBK）：问题、点位（或社区 + 大院号）、责任单位、发现时间、整改时限、状态等列，列名和次序不限
            XLSX or CSV (UTF-8, GBK): an office's ledger, its columns by any usual name and in any order
  features  OpenStreetMap 的 GeoJSON：道路、水系、绿地、建筑、地名 / OpenStreetMap GeoJSON
  areas     GeoJSON 多边形：name、level（city 市、district 区县、street 街道、community 社区）、parent 上级
            GeoJSON polygons with name, level and parent

  --type T     sites：没有类型列时的点位类型（如 community）；areas：没有层级时的层级
               the type of sites, or the level of areas, that do not say theirs
  --area A     sites：没有社区列时所属区域；areas：没有上级时的上级（名称或编号）
               the area that sites, or the parent that areas, belong to which do not say theirs
  --datum D    坐标系：wgs84（默认）、gcj02（高德、腾讯）、bd09（百度）、auto（按同名点位、所属区域或道路推断，把握不足即拒绝）
               wgs84 (default), gcj02, bd09, or auto: inferred from known sites, outlines and roads, refused when unsure
  --sheet S    ledger：工作表名，默认第一张有台账表头的表 / the sheet; else the first with a ledger's header
  --map F=C    ledger：指明字段 F 在列 C 中，可多次，如 --map description=情况；记住供下次使用
               the column of a field, more than once; remembered
  --check N    ledger：看不出检查项的问题按第 N 项登记 / the check of problems whose words fit none
  --dry-run    不写入，在标准输出列出每一行的去向（CSV）/ writes nothing, prints each row's fate as CSV
  --undo N     撤销第 N 次导入；已有记录的点位、区域不能撤销，会逐一列出
               takes import N back; says what cannot be, because others depend on it
  --source S   features：资料来源，显示在地图上，默认 © OpenStreetMap contributors / shown as attribution

  写入正在运行的后端；没有运行时直接写入数据目录。需要后端的 secretKey，数据目录中即有。
  Writes to the running backend, or into the data folder when no server holds it, with the secret key.
  --data DIR   数据目录，默认 ./.data / data folder
  --url URL    其他后端的地址 / the address of another backend
  --key KEY    其 secretKey；也可用环境变量 CHUANGCHENG_SECRET_KEY / its secret key, also by environment

  结果以一行 JSON 输出；有误的行逐行列出后以 2 退出。
  The result is one line of JSON; rows that are refused are listed one a line and the exit code is 2.
`;

const text = { type: 'string' } as const;
const options = {
  type: text,
  area: text,
  datum: text,
  'dry-run': { type: 'boolean' },
  undo: text,
  source: text,
  sheet: text,
  map: { type: 'string', multiple: true },
  check: text,
  data: text,
  url: text,
  key: text,
  help: { type: 'boolean', short: 'h' },
} as const;

const kinds = {
  ledger: 'ledger',
  sites: importSites,
  features: importFeatures,
  areas: importAreas,
} as const;

await runCommand(USAGE, options, async ({ values, positionals }) => {
  const undone = readUndo(values.undo, positionals);
  const job = undone === undefined ? readJob(positionals) : undefined;
  const datum = readDatum(values.datum);
  try {
    const target = await openTarget({
      url: values.url,
      key: values.key ?? process.env.CHUANGCHENG_SECRET_KEY,
      dataDirectory: values.data ?? './.data',
    });
    try {
      if (undone !== undefined) {
        print(await undoImport(target, undone));
        return 0;
      }
      if (job === undefined) return 0;
      if (job.run === 'ledger') {
        return await takeInLedger(target, {
          path: job.path,
          sheet: values.sheet,
          map: values.map ?? [],
          datum,
          otherwise: readCheck(values.check),
          dryRun: values['dry-run'] === true,
        });
      }
      const { path, run } = job;
      const { result, fates, problems, remarks, dryRun } = await run(target, {
        path,
        type: values.type,
        area: values.area,
        datum,
        source: values.source ?? '© OpenStreetMap contributors',
        dryRun: values['dry-run'] === true,
      });
      for (const { zh, en } of remarks) process.stderr.write(`${zh} / ${en}\n`);
      if (dryRun !== undefined) process.stdout.write(dryRunTable(dryRun, fates, problems));
      for (const line of problemLines(path, problems)) process.stderr.write(`${line}\n`);
      if (problems.length > 0) return 2;
      if (dryRun === undefined) print(result);
      return 0;
    } finally {
      await target.close();
    }
  } catch (error) {
    throw error instanceof Refusal ? new InputError(error.message) : error;
  }
});

function print(result: unknown): void {
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

async function takeInLedger(target: Target, options: LedgerOptions): Promise<number> {
  const { result, fates, remarks } = await importLedger(target, options);
  for (const { zh, en } of remarks) process.stderr.write(`${zh} / ${en}\n`);
  if (options.dryRun) process.stdout.write(ledgerTable(fates));
  const refused = fates.filter(({ fate }) => fate === 'refused');
  const problems = refused.map(({ row, cell, zh, en }) => ({ row, field: cell, zh, en }));
  for (const line of problemLines(options.path, problems)) process.stderr.write(`${line}\n`);
  if (refused.length > 0) return 2;
  if (!options.dryRun) print(result);
  return 0;
}

function readCheck(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^[1-9]\d{0,2}$/.test(value)) {
    throw new InputError(
      `--check 的值“${value}”有误，应为检查项编号 / --check: “${value}” is not the number of a check`,
    );
  }
  return Number(value);
}

function readUndo(value: string | undefined, positionals: readonly string[]): number | undefined {
  if (value === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(value)) {
    throw new InputError(
      `--undo 的值“${value}”有误，应为导入的编号 / --undo: “${value}” is not the number of an import`,
    );
  }
  if (positionals.length > 0) {
    throw new InputError('--undo 不与文件同用 / --undo goes without a file');
  }
  return Number(value);
}

function readJob(positionals: readonly string[]) {
  const [kind = '', path, ...more] = positionals;
  if (!Object.hasOwn(kinds, kind)) {
    throw new InputError(
      `应为 sites、ledger、features 或 areas，实为“${kind}”（--help 看用法） / give sites, ledger, features or areas, not “${kind}” (--help explains)`,
    );
  }
  if (path === undefined || more.length > 0) {
    throw new InputError(
      `应给出一个文件，给了 ${positionals.length - 1} 个 / give one file, not ${positionals.length - 1}`,
    );
  }
  return { path, run: kinds[kind as keyof typeof kinds] };
}

function readDatum(value: string | undefined): Datum | 'auto' | undefined {
  if (value === undefined || value === 'auto' || (datums as readonly string[]).includes(value)) {
    return value as Datum | 'auto' | undefined;
  }
  throw new InputError(
    `--datum 的值“${value}”有误，可用 auto、wgs84、gcj02、bd09 / --datum: “${value}” is not auto, wgs84, gcj02 or bd09`,
  );
}
