import { describe, expect, it } from 'vitest';
import { readProblem } from './read-problem.ts';

const durations = [
  [0, 60],
  [60, 0],
];
const good = {
  days: 7,
  vehicles: [{ id: 1, start_index: 0, end_index: 0, time_window: [28_800, 43_200] }],
  jobs: [{ id: 1, location_index: 1, service: 600, visits: 2 }],
  matrices: { car: { durations } },
};
const vehicle = good.vehicles[0]!;
const job = good.jobs[0]!;

describe('reading a problem', () => {
  it('takes a right one as it is', () => {
    expect(readProblem(good)).toBe(good);
  });

  it.each<[string, unknown, string, string]>([
    ['no object', 5, '规划问题', 'allowed: an object'],
    [
      'no crews',
      { ...good, vehicles: [] },
      'vehicles：没有班组可派',
      'vehicles: there are no crews to send; allowed: at least one',
    ],
    [
      'no stops',
      { ...good, jobs: [] },
      'jobs：没有要去的点位',
      'jobs: there are no stops to visit',
    ],
    [
      'a stop twice',
      { ...good, jobs: [job, job] },
      'jobs[1].id：编号 1 重复',
      'jobs[1].id: id 1 is used twice',
    ],
    [
      '5,001 stops',
      { ...good, jobs: Array.from({ length: 5001 }, (_, id) => ({ ...job, id })) },
      '共 5001 个点位',
      '5001 stops; allowed: at most 5000',
    ],
    [
      'too many days',
      { ...good, days: 32 },
      'days：32；应为：1 到 31',
      'days: 32; allowed: 1 to 31',
    ],
    [
      'more visits than days',
      { ...good, jobs: [{ ...job, visits: 8 }] },
      'jobs[0].visits',
      'jobs[0].visits: 8; allowed: 1 to 7',
    ],
    [
      'a window that ends before it begins',
      { ...good, jobs: [{ ...job, time_windows: [[9, 5]] }] },
      'jobs[0].time_windows[0]',
      '[9,5]; allowed: [start, end], start not after end',
    ],
    [
      'windows that overlap',
      {
        ...good,
        jobs: [
          {
            ...job,
            time_windows: [
              [0, 9],
              [5, 12],
            ],
          },
        ],
      },
      'jobs[0].time_windows[1]',
      'allowed: in order and apart',
    ],
    [
      'a negative time',
      {
        ...good,
        matrices: {
          car: {
            durations: [
              [0, -1],
              [60, 0],
            ],
          },
        },
      },
      'matrices.car.durations[0][1]：-1',
      'matrices.car.durations[0][1]: -1; allowed: a number from 0, or null for no way',
    ],
    [
      'a matrix that is not square',
      { ...good, matrices: { car: { durations: [[0, 1], [60]] } } },
      'matrices.car.durations[1]：1 列',
      'matrices.car.durations[1]: 1 columns; allowed: 2 columns',
    ],
    [
      'an index outside the matrix',
      { ...good, jobs: [{ ...job, location_index: 2 }] },
      'jobs[0].location_index',
      '2; allowed: 0 to 1',
    ],
    [
      'no place',
      { ...good, jobs: [{ id: 1 }] },
      'jobs[0].location_index：未给出位置',
      'no place given',
    ],
    [
      'a profile without matrix',
      { ...good, vehicles: [{ ...vehicle, profile: 'foot' }] },
      '没有“foot”的时间矩阵',
      'no matrix for "foot"; allowed: car',
    ],
    [
      'a pattern of other length',
      { ...good, jobs: [{ ...job, patterns: [[0, 1], [2]] }] },
      'jobs[0].patterns[1]：1 天',
      '1 days; allowed: 2 days',
    ],
    [
      'a day outside the horizon',
      { ...good, jobs: [{ ...job, days: [7] }] },
      'jobs[0].days[0]',
      '7; allowed: 0 to 6',
    ],
    [
      'a pin on nobody',
      { ...good, jobs: [{ ...job, pins: [{ vehicle: 5 }] }] },
      '没有编号 5 的班组',
      'no crew 5; allowed: 1',
    ],
    [
      'a time that is none',
      { ...good, jobs: [{ ...job, last_visits: ['yesterday'] }] },
      'jobs[0].last_visits[0]',
      'allowed: an ISO 8601 time',
    ],
    [
      'a place off the globe',
      { vehicles: [{ id: 1, start: [200, 5] }], jobs: [{ id: 1, location: [103, 30] }] },
      'vehicles[0].start',
      'allowed: [longitude, latitude], WGS-84',
    ],
    [
      'bands out of order',
      {
        ...good,
        stagger: {
          weight: 1,
          bands: [
            [5, 9],
            [0, 5],
          ],
        },
      },
      'stagger.bands[1]',
      'within a day, in order, apart',
    ],
    [
      'a share above all',
      { ...good, stagger: { weight: 1, bands: [[0, 5]], off_hours_target: 40 } },
      'stagger.off_hours_target：40',
      '40; allowed: 0 to 1',
    ],
  ])('refuses %s in one line, in Chinese and English', (_, json, chinese, english) => {
    const read = () => readProblem(json);
    expect(read).toThrow(chinese);
    expect(read).toThrow(english);
  });
});
