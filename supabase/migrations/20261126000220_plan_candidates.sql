-- What a plan may visit and why: the sites of a zone, how often each is due in the horizon by the policy, and
-- the reasons, which travel with every stop to the printed sheet.

create function private.seconds_of_day(p_time text) returns integer
language sql immutable set search_path = ''
as $$ select extract(epoch from p_time::time)::integer $$;
comment on function private.seconds_of_day(text) is 'HH:MM or 24:00 in seconds from midnight.';

create function private.horizon(p_from date, p_days integer) returns void
language plpgsql stable set search_path = ''
as $$
declare
  v_today date := private.local_day(private.clock());
begin
  if p_from is null or p_from < v_today then
    perform private.refuse(format('开始日期 %s 已经过去，请从 %s 或以后开始', coalesce(p_from::text, '（空）'), v_today),
      format('the first day %s has passed; begin on %s or later', coalesce(p_from::text, '(none)'), v_today), '{"field": "from"}');
  elsif p_from > v_today + 366 then
    perform private.refuse(format('开始日期 %s 太远，最迟 %s', p_from, v_today + 366),
      format('the first day %s is too far off; %s is the last', p_from, v_today + 366), '{"field": "from"}');
  elsif p_days is null or p_days not between 1 and 60 then
    perform private.refuse(format('计划天数为 %s，须为 1～60 天', coalesce(p_days::text, '（空）')),
      format('a plan has 1 to 60 days, not %s', coalesce(p_days::text, 'none')), '{"field": "days"}');
  end if;
end
$$;
comment on function private.horizon(date, integer) is 'Refuses days in the past, too far off, none, or more than 60.';

create function private.visits_due(p_per_14_days numeric, p_idle integer, p_days integer) returns integer
language sql immutable set search_path = ''
as $$
  select case when p_per_14_days = 0 then 0 else greatest(
    floor(p_per_14_days * p_days / 14),
    -- So that no more than 14 ÷ n days pass between two: from the last visit on, through a horizon of any length.
    case when f.first < p_days then 1 + floor((p_days - 1 - f.first) * p_per_14_days / 14) else 0 end) end::integer
  from (select greatest(0, coalesce(14 / nullif(p_per_14_days, 0) - p_idle, 0)) as first) f
$$;
comment on function private.visits_due(numeric, integer, integer) is
  'How often a site is due within a horizon: n in 14 days, the last visit so many days before the first day (null: never).';

create function public.plan_candidates(
  from_day date, days integer, zone_id integer default null, geometry json default null, site_ids integer[] default '{}',
  hotspot_site_ids integer[] default '{}', policy jsonb default null, team_id integer default null)
returns json
-- Compiling the one query costs more than it takes.
language plpgsql stable set search_path = '' set jit = off
as $$
declare
  v_team integer := coalesce(team_id, case when private.my_role() = 'patrol' then private.my_unit_id() end);
  v_now timestamptz := private.clock();
  v_ends timestamptz;
  v_area extensions.geometry;
  v_policy jsonb;
  v_ids integer[];
  v_candidates json;
