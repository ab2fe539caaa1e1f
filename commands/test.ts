import { runChecks } from './checks';
import { InputError, runCommand } from './command-line';
import { secondsSince, tell } from './run-process';
import { provide, type Requirement } from './test-requirements';
import { runVitest, sumOf, type Tally } from './vitest-run';

const USAGE = `
npm test [-- PART …] [--deep]      PART: check unit database browser

运行全部测试，或所列的部分；缺少的 Chromium、PostgreSQL 在 Debian、Ubuntu 上以 root 自动安装。
Runs all tests, or the parts named. A missing Chromium or PostgreSQL is installed where this runs as
root on Debian or Ubuntu; what cannot be run is skipped and said, and fails under CI=true.

  --deep    大规模测试（npm run test:deep） / the great volumes
`;

interface Part {
  title: string;
  needs: readonly Requirement[];
  run: (environment: Readonly<Record<string, string>>) => Promise<Tally>;
}

const vitest =
  (...projects: string[]): Part['run'] =>
  (environment) =>
    runVitest(projects, { output: 'show', environment });

const PARTS = {
  check: { title: '检查 check', needs: [], run: () => runChecks() },
  unit: { title: '单元 unit', needs: [], run: vitest('unit', 'unit-node') },
  database: {
    title: '数据库 database',
    needs: ['postgres'],
    run: vitest('contract', 'pgtap'),
  },
  browser: { title: '浏览器 browser', needs: ['chromium'], run: vitest('e2e') },
} as const satisfies Readonly<Record<string, Part>>;

type PartName = keyof typeof PARTS;

await runCommand(USAGE, { deep: { type: 'boolean' } }, async ({ values, positionals }) => {
  const names = partsNamed(positionals);
  const startedAt = performance.now();
  const missing = await provide(
    new Set(names.flatMap((name): Requirement[] => [...PARTS[name].needs])),
  );
  const tallies: Tally[] = [];
  for (const name of names) {
    tallies.push(await runPart(PARTS[name], missing, values.deep === true ? { DEEP: '1' } : {}));
  }
  const { passed, failed, skipped } = sumOf(tallies);
  tell(`\n${secondsSince(startedAt)}${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
});

function partsNamed(names: readonly string[]): PartName[] {
  const all = Object.keys(PARTS) as PartName[];
  const stranger = names.find((name) => !Object.hasOwn(PARTS, name));
  if (stranger !== undefined) {
    throw new InputError(
      `没有名为“${stranger}”的部分，可用：${all.join(' ')} / no part "${stranger}"; allowed: ${all.join(' ')}`,
    );
  }
  return names.length === 0 ? all : all.filter((name) => names.includes(name));
}

async function runPart(
  part: Part,
  missing: ReadonlyMap<Requirement, string>,
  environment: Readonly<Record<string, string>>,
): Promise<Tally> {
  tell(`\n── ${part.title}`);
  const reasons = part.needs.flatMap((need) => missing.get(need) ?? []);
  if (reasons.length > 0) {
    tell(`跳过：${reasons.join('；')} / skipped`);
    // Where nobody reads along, a part that did not run must not look like one that passed.
    return { passed: 0, failed: process.env.CI === 'true' ? 1 : 0, skipped: 1 };
  }
  const startedAt = performance.now();
  const tally = await part.run(environment);
  tell(`   ${tally.passed} passed, ${tally.failed} failed, ${secondsSince(startedAt)}`);
  return tally;
}
