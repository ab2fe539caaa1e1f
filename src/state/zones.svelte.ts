import { deleteZone, fetchZones, fetchZoneStatistics, restoreZone, saveZone } from '../db/zones.ts';
import type { Zone, ZoneDraft, ZoneGeometry, ZoneStatistics } from '../domain/zones/zone.ts';
import type { Connection } from './connection.svelte.ts';
import { Loading } from './loading.svelte.ts';

/** The patrol zones this member may see, and what is inside the one being drawn. */
export class Zones {
  readonly list = new Loading<readonly Zone[]>();
  readonly statistics = new Loading<ZoneStatistics>();
  /** The last one deleted, which can be taken back. */
  deleted = $state.raw<Zone | null>(null);

  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async load(): Promise<void> {
    await this.list.load((signal) => this.#connection.read(fetchZones, signal));
  }

  zone(zoneId: number): Zone | null {
    return this.list.value?.find(({ id }) => id === zoneId) ?? null;
  }

  /** @throws ProblemError as `saveZone` of db/zones does; nothing changed then */
  async save(draft: ZoneDraft): Promise<Zone> {
    const saved = await this.#connection.write((client) => saveZone(client, draft));
    this.#put(saved);
    return saved;
  }

  /** @throws ProblemError */
  async remove(zone: Zone): Promise<void> {
    await this.#connection.write((client) => deleteZone(client, zone.id));
    this.deleted = zone;
    this.list.value = (this.list.value ?? []).filter(({ id }) => id !== zone.id);
  }

  /** @throws ProblemError */
  async restore(zoneId: number): Promise<Zone> {
    const restored = await this.#connection.write((client) => restoreZone(client, zoneId));
    this.#put(restored);
    if (this.deleted?.id === zoneId) this.deleted = null;
    return restored;
  }

  /** While one draws: a newer shape calls off the older. A refusal is in `statistics.problem`. */
  async loadStatistics(geometry: ZoneGeometry, asOf: string | null): Promise<void> {
    await this.statistics.load((signal) =>
      this.#connection.read(
        (client, inner) => fetchZoneStatistics(client, geometry, asOf, inner),
        signal,
      ),
    );
  }

  dispose(): void {
    this.list.clear();
    this.statistics.clear();
  }

  #put(zone: Zone): void {
    const others = (this.list.value ?? []).filter(({ id }) => id !== zone.id);
    this.list.value = [...others, zone].sort((a, b) => a.id - b.id);
  }
}
