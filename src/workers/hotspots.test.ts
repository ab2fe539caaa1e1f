// @vitest-environment node
// (compiled for the browser, Vite would rewrite the address of the worker file)
import { Worker as Thread } from 'node:worker_threads';

import { afterEach, describe, expect, it, vi } from 'vitest';

import { type Cube, parseCube } from '../domain/hotspots/cube.ts';
import { testCube } from '../domain/hotspots/test-cube.ts';
import { testHotspots } from './hotspots.ts';

/**
 * The browser's Worker over a thread of Node: the same worker file, in a real other thread, with real
 * structured cloning and transfer.
 */
class NodeWorker {
  static ended: Promise<unknown>[] = [];
  onmessage: (event: { data: unknown }) => void = () => undefined;
  onerror: (event: { message: string }) => void = () => undefined;
  readonly #thread: Thread;

  constructor(url: URL) {
    const start = `
      const { parentPort } = require('node:worker_threads');
      globalThis.self = globalThis;
      self.postMessage = (message, { transfer }) => parentPort.postMessage(message, transfer);
      import('tsx/esm/api')
        .then((tsx) => tsx.register())
        .then(() => import(${JSON.stringify(url.href)}))
        .then(() => parentPort.on('message', (data) => self.onmessage({ data })));`;
    this.#thread = new Thread(start, { eval: true });
    this.#thread.on('message', (data: unknown) => this.onmessage({ data }));
    this.#thread.on('error', ({ message }) => this.onerror({ message }));
    NodeWorker.ended.push(new Promise((resolve) => this.#thread.once('exit', resolve)));
  }

  postMessage(data: unknown): void {
    this.#thread.postMessage(data);
  }

  terminate(): void {
    void this.#thread.terminate();
  }
}

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
