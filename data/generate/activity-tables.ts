import type { SampleCity } from './generate-city.ts';
import { isoTime, timeOrNull, type TableRows } from './table-rows.ts';

/** What was planned and what was held of it. */
export function activityTables({ activities }: SampleCity): TableRows[] {
  return [
    {
      table: 'public.activity_plans',
      columns: [
        'id',
        'client_id',
        'kind',
        'site_id',
        'area_id',
        'unit_id',
        'starts_at',
        'recurs',
        'note',
        'member_id',
        'created_at',
      ],
      rows: activities.plans.map((plan) => [
        plan.id,
        plan.clientId,
        plan.kind,
        plan.siteId,
        plan.areaId,
        plan.unitId,
        isoTime(plan.startsAt),
        plan.recurs,
        plan.note,
        plan.memberId,
        isoTime(plan.createdAt),
      ]),
    },
    {
      table: 'public.activities',
      columns: [
        'id',
        'client_id',
        'plan_id',
        'planned_at',
        'kind',
        'site_id',
        'area_id',
        'unit_id',
        'held_at',
        'people',
        'note',
        'member_id',
        'recorded_at',
      ],
      rows: activities.held.map((activity) => [
        activity.id,
        activity.clientId,
        activity.plan?.id ?? null,
        timeOrNull(activity.plannedAt),
        activity.kind,
        activity.siteId,
        activity.areaId,
        activity.unitId,
        isoTime(activity.heldAt),
        activity.people,
        activity.note,
        activity.memberId,
        isoTime(activity.recordedAt),
      ]),
    },
  ];
}
