import { fetchIssueWords } from '../db/issue-words.ts';
import type { IssueWord } from '../domain/office/settings.ts';
import type { Connection } from './connection.svelte.ts';
import { Loading } from './loading.svelte.ts';

/** What the city calls states and events; where it cannot be asked, the page's own words do. */
export class IssueWords {
  readonly list = new Loading<readonly IssueWord[]>();
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Once with the session, and again when the office has edited them. */
  async load(): Promise<void> {
    await this.list.load((signal) => this.#connection.read(fetchIssueWords, signal));
  }

  dispose(): void {
    this.list.clear();
  }
}
