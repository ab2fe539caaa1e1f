import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import fixture from '../src/domain/hotspots/fixtures/spdep.json' with { type: 'json' };

const command = fileURLToPath(new URL('./hotspots.ts', import.meta.url));

function run(args: string[], input = '') {
  return spawnSync(process.execPath, ['--import', 'tsx', command, ...args], {
    input,
    encoding: 'utf8',
  });
}

describe('the hotspots command', () => {
  it('prints z, p, bin and moran of the cube on standard input', () => {
    const { cube, z, p, bin, moran } = fixture.cases[0]!;
    const { status, stdout, stderr } = run(['-'], `\uFEFF${JSON.stringify(cube)}`);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const printed = JSON.parse(stdout) as (typeof fixture.cases)[0];
    expect(Object.keys(printed)).toEqual(['z', 'p', 'bin', 'moran']);
    expect(printed.bin).toEqual(bin);
    printed.z.flat().forEach((value, at) => expect(value).toBeCloseTo(z.flat()[at]!, 10));
    printed.p.flat().forEach((value, at) => expect(value).toBeCloseTo(p.flat()[at]!, 10));
    expect(printed.moran.i).toBeCloseTo(moran.i, 10);
  });

  it('explains itself', () => {
    const { status, stdout } = run(['--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('npm run -s hotspots -- CUBE.json');
  });

  it.each([
    ['no file', [], '', '应给出一个文件，给了 0 个'],
    ['an unknown option', ['--frob', '-'], '', '参数有误'],
    [
      'a file that is not there',
      ['nowhere.json'],
      '',
      '读不到 nowhere.json / cannot read nowhere.json: ENOENT',
    ],
    ['what is not JSON', ['-'], '{"q":\n [1,', '- 不是 JSON / - is not JSON: '],
    ['a negative count', ['-'], '{"q":[0],"r":[0],"counts":[[-1]]}', 'counts[0][0] is -1, must be'],
    [
      'too little data',
      ['-'],
      '{"q":[0],"r":[0],"counts":[[1]]}',
      '1 cells have a count, at least 30',
    ],
  ])('refuses %s in one line', (_, args, input, message) => {
    const { status, stdout, stderr } = run(args, input);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr.trimEnd()).not.toContain('\n');
  });
});
