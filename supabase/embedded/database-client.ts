import { Worker } from 'node:worker_threads';
import { encodeCopy } from './copy-encoding.ts';
import type {
  ApiRequest,
  ApiResponse,
  FromWorker,
  ToWorker,
  WorkerCall,
  WorkerStart,
} from './messages.ts';
import { SqlError, type SqlExecutor } from './sql-executor.ts';

/** The database and its API, in a thread of their own. */
export interface DatabaseClient {
  readonly sql: SqlExecutor;
  /** Makes what the API itself needs (`auth`). Errors in it are hidden by lite: check after. */
  ensureSystemSchema(): Promise<void>;
  /** To be called once when the schema is complete, before the first `fetch`. */
  serve(): Promise<void>;
  fetch(request: ApiRequest): Promise<ApiResponse>;
  /** Closes the database in order and ends the thread. May be called twice. */
  close(): Promise<void>;
  /** Resolves with the cause if the thread ends without having been asked to. */
  readonly failed: Promise<Error>;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/**
 * Starts the worker and waits until its database answers.
 *
 * @throws Error or SqlError when the database cannot be opened
 */
export async function startDatabase(start: WorkerStart): Promise<DatabaseClient> {
  const worker = new Worker(new URL('./worker-start.js', import.meta.url), { workerData: start });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let closing: Promise<void> | undefined;
  let ended: Error | undefined;

  const failed = new Promise<Error>((resolve) => {
    const end = (error: Error) => {
      ended ??= error;
      for (const call of waiting.values()) call.reject(ended);
      waiting.clear();
      if (closing === undefined) resolve(ended);
    };
    worker.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', (code) => end(new Error(`The database thread ended (code ${code}).`)));
  });

  worker.on('message', (message: FromWorker) => {
    const call = waiting.get(message.id);
    waiting.delete(message.id);
    if ('result' in message) return call?.resolve(message.result);
    const { message: text, sql } = message.error;
    call?.reject(
      sql ? new SqlError(text, sql.code, sql.detail, sql.hint, sql.position) : new Error(text),
    );
  });

  function send(call: WorkerCall, transfer: ArrayBuffer[] = []): Promise<unknown> {
    if (ended !== undefined) return Promise.reject(ended);
    return new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      const message: ToWorker = { id: lastId, call };
      worker.postMessage(message, transfer);
    });
  }

  const sql = createRemoteExecutor(send);
  try {
    await sql.query('select 1');
  } catch (error) {
    closing = worker.terminate().then(() => undefined);
    await closing;
    throw error;
  }
  return {
    sql,
    failed,
    ensureSystemSchema: async () => void (await send({ kind: 'ensure-system-schema' })),
    serve: async () => void (await send({ kind: 'serve' })),
    fetch: async (request) => (await send({ kind: 'fetch', request })) as ApiResponse,
    close() {
      closing ??= send({ kind: 'close' })
        .then(() => worker.terminate())
        .then(() => undefined);
      return closing;
    },
  };
}

type Send = (call: WorkerCall, transfer?: ArrayBuffer[]) => Promise<unknown>;

function createRemoteExecutor(send: Send): SqlExecutor {
  let lastScope = 0;

  function inScope(scope: number, depth: number): SqlExecutor {
    const executor: SqlExecutor = {
      query: async <Row extends object>(text: string, parameters: readonly unknown[] = []) =>
        (await send({ kind: 'query', scope, text, parameters: [...parameters] })) as Row[],
      exec: async (statements) => void (await send({ kind: 'exec', scope, statements })),
      async copyFrom(table, columns, source) {
        const encoder = new TextEncoder();
        const data: Uint8Array<ArrayBuffer>[] = [];
        for await (const chunk of encodeCopy(columns, source)) {
          data.push(encoder.encode(chunk.text));
        }
        const call: WorkerCall = { kind: 'copy', scope, table, columns: [...columns], data };
        return (await send(
          call,
          data.map((bytes) => bytes.buffer),
        )) as number;
      },
      transaction: (run) => (scope === 0 ? transaction(run) : savepoint(run)),
    };

    async function savepoint<Result>(run: (sql: SqlExecutor) => Promise<Result>): Promise<Result> {
      const name = `remote_${depth}`;
      await executor.exec(`savepoint ${name}`);
      try {
        const result = await run(inScope(scope, depth + 1));
        await executor.exec(`release savepoint ${name}`);
        return result;
      } catch (error) {
        await executor.exec(`rollback to savepoint ${name}`);
        throw error;
      }
    }
    return executor;
  }

  async function transaction<Result>(run: (sql: SqlExecutor) => Promise<Result>): Promise<Result> {
    lastScope += 1;
    const scope = lastScope;
    await send({ kind: 'begin', scope });
    let result: Result;
    try {
      result = await run(inScope(scope, 0));
    } catch (error) {
      await send({ kind: 'end', scope, commit: false });
      throw error;
    }
    await send({ kind: 'end', scope, commit: true });
    return result;
  }

  return inScope(0, 0);
}