begin
  if not private.is_planner(v_team) then
    perform private.refuse('只有巡查队队长、创城办和领导可以查看待巡查点位', 'only a patrol team''s captain, the office and leaders see what is to be visited', '{"field": "role"}');
  end if;
  perform private.horizon(from_day, days);
  v_ends := (from_day + days)::timestamp at time zone 'Asia/Shanghai';
  if policy is not null and policy <> 'null' then
    perform private.check_policy(policy);
    v_policy := private.whole_policy(policy);
  else
    v_policy := public.patrol_policy(v_team) -> 'policy';
  end if;
  if zone_id is not null then
    select z.area into v_area from public.zones z where z.id = plan_candidates.zone_id and z.deleted_at is null;
    if v_area is null then
      perform private.refuse(format('片区 %s 不存在、已删除或无权查看', zone_id),
        format('zone %s is not there, was deleted, or may not be seen by you', zone_id), '{"field": "zone_id"}');
    end if;
  elsif geometry is not null then
    v_area := private.geometry_of(geometry);
    perform private.check_polygon(v_area);
  elsif coalesce(cardinality(site_ids), 0) = 0 then
    perform private.refuse('请选择片区，或至少一个点位', 'choose a zone, or one site at least', '{"field": "zone_id"}');
  end if;
  if cardinality(site_ids) > 5000 or cardinality(hotspot_site_ids) > 20000 then
    perform private.refuse('一次最多规划 5,000 个点位', 'at most 5,000 sites can be planned at once', '{"field": "site_ids"}');
  end if;
  v_ids := array(
    select s.id from public.sites s
    where (s.id = any (plan_candidates.site_ids)
        or (s.geom operator(extensions.&&) v_area and extensions.st_intersects(v_area, s.point)))
      and s.opened_at < v_ends and (s.closed_at is null or s.closed_at > v_now)
    limit 5001);
  if cardinality(v_ids) = 0 then
    perform private.refuse('所选范围内没有在用的点位，请扩大片区或添加点位', 'there is no site in use there; widen the zone or add sites', '{"field": "zone_id"}');
  elsif cardinality(v_ids) > 5000 then
    perform private.refuse('所选范围内的点位超过 5,000 个，请缩小片区', 'more than 5,000 sites lie there; choose a smaller zone', '{"field": "zone_id"}');
  end if;

  with types as materialized (
    select t.key as id, t.value -> 'visits' as visits, (t.value ->> 'serviceMinutes')::integer * 60 as service,
      (select json_agg(json_build_array(private.seconds_of_day(w ->> 'starts'), private.seconds_of_day(w ->> 'ends')) order by w ->> 'starts')
       from jsonb_array_elements(t.value -> 'windows') w) as windows
    from jsonb_each(v_policy -> 'types') t
  ), known as materialized (
    select s.id, s.name, s.type, s.point, t.service, t.windows,
      coalesce(p.status::text, 'unknown') as status,
      (t.visits ->> coalesce(p.status::text, 'unknown'))::numeric as per_14_days,
      from_day - private.local_day(v.last_at) as idle, v.times,
      i.overdue, i.overdue_since, i.due, i.due_at, i.checks, i.check_at, i.rechecks, i.recheck_at, i.vetoes, i.veto_codes,
      s.id = any (hotspot_site_ids) as hot
    from public.sites s
    join types t on t.id = s.type
    left join lateral (
      select case when x.to_at is null and x.lapses_at <= v_now then (private.site_status(s.id, v_now)).status else x.status end as status
      from public.site_status_periods x where x.site_id = s.id and x.from_at <= v_now order by x.from_at desc limit 1) p on true
    left join lateral (
      select max(r.at) as last_at, json_agg(r.at order by r.at) filter (where r.at >= v_now - interval '60 days') as times
      from (select n.started_at as at from public.inspections n
        where n.site_id = s.id and n.kind in ('routine', 'staggered', 'supervision', 'recheck')
        order by n.started_at desc limit 20) r) v on true
    left join lateral (
      select count(*) filter (where o.at_unit and o.deadline_at <= v_now) as overdue,
        min(o.deadline_at) filter (where o.at_unit and o.deadline_at <= v_now) as overdue_since,
        count(*) filter (where o.at_unit and o.deadline_at > v_now and o.deadline_at < v_ends) as due,
        min(o.deadline_at) filter (where o.at_unit and o.deadline_at > v_now and o.deadline_at < v_ends) as due_at,
        count(*) filter (where o.state = 'awaiting_check') as checks, min(o.check_by_at) filter (where o.state = 'awaiting_check') as check_at,
        count(*) filter (where o.state = 'closed') as rechecks, min(o.recheck_due_at) filter (where o.state = 'closed') as recheck_at,
        count(*) filter (where o.open and k.veto) as vetoes, array_agg(distinct o.code order by o.code) filter (where o.open and k.veto) as veto_codes
      from (
        select x.state, x.deadline_at, x.check_by_at, x.recheck_due_at, x.catalogue_id, x.code,
          private.is_open(x.state, x.resumes_at, v_now) as open,
          x.state in ('assigned', 'in_progress') or (x.state = 'deferred' and x.resumes_at <= v_now) as at_unit
        from public.issues x
        where x.site_id = s.id and (x.state not in ('closed', 'rejected', 'merged') or (x.state = 'closed' and x.recheck_due_at < v_ends))) o
      join public.indicators k on k.catalogue_id = o.catalogue_id and k.code = o.code) i on true
    where s.id = any (v_ids)
  ), judged as (
    select n.*, f.frequency, n.idle is null or n.idle >= (v_policy ->> 'staleDays')::integer as stale,
      least(days, f.frequency
        + case when n.overdue + n.due + n.checks > 0 then (v_policy -> 'extra' ->> 'due')::integer else 0 end
        + case when n.vetoes > 0 then (v_policy -> 'extra' ->> 'veto')::integer else 0 end
        + case when n.hot then (v_policy -> 'extra' ->> 'hotspot')::integer else 0 end) as wanted
    from known n cross join lateral (select private.visits_due(n.per_14_days, n.idle, days) as frequency) f
  ), said as (
    select j.*, g.visits, r.reasons,
      case when g.visits > 1 then greatest(1, days / (2 * g.visits)) else 1 end as min_gap,
      case when g.visits > 0 then greatest(ceil(14 / nullif(j.per_14_days, 0)), ceil(days::numeric / g.visits))::integer end as max_gap,
      least(100, (v_policy -> 'priority' ->> j.status)::integer
        + (select coalesce(sum((v_policy -> 'priority' ->> (x ->> 'code'))::integer), 0) from jsonb_array_elements(r.reasons) x)) as priority
    from judged j
    cross join lateral (select greatest(j.wanted, case when j.rechecks > 0 or j.stale then 1 else 0 end) as visits) g
    cross join lateral (
      select coalesce(jsonb_agg(x.reason order by x.at), '[]') as reasons from (values
        (1, case when j.vetoes > 0 then jsonb_build_object('code', 'veto', 'count', j.vetoes, 'indicators', j.veto_codes) end),
        (2, case when j.overdue > 0 then jsonb_build_object('code', 'overdue', 'count', j.overdue, 'since', j.overdue_since) end),
        (3, case when j.rechecks > 0 then jsonb_build_object('code', 'recheck', 'count', j.rechecks, 'dueAt', j.recheck_at) end),
        (4, case when j.due > 0 then jsonb_build_object('code', 'due', 'count', j.due, 'dueAt', j.due_at) end),
        (5, case when j.checks > 0 then jsonb_build_object('code', 'check', 'count', j.checks, 'dueAt', j.check_at) end),
        (6, case when j.hot then jsonb_build_object('code', 'hotspot') end),
        (7, case when j.stale then jsonb_build_object('code', 'stale', 'days', j.idle) end),
        (8, case when j.frequency > 0 then jsonb_build_object('code', 'frequency', 'visits', j.frequency, 'per14Days', j.per_14_days) end)
      ) x (at, reason) where x.reason is not null) r
  )
  select json_agg(json_build_object('siteId', s.id, 'name', s.name, 'type', s.type, 'lon', round(extensions.st_x(s.point)::numeric, 7),
      'lat', round(extensions.st_y(s.point)::numeric, 7), 'status', s.status, 'visits', s.visits, 'minGapDays', s.min_gap, 'maxGapDays', s.max_gap,
      'priority', s.priority, 'serviceSeconds', s.service, 'windows', s.windows, 'lastVisits', coalesce(s.times, '[]'),
      'recheck', s.rechecks > 0, 'reasons', s.reasons) order by s.id)
  into v_candidates from said s;

  return json_build_object('from', from_day, 'days', days, 'teamId', v_team, 'policy', v_policy, 'stagger', private.stagger_of(v_policy, from_day, days),
    'candidates', v_candidates);
