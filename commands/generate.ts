/** `npm run generate`: the sample city as files, see USAGE. */
import { dayNumber, startOfDay } from '../src/domain/issues/clocks.ts';
import { writeCity } from '../data/generate/files.ts';
import { DEFAULT_SEED, DEFAULT_SITES, generateCity } from '../data/generate/generate-city.ts';
import { InputError, runCommand } from './command-line.ts';

const USAGE = `用法 / usage: npm run -s generate -- [--sites N] [--issues N] [--seed N] [--until DATE]
                                     [--observations-per-site N] [--out DIR]

生成示例城市文件：GeoJSON、CSV、照片与 truth.json。相同参数得到逐字节相同的文件。
Writes the sample city as files: GeoJSON, CSV, photos and truth.json. The same options give the same bytes.

--sites N                  点位数，48–200000，默认 1530 / number of sites, default 1530
--issues N                 问题数，默认由过程自然产生 / number of issues, default: as many as come
--seed N                   随机种子，默认 20261122 / seed
--until DATE               历史截止日(含)，YYYY-MM-DD，默认 2026-11-22 / last day of the history
--observations-per-site N  每点位全年检查项数，默认 190，大城市自动减少 / per site and year, default 190,
                           less where it would exceed a million in all
--out DIR                  输出目录，默认 data/generated/city / where to, default data/generated/city
`;

await runCommand(
  USAGE,
  {
    sites: { type: 'string', default: String(DEFAULT_SITES) },
    issues: { type: 'string' },
    seed: { type: 'string', default: String(DEFAULT_SEED) },
    until: { type: 'string', default: '2026-11-22' },
    'observations-per-site': { type: 'string' },
    out: { type: 'string', default: 'data/generated/city' },
    help: { type: 'boolean', short: 'h' },
  },
  async ({ values, positionals }) => {
    if (positionals.length > 0) {
      throw new InputError(
        `多余的参数 ${positionals.join(' ')} / unexpected argument ${positionals.join(' ')}`,
      );
    }
    const sites = wholeNumber('sites', values.sites, 48, 200_000);
    const perSite = values['observations-per-site'];
    const city = generateCity(
      {
        sites,
        seed: wholeNumber('seed', values.seed, 0, 2_147_483_647),
        until: endOfDay(values.until),
        issues:
          values.issues === undefined ? null : wholeNumber('issues', values.issues, 0, 2_000_000),
        observationsPerSite:
          perSite === undefined ? null : wholeNumber('observations-per-site', perSite, 1, 1000),
      },
      progress('生成 / generating'),
    );
    const mix = await writeCity(city, values.out, progress('写入 / writing'));
    const { history } = city;
    process.stdout.write(
      `${JSON.stringify({
        out: values.out,
        sites,
        inspections: history.inspections.length,
        observations: history.observations.length,
        issues: history.issues.length,
        issueEvents: history.events.length,
        mix,
      })}\n`,
    );
  },
);

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new InputError(
      `--${name} ${text}：应为 ${least} 到 ${most} 的整数 / must be a whole number from ${least} to ${most}`,
    );
  }
  return value;
}

/** Holidays are known for the years 2024 to 2026, and the catalogue is in force from 2024 on. */
function endOfDay(text: string): number {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
  if (!isDate || text < '2025-01-01' || text > '2027-12-31') {
    throw new InputError(
      `--until ${text}：应为 2025-01-01 到 2027-12-31 的日期 / must be a date from 2025-01-01 to 2027-12-31`,
    );
  }
  return startOfDay(dayNumber(text) + 1);
}

/** A bar on a terminal, otherwise one line at the beginning and one at the end. */
function progress(title: string): (share: number) => void {
  const stream = process.stderr;
  let shown = -1;
  return (share) => {
    const percent = Math.floor(share * 100);
    if (percent === shown) return;
    if (stream.isTTY) {
      const filled = Math.round(share * 24);
      stream.write(`\r${title} ${'█'.repeat(filled)}${'░'.repeat(24 - filled)} ${percent} %`);
      if (percent === 100) stream.write('\n');
    } else if (shown === -1 || percent === 100) {
      stream.write(`${title} … ${percent} %\n`);
    }
    shown = percent;
  };
}
