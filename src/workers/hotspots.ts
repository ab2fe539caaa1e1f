import type { Cube } from '../domain/hotspots/cube.ts';
import type { HotspotTest } from '../domain/hotspots/test-cube.ts';

/**
 * `testCube` off the main thread, or on it where there are no workers (Node). The cube is copied to the
 * worker, for the caller draws its counts and joins hotspots from them; what comes back is transferred.
 * Every test has a worker of its own: starting one takes milliseconds, and ending it stops a test at once.
 *
 * @param signal ends the test: the promise is rejected with the signal's reason
 */
export async function testHotspots(
  cube: Cube,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<HotspotTest> {
  signal?.throwIfAborted();
  // Every browser has workers: the built page leaves the test to them.
  if (!import.meta.env?.PROD && typeof Worker === 'undefined') {
    const { testCube } = await import('../domain/hotspots/test-cube.ts');
    return testCube(cube);
  }
  const worker = new Worker(new URL('./hotspots-worker.ts', import.meta.url), { type: 'module' });
  const ended = new AbortController();
  try {
    return await new Promise<HotspotTest>((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason as Error), {
        signal: ended.signal,
      });
      worker.onmessage = ({ data }: MessageEvent<HotspotTest>) => resolve(data);
      worker.onerror = ({ message }) =>
        reject(new Error(`热点检验中断：${message} / the hotspot test failed: ${message}`));
      worker.postMessage(cube);
    });
  } finally {
    ended.abort();
    worker.terminate();
  }
}
