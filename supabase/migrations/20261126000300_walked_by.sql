-- A plan that goes on is saved whole, with the days that crews have walked: who has left the team since stays
-- on the routes he walked.

create function private.may_walk(p_route public.patrol_plan_routes, p_unit_id integer) returns boolean
language sql stable security definer set search_path = ''
as $$
  select count(*) = cardinality(p_route.member_ids)
  from public.members m
  where m.id = any (p_route.member_ids)
    and ((m.unit_id = p_unit_id and m.role = 'patrol') or exists (
      select from public.patrol_plan_routes r
      join public.patrol_plans p on p.id = r.plan_id and p.published_version = r.version
      where r.plan_id = p_route.plan_id and r.crew_id = p_route.crew_id and r.on_day = p_route.on_day and m.id = any (r.member_ids)))
$$;
comment on function private.may_walk(public.patrol_plan_routes, integer) is
  'Whether each who is to walk a route is a patrol member of the team, once, or walks it in the version published last. security definer: called by write_routes.';
revoke execute on function private.may_walk(public.patrol_plan_routes, integer) from public;

create or replace function private.write_routes(v public.patrol_plan_versions, p_unit_id integer, p_routes jsonb) returns void
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
    elsif not private.may_walk(r, p_unit_id) then
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
