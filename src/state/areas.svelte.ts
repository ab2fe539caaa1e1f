import { fetchAreaCompliance, fetchAreaOutlines, type AreaOutlines } from '../db/areas.ts';
import type { AreaCompliance } from '../domain/areas/area.ts';
import type { Connection } from './connection.svelte.ts';
import { Loading } from './loading.svelte.ts';

/** The levels one drills through: streets of the city, then the communities of one or all. */
export type DrilledLevel = 'street' | 'community';

/** Compliance by area, and the outlines it is drawn in. */
export class Areas {
  level = $state<DrilledLevel>('community');
  /** The street whose communities are shown; null = all of the city. */
  parentId = $state<number | null>(null);
  readonly compliance = new Loading<readonly AreaCompliance[]>();
  /** Every street of the city, whatever is drilled into: for the summary. */
  readonly streets = new Loading<readonly AreaCompliance[]>();
  readonly streetOutlines = new Loading<AreaOutlines>();
  readonly communityOutlines = new Loading<AreaOutlines>();

  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Outlines do not change while one looks: each level is fetched once. */
  async loadOutlines(level: DrilledLevel): Promise<void> {
    const outlines = level === 'street' ? this.streetOutlines : this.communityOutlines;
    if (outlines.value || outlines.busy) return;
    await outlines.load((signal) =>
      this.#connection.read((client, inner) => fetchAreaOutlines(client, level, inner), signal),
    );
  }

  /** For the level and street that are set. */
  async loadCompliance(asOf: string | null): Promise<void> {
    const { level, parentId } = this;
    await this.compliance.load((signal) =>
      this.#connection.read(
        (client, inner) => fetchAreaCompliance(client, level, parentId, asOf, inner),
        signal,
      ),
    );
  }

  async loadStreets(asOf: string | null): Promise<void> {
    await this.streets.load((signal) =>
      this.#connection.read(
        (client, inner) => fetchAreaCompliance(client, 'street', null, asOf, inner),
        signal,
      ),
    );
  }

  drillInto(streetId: number): void {
    this.level = 'community';
    this.parentId = streetId;
  }

  drillOut(): void {
    this.level = 'street';
    this.parentId = null;
  }

  dispose(): void {
    this.compliance.clear();
    this.streets.clear();
    this.streetOutlines.clear();
    this.communityOutlines.clear();
  }
}
