-- What was withdrawn or called off in error comes back; plans that ran out stay in sight while their last time is
-- overdue; and the counts say how many of the planned times were held.

create function public.restore_activity(activity_id bigint) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  me public.members := private.my_member();
  a public.activities;
  r private.refusal;
begin
  select * into a from public.activities x where x.id = restore_activity.activity_id;
  -- Its plan first, as record_activity does: nobody records the same time meanwhile.
  perform 1 from public.activity_plans p where p.id = a.plan_id for no key update;
  select * into a from public.activities x where x.id = restore_activity.activity_id for no key update;
  r := private.why_not_hold(me, a.site_id, a.area_id, a.unit_id);
  if a.id is null or r.zh is not null then
    perform private.refuse('没有这项活动，或无权恢复', 'there is no such activity, or you may not restore it', '{"field": "activity_id"}');
  elsif a.withdrawn_at is not null and exists (select from public.activities x
      where x.plan_id = a.plan_id and x.planned_at = a.planned_at and x.withdrawn_at is null) then
    perform private.refuse('这一次已经另有记录，不能恢复', 'that time has been recorded anew; it cannot be restored', '{"field": "activity_id"}');
  end if;
  update public.activities x set withdrawn_at = null where x.id = a.id;
  return json_build_object('activityId', a.id);
end
$$;
comment on function public.restore_activity(bigint) is
  'Undoes withdraw_activity. security definer: who may is checked by private.why_not_hold.';

create function public.restore_activity_plan(plan_id integer) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  me public.members := private.my_member();
  p public.activity_plans;
  r private.refusal;
begin
  select * into p from public.activity_plans x where x.id = restore_activity_plan.plan_id for no key update;
  r := private.why_not_hold(me, p.site_id, p.area_id, p.unit_id);
  if p.id is null or r.zh is not null then
    perform private.refuse('没有这项计划，或无权恢复', 'there is no such plan, or you may not restore it', '{"field": "plan_id"}');
  end if;
  update public.activity_plans x set ended_at = null where x.id = p.id;
  return json_build_object('planId', p.id);
end
$$;
comment on function public.restore_activity_plan(integer) is
  'Undoes end_activity_plan. security definer: who may is checked by private.why_not_hold.';

create or replace function public.list_activities(
  from_at timestamptz, to_at timestamptz, site_id integer default null, area_id integer default null,
  unit_id integer default null, kind text default null)
returns json
language plpgsql stable set search_path = ''
as $$
begin
  if from_at is null or to_at is null or to_at <= from_at or to_at > from_at + interval '2 years' then
    perform private.refuse('起止时间须先后分明，最长两年', 'the period must end after it begins and last at most two years', '{"field": "to_at"}');
  end if;
  return json_build_object(
    'plans', (select coalesce(json_agg(private.plan_line(p) order by p.starts_at, p.id), '[]') from public.activity_plans p
      where p.ended_at is null and (p.recurs <> 'once' or not exists (select from public.activities a where a.plan_id = p.id and a.withdrawn_at is null))
        and (p.until is null or p.until >= private.local_day(from_at) or private.overdue_since(p) is not null) and p.starts_at < to_at
        and (list_activities.site_id is null or p.site_id = list_activities.site_id)
        and (list_activities.area_id is null or p.area_id in (select b.id from public.areas r
          join public.areas b on b.path operator(extensions.<@) r.path where r.id = list_activities.area_id))
        and (list_activities.unit_id is null or p.unit_id = list_activities.unit_id)
        and (list_activities.kind is null or p.kind = list_activities.kind)),
    'held', (select coalesce(json_agg(private.activity_line(h) order by h.held_at desc, h.id desc), '[]') from (
      select a.* from public.activities a
      where a.withdrawn_at is null and a.held_at >= from_at and a.held_at < to_at
        and (list_activities.site_id is null or a.site_id = list_activities.site_id)
        and (list_activities.area_id is null or a.area_id in (select b.id from public.areas r
          join public.areas b on b.path operator(extensions.<@) r.path where r.id = list_activities.area_id))
        and (list_activities.unit_id is null or a.unit_id = list_activities.unit_id)
        and (list_activities.kind is null or a.kind = list_activities.kind)
      order by a.held_at desc, a.id desc limit 500) h));
