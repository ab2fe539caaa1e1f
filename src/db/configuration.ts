import { ProblemError } from '../domain/problem.ts';
import type { MemberRole } from '../domain/members/who-am-i.ts';

/** A ground the map may be drawn on besides the built-in one; each needs its provider's attribution. */
export interface ConfiguredBasemap {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly kind: 'style' | 'raster';
  readonly attribution: string;
  readonly [option: string]: unknown;
}

/** What the server tells the page at run time, so that one build serves every city. */
export interface Configuration {
  readonly url: string;
  readonly publishableKey: string;
  readonly sample: boolean;
  readonly basemaps: readonly ConfiguredBasemap[];
  /** Outside routing servers as they stand in the file; `readRouting` of src/routing reads them. */
  readonly routing?: unknown;
}

export interface SampleAccount {
  readonly email: string;
  readonly password: string;
  readonly role: MemberRole;
  readonly name: string;
  readonly unit: string | null;
}

/**
 * @throws ProblemError `away` when the server does not answer, `fault` when what it answers is not a
 *   configuration
 */
export async function fetchConfiguration(signal?: AbortSignal): Promise<Configuration> {
  const json = await fetchJson('/config.json', signal);
  if (json === null) throw fault('/config.json does not exist');
  const { url, publishableKey, sample, basemaps, routing } = json;
  if (typeof url !== 'string' || !/^https?:\/\//.test(url)) {
    throw fault('/config.json: "url" must be an http(s) address');
  }
  if (typeof publishableKey !== 'string' || publishableKey === '') {
    throw fault('/config.json: "publishableKey" must be a non-empty text');
  }
  return {
    url,
    publishableKey,
    // The sample city's server puts an object here.
    sample: Boolean(sample),
    basemaps: Array.isArray(basemaps) ? (basemaps as ConfiguredBasemap[]) : [],
    routing,
  };
}

/** The sample city's accounts; none where there is no sample city. */
export async function fetchSampleAccounts(signal?: AbortSignal): Promise<readonly SampleAccount[]> {
  const json = await fetchJson('/sample-accounts.json', signal);
  return Array.isArray(json) ? (json as SampleAccount[]) : [];
}

/** Null for 404, and for a page: a server of single pages answers every unknown path with one. */
async function fetchJson(
  path: string,
  signal?: AbortSignal,
): Promise<Readonly<Record<string, unknown>> | null> {
  let response: Response;
  try {
    response = await fetch(path, { cache: 'no-store', ...(signal && { signal }) });
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    throw new ProblemError({ kind: 'away' }, { cause });
  }
  if (response.status === 404) return null;
  if (response.status >= 500) throw new ProblemError({ kind: 'away' });
  if (!response.ok) throw fault(`${path} answered ${response.status}`);
  if (!(response.headers.get('content-type') ?? '').includes('json')) return null;
  try {
    return (await response.json()) as Readonly<Record<string, unknown>>;
  } catch {
    throw fault(`${path} is not JSON`);
  }
}

function fault(message: string): ProblemError {
  return new ProblemError({ kind: 'fault', message });
}
