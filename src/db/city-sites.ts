import {
  bytesFromBase64,
  columnBytes,
  positionColumns,
  uint16Column,
  uint32Column,
} from './columns.ts';
import { ProblemError } from '../domain/problem.ts';
import type { CitySites, CityStatus } from '../domain/sites/city.ts';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';

/** The message of `city_sites`: columns in base64, big-endian, one entry a site by ascending id. */
export interface CitySitesMessage {
  readonly asOf: string;
  readonly count: number;
  readonly checksum: string;
  readonly origin: readonly [number, number];
  readonly scale: readonly [number, number];
  readonly types: readonly string[];
  readonly areas: readonly number[];
  readonly units: readonly number[];
  readonly id: string;
  readonly lon: string;
  readonly lat: string;
  readonly type: string;
  readonly status: string;
  readonly area: string;
  readonly unit: string;
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
  const decoded = faulty(() => ({
    sites: {
      count,
      checksum,
      asOf,
      ids: uint32Column('id', message.id, count),
      positions: positionColumns(message.lon, message.lat, count, message.origin, message.scale),
      types: columnBytes('type', message.type, count, 1),
      areas: uint16Column('area', message.area, count),
      units: uint16Column('unit', message.unit, count),
      typeIds: message.types,
      areaIds: Uint32Array.from(message.areas),
      unitIds: Uint32Array.from(message.units),
    },
    status: { checksum, asOf, codes: columnBytes('status', message.status, count, 1) },
  }));
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
