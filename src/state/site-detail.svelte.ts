import { fetchSiteCard, fetchSiteHistory } from '../db/sites.ts';
import { fetchPhoto } from '../db/photos.ts';
import type { SiteCard } from '../domain/sites/site-card.ts';
import type { HistoryItem, HistoryKind } from '../domain/sites/site-history.ts';
import type { Connection } from './connection.svelte.ts';
import { Loading } from './loading.svelte.ts';

const PAGE_SIZE = 30;

/** Longer than a step of the playing time slider: the history follows when it rests. */
const REST_MILLISECONDS = 300;

/** The site that is selected: its card, and its history in pages. */
export class SiteDetail {
  siteId = $state<number | null>(null);
  /** The moment shown, ISO 8601; null = now. */
  asOf = $state<string | null>(null);
  readonly card = new Loading<SiteCard>();
  /** Null = every kind. */
  kinds = $state.raw<readonly HistoryKind[] | null>(null);
  items = $state.raw<readonly HistoryItem[]>([]);
  /** Those of `items` that were recorded by the moment shown: a late upload appears when it came. */
  readonly shownItems: readonly HistoryItem[] = $derived.by(() => {
    const asOf = this.asOf;
    if (asOf === null) return this.items;
    const until = Date.parse(asOf);
    return this.items.filter(
      (item) => Date.parse(item.kind === 'status' ? item.at : item.recordedAt) <= until,
    );
  });
  /** Whether older items exist that are not loaded. */
  hasMore = $state(false);
  /** Whether the first page came: an empty list is an answer then. */
  historyLoaded = $state(false);
  readonly page = new Loading<null>();

  readonly #connection: Connection;
  readonly #mayReadHistory: boolean;
  #resting: ReturnType<typeof setTimeout> | undefined;
  #cursor: string | null = null;

  /** @param mayReadHistory false for those who inspect blind: none is asked for */
  constructor(connection: Connection, mayReadHistory: boolean) {
    this.#connection = connection;
    this.#mayReadHistory = mayReadHistory;
  }

  /**
   * Shows a site as of a moment (null = now); the same site keeps its card on the screen until the
   * newer one is here. Null shows none.
   */
  async show(siteId: number | null, asOf: string | null): Promise<void> {
    const isOther = siteId !== this.siteId;
    if (isOther) {
      this.card.clear();
      this.#forgetHistory();
    }
    this.siteId = siteId;
    const isOtherMoment = asOf !== this.asOf;
    this.asOf = asOf;
    clearTimeout(this.#resting);
    if (siteId === null) return;
    if (isOtherMoment && !isOther) {
      this.#resting = setTimeout(() => void this.#reloadHistory(), REST_MILLISECONDS);
    }
    const history = isOther ? this.loadMore() : undefined;
    await Promise.all([this.#loadCard(siteId), history]);
  }

  /** After something was recorded. */
  async refresh(): Promise<void> {
    if (this.siteId === null) return;
    await this.#loadCard(this.siteId);
  }

  /** After something was recorded that its history tells. */
  async refreshHistory(): Promise<void> {
    if (this.siteId !== null) await this.#reloadHistory();
  }

  async filterHistory(kinds: readonly HistoryKind[] | null): Promise<void> {
    this.kinds = kinds;
    await this.#reloadHistory();
  }

  /** The next page of the history, or the first; while one is coming it is called off. */
  async loadMore(): Promise<void> {
    if (!this.#mayReadHistory) return;
    const { siteId, kinds, asOf } = this;
    if (siteId === null || (this.historyLoaded && !this.hasMore)) return;
    const before = this.#cursor;
    await this.page.load(async (signal) => {
      const page = await this.#connection.read(
        (client, inner) => fetchSiteHistory(client, siteId, before, kinds, asOf, PAGE_SIZE, inner),
        signal,
      );
      signal.throwIfAborted();
      this.items = before === null ? page.items : [...this.items, ...page.items];
      this.#cursor = page.next;
      this.hasMore = page.next !== null;
      this.historyLoaded = true;
      return null;
    });
  }

  /** A photo of the history; the caller revokes the address it makes of it. */
  photo(photoId: number, signal?: AbortSignal): Promise<Blob> {
    return this.#connection.read((client, inner) => fetchPhoto(client, photoId, inner), signal);
  }

  dispose(): void {
    clearTimeout(this.#resting);
    this.card.clear();
    this.page.clear();
  }

  async #loadCard(siteId: number): Promise<void> {
    const { asOf } = this;
    await this.card.load((signal) =>
      this.#connection.read((client, inner) => fetchSiteCard(client, siteId, asOf, inner), signal),
    );
  }

  async #reloadHistory(): Promise<void> {
    this.#forgetHistory();
    await this.loadMore();
  }

  #forgetHistory(): void {
    this.page.clear();
    this.items = [];
    this.#cursor = null;
    this.hasMore = false;
    this.historyLoaded = false;
  }
}
