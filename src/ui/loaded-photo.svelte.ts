/** One photo on its way to an element: its address in this page, revoked when nobody shows it. */
export class LoadedPhoto {
  address = $state<string | null>(null);
  failed = $state(false);
  #photoId: number | null = null;
  #asking: AbortController | null = null;

  /** The same photo is loaded once; one that failed is tried again. */
  async load(
    photoId: number,
    ask: (photoId: number, signal: AbortSignal) => Promise<Blob>,
  ): Promise<void> {
    if (photoId === this.#photoId && !this.failed) return;
    this.dispose();
    this.#photoId = photoId;
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const blob = await ask(photoId, asking.signal);
      if (this.#asking === asking) this.address = URL.createObjectURL(blob);
    } catch {
      // Called off, or shown as failed with a way to try again.
      if (this.#asking === asking) this.failed = true;
    }
  }

  dispose(): void {
    this.#asking?.abort();
    this.#asking = null;
    this.#photoId = null;
    this.failed = false;
    if (this.address) URL.revokeObjectURL(this.address);
    this.address = null;
  }
}
