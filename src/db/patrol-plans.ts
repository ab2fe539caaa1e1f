import type { PatrolPlan, PlanDraft, PlanSummary } from '../domain/patrol/plans/plan.ts';
import type { PlanProgress } from '../domain/patrol/plans/walking.ts';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';

/**
 * The newest 200, the last changed first; a team's members see what was published.
 *
 * @param teamId null: of every team that one sees
 */
export function fetchPlans(
  client: DatabaseClient,
  teamId: number | null,
  signal?: AbortSignal,
): Promise<readonly PlanSummary[]> {
  return callFunction<readonly PlanSummary[]>(client, 'plan_list', { team_id: teamId }, signal);
}

/**
 * @param version null: the draft for who plans, else the one published last
 * @throws ProblemError `refused`: not there, or not to be seen
 */
export function fetchPlan(
  client: DatabaseClient,
  planId: number,
  version: number | null,
  signal?: AbortSignal,
): Promise<PatrolPlan> {
  return callFunction<PatrolPlan>(client, 'plan_of', { plan_id: planId, version }, signal);
}

/**
 * Saves the whole plan into the version being drafted, or nothing; what is published stays.
 *
 * @throws ProblemError `refused`: place.field says where (`routes.stops` and the like with place.at, from 0);
 *   `revision`: somebody else has changed it meanwhile, the line says who and when
 */
export function savePlan(client: DatabaseClient, plan: PlanDraft): Promise<PatrolPlan> {
  return callFunction<PatrolPlan>(client, 'save_plan', { plan });
}

/**
 * Gives the draft to the crews as the next version; days that are over and stops that are done are kept.
 *
 * @throws ProblemError `refused`: nothing to publish, its days have passed, a crew walks another plan then
 */
export function publishPlan(
  client: DatabaseClient,
  planId: number,
  revision: number,
): Promise<PatrolPlan> {
  return callFunction<PatrolPlan>(client, 'publish_plan', { plan_id: planId, revision });
}

/** Takes it from the crews, or puts a draft aside; saving and publishing brings it back. */
export function withdrawPlan(
  client: DatabaseClient,
  planId: number,
  revision: number,
): Promise<PatrolPlan> {
  return callFunction<PatrolPlan>(client, 'withdraw_plan', { plan_id: planId, revision });
}

/** @param version null: the one published last */
export function fetchPlanProgress(
  client: DatabaseClient,
  planId: number,
  version: number | null,
  signal?: AbortSignal,
): Promise<PlanProgress> {
  return callFunction<PlanProgress>(client, 'plan_progress', { plan_id: planId, version }, signal);
}
