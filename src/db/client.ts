import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import type { Configuration } from './configuration.ts';
import { fetchWithin } from './fetch-within.ts';

export type DatabaseClient = SupabaseClient;

/** Beyond this nobody believes in an answer; the whole city of 100,000 sites takes a few seconds. */
const ANSWER_WITHIN_MILLISECONDS = 60_000;

/** The auth library drops the headers of a refusal, and with them how long to wait. */
const lastWaits = new WeakMap<DatabaseClient, { seconds: number | null }>();

/**
 * The one connection to the backend. The session is kept in local storage under a name of ours, so
 * that it is found again under whatever address the backend has tomorrow.
 */
export function createDatabaseClient(configuration: Configuration): DatabaseClient {
  const lastWait: { seconds: number | null } = { seconds: null };
  const within = fetchWithin(ANSWER_WITHIN_MILLISECONDS);
  const client: DatabaseClient = createClient(configuration.url, configuration.publishableKey, {
    auth: {
      storageKey: 'chuangcheng.session',
      persistSession: true,
      autoRefreshToken: true,
      detectSessionInUrl: false,
    },
    // Trying again is ours (state/connection): it waits as long as it takes and tells the user.
    db: { retry: false },
    global: {
      fetch: async (input, init) => {
        const response = await within(input, init);
        if (response.status === 429) lastWait.seconds = secondsOf(response.headers);
        return response;
      },
    },
  });
  lastWaits.set(client, lastWait);
  return client;
}

/** How long the last refusal for too many requests asked to wait; null when it did not say. */
export function lastWaitSeconds(client: DatabaseClient): number | null {
  return lastWaits.get(client)?.seconds ?? null;
}

/** `Retry-After` in its form of seconds; the form of a date is nothing our backend sends. */
function secondsOf(headers: Headers): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : null;
}
