import { packageProgram, runProcess, secondsSince, tell } from './run-process';
import { runVitest, sumOf, type Tally } from './vitest-run';

interface Check {
  name: string;
  run: () => Promise<Tally & { output: string }>;
}

/** One program that either finds nothing or fails counts as one check. */
function program(name: string, ...parameters: string[]): Check['run'] {
  return async () => {
    const { code, output } = await runProcess(packageProgram(name), parameters, {
      output: 'collect',
    });
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, output };
  };
}

/** Slowest first, so that two at a time end together. */
const CHECKS: readonly Check[] = [
  {
    name: '界面类型 types of the app',
    run: program(
      'svelte-check',
      ...['--tsconfig', './tsconfig.json', '--output', 'human', '--fail-on-warnings'],
    ),
  },
  { name: '代码规范 lint', run: program('eslint', '.', '--max-warnings', '0') },
  { name: '程序类型 types of the rest', run: program('tsc', '-p', 'tsconfig.node.json') },
  { name: '无用代码 unused code', run: program('knip', '--no-config-hints') },
  { name: '格式 format', run: program('prettier', '--check', '.', '--log-level', 'warn') },
  { name: '架构规则 architecture rules', run: () => runVitest(['rules'], { output: 'collect' }) },
];

/** Two at a time: each uses one core, and two cores are what the smallest machine has. */
const AT_ONCE = 2;

/** Runs every check, tells each as it ends, and shows what the failing ones said. */
export async function runChecks(): Promise<Tally> {
  const waiting = [...CHECKS];
  const tallies: Tally[] = [];
  const work = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const startedAt = performance.now();
      const { output, ...tally } = await check.run();
      tallies.push(tally);
      tell(`${tally.failed === 0 ? '✓' : '✗'} ${check.name}  ${secondsSince(startedAt)}`);
      if (tally.failed > 0) tell(output.trimEnd());
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return sumOf(tallies);
}
