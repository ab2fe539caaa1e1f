import {
  fetchCatalogueItems,
  fetchOfficeSettings,
  saveCalendarDays,
  saveDefaultUnit,
  saveEdition,
  saveHourBands,
  saveIssueWord,
  saveWorkingHours,
  withdrawEdition,
} from '../db/office-settings.ts';
import type { DatabaseClient } from '../db/client.ts';
import { newClientId } from '../domain/client-id.ts';
import type {
  CatalogueItem,
  Edition,
  HourBand,
  IssueWord,
  NamedDay,
  OfficeSettings,
  Stretch,
} from '../domain/office/settings.ts';
import { problemOf, type Problem } from '../domain/problem.ts';
import type { Connection } from './connection.svelte.ts';
import { Loading } from './loading.svelte.ts';

/** What the office edits, and the draft of the catalogue's next edition. */
export class OfficeDesk {
  readonly settings = new Loading<OfficeSettings>();
  readonly items = new Loading<readonly CatalogueItem[]>();
  /** Changed and new items of the draft, by code. */
  changes = $state.raw<ReadonlyMap<number, CatalogueItem>>(new Map());
  removed = $state.raw<ReadonlySet<number>>(new Set());
  saving = $state(false);
  /** Whether the last save was taken; until the next is tried. */
  saved = $state(false);
  /** Why the last save was refused. */
  problem = $state.raw<Problem | null>(null);

  readonly #connection: Connection;
  #clientId = newClientId();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The edition a draft is based on: the latest, whether it has begun or not. */
  get base(): Edition | null {
    return this.settings.value?.editions[0] ?? null;
  }

  /** The items as the draft has them, by code. */
  get drafted(): readonly CatalogueItem[] {
    const kept = (this.items.value ?? []).map((item) => this.changes.get(item.code) ?? item);
    const known = new Set(kept.map(({ code }) => code));
    const added = [...this.changes.values()].filter(({ code }) => !known.has(code));
    return [...kept, ...added].sort((a, b) => a.code - b.code);
  }

  get isDrafting(): boolean {
    return this.changes.size + this.removed.size > 0;
  }

  async load(): Promise<void> {
    const settings = await this.settings.load((signal) =>
      this.#connection.read((client, inner) => fetchOfficeSettings(client, inner), signal),
    );
    const base = settings?.editions[0];
    if (!base) return;
    await this.items.load((signal) =>
      this.#connection.read((client, inner) => fetchCatalogueItems(client, base.id, inner), signal),
    );
  }

  put(item: CatalogueItem): void {
    this.changes = new Map(this.changes).set(item.code, item);
    this.removed = new Set([...this.removed].filter((code) => code !== item.code));
  }

  /** Takes an item out of the draft, or puts it back. */
  setRemoved(code: number, isRemoved: boolean): void {
    const isNew = !this.items.value?.some((item) => item.code === code);
    const changes = new Map(this.changes);
    changes.delete(code);
    this.changes = changes;
    this.removed = new Set([...this.removed].filter((one) => one !== code));
    if (isRemoved && !isNew) this.removed = new Set([...this.removed, code]);
  }

  discard(): void {
    this.changes = new Map();
    this.removed = new Set();
    this.problem = null;
  }

  /** @param inForceFrom ISO 8601; @returns whether it was saved */
  async saveEdition(edition: string, inForceFrom: string, note: string): Promise<boolean> {
    const { base } = this;
    if (!base) return false;
    const isSaved = await this.#save((client) =>
      saveEdition(client, {
        clientId: this.#clientId,
        edition,
        inForceFrom,
        baseId: base.id,
        changes: [...this.changes.values()],
        removed: [...this.removed],
        note,
      }),
    );
    if (isSaved) {
      this.discard();
      this.#clientId = newClientId();
    }
    return isSaved;
  }

  withdraw(editionId: number): Promise<boolean> {
    return this.#save((client) => withdrawEdition(client, editionId));
  }

  saveHours(hours: readonly Stretch[]): Promise<boolean> {
    return this.#save((client) => saveWorkingHours(client, hours));
  }

  saveBands(bands: readonly HourBand[]): Promise<boolean> {
    return this.#save((client) => saveHourBands(client, bands));
  }

  saveDays(days: readonly NamedDay[]): Promise<boolean> {
    return this.#save((client) => saveCalendarDays(client, days));
  }

  clearDay(day: string): Promise<boolean> {
    return this.#save((client) => saveCalendarDays(client, [{ day, kind: 'usual' }]));
  }

  saveDefault(rule: Parameters<typeof saveDefaultUnit>[1]): Promise<boolean> {
    return this.#save((client) => saveDefaultUnit(client, rule));
  }

  saveWord(word: IssueWord): Promise<boolean> {
    return this.#save((client) => saveIssueWord(client, word));
  }

  dispose(): void {
    this.settings.clear();
    this.items.clear();
  }

  async #save(write: (client: DatabaseClient) => Promise<void>): Promise<boolean> {
    this.saving = true;
    this.problem = null;
    this.saved = false;
    try {
      await this.#connection.write(write);
    } catch (error) {
      this.problem = problemOf(error);
      return false;
    } finally {
      this.saving = false;
    }
    this.saved = true;
    await this.load();
    return true;
  }
}
