import type { WhoAmI } from '../domain/members/who-am-i.ts';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';

/** Null for a signed-in person who is no member here, or not any more. */
export function fetchWhoAmI(client: DatabaseClient, signal?: AbortSignal): Promise<WhoAmI | null> {
  return callFunction<WhoAmI | null>(client, 'whoami', {}, signal);
}