end
$$;

create or replace function public.activity_counts(from_at timestamptz, to_at timestamptz, by text default 'unit') returns json
language plpgsql stable set search_path = ''
as $$
begin
  if from_at is null or to_at is null or to_at <= from_at or to_at > from_at + interval '2 years' then
    perform private.refuse('起止时间须先后分明，最长两年', 'the period must end after it begins and last at most two years', '{"field": "to_at"}');
  elsif by is null or by not in ('unit', 'area', 'street') then
    perform private.refuse('分组只能是 unit、area 或 street', 'group by unit, area or street', '{"field": "by"}');
  end if;
  return (
    with street_of as (
      select a.id, (select s.id from public.areas s where s.level = 'street' and s.path operator(extensions.@>) a.path) as street_id
      from public.areas a where activity_counts.by = 'street'
    ),
    held as (
      select case activity_counts.by when 'unit' then a.unit_id when 'area' then a.area_id
        else (select s.street_id from street_of s where s.id = a.area_id) end as key, a.kind, a.people
      from public.activities a
      where a.withdrawn_at is null and a.held_at >= from_at and a.held_at < to_at
    ),
    kinds as (select h.key, h.kind, count(*) as times, count(h.people) as counted, sum(h.people) as people from held h group by h.key, h.kind),
    sums as (
      select k.key, sum(k.times) as times, sum(k.counted) as counted, coalesce(sum(k.people), 0) as people, json_object_agg(k.kind, k.times order by k.kind) as kinds
      from kinds k group by k.key
    ),
    planned as (
      select case activity_counts.by when 'unit' then p.unit_id when 'area' then p.area_id
        else (select s.street_id from street_of s where s.id = p.area_id) end as key,
        count(*) as due, count(a.id) as kept
      from public.activity_plans p
      cross join lateral private.occurrences(p, least(to_at, private.clock())) o
      left join public.activities a on a.plan_id = p.id and a.planned_at = o and a.withdrawn_at is null
      -- As overdue_since: a time whose day is over, of a plan not called off by then.
      where p.starts_at < to_at and o >= from_at and o < to_at and private.local_day(o) < private.local_day(private.clock())
        and (p.ended_at is null or o < p.ended_at)
      group by 1
    )
    select coalesce(json_agg(json_build_object('id', g.key,
        'name', case activity_counts.by when 'unit' then (select u.name from public.units u where u.id = g.key)
          else (select x.name from public.areas x where x.id = g.key) end,
        'times', g.times, 'people', g.people, 'counted', g.counted, 'due', g.due, 'kept', g.kept, 'kinds', g.kinds) order by g.key nulls last), '[]')
    from (
      select b.key, coalesce(max(b.times), 0) as times, coalesce(max(b.people), 0) as people, coalesce(max(b.counted), 0) as counted,
        coalesce(max(b.due), 0) as due, coalesce(max(b.kept), 0) as kept, coalesce(max(b.kinds)::json, '{}'::json) as kinds
      from (
        select s.key, s.times, s.people, s.counted, null::bigint as due, null::bigint as kept, s.kinds::text as kinds from sums s
        union all
        select p.key, null, null, null, p.due, p.kept, null from planned p) b
      group by b.key) g);
end
$$;
comment on function public.activity_counts(timestamptz, timestamptz, text) is
  'How often activities were held in a period and how many people took part, by unit, area or street: [{id, name, times, people, counted, due, kept, kinds: {kind: times}}]; people were counted at `counted` of the times; of the planned times that were due, `kept` were held; id null: of a whole district, by street.';

revoke execute on function public.restore_activity(bigint), public.restore_activity_plan(integer) from public;
grant execute on function public.restore_activity(bigint), public.restore_activity_plan(integer) to authenticated;
