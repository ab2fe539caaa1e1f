// @vitest-environment node
// (compiled for the browser, Vite would rewrite the address of the worker file)
import { afterEach, describe, expect, it, vi } from 'vitest';

import { NodeWorker } from '../../tests/support/node-worker.ts';
import { type Cube, parseCube } from '../domain/hotspots/cube.ts';
import { testCube } from '../domain/hotspots/test-cube.ts';
import { testHotspots } from './hotspots.ts';

const cells = Array.from({ length: 100 }, (_, cell) => cell);
const cube = parseCube({
  q: cells.map((cell) => cell % 10),
  r: cells.map((cell) => Math.floor(cell / 10)),
  counts: [cells.map((cell) => (cell < 30 && cell % 10 < 3 ? 20 : cell % 4)), cells],
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await Promise.all(NodeWorker.ended);
  NodeWorker.ended = [];
});

describe.each(['inline', 'in a worker'])('testing for hotspots %s', (where) => {
  const set = () => {
    if (where === 'in a worker') vi.stubGlobal('Worker', NodeWorker);
  };

  it('gives what the domain gives, and leaves the caller its cube', async () => {
    set();
    expect(await testHotspots(cube)).toEqual(testCube(cube));
    expect(cube.counts).toHaveLength(200);
    expect(NodeWorker.ended).toHaveLength(where === 'inline' ? 0 : 1);
  });

  it('says that there is too little data', async () => {
    set();
    const empty: Cube = { ...cube, counts: new Float64Array(200) };
    expect(await testHotspots(empty)).toMatchObject({ kind: 'too-few-data', nonEmptyCells: 0 });
  });

  it('does not begin once aborted', async () => {
    set();
    const reason = new Error('left the page');
    await expect(testHotspots(cube, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(NodeWorker.ended).toHaveLength(0);
  });
});

describe('a worker', () => {
  it('is ended by an abort on the way', async () => {
    vi.stubGlobal('Worker', NodeWorker);
    const control = new AbortController();
    const result = testHotspots(cube, { signal: control.signal });
    const reason = new Error('another filter');
    control.abort(reason);
    await expect(result).rejects.toBe(reason);
    // A worker that is not ended waits for the next cube, and this test for ever.
    await NodeWorker.ended[0];
  });

  it('that fails says so', async () => {
    vi.stubGlobal('Worker', NodeWorker);
    const broken = { ...cube, q: null } as unknown as Cube;
    await expect(testHotspots(broken)).rejects.toThrow(
      /热点检验中断：.* \/ the hotspot test failed:/,
    );
  });
});
