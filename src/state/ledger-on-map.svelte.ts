import type { City } from './city.svelte.ts';
import type { IssueDetail } from './issue-detail.svelte.ts';
import type { Ledger } from './ledger.svelte.ts';

/** What the map beside the ledger draws. Indexes are into the city's sites. */
export class LedgerOnMap {
  /** 1 for each site with an issue that the ledger lists; null while nobody knows. */
  readonly mask: Uint8Array | null = $derived.by(() => {
    const found = this.#ledger.siteIds.value;
    const { sites } = this.#city;
    if (!found || !sites) return null;
    const mask = new Uint8Array(sites.count);
    for (const index of this.#indexesOf(found.siteIds)) mask[index] = 1;
    return mask;
  });

  /** Of the rows that are ticked. */
  readonly chosen: readonly number[] = $derived.by(() => {
    const ids = this.#ledger.selectedRows.flatMap(({ siteId }) => siteId ?? []);
    return this.#indexesOf([...new Set(ids)]);
  });

  /** Of the issue that is open. */
  readonly open: number | null = $derived.by(() => {
    const siteId = this.#issue.page.value?.issue.siteId ?? null;
    return siteId === null ? null : this.#city.indexOf(siteId);
  });

  readonly #city: City;
  readonly #ledger: Ledger;
  readonly #issue: IssueDetail;

  constructor(city: City, ledger: Ledger, issue: IssueDetail) {
    this.#city = city;
    this.#ledger = ledger;
    this.#issue = issue;
  }

  #indexesOf(siteIds: readonly number[]): number[] {
    return siteIds.flatMap((id) => this.#city.indexOf(id) ?? []);
  }
}
