import type { LineString } from 'geojson';

/** A route as files tell it: every word is made, in the language of whoever saves it. */
export interface ExportedRoute {
  readonly id: number;
  readonly planName: string;
  readonly crewName: string;
  /** What the file calls it: crew and day. */
  readonly name: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly distanceMeters: number;
  /** The way on the roads; null: none is known, and the stops are joined by straight lines. */
  readonly path: LineString | null;
  readonly stops: readonly ExportedStop[];
}

export interface ExportedStop {
  readonly id: number;
  /** From 1, in the order they are walked. */
  readonly number: number;
  readonly siteId: number;
  readonly name: string;
  readonly type: string;
  readonly address: string | null;
  /** WGS-84. */
  readonly lon: number;
  readonly lat: number;
  /** ISO 8601. */
  readonly arrivesAt: string;
  readonly serviceSeconds: number;
  /** Why it is there, in words. */
  readonly why: string;
  /** What became of it, in words. */
  readonly standing: string;
}

/** The day as its crew walks it, where no way on the roads is known. */
export function straightPath(stops: readonly Pick<ExportedStop, 'lon' | 'lat'>[]): LineString {
  return { type: 'LineString', coordinates: stops.map(({ lon, lat }) => [lon, lat]) };
}
