-- Saving a plan: the whole of it as one value, all or nothing, into the version being drafted.

create function private.json_line(p_value jsonb) returns extensions.geometry
language plpgsql immutable set search_path = ''
as $$
begin
  if p_value ->> 'type' = 'LineString' then
    return extensions.st_setsrid(extensions.st_force2d(extensions.st_geomfromgeojson(p_value::text)), 4326);
  end if;
  return null;
exception when others then
  return null;
end
$$;
comment on function private.json_line(jsonb) is 'A GeoJSON LineString as geometry, EPSG:4326, else null.';

create function private.refuse_route(p_at integer, p_field text, p_zh text, p_en text) returns void
language plpgsql immutable set search_path = ''
as $$
begin
  perform private.refuse(format('第 %s 条路线：%s', p_at, p_zh), format('route %s: %s', p_at, p_en),
    jsonb_build_object('field', 'routes.' || p_field, 'at', p_at - 1));
end
$$;
comment on function private.refuse_route(integer, text, text, text) is 'Refuses one route of a plan: which, and why.';

create function private.present_members(c public.patrol_crews, p_day date) returns integer[]
language sql stable security definer set search_path = ''
as $$
  select coalesce(array_agg(m.id order by array_position(c.member_ids, m.id)), '{}')
  from public.members m
  where m.id = any (c.member_ids) and m.active and not exists (select from public.crew_leave l
    where (l.member_id = m.id or l.crew_id = c.id) and p_day between l.from_day and l.to_day)
$$;
comment on function private.present_members(public.patrol_crews, date) is
  'Who of a crew is there on a day: its members less those on leave. For functions that have checked who asks. security definer: called by them.';

create function private.write_stops(p_route public.patrol_plan_routes, p_at integer, p_stops jsonb) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  b record;
begin
  if jsonb_typeof(p_stops) is distinct from 'array' or jsonb_array_length(p_stops) not between 1 and 200
      or exists (select from jsonb_array_elements(p_stops) x where jsonb_typeof(x) <> 'object') then
    perform private.refuse_route(p_at, 'stops', '每条路线须有 1～200 站', 'a route has 1 to 200 stops');
  end if;
  select g.n, case
      when t.id is null then private.refusal_of(format('点位 %s 不存在或无权查看', g.stop ->> 'siteId'), format('site %s is not there, or you may not see it', g.stop ->> 'siteId'))
      when t.closed_at <= g.arrives then private.refusal_of(format('点位“%s”届时已停用', t.name), format('the site “%s” is closed by then', t.name))
      when g.arrives is null or g.arrives < p_route.departs_at or g.arrives > p_route.returns_at
        then private.refusal_of('到达时间须在出发与返回之间', 'it is reached between departure and return')
      when g.arrives < g.before then private.refusal_of('到达时间早于前一站', 'it is reached before the stop ahead of it')
      when coalesce(private.json_id(g.stop -> 'serviceSeconds'), 14401) > 14400 then private.refusal_of('检查时长须为 0～14400 秒的整数', 'the visit lasts 0 to 14,400 whole seconds')
      when coalesce(g.stop ->> 'kind', 'visit') not in ('visit', 'recheck') then private.refusal_of('类别须为 visit 或 recheck', 'the kind is visit or recheck')
      when jsonb_typeof(coalesce(g.stop -> 'reasons', '[]')) <> 'array' or octet_length((g.stop -> 'reasons')::text) > 4000
        or exists (select from jsonb_array_elements(coalesce(g.stop -> 'reasons', '[]')) y where coalesce(y ->> 'code', '') !~ '^[a-z_]{1,40}$')
        then private.refusal_of('到访原因有误：须为带 code 的列表', 'the reasons are wrong: a list, each with a code') end as why
  into b
  from (
    select x.n, x.stop, private.json_moment(x.stop -> 'arrivesAt') as arrives, lag(private.json_moment(x.stop -> 'arrivesAt')) over (order by x.n) as before
    from jsonb_array_elements(p_stops) with ordinality x (stop, n)) g
  left join public.sites t on t.id = private.json_id(g.stop -> 'siteId')
    and (private.sees_all_sites() or t.id in (select private.visible_site_ids()))
  where t.id is null or t.closed_at <= g.arrives or g.arrives is null or g.arrives not between p_route.departs_at and p_route.returns_at
    or g.arrives < g.before or coalesce(private.json_id(g.stop -> 'serviceSeconds'), 14401) > 14400
    or coalesce(g.stop ->> 'kind', 'visit') not in ('visit', 'recheck')
    or jsonb_typeof(coalesce(g.stop -> 'reasons', '[]')) <> 'array' or octet_length((g.stop -> 'reasons')::text) > 4000
    or (jsonb_typeof(g.stop -> 'reasons') = 'array' and exists (select from jsonb_array_elements(g.stop -> 'reasons') y where coalesce(y ->> 'code', '') !~ '^[a-z_]{1,40}$'))
  order by g.n limit 1;
  if found then
    perform private.refuse_route(p_at, 'stops', format('第 %s 站：%s', b.n, (b.why).zh), format('stop %s: %s', b.n, (b.why).en));
  end if;
  insert into public.patrol_plan_stops (route_id, sequence, site_id, arrives_at, service_seconds, kind, reasons, pinned_crew, pinned_day, pinned_time)
  select p_route.id, x.n, private.json_id(x.stop -> 'siteId'), private.json_moment(x.stop -> 'arrivesAt'), private.json_id(x.stop -> 'serviceSeconds'),
    coalesce(x.stop ->> 'kind', 'visit'), coalesce(x.stop -> 'reasons', '[]'), coalesce(x.stop -> 'pinned' -> 'crew' = 'true', false),
    coalesce(x.stop -> 'pinned' -> 'day' = 'true', false), coalesce(x.stop -> 'pinned' -> 'time' = 'true', false)
  from jsonb_array_elements(p_stops) with ordinality x (stop, n);
