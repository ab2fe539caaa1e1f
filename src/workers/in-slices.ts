/**
 * What a page may take before it feels stuck. Shorter slices would tell no more, and browsers let 4 ms go by
 * between two of them.
 */
const SLICE_MILLISECONDS = 50;

/**
 * Runs long work to its end in slices, so that whoever shares the thread (a message that calls it off, the
 * page itself where there are no workers) gets a turn in between.
 *
 * @param work       yields how far it is
 * @param onProgress told after each slice
 * @throws the signal's reason once it is aborted
 */
export async function inSlices<Result>(
  work: Generator<number, Result>,
  {
    signal,
    onProgress,
  }: { signal?: AbortSignal | undefined; onProgress?: ((done: number) => void) | undefined },
): Promise<Result> {
  for (;;) {
    signal?.throwIfAborted();
    const end = performance.now() + SLICE_MILLISECONDS;
    let step;
    do {
      step = work.next();
      if (step.done) return step.value;
    } while (performance.now() < end);
    onProgress?.(step.value);
    await new Promise((resolve) => setTimeout(resolve));
  }
}
