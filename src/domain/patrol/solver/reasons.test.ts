import { describe, expect, it } from 'vitest';
import type { PlanJob, PlanProblem, PlanVehicle } from '../problem/problem.ts';
import { solve } from './solve.ts';

const VEHICLE: PlanVehicle = {
  id: 1,
  start_index: 0,
  end_index: 0,
  time_window: [0, 3600],
  capacity: [2],
};

function reasonOf(
  job: Partial<PlanJob>,
  vehicle: Partial<PlanVehicle> = {},
  others: PlanJob[] = [],
) {
  const problem: PlanProblem = {
    days: 2,
    vehicles: [{ ...VEHICLE, ...vehicle }],
    jobs: [...others, { id: 1, location_index: 1, service: 600, ...job }],
    matrices: {
      car: {
        durations: [
          [0, 100, null],
          [100, 0, 50],
          [null, 50, 0],
        ],
      },
    },
  };
  const { unassigned } = solve(problem, { iterations: 50 });
  return unassigned.find(({ id }) => id === 1)?.reason;
}

describe('the reason why a stop is left out', () => {
  it.each<[string, Partial<PlanJob>, Partial<PlanVehicle>]>([
    ['skills', { skills: [7] }, {}],
    ['capacity', { delivery: [3] }, {}],
    ['unreachable', { location_index: 2 }, {}],
    ['time_windows', { time_windows: [[5000, 6000]] }, {}],
    ['days', { days: [1] }, { day: 0 }],
    ['pin', { pins: [{ day: 1 }] }, { day: 0 }],
    ['shift_too_short', { service: 4000 }, {}],
  ])('%s', (reason, job, vehicle) => {
    expect(reasonOf(job, vehicle)).toBe(reason);
  });

  it('is time where every shift would take it but none has time left', () => {
    const others = [2, 3].map((id) => ({ id, location_index: 1, service: 3000, priority: 50 }));
    expect(reasonOf({ service: 1000 }, {}, others)).toBe('time');
  });

  it('is none where it is served', () => {
    expect(reasonOf({})).toBeUndefined();
  });
});

describe('a plan with too much to do', () => {
  it('leaves out what matters least', () => {
    const problem: PlanProblem = {
      vehicles: [{ ...VEHICLE, time_window: [0, 1500] }],
      jobs: [10, 0, 90, 50].map((priority, id) => ({
        id,
        location_index: 1,
        service: 600,
        priority,
      })),
      matrices: {
        car: {
          durations: [
            [0, 100],
            [100, 0],
          ],
        },
      },
    };
    const { routes, unassigned } = solve(problem, { iterations: 200 });
    expect(unassigned.map(({ id }) => id).sort()).toEqual([0, 1]);
    expect(routes[0]!.priority).toBe(140);
  });
});
