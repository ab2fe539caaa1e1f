import { Worker as Thread } from 'node:worker_threads';

/**
 * The browser's Worker over a thread of Node: the same worker file, in a real other thread, with real
 * structured cloning and transfer. The test file must be compiled for Node (`// @vitest-environment node`):
 * compiled for the browser, Vite would rewrite the address of the worker file.
 */
export class NodeWorker {
  /** One for each worker that was made, settled when its thread has ended. */
  static ended: Promise<unknown>[] = [];
  onmessage: (event: { data: unknown }) => void = () => undefined;
  onerror: (event: { message: string }) => void = () => undefined;
  readonly #thread: Thread;

  constructor(url: URL) {
    const start = `
      const { parentPort } = require('node:worker_threads');
      globalThis.self = globalThis;
      self.postMessage = (message, { transfer } = {}) => parentPort.postMessage(message, transfer);
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

/** One whose file does not come. */
export class BrokenWorker extends NodeWorker {
  constructor() {
    super(new URL('./no-such-worker.ts', import.meta.url));
  }
}
