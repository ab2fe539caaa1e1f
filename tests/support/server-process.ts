import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectDirectory } from '../../supabase/embedded/project-paths';

/** A server of ours as a person starts it: a process of its own. */
export interface ServerProcess {
  readonly child: ChildProcess;
  /** Resolves with the first line of standard output, or rejects with the output if it ends first. */
  readonly firstLine: Promise<string>;
  /** Resolves with the exit code (null after a signal) and what was said on standard error. */
  readonly ended: Promise<{ code: number | null; stderr: string }>;
  /** Resolves when standard error has said `text`. */
  said(text: string): Promise<void>;
}

/** @param flags of `npm start` or `npm run backend` */
export function startServer(program: 'start' | 'backend', flags: readonly string[]): ServerProcess {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(projectDirectory, 'supabase/embedded/server.ts'), program, ...flags],
    { cwd: projectDirectory, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stderr }));
  const firstLine = Promise.race([
    once(createInterface(child.stdout), 'line').then(([line]) => String(line)),
    ended.then(({ code }) => Promise.reject(new Error(`The server ended (${code}): ${stderr}`))),
  ]);
  firstLine.catch(() => undefined);
  return {
    child,
    firstLine,
    ended,
    said: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (stderr.includes(text)) resolve();
        };
        child.stderr.on('data', look);
        look();
        void ended.then(() =>
          reject(new Error(`The server ended without saying ${text}: ${stderr}`)),
        );
      }),
  };
}

/** What `npm run backend` prints when it is ready. */
export interface BackendAnnouncement {
  readonly url: string;
  readonly publishableKey: string;
  readonly secretKey: string;
}

/** Starts `npm run backend` on a free port and waits until it is ready. */
export async function startBackendProcess(
  flags: readonly string[],
): Promise<ServerProcess & { readonly announcement: BackendAnnouncement }> {
  const server = startServer('backend', ['--port', '0', ...flags]);
  const announcement = JSON.parse(await server.firstLine) as BackendAnnouncement;
  return { ...server, announcement };
}
