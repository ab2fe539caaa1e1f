import { reportIssue } from '../db/report-issue.ts';
import { newClientId } from '../domain/client-id.ts';
import type { IssueStanding } from '../domain/issues/transitions.ts';
import { problemOf, type Problem } from '../domain/problem.ts';
import type { Connection } from './connection.svelte.ts';
import { PhotoUploads } from './photo-uploads.svelte.ts';

/** One report being written; what is in it stays until it has been taken. */
export class IssueReport {
  readonly siteId: number;
  readonly uploads: PhotoUploads;
  code = $state<number | null>(null);
  description = $state('');
  fixed = $state(false);
  sending = $state(false);
  problem = $state.raw<Problem | null>(null);

  readonly #connection: Connection;
  // Sent again after a lost answer, it is the same report.
  readonly #clientId = newClientId();

  constructor(connection: Connection, siteId: number) {
    this.#connection = connection;
    this.siteId = siteId;
    this.uploads = new PhotoUploads(connection, { stage: 'before', siteId });
  }

  /** A place is there; a photo or a note is asked for. */
  get isComplete(): boolean {
    return this.code !== null && (this.description.trim() !== '' || this.uploads.ids.length > 0);
  }

  /** @returns how the new issue stands; null when it was not taken, `problem` says why */
  async send(): Promise<IssueStanding | null> {
    const { code, description, fixed, siteId } = this;
    if (code === null || this.sending) return null;
    this.sending = true;
    this.problem = null;
    try {
      await this.uploads.settle();
      return await this.#connection.write((client) =>
        reportIssue(client, {
          clientId: this.#clientId,
          siteId,
          code,
          description: description.trim(),
          fixed,
          photos: this.uploads.ids,
        }),
      );
    } catch (error) {
      this.problem = problemOf(error);
      return null;
    } finally {
      this.sending = false;
    }
  }

  dispose(): void {
    this.uploads.dispose();
  }
}
