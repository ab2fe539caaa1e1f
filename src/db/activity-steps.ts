import type {
  ActivityPlanDraft,
  ActivityRecord,
  AwarenessSample,
} from '../domain/activities/activity.ts';
import type { InspectionOutcome } from '../domain/inspections/checklist.ts';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';

/* Each throws ProblemError `refused`, in one line, for what the database does not allow. */

/** @returns the activity's id */
export async function recordActivity(
  client: DatabaseClient,
  record: ActivityRecord,
): Promise<number> {
  const { time, place } = record;
  const { activityId } = await callFunction<{ activityId: number }>(client, 'record_activity', {
    client_id: record.clientId,
    held_at: record.heldAt,
    people: record.people,
    note: record.note,
    photos: record.photos,
    ...(time
      ? { plan_id: time.planId, planned_at: time.plannedAt }
      : {
          kind: record.kind,
          site_id: place?.siteId,
          area_id: place?.areaId,
          unit_id: record.unitId,
        }),
  });
  return activityId;
}

/** @returns the plan's id */
export async function planActivity(
  client: DatabaseClient,
  draft: ActivityPlanDraft,
): Promise<number> {
  const { planId } = await callFunction<{ planId: number }>(client, 'plan_activity', {
    client_id: draft.clientId,
    kind: draft.kind,
    starts_at: draft.startsAt,
    site_id: draft.place.siteId,
    area_id: draft.place.areaId,
    unit_id: draft.unitId,
    recurs: draft.recurs,
    until: draft.until,
    note: draft.note,
  });
  return planId;
}

export async function withdrawActivity(client: DatabaseClient, activityId: number): Promise<void> {
  await callFunction<unknown>(client, 'withdraw_activity', { activity_id: activityId });
}

export async function restoreActivity(client: DatabaseClient, activityId: number): Promise<void> {
  await callFunction<unknown>(client, 'restore_activity', { activity_id: activityId });
}

export async function endActivityPlan(client: DatabaseClient, planId: number): Promise<void> {
  await callFunction<unknown>(client, 'end_activity_plan', { plan_id: planId });
}

export async function restoreActivityPlan(client: DatabaseClient, planId: number): Promise<void> {
  await callFunction<unknown>(client, 'restore_activity_plan', { plan_id: planId });
}

/** A visit with the one finding of indicator 35. */
export function recordAwareness(
  client: DatabaseClient,
  sample: AwarenessSample,
): Promise<InspectionOutcome> {
  return callFunction<InspectionOutcome>(client, 'record_awareness', {
    client_id: sample.clientId,
    site_id: sample.siteId,
    good: sample.good,
    total: sample.total,
    note: sample.note === '' ? null : sample.note,
  });
}
