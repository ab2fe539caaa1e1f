import { createStore, get, set } from 'idb-keyval';
import type { MyRoute, StopRecord } from '../domain/patrol/plans/walking.ts';

/** The routes of one day, as this device knew them last. */
export interface KeptRoutes {
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly routes: readonly MyRoute[];
}

/**
 * What a crew's phone keeps, in the browser's own database: the day's routes, to be read where there is no
 * network, and what was marked until the server has it. Where there is none (a private window), nothing is kept.
 */
export class WalkKeeping {
  readonly #member: number;
  #store: ReturnType<typeof createStore> | null = null;

  constructor(memberId: number) {
    this.#member = memberId;
  }

  async routes(): Promise<KeptRoutes | null> {
    return (await this.#get<KeptRoutes>('routes')) ?? null;
  }

  keepRoutes(kept: KeptRoutes): Promise<boolean> {
    return this.#set('routes', kept);
  }

  /** In the order they were made. */
  async records(): Promise<readonly StopRecord[]> {
    return (await this.#get<readonly StopRecord[]>('records')) ?? [];
  }

  /** @returns whether they are kept */
  keepRecords(records: readonly StopRecord[]): Promise<boolean> {
    return this.#set('records', records);
  }

  async #get<Value>(what: string): Promise<Value | undefined> {
    try {
      return await get<Value>(`${this.#member}/${what}`, this.#opened());
    } catch {
      return undefined;
    }
  }

  async #set(what: string, value: unknown): Promise<boolean> {
    try {
      await set(`${this.#member}/${what}`, value, this.#opened());
      return true;
    } catch {
      return false;
    }
  }

  #opened() {
    this.#store ??= createStore('chuangcheng.walks', 'walks');
    return this.#store;
  }
}
