-- Taking an activity back; and what is asked of them: lists, counts by unit and area, what is overdue, a site's
-- own; and the resident awareness (知晓率) that a sample was asked for. What reads, reads through the policies.

create function public.withdraw_activity(activity_id bigint) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  me public.members := private.my_member();
  a public.activities;
  r private.refusal;
begin
  select * into a from public.activities x where x.id = withdraw_activity.activity_id for no key update;
  r := private.why_not_hold(me, a.site_id, a.area_id, a.unit_id);
  if a.id is null or r.zh is not null then
    perform private.refuse('没有这项活动，或无权撤回', 'there is no such activity, or you may not withdraw it', '{"field": "activity_id"}');
  end if;
  update public.activities x set withdrawn_at = coalesce(x.withdrawn_at, private.clock()) where x.id = a.id returning * into a;
  return json_build_object('activityId', a.id, 'withdrawnAt', a.withdrawn_at);
end
$$;
comment on function public.withdraw_activity(bigint) is
  'Takes back an activity recorded by mistake: it counts no more, and its time of the plan is open again. security definer: who may is checked by private.why_not_hold.';

create function private.activity_line(a public.activities) returns json
language sql stable set search_path = ''
as $$
  select json_build_object('activityId', a.id, 'planId', a.plan_id, 'plannedAt', a.planned_at, 'kind', a.kind,
    'kindZh', k.name_zh, 'kindEn', k.name_en, 'siteId', a.site_id,
    'siteName', (select s.name from public.sites s where s.id = a.site_id),
    'areaId', a.area_id, 'areaName', (select x.name from public.areas x where x.id = a.area_id),
    'unitId', a.unit_id, 'unitName', (select u.name from public.units u where u.id = a.unit_id),
    'heldAt', a.held_at, 'people', a.people, 'note', a.note,
    'photos', (select coalesce(json_agg(p.id order by p.id), '[]') from public.photos p where p.activity_id = a.id),
    'mayWithdraw', private.why_not_hold(private.my_member(), a.site_id, a.area_id, a.unit_id) is null)
  from public.activity_kinds k where k.id = a.kind
$$;
comment on function private.activity_line(public.activities) is 'An activity as the API writes it.';

create function private.last_due(p public.activity_plans) returns timestamptz
language sql stable set search_path = ''
as $$
  -- Due is a time whose day is over.
  select max(o) from private.occurrences(p, private.clock()) o where private.local_day(o) < private.local_day(private.clock())
$$;
comment on function private.last_due(public.activity_plans) is 'The last time of a plan that should have been held by now.';

create function private.overdue_since(p public.activity_plans) returns timestamptz
language sql stable set search_path = ''
as $$
  select d.at from (select private.last_due(p) as at) d
  where p.ended_at is null and d.at is not null
    and not exists (select from public.activities a where a.plan_id = p.id and a.withdrawn_at is null and a.planned_at >= d.at)
$$;
comment on function private.overdue_since(public.activity_plans) is
  'The time of a plan that is overdue; null when its last time was recorded. What was missed before that is not asked for.';

create function private.plan_line(p public.activity_plans) returns json
language sql stable set search_path = ''
as $$
  select json_build_object('planId', p.id, 'kind', p.kind, 'kindZh', k.name_zh, 'kindEn', k.name_en, 'siteId', p.site_id,
    'siteName', (select s.name from public.sites s where s.id = p.site_id),
    'areaId', p.area_id, 'areaName', (select x.name from public.areas x where x.id = p.area_id),
    'unitId', p.unit_id, 'unitName', (select u.name from public.units u where u.id = p.unit_id),
    'startsAt', p.starts_at, 'recurs', p.recurs, 'until', p.until, 'note', p.note,
    'nextAt', (select min(o) from private.occurrences(p, greatest(p.starts_at, private.clock() + interval '31 days')) o
      where private.local_day(o) >= private.local_day(private.clock())
        and not exists (select from public.activities a where a.plan_id = p.id and a.planned_at = o and a.withdrawn_at is null)),
    'overdueAt', private.overdue_since(p),
    'mayRecord', private.why_not_hold(private.my_member(), p.site_id, p.area_id, p.unit_id) is null)
  from public.activity_kinds k where k.id = p.kind
