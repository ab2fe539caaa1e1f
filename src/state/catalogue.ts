import { fetchIndicators } from '../db/indicators.ts';
import type { Indicator } from '../domain/sites/indicator.ts';
import type { Connection } from './connection.svelte.ts';
import { Loading } from './loading.svelte.ts';

/** The indicators in force, for whoever filters by them. */
export class Catalogue {
  readonly indicators = new Loading<readonly Indicator[]>();
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Editions change once in a year or two: fetched once. */
  async load(): Promise<void> {
    if (this.indicators.value || this.indicators.busy) return;
    await this.indicators.load((signal) => this.#connection.read(fetchIndicators, signal));
  }

  dispose(): void {
    this.indicators.clear();
  }
}
