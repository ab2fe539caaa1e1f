import { createStore, del, get, keys, set } from 'idb-keyval';
import type { Answer, InspectionForm } from '../domain/inspections/checklist.ts';
import type { InspectionKind } from '../domain/issues/vocabulary.ts';
import type { PreparedPhoto } from '../domain/photos/prepared-photo.ts';

/** A visit as it is kept on this device until the server has it. */
export interface InspectionDraft {
  readonly clientId: string;
  readonly form: InspectionForm;
  readonly kind: InspectionKind;
  readonly startedAt: string;
  /** Finished, and waiting for the network; null while it is being written. */
  readonly finishedAt: string | null;
  readonly note: string;
  readonly answers: readonly (readonly [code: number, answer: Answer])[];
  readonly photos: readonly (readonly [code: number, photos: readonly PreparedPhoto[]])[];
}

/**
 * The drafts of one member on this device, one a site, in the browser's own database: photos are too
 * large for anything else. Where there is none (a private window), nothing is kept and `keep` says so.
 */
export class InspectionDrafts {
  readonly #member: number;
  #store: ReturnType<typeof createStore> | null = null;

  constructor(memberId: number) {
    this.#member = memberId;
  }

  /** @returns whether it is kept */
  async keep(draft: InspectionDraft): Promise<boolean> {
    try {
      await set(this.#key(draft.form.siteId), draft, this.#opened());
      return true;
    } catch {
      return false;
    }
  }

  async of(siteId: number): Promise<InspectionDraft | null> {
    try {
      return (await get<InspectionDraft>(this.#key(siteId), this.#opened())) ?? null;
    } catch {
      return null;
    }
  }

  async forget(siteId: number): Promise<void> {
    try {
      await del(this.#key(siteId), this.#opened());
    } catch {
      // Nothing was kept.
    }
  }

  /** The sites there is a draft of. */
  async siteIds(): Promise<readonly number[]> {
    try {
      const prefix = this.#key('');
      const all = await keys<string>(this.#opened());
      return all.flatMap((key) =>
        key.startsWith(prefix) ? [Number(key.slice(prefix.length))] : [],
      );
    } catch {
      return [];
    }
  }

  #key(siteId: number | ''): string {
    return `${this.#member}/${siteId}`;
  }

  #opened() {
    this.#store ??= createStore('chuangcheng.inspections', 'drafts');
    return this.#store;
  }
}
