import {
  fetchOpenIssuePoints,
  type IssueFilters,
  type OpenIssuePoints,
} from '../db/open-issues.ts';
import type { Connection } from './connection.svelte.ts';
import { Loading } from './loading.svelte.ts';

/** The open issues as points, for the density of problems. */
export class Density {
  readonly points = new Loading<OpenIssuePoints>();
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async load(asOf: string | null, filters: IssueFilters): Promise<void> {
    await this.points.load((signal) =>
      this.#connection.read(
        (client, inner) => fetchOpenIssuePoints(client, asOf, filters, inner),
        signal,
      ),
    );
  }

  dispose(): void {
    this.points.clear();
  }
}