end
$$;
comment on function public.plan_candidates(date, integer, integer, json, integer[], integer[], jsonb, integer) is
  'What may be visited from a day on for so many days: the sites of a zone (by id, or its GeoJSON) and those named, at most 5,000: {from, days, teamId, policy, stagger: private.stagger_of, candidates: [{siteId, name, type, lon, lat, status, visits, minGapDays, maxGapDays, priority, serviceSeconds, windows: [[from, to]] seconds of the day, lastVisits: ISO, of 60 days and at most 20, oldest first, recheck, reasons: [{code: veto, overdue, recheck, due, check, hotspot, stale or frequency, with its figures}]}]}. policy: instead of the team''s. Visits by patrols and offices count, self-inspections and mock ones do not. Reads as the asker.';

create function private.stagger_of(p_policy jsonb, p_from date, p_days integer) returns json
language sql stable set search_path = ''
as $$
  select json_build_object(
    'bands', (select json_agg(json_build_array(private.seconds_of_day(b ->> 'starts'), private.seconds_of_day(b ->> 'ends')) order by b ->> 'starts')
      from jsonb_array_elements(p_policy -> 'bands') b),
    'working_bands', (select coalesce(json_agg(b.at order by b.at), '[]')
      from (select x ->> 'id' as id, row_number() over (order by x ->> 'starts') - 1 as at from jsonb_array_elements(p_policy -> 'bands') x) b
      where p_policy -> 'workingBands' ? b.id),
    'start_date', p_from,
    'off_days', (select coalesce(json_agg(d order by d), '[]') from generate_series(0, p_days - 1) d where not private.is_working_day(p_from + d)),
    'off_hours_target', p_policy -> 'offHoursTarget')
$$;
comment on function private.stagger_of(jsonb, date, integer) is
  'The staggering part of a planning problem: {bands: [[from, to]] seconds, working_bands: positions, start_date, off_days: days of the horizon that are weekend or holiday, off_hours_target}.';

revoke execute on function private.seconds_of_day(text), private.horizon(date, integer), private.visits_due(numeric, integer, integer),
  private.stagger_of(jsonb, date, integer), public.plan_candidates(date, integer, integer, json, integer[], integer[], jsonb, integer) from public;
grant execute on function private.seconds_of_day(text), private.horizon(date, integer), private.visits_due(numeric, integer, integer),
  private.stagger_of(jsonb, date, integer) to authenticated;
grant execute on function public.plan_candidates(date, integer, integer, json, integer[], integer[], jsonb, integer) to authenticated;
