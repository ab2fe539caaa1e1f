import { fetchNews, markNewsRead } from '../db/news.ts';
import type { News as Answer } from '../domain/issues/news.ts';
import type { Connection } from './connection.svelte.ts';
import { Loading } from './loading.svelte.ts';

/** What concerns this member: asked for now and then, read when it is looked at. */
export class News {
  readonly latest = new Loading<Answer>();
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  get unread(): number {
    return this.latest.value?.unread ?? 0;
  }

  async load(): Promise<void> {
    await this.latest.load((signal) =>
      this.#connection.read((client, inner) => fetchNews(client, inner), signal),
    );
  }

  /** The list stays as it was looked at; only the count goes. Nothing is lost when no answer comes. */
  async read(): Promise<void> {
    const news = this.latest.value;
    const newest = news?.items[0]?.eventId;
    if (!news || newest === undefined || news.unread === 0) return;
    this.latest.value = { ...news, unread: 0 };
    await this.#connection.read((client) => markNewsRead(client, newest)).catch(() => undefined);
  }

  dispose(): void {
    this.latest.clear();
  }
}
