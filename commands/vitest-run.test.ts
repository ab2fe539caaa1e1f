import { describe, expect, it } from 'vitest';
import { sumOf, tallyOf } from './vitest-run';

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((test) => ({ status: test })),
});

const report = (
  passed: number,
  failed: number,
  skipped: number,
  testResults: ReturnType<typeof file>[],
) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: skipped,
  numTodoTests: 0,
  testResults,
});

describe('counting tests', () => {
  it('counts what passed, failed and was skipped', () => {
    const results = [file('passed', 'passed'), file('failed', 'failed', 'passed', 'skipped')];
    expect(tallyOf(report(2, 1, 1, results), 1)).toEqual({ passed: 2, failed: 1, skipped: 1 });
  });

  it('counts a file that does not load as one failure', () => {
    const results = [file('passed', 'passed'), file('failed')];
    expect(tallyOf(report(1, 0, 0, results), 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  it('counts an error outside any test as one failure', () => {
    const results = [file('passed', 'passed')];
    expect(tallyOf(report(1, 0, 0, results), 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  it('counts a crash, and a run that found no test, as one failure', () => {
    expect(tallyOf(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(tallyOf(report(0, 0, 0, []), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('adds up', () => {
    const tally = { passed: 1, failed: 2, skipped: 3 };
    expect(sumOf([tally, tally])).toEqual({ passed: 2, failed: 4, skipped: 6 });
    expect(sumOf([])).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });
});