end
$$;
comment on function private.write_stops(public.patrol_plan_routes, integer, jsonb) is
  'Checks and writes the stops of one route. security definer: clients write no plans; called by save_plan, which checks who asks.';

create function private.write_routes(v public.patrol_plan_versions, p_unit_id integer, p_routes jsonb) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  g record;
  c public.patrol_crews;
  r public.patrol_plan_routes;
  v_line jsonb;
  v_members integer[];
  v_twice record;
begin
  if jsonb_typeof(p_routes) is distinct from 'array' or jsonb_array_length(p_routes) > 2000
      or (select coalesce(sum(case when jsonb_typeof(x -> 'stops') = 'array' then jsonb_array_length(x -> 'stops') else 0 end), 0)
        from jsonb_array_elements(case when jsonb_typeof(p_routes) = 'array' then p_routes else '[]' end) x) > 5000 then
    perform private.refuse('一个计划最多 2,000 条路线、5,000 站', 'a plan has at most 2,000 routes and 5,000 stops', '{"field": "routes"}');
  end if;
  for g in select x.n::integer as n, x.route from jsonb_array_elements(p_routes) with ordinality x (route, n) order by x.n loop
    if coalesce(private.json_id(g.route -> 'day'), 60) >= v.days then
      perform private.refuse_route(g.n, 'day', format('第 %s 天不在计划的 %s 天之内（从 0 数起）', coalesce(g.route ->> 'day', '?'), v.days),
        format('day %s is not among the %s days of the plan, counted from 0', coalesce(g.route ->> 'day', '?'), v.days));
    end if;
    select * into c from public.patrol_crews x where x.id = private.json_id(g.route -> 'crewId');
    if c.id is null or c.unit_id <> p_unit_id then
      -- The same line for both: another team's crews are not to be found out by number.
      perform private.refuse_route(g.n, 'crewId', format('本队没有编号为 %s 的巡查组', coalesce(g.route ->> 'crewId', '?')),
        format('the team has no crew %s', coalesce(g.route ->> 'crewId', '?')));
    end if;
    r.plan_id := v.plan_id;
    r.version := v.version;
    r.crew_id := c.id;
    r.on_day := v.from_day + private.json_id(g.route -> 'day')::integer;
    r.mode := coalesce(g.route ->> 'mode', c.mode);
    r.departs_at := private.json_moment(g.route -> 'departsAt');
    r.returns_at := private.json_moment(g.route -> 'returnsAt');
    r.travel_seconds := private.json_id(g.route -> 'travelSeconds');
    r.distance_meters := private.json_id(g.route -> 'distanceMeters');
    v_line := nullif(g.route -> 'path', 'null');
    r.path := private.json_line(v_line);
    v_members := array(select private.json_id(x) from jsonb_array_elements(
      case when jsonb_typeof(g.route -> 'memberIds') = 'array' then g.route -> 'memberIds' else '[]' end) x);
    r.member_ids := case when cardinality(v_members) > 0 then v_members else private.present_members(c, r.on_day) end;
    if r.mode not in ('foot', 'ebike', 'car') then
      perform private.refuse_route(g.n, 'mode', '出行方式须为步行（foot）、电动自行车（ebike）或汽车（car）', 'the mode is foot, ebike or car');
    elsif r.departs_at is null or r.returns_at is null or r.returns_at < r.departs_at or private.local_day(r.departs_at) <> r.on_day
        or r.returns_at > (r.on_day + 1)::timestamp at time zone 'Asia/Shanghai' then
      perform private.refuse_route(g.n, 'departsAt', format('出发和返回须在 %s 当天，且返回不早于出发', r.on_day),
        format('departure and return lie on %s, the return not before the departure', r.on_day));
    elsif coalesce(r.travel_seconds, 86401) > 86400 or coalesce(r.distance_meters, 1000001) > 1000000 then
      perform private.refuse_route(g.n, 'travelSeconds', '行程时间（秒）和距离（米）须为整数', 'travel seconds and distance in metres are whole numbers');
    elsif v_line is not null and (r.path is null or extensions.st_npoints(r.path) > 20000) then
      perform private.refuse_route(g.n, 'path', '路线几何须为 GeoJSON LineString，最多 20,000 个点', 'the path is a GeoJSON LineString of at most 20,000 points');
    elsif cardinality(r.member_ids) = 0 then
      perform private.refuse_route(g.n, 'memberIds', format('巡查组“%s”%s 无人在岗', c.name, r.on_day), format('nobody of crew “%s” is there on %s', c.name, r.on_day));
    elsif (select count(*) from public.members m where m.id = any (r.member_ids) and m.unit_id = p_unit_id and m.role = 'patrol') <> cardinality(r.member_ids) then
      perform private.refuse_route(g.n, 'memberIds', '组员须为本队的巡查员，且不重复', 'who walks it are members of the team, each once');
    end if;
    insert into public.patrol_plan_routes (plan_id, version, on_day, crew_id, member_ids, mode, departs_at, returns_at, path, travel_seconds, distance_meters)
    values (r.plan_id, r.version, r.on_day, r.crew_id, r.member_ids, r.mode, r.departs_at, r.returns_at, r.path, r.travel_seconds, r.distance_meters)
    returning * into r;
    perform private.write_stops(r, g.n, g.route -> 'stops');
  end loop;
  select x.on_day, k.name into v_twice
  from public.patrol_plan_routes x join public.patrol_plan_routes y on y.plan_id = x.plan_id and y.version = x.version and y.crew_id = x.crew_id
    and y.id > x.id and y.departs_at < x.returns_at and x.departs_at < y.returns_at
  join public.patrol_crews k on k.id = x.crew_id
  where x.plan_id = v.plan_id and x.version = v.version limit 1;
  if found then
    perform private.refuse(format('巡查组“%s”在 %s 的两条路线时间重叠', v_twice.name, v_twice.on_day),
      format('two routes of crew “%s” overlap on %s', v_twice.name, v_twice.on_day), '{"field": "routes"}');
  end if;
