import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageProgram, runProcess, type ProcessOptions } from './run-process';

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

export interface VitestResult extends Tally {
  /** What was printed, when it was collected. */
  output: string;
}

/** The part of Vitest's JSON report that we count. */
interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

/**
 * Runs projects of vitest.config.ts in a process of their own, so that a crash of theirs is counted
 * and not suffered.
 */
export async function runVitest(
  projects: readonly string[],
  options: ProcessOptions,
): Promise<VitestResult> {
  const directory = mkdtempSync(join(tmpdir(), 'chuangcheng-tests-'));
  const reportFile = join(directory, 'report.json');
  try {
    const { code, output } = await runProcess(
      packageProgram('vitest'),
      [
        'run',
        ...projects.flatMap((project) => ['--project', project]),
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${reportFile}`,
      ],
      options,
    );
    return { ...tallyOf(readReport(reportFile), code), output };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function readReport(path: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Report;
  } catch {
    return undefined;
  }
}

/**
 * A file that did not even load is one failure, and so is a run that ends badly without a failed
 * test: an error outside any test, a crash, or no test found.
 */
export function tallyOf(report: Report | undefined, exitCode: number): Tally {
  const unloaded = (report?.testResults ?? []).filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = (report?.numFailedTests ?? 0) + unloaded;
  const passed = report?.numPassedTests ?? 0;
  const endedBadly = failed === 0 && (exitCode !== 0 || passed === 0);
  return {
    passed,
    failed: endedBadly ? 1 : failed,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  };
}

export function sumOf(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, { passed, failed, skipped }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      skipped: sum.skipped + skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}
