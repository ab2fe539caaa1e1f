import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('..', import.meta.url));

export interface ProcessOptions {
  environment?: Readonly<Record<string, string>>;
  /** `show` lets everything through to our standard error while it runs, `collect` keeps it. */
  output: 'show' | 'collect';
}

export interface ProcessResult {
  /** Exit code; a process ended by a signal counts as 1. */
  code: number;
  /** Only the standard output; empty unless collected. */
  stdout: string;
  /** Both streams in the order in which they came; empty unless collected. */
  output: string;
}

/** Path of a program that a package of ours installed. */
export function packageProgram(name: string): string {
  return join(projectRoot, 'node_modules', '.bin', name);
}

/** Runs a program in the project's root; never rejects because of its exit code. */
export async function runProcess(
  program: string,
  parameters: readonly string[],
  options: ProcessOptions,
): Promise<ProcessResult> {
  const isShown = options.output === 'show';
  const child = spawn(program, parameters, {
    cwd: projectRoot,
    env: {
      ...process.env,
      ...(process.stderr.isTTY ? { FORCE_COLOR: '1' } : {}),
      ...options.environment,
    },
    // Results belong on our standard output; what others say on the way is progress.
    stdio: isShown ? ['ignore', process.stderr, process.stderr] : ['ignore', 'pipe', 'pipe'],
  });
  const stdout: Buffer[] = [];
  const both: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout.push(chunk);
    both.push(chunk);
  });
  child.stderr?.on('data', (chunk: Buffer) => both.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  return {
    code: code ?? 1,
    stdout: Buffer.concat(stdout).toString(),
    output: Buffer.concat(both).toString(),
  };
}

export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** `3.2 s` since a moment of `performance.now()`. */
export function secondsSince(startedAtMilliseconds: number): string {
  return `${((performance.now() - startedAtMilliseconds) / 1000).toFixed(1)} s`;
}
