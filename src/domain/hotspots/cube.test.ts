import { describe, expect, it } from 'vitest';

import { parseCube, sumSteps } from './cube.ts';
import { CubeError } from './cube-error.ts';

const GOOD = {
  q: [0, 1, 0],
  r: [0, 0, -1],
  counts: [
    [1, 2, 0],
    [3, 0.5, 4],
  ],
};

describe('a cube', () => {
  it('is read into typed arrays, step after step', () => {
    expect(
      parseCube({
        ...GOOD,
        exposure: [
          [10, 0, 7],
          [1, 2, 3],
        ],
      }),
    ).toEqual({
      cellCount: 3,
      stepCount: 2,
      q: Int32Array.of(0, 1, 0),
      r: Int32Array.of(0, 0, -1),
      counts: Float64Array.of(1, 2, 0, 3, 0.5, 4),
      exposure: Float64Array.of(10, 0, 7, 1, 2, 3),
    });
  });

  it('may come without exposure', () => {
    expect(parseCube(GOOD).exposure).toBeNull();
    expect(parseCube({ ...GOOD, exposure: null }).exposure).toBeNull();
  });

  it('of an empty city has no cells', () => {
    expect(parseCube({ q: [], r: [], counts: [[], []] })).toMatchObject({
      cellCount: 0,
      stepCount: 2,
    });
  });

  it('is summed over its steps', () => {
    const cube = parseCube({
      ...GOOD,
      exposure: [
        [10, 0, 7],
        [1, 2, 3],
      ],
    });
    expect(sumSteps(cube)).toEqual({
      ...cube,
      stepCount: 1,
      counts: Float64Array.of(4, 2.5, 4),
      exposure: Float64Array.of(11, 2, 10),
    });
  });
});

describe('a cube that is wrong is refused with one line saying what, where and what is allowed', () => {
  it.each<[string, unknown, string, string]>([
    [
      'no object',
      7,
      '数据应为含 q、r、counts 的对象，实为 7',
      'must be an object with q, r and counts, not 7',
    ],
    ['a list', [], '实为 []', 'not []'],
    ['no q', { r: [], counts: [] }, '缺少 q，应为列表', 'q is missing, must be a list'],
    [
      'no counts',
      { q: [], r: [] },
      '缺少 counts，应为列表（每步一个列表）',
      'counts is missing, must be a list',
    ],
    ['text for r', { ...GOOD, r: '0,0' }, 'r 是 "0,0"，应为列表', 'r is "0,0", must be a list'],
    [
      'a fraction for q',
      { ...GOOD, q: [0, 1.5, 0] },
      'q[1] 是 1.5，应为',
      'q[1] is 1.5, must be an integer',
    ],
    ['a far r', { ...GOOD, r: [0, 0, 1e9] }, 'r[2] 是 1000000000', 'within ±10000000'],
    [
      'another length of r',
      { ...GOOD, r: [0] },
      'q 有 3 个值而 r 有 1 个',
      'q has 3 values and r has 1',
    ],
    [
      'a cell twice',
      { ...GOOD, r: [0, 0, 0] },
      '第 0 个和第 2 个网格',
      'cells 0 and 2 (counted from 0) are both at q 0, r 0',
    ],
    [
      'a step that is no list',
      { ...GOOD, counts: [3] },
      'counts[0] 是 3，应为列表',
      'counts[0] is 3',
    ],
    [
      'a short step',
      {
        ...GOOD,
        counts: [
          [1, 2, 3],
          [1, 2],
        ],
      },
      'counts[1] 有 2 个值，应与网格数 3 相同',
      'counts[1] has 2 values, must have one for each of the 3 cells',
    ],
    [
      'a negative count',
      { ...GOOD, counts: [[1, 2, -3]] },
      'counts[0][2] 是 -3，应为 0 到 9007199254740991',
      'counts[0][2] is -3, must be a number: 0 to 9007199254740991',
    ],
    [
      'a missing count',
      { ...GOOD, counts: [[1, null, 3]] },
      'counts[0][1] 是 null',
      'counts[0][1] is null',
    ],
    [
      'text for a count',
      { ...GOOD, counts: [[1, '2', 3]] },
      'counts[0][1] 是 "2"',
      'counts[0][1] is "2"',
    ],
    [
      'an endless count',
      { ...GOOD, counts: [[Infinity, 2, 3]] },
      'counts[0][0] 是',
      'counts[0][0] is',
    ],
    [
      'fewer steps of exposure',
      { ...GOOD, exposure: [[1, 1, 1]] },
      'counts 有 2 步而 exposure 有 1 步',
      'counts has 2 steps and exposure has 1',
    ],
    [
      'a tiny exposure',
      {
        ...GOOD,
        exposure: [
          [1, 1, 1e-9],
          [1, 1, 1],
        ],
      },
      'exposure[0][2] 是 1e-9，应为 0 或 0.000001 到',
      'must be a number: 0 or 0.000001 to',
    ],
    [
      'a long value',
      { ...GOOD, counts: 'x'.repeat(99) },
      `"${'x'.repeat(38)}…`,
      `"${'x'.repeat(38)}…`,
    ],
  ])('%s', (_, json, chinese, english) => {
    let caught: unknown;
    try {
      parseCube(json);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(CubeError);
    const error = caught as CubeError;
    expect(error.chinese).toContain(chinese);
    expect(error.english).toContain(english);
    expect(error.message).toBe(`${error.chinese} / ${error.english}`);
    expect(error.message).not.toContain('\n');
  });
});
