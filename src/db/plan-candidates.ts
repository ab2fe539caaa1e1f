import type { CandidateList, CandidateQuery } from '../domain/patrol/plans/candidate.ts';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';

/**
 * What may be visited and why, for captains, the office and leaders.
 *
 * @throws ProblemError `refused`: days in the past, none or more than 60, nothing chosen, an empty zone, more
 *   than 5,000 sites, a policy with a fault
 */
export function fetchPlanCandidates(
  client: DatabaseClient,
  query: CandidateQuery,
  signal?: AbortSignal,
): Promise<CandidateList> {
  return callFunction<CandidateList>(
    client,
    'plan_candidates',
    {
      from_day: query.from,
      days: query.days,
      zone_id: query.zoneId,
      geometry: query.geometry,
      site_ids: query.siteIds ?? [],
      hotspot_site_ids: query.hotspotSiteIds ?? [],
      policy: query.policy,
      team_id: query.teamId,
    },
    signal,
  );
}
