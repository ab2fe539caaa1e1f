import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { tryLock } from 'fs-native-extensions';
import { formatMoment, Refusal } from './notices.ts';

/** Who holds a data folder, as written into its lock file. */
interface Holder {
  readonly pid: number;
  readonly since: string;
}

export interface FolderLock {
  release(): void;
}

/**
 * Takes a data folder for this process, or refuses naming the holder: two processes on one PGlite
 * folder lose data silently.
 *
 * The lock is the kernel's (an open-file-description lock on the file `lock`), not the existence of
 * a file: it is gone the moment its process is, however it ended, so there is no stale lock to judge
 * and no race in taking one over. Libraries that go by a file's age (proper-lockfile) make a
 * restart wait after a kill and have that race. The file itself is never removed: a third process
 * could lock its successor while the second still holds the removed one.
 *
 * @throws Refusal when another process, or another backend in this one, holds the folder
 */
export function lockFolder(directory: string): FolderLock {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, 'lock');
  const file = openSync(path, 'a+', 0o600);
  if (!tryLock(file, { exclusive: true })) {
    closeSync(file);
    throw heldBy(directory, readHolder(path));
  }
  const holder: Holder = { pid: process.pid, since: new Date().toISOString() };
  ftruncateSync(file, 0);
  writeSync(file, `${JSON.stringify(holder)}\n`);
  let released = false;
  return {
    release() {
      if (released) return;
      released = true;
      closeSync(file);
    },
  };
}

/** Undefined in the instant between a holder's taking the lock and its writing who it is. */
function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

function heldBy(directory: string, holder: Holder | undefined): Refusal {
  if (holder === undefined) {
    return new Refusal(
      `数据目录 ${directory} 正被另一进程使用`,
      `The data folder ${directory} is in use by another process.`,
    );
  }
  const since = formatMoment(new Date(holder.since));
  return new Refusal(
    `数据目录 ${directory} 正被进程 ${holder.pid} 使用（自 ${since} 起）`,
    `The data folder ${directory} is in use by process ${holder.pid} (since ${since}).`,
  );
}
