/** `npm run hotspots`: tests a cube for hot and cold spots, see USAGE. */
import { type Cube, parseCube } from '../src/domain/hotspots/cube.ts';
import { CubeError } from '../src/domain/hotspots/cube-error.ts';
import { testCube } from '../src/domain/hotspots/test-cube.ts';
import { InputError, runCommand } from './command-line.ts';
import { readJson } from './json-input.ts';

const USAGE = `用法 / usage: npm run -s hotspots -- CUBE.json     (- 读标准输入 / reads standard input)

检验时空立方体中的热点与冷点。 Tests a space-time cube for hot and cold spots.

输入 / input   {"q": [..], "r": [..], "counts": [[..每格 per cell], ..每步 per step], "exposure": [[..]]}
               q、r 为六边形轴坐标；exposure 可省，给出时检验的是经验贝叶斯收缩后的发生率。
               q and r are axial hexagon coordinates; with the optional exposure the rates, shrunk by
               empirical Bayes, are tested instead of the counts.
输出 / output  {"z": [[..]], "p": [[..]], "bin": [[-3..3]], "moran": {"i", "expected", "variance", "z", "p"}}
               z、p 为每步的 Gi*；bin 为每步控制错误发现率后的 90/95/99 % 冷热等级；moran 为各步之和的全局莫兰指数。
               z and p are Gi* within each step; bin is cold to hot with 90/95/99 % confidence after
               false-discovery control in each step; moran is that of the counts summed over the steps.
`;

await runCommand(USAGE, { help: { type: 'boolean', short: 'h' } }, async ({ positionals }) => {
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) {
    throw new InputError(
      `应给出一个文件，给了 ${positionals.length} 个（--help 看用法） / ` +
        `give one file, not ${positionals.length} (--help explains)`,
    );
  }
  const cube = readCube(await readJson(path));
  const result = testCube(cube);
  if (result.kind === 'too-few-data') {
    throw new InputError(`${result.chinese} / ${result.english}`);
  }
  const rows = (list: Float64Array | Int8Array) =>
    Array.from({ length: cube.stepCount }, (_, step) =>
      Array.from(list.subarray(step * cube.cellCount, (step + 1) * cube.cellCount)),
    );
  const { z, p, bin, moran } = result;
  process.stdout.write(`${JSON.stringify({ z: rows(z), p: rows(p), bin: rows(bin), moran })}\n`);
});

function readCube(json: unknown): Cube {
  try {
    return parseCube(json);
  } catch (error) {
    if (!(error instanceof CubeError)) throw error;
    throw new InputError(error.message);
  }
}
