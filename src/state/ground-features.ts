import { fetchBaseMap, type BaseMap } from '../db/base-map.ts';
import type { Connection } from './connection.svelte.ts';
import { Loading } from './loading.svelte.ts';

/** The features of the built-in ground, fetched once. */
export class GroundFeatures {
  readonly features = new Loading<BaseMap>();
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async load(): Promise<void> {
    await this.features.load((signal) => this.#connection.read(fetchBaseMap, signal));
  }

  dispose(): void {
    this.features.clear();
  }
}
