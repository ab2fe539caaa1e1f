import type { KeptPolicy, PolicyChanges } from '../domain/patrol/plans/policy.ts';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';

/** @param teamId null: the city's, which teams without their own go by */
export function fetchPatrolPolicy(
  client: DatabaseClient,
  teamId: number | null,
  signal?: AbortSignal,
): Promise<KeptPolicy> {
  return callFunction<KeptPolicy>(client, 'patrol_policy', { team_id: teamId }, signal);
}

/**
 * @param policy null: as the city's again, or the city's as usual again
 * @param version of the policy when it was read
 * @throws ProblemError `refused`: not the captain's or the office's to change, a figure out of its limits
 *   (place.field names it), or somebody else has changed it
 */
export function savePatrolPolicy(
  client: DatabaseClient,
  policy: PolicyChanges | null,
  version: number,
  teamId: number | null,
): Promise<KeptPolicy> {
  return callFunction<KeptPolicy>(client, 'save_patrol_policy', {
    policy,
    version,
    team_id: teamId,
  });
}
