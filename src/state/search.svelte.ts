import { searchPlaces } from '../db/search-places.ts';
import type { Place } from '../domain/places/place.ts';
import type { Connection } from './connection.svelte.ts';
import { Loading } from './loading.svelte.ts';

const MOST_PLACES = 12;

/** Long enough that a word typed with an input method asks once. */
const DEBOUNCE_MILLISECONDS = 200;

/** Places found by what is being typed. */
export class Search {
  query = $state('');
  readonly found = new Loading<readonly Place[]>();
  /** What `found` answers; an older answer stays on the screen until the newer one is here. */
  answered = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  type(query: string): void {
    this.query = query;
    clearTimeout(this.#timer);
    if (query.trim() === '') {
      this.answered = '';
      this.found.clear();
      return;
    }
    this.#timer = setTimeout(() => void this.#ask(query.trim()), DEBOUNCE_MILLISECONDS);
  }

  clear(): void {
    this.type('');
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.found.clear();
  }

  async #ask(query: string): Promise<void> {
    const places = await this.found.load((signal) =>
      this.#connection.read(
        (client, inner) => searchPlaces(client, query, MOST_PLACES, inner),
        signal,
      ),
    );
    if (places) this.answered = query;
  }
}
