import { bytesFromBase64, columnBytes } from './columns.ts';
import { ProblemError } from '../domain/problem.ts';
import type { CitySites, CityStatus } from '../domain/sites/city.ts';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';

/**
 * The message of `city_sites`: two columns in base64, big-endian, 8 bytes a site in each, by ascending
 * id. `place`: lon uint24, lat uint24, area uint16. `site`: id uint32, unit uint16, type uint8,
 * status uint8. Two columns and not seven: the database makes them three times as fast.
 */
export interface CitySitesMessage {
  readonly asOf: string;
  readonly count: number;
  readonly checksum: string;
  readonly origin: readonly [number, number];
  readonly scale: readonly [number, number];
  readonly types: readonly string[];
  readonly areas: readonly number[];
  readonly units: readonly number[];
  readonly place: string;
  readonly site: string;
}

export interface CityStatusMessage {
  readonly asOf: string;
  readonly checksum: string;
  readonly status: string;
}

/**
 * Every site this member may see, with its status.
 *
 * @param asOf ISO 8601; null = now
 */
export async function fetchCitySites(
  client: DatabaseClient,
  asOf: string | null,
  signal?: AbortSignal,
): Promise<{ sites: CitySites; status: CityStatus }> {
  const message = await callFunction<CitySitesMessage>(
    client,
    'city_sites',
    { as_of: asOf },
    signal,
  );
  return decodeCitySites(message);
}

/** One byte a site, in the order of the sites whose checksum it carries. */
export async function fetchCityStatus(
  client: DatabaseClient,
  asOf: string | null,
  signal?: AbortSignal,
): Promise<CityStatus> {
  const message = await callFunction<CityStatusMessage>(
    client,
    'city_status',
    { as_of: asOf },
    signal,
  );
  return {
    asOf: message.asOf,
    checksum: message.checksum,
    codes: faulty(() => bytesFromBase64(message.status)),
  };
}

/**
 * 100,000 sites decode in about 10 ms; the browser's profile shows it as `city-sites:decode`.
 *
 * @throws ProblemError `fault` when a column has not as many entries as the message says
 */
export function decodeCitySites(message: CitySitesMessage): {
  sites: CitySites;
  status: CityStatus;
} {
  const started = performance.now();
  const { count, checksum, asOf } = message;
  const decoded = faulty(() => {
    const place = columnBytes('place', message.place, count, 8);
    const site = columnBytes('site', message.site, count, 8);
    const sites = {
      count,
      checksum,
      asOf,
      ids: new Uint32Array(count),
      positions: new Float64Array(count * 2),
      types: new Uint8Array(count),
      areas: new Uint16Array(count),
      units: new Uint16Array(count),
      typeIds: message.types,
      areaIds: Uint32Array.from(message.areas),
      unitIds: Uint32Array.from(message.units),
    };
    const codes = new Uint8Array(count);
    const [west, south] = message.origin;
    const [lonScale, latScale] = message.scale;
    for (let at = 0, from = 0; at < count; at++, from += 8) {
      const lon = (place[from]! << 16) | (place[from + 1]! << 8) | place[from + 2]!;
      const lat = (place[from + 3]! << 16) | (place[from + 4]! << 8) | place[from + 5]!;
      sites.positions[at * 2] = west + lon * lonScale;
      sites.positions[at * 2 + 1] = south + lat * latScale;
      sites.areas[at] = (place[from + 6]! << 8) | place[from + 7]!;
      sites.ids[at] =
        (site[from]! << 24) | (site[from + 1]! << 16) | (site[from + 2]! << 8) | site[from + 3]!;
      sites.units[at] = (site[from + 4]! << 8) | site[from + 5]!;
      sites.types[at] = site[from + 6]!;
      codes[at] = site[from + 7]!;
    }
    return { sites, status: { checksum, asOf, codes } };
  });
  performance.measure('city-sites:decode', { start: started, end: performance.now() });
  return decoded;
}

function faulty<T>(decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new ProblemError({ kind: 'fault', message: `city_sites: ${cause.message}` }, { cause });
  }
}