end
$$;
comment on function private.write_routes(public.patrol_plan_versions, integer, jsonb) is
  'Checks and writes the routes of a version. security definer: as write_stops.';

create function private.write_unserved(v public.patrol_plan_versions, p_unserved jsonb) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  b record;
begin
  if jsonb_typeof(p_unserved) <> 'array' or jsonb_array_length(p_unserved) > 5000 then
    perform private.refuse('未安排的点位最多 5,000 条', 'at most 5,000 visits are left out', '{"field": "unserved"}');
  end if;
  select x.n - 1 as at into b from jsonb_array_elements(p_unserved) with ordinality x (line, n)
  left join public.sites t on t.id = private.json_id(x.line -> 'siteId') and (private.sees_all_sites() or t.id in (select private.visible_site_ids()))
  where t.id is null or coalesce(x.line ->> 'code', '') !~ '^[a-z_]{1,40}$'
    or coalesce(char_length(x.line ->> 'zh'), 0) not between 1 and 200 or coalesce(char_length(x.line ->> 'en'), 0) not between 1 and 200
  order by x.n limit 1;
  if found then
    perform private.refuse(format('未安排的第 %s 条有误：须有点位、原因代码和中英文原因', b.at + 1),
      format('line %s of what is left out is wrong: it names a site, a code and the reason in both languages', b.at + 1),
      jsonb_build_object('field', 'unserved', 'at', b.at));
  end if;
  insert into public.patrol_plan_unserved (plan_id, version, site_id, code, reason_zh, reason_en)
  select v.plan_id, v.version, private.json_id(x.line -> 'siteId'), x.line ->> 'code', x.line ->> 'zh', x.line ->> 'en'
  from jsonb_array_elements(p_unserved) with ordinality x (line, n) order by x.n;
