import { AuthClient } from '@supabase/auth-js';
import { PostgrestClient } from '@supabase/postgrest-js';
import type { Configuration } from './configuration.ts';
import type { Database } from './database.types.ts';
import { fetchWithin } from './fetch-within.ts';

/**
 * The two parts of supabase-js that we use, put together as it does. The whole brings realtime,
 * storage and functions along, which no home of ours all has: 28 kB more before the first frame.
 */
export interface DatabaseClient {
  /** These methods alone: the built page leaves the others out, and vite.config.ts keeps to this list. */
  readonly auth: Pick<
    InstanceType<typeof AuthClient>,
    'getSession' | 'onAuthStateChange' | 'refreshSession' | 'signInWithPassword' | 'signOut'
  >;
  readonly rest: PostgrestClient<Database>;
}

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
  const { url, publishableKey } = configuration;
  const auth = new AuthClient({
    url: `${url}/auth/v1`,
    headers: { apikey: publishableKey },
    storageKey: 'chuangcheng.session',
    persistSession: true,
    autoRefreshToken: true,
    detectSessionInUrl: false,
    fetch: async (input, init) => {
      const response = await within(input, init);
      if (response.status === 429) lastWait.seconds = secondsOf(response.headers);
      return response;
    },
  });
  const rest = new PostgrestClient<Database>(`${url}/rest/v1`, {
    headers: { apikey: publishableKey },
    fetch: async (input, init) => {
      const { data } = await auth.getSession();
      const headers = new Headers(init?.headers);
      headers.set('authorization', `Bearer ${data.session?.access_token ?? publishableKey}`);
      return within(input, { ...init, headers });
    },
    // Trying again is ours (state/connection): it waits as long as it takes and tells the user.
    retry: false,
  });
  const client: DatabaseClient = { auth, rest };
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
