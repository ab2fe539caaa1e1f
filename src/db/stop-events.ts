import type { MyRoute, StopAnswer, StopRecord } from '../domain/patrol/plans/walking.ts';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';

/**
 * The routes that one walks oneself on a day, of published plans.
 *
 * @param day YYYY-MM-DD; null: today
 */
export function fetchMyRoutes(
  client: DatabaseClient,
  day: string | null,
  signal?: AbortSignal,
): Promise<readonly MyRoute[]> {
  return callFunction<readonly MyRoute[]>(client, 'my_routes', { on_day: day }, signal);
}

/**
 * Says what became of a stop. May be sent later and more than once; who comes second is answered, not refused.
 *
 * @throws ProblemError `refused`: not a stop of one's own route, a skip without reason, another day, done already
 */
export function recordStop(client: DatabaseClient, record: StopRecord): Promise<StopAnswer> {
  return callFunction<StopAnswer>(client, 'record_stop', {
    client_id: record.clientId,
    stop_id: record.stopId,
    kind: record.kind,
    reason: record.reason,
    at: record.at,
  });
}