end
$$;
comment on function private.write_unserved(public.patrol_plan_versions, jsonb) is
  'Checks and writes what a version leaves out. security definer: as write_stops.';

create function private.lock_plan(p_plan_id integer, p_revision jsonb) returns public.patrol_plans
language plpgsql volatile security definer set search_path = ''
as $$
declare
  p public.patrol_plans;
begin
  select * into p from public.patrol_plans x where x.id = p_plan_id and private.on_team(x.unit_id)
    and (x.published_version is not null or private.is_planner(x.unit_id)) for update;
  if p.id is null then
    perform private.refuse(format('巡查计划 %s 不存在，或无权查看', coalesce(p_plan_id::text, '?')),
      format('plan %s is not there, or you may not see it', coalesce(p_plan_id::text, '?')), '{"field": "id"}');
  end if;
  perform private.planning_for(p.unit_id);
  if private.json_id(p_revision) is distinct from p.revision then
    perform private.refuse(
      format('计划“%s”已于 %s 由%s修改，请刷新后再改', p.name, private.minute_text(p.updated_at), (select m.name from public.members m where m.id = p.updated_by)),
      format('plan “%s” was changed by %s at %s; reload it and try again', p.name, (select m.name from public.members m where m.id = p.updated_by), private.minute_text(p.updated_at)),
      jsonb_build_object('field', 'revision', 'revision', p.revision));
  end if;
  return p;
end
$$;
comment on function private.lock_plan(integer, jsonb) is
  'The plan, locked, for who may change it and knows how it stands. security definer: clients write no plans; it checks who asks.';

create function public.save_plan(plan jsonb) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  v_now timestamptz := private.clock();
  v_id integer := private.json_id(plan -> 'id');
  v_client uuid;
  v_team integer := private.json_id(plan -> 'teamId');
  v_name text := btrim(coalesce(plan ->> 'name', ''));
  v_from date := private.json_date(plan -> 'from');
  v_days integer := private.json_id(plan -> 'days');
  v_zone integer := private.json_id(plan -> 'zoneId');
  v_area extensions.geometry;
  v_policy jsonb := nullif(plan -> 'policy', 'null');
  v_started date;
  v_key text;
  me public.members;
  p public.patrol_plans;
  v public.patrol_plan_versions;