$$;
comment on function private.plan_line(public.activity_plans) is 'A plan as the API writes it.';

create function public.list_activities(
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
        and (p.until is null or p.until >= private.local_day(from_at)) and p.starts_at < to_at
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
comment on function public.list_activities(timestamptz, timestamptz, integer, integer, integer, text) is
  'Plans that stand in a period, and what was held in it (the newest 500): {plans: [{planId, kind, kindZh, kindEn, siteId, siteName, areaId, areaName, unitId, unitName, startsAt, recurs, until, note, nextAt, overdueAt, mayRecord}], held: [{activityId, planId, plannedAt, kind …, heldAt, people, note, photos: [ids], mayWithdraw}]}.';

create function public.site_activities(site_id integer) returns json
language plpgsql stable set search_path = ''
as $$
begin
  if not private.sees_site(site_activities.site_id) then
    perform private.refuse(format('点位 %s 不存在或无权查看', site_activities.site_id),
      format('site %s is not there, or you may not see it', site_activities.site_id), '{"field": "site_id"}');
  end if;
  return json_build_object(
    'plans', (select coalesce(json_agg(private.plan_line(p) order by p.starts_at, p.id), '[]') from public.activity_plans p
      where p.site_id = site_activities.site_id and p.ended_at is null
        and (p.recurs <> 'once' or not exists (select from public.activities a where a.plan_id = p.id and a.withdrawn_at is null))
        and (p.until is null or p.until >= private.local_day(private.clock()))),
    'held', (select coalesce(json_agg(private.activity_line(h) order by h.held_at desc, h.id desc), '[]') from (
      select a.* from public.activities a where a.site_id = site_activities.site_id and a.withdrawn_at is null
      order by a.held_at desc, a.id desc limit 200) h));
end
$$;
comment on function public.site_activities(integer) is
  'What is planned at a site and what was held there, the newest 200, as list_activities; nothing for an assessor.';

create function public.activity_counts(from_at timestamptz, to_at timestamptz, by text default 'unit') returns json
language plpgsql stable set search_path = ''
as $$
begin
  if from_at is null or to_at is null or to_at <= from_at or to_at > from_at + interval '2 years' then
    perform private.refuse('起止时间须先后分明，最长两年', 'the period must end after it begins and last at most two years', '{"field": "to_at"}');
  elsif by is null or by not in ('unit', 'area', 'street') then
    perform private.refuse('分组只能是 unit、area 或 street', 'group by unit, area or street', '{"field": "by"}');
  end if;
  return (
    with held as (
      select case activity_counts.by when 'unit' then a.unit_id when 'area' then a.area_id
        else (select s.id from public.areas s where s.level = 'street'
          and s.path operator(extensions.@>) (select x.path from public.areas x where x.id = a.area_id)) end as key, a.kind, a.people
      from public.activities a
      where a.withdrawn_at is null and a.held_at >= from_at and a.held_at < to_at
    ),
    kinds as (select h.key, h.kind, count(*) as times, sum(h.people) as people from held h group by h.key, h.kind)
    select coalesce(json_agg(json_build_object('id', g.key,
        'name', case activity_counts.by when 'unit' then (select u.name from public.units u where u.id = g.key)
          else (select x.name from public.areas x where x.id = g.key) end,
        'times', g.times, 'people', g.people, 'kinds', g.kinds) order by g.key nulls last), '[]')
    from (select k.key, sum(k.times) as times, coalesce(sum(k.people), 0) as people, json_object_agg(k.kind, k.times order by k.kind) as kinds
      from kinds k group by k.key) g);
end
$$;
comment on function public.activity_counts(timestamptz, timestamptz, text) is
  'How often activities were held in a period and how many people took part, by unit, area or street: [{id, name, times, people, kinds: {kind: times}}]; id null: of a whole district, by street.';

create function public.overdue_activities() returns json
language sql stable set search_path = ''
as $$
  select coalesce(json_agg(json_build_object('planId', o.id, 'kind', o.kind, 'kindZh', k.name_zh, 'kindEn', k.name_en,
      'siteId', o.site_id, 'siteName', (select s.name from public.sites s where s.id = o.site_id),
      'areaId', o.area_id, 'areaName', (select x.name from public.areas x where x.id = o.area_id),
      'unitId', o.unit_id, 'unitName', (select u.name from public.units u where u.id = o.unit_id),
      'recurs', o.recurs, 'plannedAt', o.overdue_at, 'missed', o.missed, 'mine', o.mine) order by o.mine desc, o.overdue_at, o.id), '[]')
  from (
    select p.*, d.overdue_at, coalesce(p.unit_id = (select private.my_unit_id()), false) as mine,
      (select count(*) from private.occurrences(p, d.overdue_at) t
        where t > coalesce((select max(a.planned_at) from public.activities a where a.plan_id = p.id and a.withdrawn_at is null), '-infinity')) as missed
    from public.activity_plans p
    cross join lateral (select private.overdue_since(p) as overdue_at) d
    where p.ended_at is null and d.overdue_at is not null) o
  join public.activity_kinds k on k.id = o.kind
$$;
comment on function public.overdue_activities() is
  'Plans whose last time has passed without a record, one''s own unit''s first: [{planId, kind, kindZh, kindEn, siteId, siteName, areaId, areaName, unitId, unitName, recurs, plannedAt, missed, mine}]; missed: how many times in a row.';

create function public.record_awareness(
  client_id uuid, site_id integer, good integer, total integer, asked_at timestamptz default null, note text default null)
returns json
language plpgsql set search_path = ''
as $$
declare
  v_role public.member_role := private.my_role();
  v_at timestamptz := coalesce(asked_at, private.clock());
begin
  if v_role is null or v_role in ('assessor', 'leader') then
    perform private.refuse('您的角色不记录知晓率', 'your role records no awareness', '{"field": "role"}');
  elsif total is null or total not between 1 and 500 or good is null or good not between 0 and total then
    perform private.refuse('请填写抽问人数（1 至 500）和其中知晓的人数', 'give how many were asked (1 to 500) and how many of them knew', '{"field": "good"}');
  end if;
  -- Indicator 35, judged by its rule like any other finding of a visit.
  return public.submit_inspection(client_id, site_id, case when v_role = 'owner' then 'self' else 'routine' end, v_at, v_at, note,
    jsonb_build_array(jsonb_build_object('code', 35, 'samplesGood', good, 'samplesTotal', total, 'note', note)));
end
$$;
comment on function public.record_awareness(uuid, integer, integer, integer, timestamptz, text) is
  'Resident awareness 知晓率: so many of those asked knew; a visit with the one graded finding of indicator 35. Answers as submit_inspection.';

revoke execute on function public.withdraw_activity(bigint), private.activity_line(public.activities), private.last_due(public.activity_plans),
  private.overdue_since(public.activity_plans), private.plan_line(public.activity_plans),
  public.list_activities(timestamptz, timestamptz, integer, integer, integer, text), public.site_activities(integer),
  public.activity_counts(timestamptz, timestamptz, text), public.overdue_activities(),
  public.record_awareness(uuid, integer, integer, integer, timestamptz, text) from public;
grant execute on function private.activity_line(public.activities), private.last_due(public.activity_plans),
  private.overdue_since(public.activity_plans), private.plan_line(public.activity_plans) to authenticated;
grant execute on function public.withdraw_activity(bigint),
  public.list_activities(timestamptz, timestamptz, integer, integer, integer, text), public.site_activities(integer),
  public.activity_counts(timestamptz, timestamptz, text), public.overdue_activities(),
  public.record_awareness(uuid, integer, integer, integer, timestamptz, text) to authenticated;
