import { parentPort, workerData } from 'node:worker_threads';
import type { App } from '@supabase/lite';
import {
  answer,
  createApp,
  keepGrants,
  openEmbeddedConnection,
  openPostgresConnection,
} from './api-server.ts';
import type { FromWorker, ToWorker, WireError, WorkerCall, WorkerStart } from './messages.ts';
import { createPgliteExecutor } from './pglite-executor.ts';
import { openPostgresExecutor } from './postgres-executor.ts';
import { SerialQueue } from './serial-queue.ts';
import { SqlError, type SqlExecutor } from './sql-executor.ts';

/**
 * The thread in which the database and the API run. PostgreSQL compiled to WebAssembly blocks the
 * thread it runs in for as long as a query takes; here that holds up other queries, never the
 * static files or the event loop of the process.
 */

interface OpenDatabase {
  readonly app: App;
  readonly sql: SqlExecutor;
  /** Serialises the requests of the API where there is only one connection. */
  inTurn<Result>(task: () => Promise<Result>): Promise<Result>;
  keepGrants(): void;
  close(): Promise<void>;
}

async function open({ home, keys }: WorkerStart): Promise<OpenDatabase> {
  if (home.kind === 'embedded') {
    const connection = await openEmbeddedConnection(home.directory);
    const queue = new SerialQueue();
    return {
      app: createApp(connection, keys),
      sql: createPgliteExecutor(connection.driver, queue),
      inTurn: (task) => queue.run(task),
      keepGrants: () => keepGrants(connection),
      close: () => queue.run(() => connection.close()),
    };
  }
  const connection = openPostgresConnection(home.url);
  const executor = openPostgresExecutor(home.url);
  await executor.sql.query('select 1');
  return {
    app: createApp(connection, keys),
    sql: executor.sql,
    inTurn: (task) => task(),
    keepGrants: () => keepGrants(connection),
    async close() {
      await connection.close();
      await executor.close();
    },
  };
}

/** A transaction whose statements arrive one by one; it ends when `end` is called. */
interface OpenTransaction {
  readonly sql: SqlExecutor;
  end(commit: boolean): void;
  readonly ended: Promise<void>;
}

class RolledBack extends Error {}

const transactions = new Map<number, OpenTransaction>();

async function begin(database: OpenDatabase, scope: number): Promise<void> {
  await new Promise<void>((begun, failed) => {
    const ended = database.sql.transaction(
      (sql) =>
        new Promise<void>((commit, rollback) => {
          transactions.set(scope, {
            sql,
            end: (committing) => (committing ? commit() : rollback(new RolledBack())),
            ended: ended.catch((error: unknown) => {
              if (!(error instanceof RolledBack)) throw error;
            }),
          });
          begun();
        }),
    );
    ended.catch(failed);
  });
}

function executorOf(database: OpenDatabase, scope: number): SqlExecutor {
  if (scope === 0) return database.sql;
  const transaction = transactions.get(scope);
  if (transaction === undefined) throw new Error('The transaction has already ended.');
  return transaction.sql;
}

async function carryOut(database: OpenDatabase, call: WorkerCall): Promise<unknown> {
  switch (call.kind) {
    case 'query':
      return executorOf(database, call.scope).query(call.text, call.parameters);
    case 'exec':
      return executorOf(database, call.scope).exec(call.statements);
    case 'copy': {
      const decoder = new TextDecoder();
      const csv = call.data.map((bytes) => decoder.decode(bytes));
      return executorOf(database, call.scope).copyFrom(call.table, call.columns, { csv });
    }
    case 'begin':
      return begin(database, call.scope);
    case 'end': {
      const transaction = transactions.get(call.scope);
      if (transaction === undefined) throw new Error('The transaction has already ended.');
      transactions.delete(call.scope);
      transaction.end(call.commit);
      return transaction.ended;
    }
    case 'ensure-system-schema':
      return database.inTurn(() => database.app.ensureSystemSchema());
    case 'serve':
      return database.inTurn(async () => {
        await database.app.init();
        // Read the schema now, not in somebody's first request.
        await database.app.connection.clearSchemaCache();
        await database.app.connection.introspect({ useCache: true });
        database.keepGrants();
      });
    case 'fetch':
      return database.inTurn(() => answer(database.app, call.request));
    case 'close':
      return database.close();
  }
}

function toWireError(error: unknown): WireError {
  if (error instanceof SqlError) {
    const sql: WireError['sql'] = { code: error.code };
    if (error.detail !== undefined) sql.detail = error.detail;
    if (error.hint !== undefined) sql.hint = error.hint;
    if (error.position !== undefined) sql.position = error.position;
    return { message: error.message, sql };
  }
  return { message: error instanceof Error ? error.message : String(error) };
}

const port = parentPort;
if (port === null) throw new Error('database-worker.ts runs only as a worker thread.');

const opening = open(workerData as WorkerStart);
// Told to whoever calls first; without a handler here the thread would end before that.
opening.catch(() => undefined);

port.on('message', ({ id, call }: ToWorker) => {
  opening
    .then((database) => carryOut(database, call))
    .then(
      (result) => {
        const message: FromWorker = { id, result };
        const body = call.kind === 'fetch' ? (result as { body: Uint8Array }).body : undefined;
        port.postMessage(message, body ? [body.buffer as ArrayBuffer] : []);
        if (call.kind === 'close') port.close();
      },
      (error: unknown) => {
        const message: FromWorker = { id, error: toWireError(error) };
        port.postMessage(message);
      },
    )
    .catch((error: unknown) => {
      throw error;
    });
});
