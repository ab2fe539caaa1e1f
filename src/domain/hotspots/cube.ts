import { cellKey, indexCells, LARGEST_COORDINATE } from './cell-index.ts';
import { CubeError } from './cube-error.ts';

/**
 * A space-time cube: problems counted by hexagon and time step. The cells listed are the study area.
 * Values stand step after step: that of cell c in step s is at `s * cellCount + c`.
 */
export interface Cube {
  cellCount: number;
  stepCount: number;
  /** Axial coordinates of the cells (see hexagon-grid.ts). */
  q: Int32Array;
  r: Int32Array;
  /** Problems; fractions are allowed, so that counts may be weighted or scaled. */
  counts: Float64Array;
  /** Observations in which they could have been found, if known: asks for rates instead of counts. */
  exposure: Float64Array | null;
}

/** Up to here whole numbers are exact. */
const LARGEST_COUNT = Number.MAX_SAFE_INTEGER;

/** Less than this, but more than nothing, would make rates that leave the range of doubles. */
const SMALLEST_EXPOSURE = 1e-6;

/**
 * Reads the cube format of commands.md: `{ q, r, counts, exposure? }`.
 *
 * @throws CubeError naming the first thing that is wrong, where it is, and what is allowed
 */
export function parseCube(json: unknown): Cube {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new CubeError(
      `数据应为含 q、r、counts 的对象，实为 ${shown(json)}`,
      `the cube must be an object with q, r and counts, not ${shown(json)}`,
    );
  }
  const { q: qList, r: rList, counts, exposure } = json as Record<string, unknown>;
  const q = parseCoordinates('q', qList);
  const r = parseCoordinates('r', rList);
  if (q.length !== r.length) {
    throw new CubeError(
      `q 有 ${q.length} 个值而 r 有 ${r.length} 个，应一样多`,
      `q has ${q.length} values and r has ${r.length}: both must have as many`,
    );
  }
  refuseRepeatedCells(q, r);
  const steps = listOf('counts', counts, 'one list per step', '每步一个列表');
  const cube: Cube = {
    cellCount: q.length,
    stepCount: steps.length,
    q,
    r,
    counts: parseSteps('counts', steps, q.length, 0),
    exposure: null,
  };
  if (exposure !== undefined && exposure !== null) {
    const exposureSteps = listOf('exposure', exposure, 'one list per step', '每步一个列表');
    if (exposureSteps.length !== steps.length) {
      throw new CubeError(
        `counts 有 ${steps.length} 步而 exposure 有 ${exposureSteps.length} 步，应一样多`,
        `counts has ${steps.length} steps and exposure has ${exposureSteps.length}: ` +
          'both must have as many',
      );
    }
    cube.exposure = parseSteps('exposure', exposureSteps, q.length, SMALLEST_EXPOSURE);
  }
  return cube;
}

/** The whole stretch of time as one step. */
export function sumSteps(cube: Cube): Cube {
  const sum = (values: Float64Array): Float64Array => {
    const sums = new Float64Array(cube.cellCount);
    for (let at = 0; at < values.length; at++) sums[at % cube.cellCount]! += values[at]!;
    return sums;
  };
  return {
    ...cube,
    stepCount: 1,
    counts: sum(cube.counts),
    exposure: cube.exposure && sum(cube.exposure),
  };
}

function parseCoordinates(name: string, value: unknown): Int32Array {
  const list = listOf(name, value, 'one integer per cell', '每个网格一个整数');
  list.forEach((coordinate, cell) => {
    if (!Number.isInteger(coordinate) || Math.abs(coordinate as number) > LARGEST_COORDINATE) {
      throw new CubeError(
        `${name}[${cell}] 是 ${shown(coordinate)}，应为 ±${LARGEST_COORDINATE} 以内的整数`,
        `${name}[${cell}] is ${shown(coordinate)}, must be an integer within ±${LARGEST_COORDINATE}`,
      );
    }
  });
  return Int32Array.from(list as number[]);
}

/** @param smallest the least that is allowed beside 0 */
function parseSteps(
  name: string,
  steps: readonly unknown[],
  cellCount: number,
  smallest: number,
): Float64Array {
  const allowed = (or: string, to: string) =>
    `${smallest > 0 ? `0 ${or} ` : ''}${smallest} ${to} ${LARGEST_COUNT}`;
  const values = new Float64Array(steps.length * cellCount);
  steps.forEach((step, s) => {
    const list = listOf(`${name}[${s}]`, step, 'one number per cell', '每个网格一个数');
    if (list.length !== cellCount) {
      throw new CubeError(
        `${name}[${s}] 有 ${list.length} 个值，应与网格数 ${cellCount} 相同`,
        `${name}[${s}] has ${list.length} values, must have one for each of the ${cellCount} cells`,
      );
    }
    list.forEach((value, cell) => {
      if (
        typeof value !== 'number' ||
        !(value === 0 || (value >= smallest && value <= LARGEST_COUNT))
      ) {
        throw new CubeError(
          `${name}[${s}][${cell}] 是 ${shown(value)}，应为 ${allowed('或', '到')} 的数`,
          `${name}[${s}][${cell}] is ${shown(value)}, must be a number: ${allowed('or', 'to')}`,
        );
      }
      values[s * cellCount + cell] = value;
    });
  });
  return values;
}

function refuseRepeatedCells(q: Int32Array, r: Int32Array): void {
  const positions = indexCells(q, r);
  if (positions.size === q.length) return;
  for (let cell = 0; cell < q.length; cell++) {
    const first = positions.get(cellKey(q[cell]!, r[cell]!))!;
    if (first !== cell) {
      const at = `q ${q[cell]}, r ${r[cell]}`;
      throw new CubeError(
        `第 ${first} 个和第 ${cell} 个网格（从 0 数起）都在 ${at}，每个网格只应列一次`,
        `cells ${first} and ${cell} (counted from 0) are both at ${at}: list each cell once`,
      );
    }
  }
}

function listOf(name: string, value: unknown, english: string, chinese: string): unknown[] {
  if (Array.isArray(value)) return value;
  if (value === undefined) {
    throw new CubeError(
      `缺少 ${name}，应为列表（${chinese}）`,
      `${name} is missing, must be a list (${english})`,
    );
  }
  throw new CubeError(
    `${name} 是 ${shown(value)}，应为列表（${chinese}）`,
    `${name} is ${shown(value)}, must be a list (${english})`,
  );
}

/** A value as its writer would know it, short enough for one line. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
