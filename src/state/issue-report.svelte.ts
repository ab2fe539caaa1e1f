import { reportIssue } from '../db/report-issue.ts';
import { newClientId } from '../domain/client-id.ts';
import type { IssueStanding } from '../domain/issues/transitions.ts';
import type { IssueSource } from '../domain/issues/vocabulary.ts';
import { problemOf, type Problem } from '../domain/problem.ts';
import type { Connection } from './connection.svelte.ts';
import { PhotoUploads } from './photo-uploads.svelte.ts';

/** The site a report is of. */
export interface ReportedSite {
  readonly id: number;
  readonly name: string;
  readonly type: string;
}

/** One report being written; what is in it stays until it has been taken. */
export class IssueReport {
  /** Null where no site stands; then there is a position. */
  site = $state.raw<ReportedSite | null>(null);
  /** Degrees, EPSG:4326; null: where the site is. */
  position = $state.raw<readonly [longitude: number, latitude: number] | null>(null);
  readonly uploads: PhotoUploads;
  code = $state<number | null>(null);
  description = $state('');
  /** Null: the usual one of the member's role. */
  source = $state<IssueSource | null>(null);
  sourceNumber = $state('');
  /** When it was seen, ISO 8601; null: now. */
  occurredAt = $state<string | null>(null);
  fixed = $state(false);
  sending = $state(false);
  problem = $state.raw<Problem | null>(null);

  readonly #connection: Connection;
  // Sent again after a lost answer, it is the same report.
  readonly #clientId = newClientId();

  /** @param site null where none stands */
  constructor(connection: Connection, site: ReportedSite | null) {
    this.#connection = connection;
    this.site = site;
    this.uploads = new PhotoUploads(connection, {
      stage: 'before',
      ...(site && { siteId: site.id }),
    });
  }

  /** A place is there; a photo or a note is asked for. */
  get isComplete(): boolean {
    const isSomewhere = this.site !== null || this.position !== null;
    const isProven = this.description.trim() !== '' || this.uploads.ids.length > 0;
    return isSomewhere && this.code !== null && isProven;
  }

  /** @returns how the new issue stands; null when it was not taken, `problem` says why */
  async send(): Promise<IssueStanding | null> {
    const { code, site } = this;
    if (code === null || this.sending) return null;
    this.sending = true;
    this.problem = null;
    try {
      await this.uploads.settle();
      return await this.#connection.write((client) =>
        reportIssue(client, {
          clientId: this.#clientId,
          siteId: site?.id ?? null,
          // At a site it is the site's own place.
          position: site ? null : this.position,
          code,
          description: this.description.trim(),
          source: this.source,
          sourceNumber: this.sourceNumber.trim(),
          occurredAt: this.occurredAt,
          fixed: this.fixed,
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
