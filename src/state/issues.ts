import { queryOfLink } from '../domain/issues/ledger-opening.ts';
import { formatLedgerQuery, isSameLedgerQuery } from '../domain/issues/ledger-query.ts';
import type { City } from './city.svelte.ts';
import type { Connection } from './connection.svelte.ts';
import { follow } from './follow.svelte.ts';
import { IssueActions } from './issue-actions.svelte.ts';
import { IssueDetail } from './issue-detail.svelte.ts';
import { IssueWords } from './issue-words.ts';
import { LedgerOnMap } from './ledger-on-map.svelte.ts';
import { Ledger } from './ledger.svelte.ts';
import { Proposals } from './proposals.ts';
import { Reporting } from './reporting.svelte.ts';

/** The ledger and the issue that is open in it. */
export class Issues {
  readonly ledger: Ledger;
  readonly onMap: LedgerOnMap;
  readonly detail: IssueDetail;
  readonly actions: IssueActions;
  readonly proposals: Proposals;
  readonly words: IssueWords;
  readonly reporting: Reporting;
  #isShown = false;

  /** @param afterStep asks anew for whatever may show an issue */
  constructor(connection: Connection, city: City, afterStep: () => Promise<unknown>) {
    this.ledger = new Ledger(connection);
    this.detail = new IssueDetail(connection);
    this.onMap = new LedgerOnMap(city, this.ledger, this.detail);
    this.actions = new IssueActions(connection, afterStep);
    this.proposals = new Proposals(connection, city);
    this.words = new IssueWords(connection);
    this.reporting = new Reporting(connection);
  }

  /**
   * Loads what is shown, within an effect.
   *
   * @param isLedger whether the ledger is on the screen
   * @param openId the issue that is open
   */
  follow(isLedger: () => boolean, openId: () => number | null): void {
    follow(openId, (issueId) => {
      void this.detail.show(issueId);
      void this.actions.show(issueId);
    });
    follow(isLedger, (isShown) => {
      this.#isShown = isShown;
      if (isShown) void Promise.all([this.ledger.open(), this.ledger.loadWork()]);
    });
    follow(
      () => isLedger() && this.ledger.filters,
      (isAsked) => {
        if (isAsked) void this.ledger.loadSiteIds();
      },
    );
  }

  /** @returns the parts of a link that were not understood */
  openLink(link: string | null): readonly string[] {
    const { query, refused } = queryOfLink(link);
    // Before it is shown the question alone is enough: showing the ledger asks it.
    if (!this.#isShown) this.ledger.query = query;
    else if (!isSameLedgerQuery(query, this.ledger.query)) {
      void this.ledger.openLink(formatLedgerQuery(query));
    }
    return refused;
  }

  async refresh(): Promise<void> {
    await Promise.all([
      this.detail.refresh(),
      this.actions.show(this.detail.issueId),
      ...(this.#isShown ? [this.ledger.refresh()] : []),
    ]);
  }

  dispose(): void {
    for (const part of [this.ledger, this.detail, this.actions, this.proposals, this.words]) {
      part.dispose();
    }
    this.reporting.dispose();
  }
}
