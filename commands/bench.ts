import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InputError, runCommand } from './command-line';
import { projectRoot, tell } from './run-process';

const USAGE = `
npm run bench -- [NAME …] [--json] [--deep]

运行列出的基准测试，不列则全部运行；每行一个 JSON 对象。
Runs the benchmarks named, or all; one JSON object per line: {"bench", …figures, …against}.

  --json    只输出结果，不输出进度 / results alone, without progress
  --deep    大规模、长时间 / the great volumes, for long
`;

/** A benchmark hands over its results, each an object of figures and of what they stand against. */
type Benchmark = (print: (result: Readonly<Record<string, unknown>>) => void) => Promise<void>;

const directory = join(projectRoot, 'tests', 'bench');

await runCommand(
  USAGE,
  { json: { type: 'boolean' }, deep: { type: 'boolean' } },
  async ({ values, positionals }) => {
    if (values.deep === true) process.env['DEEP'] = '1';
    const all = benchmarkNames();
    const stranger = positionals.find((name) => !all.includes(name));
    if (stranger !== undefined) {
      throw new InputError(
        `没有名为“${stranger}”的基准测试，可用：${all.join(' ')} / no benchmark "${stranger}"; allowed: ${all.join(' ')}`,
      );
    }
    for (const name of positionals.length > 0 ? positionals : all) {
      if (values.json !== true) tell(`${name} …`);
      const benchmark = await loadBenchmark(name);
      await benchmark((result) => {
        process.stdout.write(`${JSON.stringify({ bench: name, ...result })}\n`);
      });
    }
  },
);

function benchmarkNames(): string[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
}

async function loadBenchmark(name: string): Promise<Benchmark> {
  const url = pathToFileURL(join(directory, `${name}.ts`)).href;
  const { default: benchmark } = (await import(url)) as { default: Benchmark };
  return benchmark;
}
