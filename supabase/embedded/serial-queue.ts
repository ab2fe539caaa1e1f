/**
 * Runs tasks one after another, in the order in which they were asked for.
 *
 * The embedded database has one connection, and a request to the API is several statements in a
 * transaction on it: a second request may not begin before the first has ended, or the statements
 * of one person would run in the transaction, and with the rights, of another.
 */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** Resolves or rejects as `task` does; a rejected task does not stop those after it. */
  run<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(task);
    this.#last = result.catch(() => undefined);
    return result;
  }

  /**
   * Waits for its turn and keeps it until the function answered is called: for a transaction whose
   * end is decided elsewhere.
   */
  acquire(): Promise<() => void> {
    return new Promise((resolve) => {
      void this.run(() => new Promise<void>((release) => resolve(release)));
    });
  }
}
