import { fetchIssuePage } from '../db/issue-page.ts';
import { fetchPhoto } from '../db/photos.ts';
import type { IssuePage } from '../domain/issues/ledger.ts';
import type { Connection } from './connection.svelte.ts';
import { Loading } from './loading.svelte.ts';

/**
 * The issue that is open: `show(id)` loads it, `page.value` holds it, `refresh()` asks again after a
 * transition while the old one stays on the screen, `show(null)` closes it.
 */
export class IssueDetail {
  issueId = $state<number | null>(null);
  readonly page = new Loading<IssuePage>();

  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async show(issueId: number | null): Promise<void> {
    if (issueId !== this.issueId) this.page.clear();
    this.issueId = issueId;
    if (issueId === null) return;
    await this.page.load((signal) =>
      this.#connection.read((client, inner) => fetchIssuePage(client, issueId, inner), signal),
    );
  }

  /** After a transition. */
  async refresh(): Promise<void> {
    await this.show(this.issueId);
  }

  /** The caller revokes the address it makes of it. */
  photo(photoId: number, signal?: AbortSignal): Promise<Blob> {
    return this.#connection.read((client, inner) => fetchPhoto(client, photoId, inner), signal);
  }

  dispose(): void {
    this.page.clear();
  }
}
