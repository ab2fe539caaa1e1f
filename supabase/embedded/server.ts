import { networkInterfaces } from 'node:os';
import { applicationDirectory, buildApplication, needsBuild } from './application-build.ts';
import { openBackend, type Backend } from './backend.ts';
import { readBasemaps } from './basemaps.ts';
import {
  helpTexts,
  readOptions,
  UsageError,
  type Program,
  type ServerOptions,
} from './command-line.ts';
import { readRouting } from './routing.ts';
import { openShell, type Shell } from './http-shell.ts';
import { describeError, Refusal } from './notices.ts';
import { ProgressReport } from './progress-report.ts';
import type { SampleAccount } from './sample-city.ts';

/** `npm start` and `npm run backend`: the node shell around the embedded backend. */

const report = new ProgressReport(process.stderr);

async function main(program: Program, argv: string[]): Promise<void> {
  const options = readOptions(program, argv);
  if (options === undefined) {
    process.stdout.write(helpTexts[program]);
    return;
  }
  const early = () => process.exit(130);
  for (const signal of stopSignals) process.once(signal, early);
  const { backend, shell } = await open(program, options);
  for (const signal of stopSignals) process.off(signal, early);
  const stopping = onceAskedToStop();
  if (program === 'backend') {
    const { publishableKey, secretKey } = backend.keys;
    process.stdout.write(`${JSON.stringify({ url: shell.url, publishableKey, secretKey })}\n`);
  } else {
    process.stdout.write(welcome(shell, options, backend.sampleAccounts));
  }
  const cause = await Promise.race([stopping, backend.failed]);
  await shell.close();
  await backend.close();
  if (cause instanceof Error) throw cause;
}

async function open(
  program: Program,
  options: ServerOptions,
): Promise<{ backend: Backend; shell: Shell }> {
  const onProblem = (error: unknown) => report.line(describeError(error));
  const shell = await openShell({
    ...options,
    applicationDirectory: program === 'start' ? applicationDirectory : undefined,
    basemaps: readBasemaps(options.dataDirectory),
    routing: readRouting(options.dataDirectory),
  });
  // Both at once: the build is another process, the database another thread.
  const [built, opened] = await Promise.allSettled([
    program === 'start' ? build() : undefined,
    openBackend({
      ...options,
      onProgress: (phase, fraction) => report.report(phase, fraction),
      onProblem,
    }),
  ]);
  if (opened.status === 'rejected') throw opened.reason as Error;
  if (built.status === 'rejected') {
    await opened.value.close();
    throw built.reason as Error;
  }
  shell.serve(opened.value, onProblem);
  return { backend: opened.value, shell };
}

async function build(): Promise<void> {
  if (!needsBuild()) return;
  report.report('build', 0);
  await buildApplication();
  report.report('build', 1);
}

function welcome(
  shell: Shell,
  options: ServerOptions,
  accounts: readonly SampleAccount[] | undefined,
): string {
  const lines = ['', `创城一张图 / Chuangcheng Map   ${shell.url}`];
  if (options.host === '0.0.0.0' || options.host === '::') {
    const { protocol, port } = new URL(shell.url);
    lines.push(...networkAddresses().map((address) => `  ${protocol}//${address}:${port}`));
  }
  if (accounts !== undefined && accounts.length > 0) {
    lines.push('', '示例账号 / sample sign-ins（示例数据 / generated data）');
    for (const { email, password, name, role, unit } of accounts) {
      lines.push(`  ${email}  ${password}  ${name}  ${role}${unit === null ? '' : `  ${unit}`}`);
    }
  }
  return `${lines.join('\n')}\n\n`;
}

function networkAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
}

const stopSignals = ['SIGINT', 'SIGTERM'] as const;

/** A second signal ends the process at once, as it does by default. */
function onceAskedToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of stopSignals) process.once(signal, () => resolve());
  });
}

const [program = '', ...argv] = process.argv.slice(2);
try {
  if (program !== 'start' && program !== 'backend') {
    throw new UsageError('应为 start 或 backend', 'start or backend is expected.');
  }
  await main(program, argv);
  process.exitCode = 0;
} catch (error) {
  report.line(error instanceof Refusal ? error.message : `出错 / error: ${describeError(error)}`);
  process.exit(error instanceof UsageError ? 2 : 1);
}