begin
  if v_id is not null then
    p := private.lock_plan(v_id, plan -> 'revision');
    v_team := p.unit_id;
    select x.from_day into v_started from public.patrol_plan_versions x where x.plan_id = p.id and x.version = p.published_version;
  end if;
  me := private.planning_for(v_team);
  if v_id is null then
    if coalesce(plan ->> 'clientId', '') !~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
      perform private.refuse('缺少请求编号 clientId', 'clientId is missing', '{"field": "clientId"}');
    end if;
    v_client := (plan ->> 'clientId')::uuid;
    perform private.begin_activity(v_client);
    select * into p from public.patrol_plans x where x.client_id = v_client;
    if p.id is not null and p.unit_id = v_team and p.created_by = me.id then
      return private.plan_json(private.seen_version(p.id));
    elsif p.id is not null then
      perform private.refuse('请求编号已用于其他计划', 'this clientId belongs to another plan', '{"field": "clientId"}');
    end if;
  end if;
  if char_length(v_name) not between 1 and 60 then
    perform private.refuse('计划名称应为 1～60 个字', 'a plan''s name has 1 to 60 characters', '{"field": "name"}');
  elsif v_started is not null and v_from is distinct from v_started then
    perform private.refuse(format('计划已发布，开始日期 %s 不能再改；请另建计划', v_started),
      format('the plan is published and begins on %s; make another plan for another day', v_started), '{"field": "from"}');
  end if;
  -- A published plan goes on after its first day.
  perform private.horizon(case when v_started is not null then greatest(v_from, private.local_day(v_now)) else v_from end, v_days);
  if coalesce(private.json_id(coalesce(plan -> 'seed', '0')), -1) < 0 then
    perform private.refuse('随机种子须为非负整数', 'the seed is a whole number, not negative', '{"field": "seed"}');
  end if;
  foreach v_key in array '{choices,measures,crews}'::text[] loop
    if jsonb_typeof(coalesce(plan -> v_key, '{}')) not in ('object', 'array') or octet_length((plan -> v_key)::text) > 2000000 then
      perform private.refuse(format('%s 须为一组不超过 2 MB 的设置', v_key), format('%s is an object of at most 2 MB', v_key), jsonb_build_object('field', v_key));
    end if;
  end loop;
  if v_policy is not null then
    perform private.check_policy(v_policy);
  end if;
  if v_zone is not null and not exists (select from public.zones z where z.id = v_zone
      and (me.role = 'office' or z.member_id = me.id or z.unit_id = me.unit_id)) then
    perform private.refuse(format('片区 %s 不存在或无权查看', v_zone), format('zone %s is not there, or you may not see it', v_zone), '{"field": "zoneId"}');
  end if;
  if jsonb_typeof(plan -> 'area') = 'object' then
    v_area := private.geometry_of((plan -> 'area')::json);
    perform private.check_polygon(v_area);
  elsif v_zone is not null then
    select z.area into v_area from public.zones z where z.id = v_zone;
  end if;

  if p.id is null then
    insert into public.patrol_plans (client_id, unit_id, name, draft_version, created_by, created_at, updated_by, updated_at)
    values (v_client, v_team, v_name, 1, me.id, v_now, me.id, v_now) returning * into p;
  else
    update public.patrol_plans x set name = v_name, revision = x.revision + 1, updated_by = me.id, updated_at = v_now,
      state = case x.state when 'withdrawn' then 'draft' else x.state end,
      draft_version = coalesce(x.draft_version, (select max(y.version) + 1 from public.patrol_plan_versions y where y.plan_id = x.id))
    where x.id = p.id returning * into p;
    -- With it go the draft's routes and stops; what was published stays.
    delete from public.patrol_plan_versions x where x.plan_id = p.id and x.version = p.draft_version and x.state = 'draft';
  end if;
  insert into public.patrol_plan_versions (plan_id, version, zone_id, area, from_day, days, seed, policy, crews, choices, measures)
  values (p.id, p.draft_version, v_zone, v_area, v_from, v_days, private.json_id(coalesce(plan -> 'seed', '0')),
    case when v_policy is null then private.policy_of(v_team) else private.whole_policy(v_policy) end,
    coalesce(nullif(plan -> 'crews', 'null'), '[]'), coalesce(nullif(plan -> 'choices', 'null'), '{}'), coalesce(nullif(plan -> 'measures', 'null'), '{}'))
  returning * into v;
  perform private.write_routes(v, v_team, coalesce(plan -> 'routes', '[]'));
  perform private.write_unserved(v, coalesce(plan -> 'unserved', '[]'));
  return private.plan_json(v);
end
$$;
comment on function public.save_plan(jsonb) is
  'Saves a plan, whole: {id and revision, or clientId of a new one, teamId, name, zoneId?, area?: GeoJSON, from, days, seed, policy, crews, choices, measures, routes: [{day: from 0, crewId, mode?, memberIds?, departsAt, returnsAt, path?: GeoJSON LineString, travelSeconds, distanceMeters, stops: [{siteId, arrivesAt, serviceSeconds, kind, reasons, pinned}]}], unserved: [{siteId, code, zh, en}]}; moments ISO 8601. All or nothing, into the version being drafted: what is published stays. memberIds: without them the crew less those on leave. Answers private.plan_json. security definer: clients write no plans; the captain and the office are let through (private.planning_for).';

revoke execute on function private.json_line(jsonb), private.refuse_route(integer, text, text, text), private.present_members(public.patrol_crews, date),
  private.write_stops(public.patrol_plan_routes, integer, jsonb), private.write_routes(public.patrol_plan_versions, integer, jsonb),
  private.write_unserved(public.patrol_plan_versions, jsonb), private.lock_plan(integer, jsonb), public.save_plan(jsonb) from public;
grant execute on function public.save_plan(jsonb) to authenticated;
