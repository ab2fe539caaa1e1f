import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';
import { checkSolution } from '../src/domain/patrol/checker/check-solution.ts';
import type { PlanProblem, PlanSolution } from '../src/domain/patrol/problem/problem.ts';

const command = fileURLToPath(new URL('./plan.ts', import.meta.url));

function run(args: string[], input = '') {
  return spawnSync(process.execPath, ['--import', 'tsx', command, ...args], {
    input,
    encoding: 'utf8',
  });
}

/** As VROOM documents its input: coordinates without a matrix, skills, breaks, windows, a shipment. */
const DEPOT = [103.004, 29.98] as const;
const crew = (id: number, skill: number) => ({
  id,
  start: DEPOT,
  end: DEPOT,
  capacity: [4],
  skills: [skill, 14],
  time_window: [28_800, 43_200] as const,
  breaks: [{ id, service: 300, time_windows: [[32_400, 34_200]] as const }],
});
const EXAMPLE: PlanProblem = {
  vehicles: [crew(1, 1), crew(2, 2)],
  jobs: [
    {
      id: 1,
      service: 300,
      delivery: [1],
      location: [102.99, 29.97],
      skills: [1],
      time_windows: [[32_400, 36_000]],
    },
    { id: 2, service: 300, pickup: [1], location: [103.01, 29.96], skills: [1] },
    { id: 5, service: 300, delivery: [1], location: [103.03, 29.99], skills: [14] },
    { id: 6, service: 300, delivery: [1], location: [103.06, 30.01], skills: [14] },
  ],
  shipments: [
    {
      amount: [1],
      skills: [2],
      pickup: { id: 4, service: 300, location: [103.02, 30.0] },
      delivery: { id: 3, service: 300, location: [103.0, 30.01] },
    },
  ],
};

describe('the plan command', () => {
  it('solves a problem of VROOM with every kind of field, from standard input', () => {
    const { status, stdout } = run(['-', '--iterations', '300'], JSON.stringify(EXAMPLE));
    expect(status).toBe(0);
    const solution = JSON.parse(stdout) as PlanSolution;
    expect(solution.unassigned).toEqual([]);
    expect(checkSolution(EXAMPLE, solution)).toEqual([]);
  });

  it('explains itself', () => {
    const { status, stdout } = run(['--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('npm run -s plan -- PROBLEM.json');
  });

  it.each([
    ['no file', [], '', '应给出一个文件，给了 0 个'],
    ['no time', ['-', '--seconds', '0'], '{}', '--seconds 为 0，应在 0.1 到 86400 之间'],
    ['no crews', ['-'], '{"vehicles":[],"jobs":[]}', 'vehicles: there are no crews to send'],
  ])('refuses %s in one line', (_, args, input, message) => {
    const { status, stdout, stderr } = run(args, input);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr.trimEnd()).not.toContain('\n');
  });
});
