import type { RoadNetwork } from '../domain/roads/road-network.ts';
import type { RoadMatrix, RoadTravel, TravelRequest } from '../domain/roads/road-travel.ts';
import type { TravelPath } from '../domain/roads/travel-path.ts';
import { inSlices } from './in-slices.ts';

/** What the worker is told: its network first, then questions; `stop` calls a question off. */
export type RoadMessage =
  | { readonly kind: 'network'; readonly network: RoadNetwork }
  | { readonly kind: 'matrix' | 'paths'; readonly id: number; readonly request: TravelRequest }
  | { readonly kind: 'stop'; readonly id: number };

export type RoadAnswer =
  | { readonly id: number; readonly done: number }
  | { readonly id: number; readonly value: RoadMatrix | readonly TravelPath[] }
  | { readonly id: number; readonly fault: string };

interface AskOptions {
  /** Ends the work: the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** How many stops are done, of all. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (reason: Error) => void;
  readonly onProgress: (done: number) => void;
}

/**
 * `RoadTravel` off the main thread, or in slices on it where there are no workers (Node). The network is
 * copied to the worker once; graphs and the last matrices stay there until `close`.
 */
export class RoadDesk {
  readonly #inline: Promise<RoadTravel> | undefined;
  readonly #worker: Worker | undefined;
  readonly #waiting = new Map<number, Waiting>();
  /** Why nobody will answer any more. */
  #end: Error | null = null;
  #asked = 0;

  constructor(network: RoadNetwork) {
    // Not in the built page, which holds all that computes once, in its worker: 8 kB.
    if (!import.meta.env?.PROD && typeof Worker === 'undefined') {
      this.#inline = import('../domain/roads/road-travel.ts').then(
        ({ RoadTravel }) => new RoadTravel(network),
      );
      return;
    }
    this.#worker = new Worker(new URL('./road-matrix-worker.ts', import.meta.url), {
      type: 'module',
    });
    this.#worker.onmessage = ({ data }: MessageEvent<RoadAnswer>) => this.#hear(data);
    // Its file did not load, or it ran out of memory: nobody will answer any more.
    this.#worker.onerror = ({ message }) => this.#endAll(failure(message || 'the worker ended'));
    this.#tell({ kind: 'network', network });
  }

  /** The same stops and profile as one of the last times are answered at once. */
  matrix(request: TravelRequest, options: AskOptions = {}): Promise<RoadMatrix> {
    return this.#ask('matrix', request, options);
  }

  /** The ways from each stop to the next, as they are drawn; one fewer than stops. */
  paths(request: TravelRequest, options: AskOptions = {}): Promise<readonly TravelPath[]> {
    return this.#ask('paths', request, options);
  }

  /** Whether it was closed, or its worker is gone: whoever asks is refused. */
  get hasEnded(): boolean {
    return this.#end !== null;
  }

  /** Ends the worker; whoever still waits is told by an AbortError. */
  close(): void {
    this.#worker?.terminate();
    this.#endAll(new DOMException('the desk is closed', 'AbortError'));
  }

  async #ask<Value>(
    kind: 'matrix' | 'paths',
    request: TravelRequest,
    { signal, onProgress }: AskOptions,
  ): Promise<Value> {
    signal?.throwIfAborted();
    if (this.#end) throw this.#end;
    const told = (done: number) => onProgress?.(done, request.stops.length);
    if (this.#inline) {
      const work = (await this.#inline)[kind](request) as Generator<number, Value>;
      return inSlices(work, { signal, onProgress: told });
    }
    const id = ++this.#asked;
    const answered = new AbortController();
    try {
      return await new Promise<Value>((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject, onProgress: told });
        signal?.addEventListener(
          'abort',
          () => {
            this.#tell({ kind: 'stop', id });
            reject(signal.reason as Error);
          },
          { signal: answered.signal },
        );
        this.#tell({ kind, id, request });
      });
    } finally {
      answered.abort();
      this.#waiting.delete(id);
    }
  }

  #tell(message: RoadMessage): void {
    this.#worker?.postMessage(message);
  }

  #hear(answer: RoadAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    if ('done' in answer) waiting?.onProgress(answer.done);
    else if ('value' in answer) waiting?.resolve(answer.value as never);
    else waiting?.reject(failure(answer.fault));
  }

  #endAll(reason: Error): void {
    this.#end ??= reason;
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }
}

function failure(message: string): Error {
  return new Error(`路程计算中断：${message} / computing the travel times failed: ${message}`);
}
