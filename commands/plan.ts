/** `npm run plan`: solves a daily or periodic patrol problem, see USAGE. */
import { readProblem } from '../src/domain/patrol/problem/read-problem.ts';
import { solveInSteps, type SolveLimits } from '../src/domain/patrol/solver/solve.ts';
import { Refusal } from '../src/domain/refusal.ts';
import { InputError, runCommand } from './command-line.ts';
import { readJson } from './json-input.ts';

const USAGE = `用法 / usage: npm run -s plan -- PROBLEM.json [--seconds S] [--iterations N] [--seed N]     (- 读标准输入 / reads standard input)

规划巡查路线：VROOM 的单日格式，或多日的周期格式；方案以 VROOM 的输出格式写到标准输出。
Plans patrol routes: VROOM's format of one day, or the periodic one of several; the solution goes to standard
output in VROOM's output format.

  --seconds S      计算时间，默认 5 秒 / time to search, 5 s without it
  --iterations N   改为固定次数，同一 seed 每台机器结果相同 / so many attempts instead: the same plan on every machine
  --seed N         随机种子，默认 1 / seed of the search, 1 without it
`;

await runCommand(
  USAGE,
  {
    help: { type: 'boolean', short: 'h' },
    seconds: { type: 'string' },
    iterations: { type: 'string' },
    seed: { type: 'string' },
  },
  async ({ positionals, values }) => {
    const [path, ...more] = positionals;
    if (path === undefined || more.length > 0) {
      throw new InputError(
        `应给出一个文件，给了 ${positionals.length} 个（--help 看用法） / ` +
          `give one file, not ${positionals.length} (--help explains)`,
      );
    }
    const limits: SolveLimits = {
      ...option('seconds', values['seconds'], 0.1, 86_400),
      ...option('iterations', values['iterations'], 1, 1e12),
      ...option('seed', values['seed'], 0, 2 ** 31 - 1),
    };
    const problem = problemFrom(await readJson(path));
    const steps = solveInSteps(problem, limits, 500);
    for (;;) {
      const { done, value } = steps.next();
      if (done === true) {
        process.stdout.write(`${JSON.stringify(value)}\n`);
        return;
      }
      const { summary } = value.solution();
      showProgress(
        value.part,
        `${value.iterations} / ${Math.round(summary.cost)} s / ${summary.unassigned}`,
      );
    }
  },
);

function problemFrom(json: unknown) {
  try {
    return readProblem(json);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new InputError(error.message);
  }
}

function option(name: string, value: unknown, least: number, most: number): Record<string, number> {
  if (value === undefined) return {};
  const read = Number(value);
  if (!(read >= least && read <= most)) {
    throw new InputError(
      `--${name} 为 ${String(value)}，应在 ${least} 到 ${most} 之间 / --${name} is ${String(value)}, allowed: ${least} to ${most}`,
    );
  }
  return { [name]: read };
}

/** A bar on a terminal, plain lines otherwise. */
function showProgress(part: number, note: string): void {
  const percent = `${Math.floor(100 * part)} %`.padStart(5);
  if (process.stderr.isTTY) {
    const width = Math.round(20 * part);
    process.stderr.write(
      `\r${'█'.repeat(width)}${'░'.repeat(20 - width)} ${percent}  ${note}   ${part >= 1 ? '\n' : ''}`,
    );
  } else process.stderr.write(`${percent}  ${note}\n`);
}
