import type { PreparedPhoto } from '../domain/photos/prepared-photo.ts';
import { shrinkPhoto } from './shrink-photo.ts';

/** Phones take pictures of some 12 MB; what is far larger would only fill the memory. */
const MOST_FILE_BYTES = 60 * 1024 * 1024;

/**
 * Makes a picture ready to be sent, off the main thread, or on it where workers cannot draw. Every
 * picture has a worker of its own, which ends with it.
 *
 * @throws Error when it is no picture that the browser can read, or over 60 MiB; the signal's reason when
 *   called off
 */
export async function preparePhoto(
  file: Blob,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<PreparedPhoto> {
  signal?.throwIfAborted();
  if (file.size > MOST_FILE_BYTES) {
    throw new Error(`a picture may have ${MOST_FILE_BYTES} bytes, this has ${file.size}`);
  }
  if (typeof Worker === 'undefined') return shrinkPhoto(file);
  const worker = new Worker(new URL('./photos-worker.ts', import.meta.url), { type: 'module' });
  const ended = new AbortController();
  try {
    return await new Promise<PreparedPhoto>((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason as Error), {
        signal: ended.signal,
      });
      worker.onmessage = ({ data }: MessageEvent<PreparedPhoto | string>) => {
        if (typeof data === 'string') reject(new Error(data));
        else resolve(data);
      };
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(file);
    });
  } finally {
    ended.abort();
    worker.terminate();
  }
}
