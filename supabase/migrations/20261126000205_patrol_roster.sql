-- The team's roster as one value, and one function each for what a captain changes in it.

create function private.shift_json(f public.patrol_shifts) returns json
language sql stable set search_path = ''
as $$
  select json_build_object('id', f.id, 'teamId', f.unit_id, 'name', f.name, 'starts', to_char(f.starts, 'HH24:MI'),
    'ends', case f.ends when '24:00' then '24:00' else to_char(f.ends, 'HH24:MI') end, 'weekdays', f.weekdays,
    'break', case when f.break_minutes is not null then json_build_object('starts', to_char(f.break_starts, 'HH24:MI'),
      'ends', case f.break_ends when '24:00' then '24:00' else to_char(f.break_ends, 'HH24:MI') end, 'minutes', f.break_minutes) end)
$$;
comment on function private.shift_json(public.patrol_shifts) is
  '{id, teamId, name, starts, ends, weekdays, break: {starts, ends, minutes} or null}; local times HH:MM.';

create function private.lon_lat(p_point extensions.geometry) returns json
language sql immutable set search_path = ''
as $$
  select case when p_point is not null then json_build_array(
    round(extensions.st_x(p_point)::numeric, 6), round(extensions.st_y(p_point)::numeric, 6)) end
$$;
comment on function private.lon_lat(extensions.geometry) is '[longitude, latitude], six decimals.';

create function private.named_members(p_ids integer[]) returns json
language sql stable security definer set search_path = ''
as $$
  select coalesce(json_agg(json_build_object('id', m.id, 'name', m.name) order by array_position(p_ids, m.id)), '[]')
  from public.members m where m.id = any (p_ids)
$$;
comment on function private.named_members(integer[]) is
  '[{id, name}] in the order given. security definer: whoever sees a crew sees who is in it. For functions that have checked who asks.';

create function private.crew_json(c public.patrol_crews) returns json
language sql stable set search_path = ''
as $$
  select json_build_object('id', c.id, 'teamId', c.unit_id, 'name', c.name, 'members', private.named_members(c.member_ids),
    'start', private.lon_lat(c.start_point), 'end', private.lon_lat(c.end_point), 'mode', c.mode, 'skills', c.skills,
    'shiftId', c.shift_id, 'active', c.active, 'version', c.version)
$$;
comment on function private.crew_json(public.patrol_crews) is
  '{id, teamId, name, members: [{id, name}], start, end, mode, skills, shiftId, active, version}.';

create function private.leave_json(l public.crew_leave) returns json
language sql stable security definer set search_path = ''
as $$
  select json_build_object('id', l.id, 'teamId', l.unit_id, 'crewId', l.crew_id, 'memberId', l.member_id,
    'name', coalesce((select c.name from public.patrol_crews c where c.id = l.crew_id), (select m.name from public.members m where m.id = l.member_id)),
    'from', l.from_day, 'to', l.to_day, 'reason', l.reason)
$$;
comment on function private.leave_json(public.crew_leave) is
  '{id, teamId, crewId, memberId, name, from, to, reason}. security definer: as named_members.';

create function public.patrol_team(team_id integer default null) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  me public.members := private.my_member();
  v_team integer := coalesce(team_id, case when me.role = 'patrol' then me.unit_id
    when me.role in ('leader', 'office') then (select min(u.id) from public.units u where u.kind = 'patrol') end);
begin
  if v_team is null or not private.on_team(v_team) or not exists (select from public.units u where u.id = v_team and u.kind = 'patrol') then
    perform private.refuse('没有这个巡查队，或无权查看', 'there is no such patrol team, or you may not see it', '{"field": "team_id"}');
  end if;
  return json_build_object(
    'id', v_team, 'name', (select u.name from public.units u where u.id = v_team),
    'mayPlan', me.role = 'office' or (me.is_captain and me.unit_id = v_team),
    'teams', (select json_agg(json_build_object('id', u.id, 'name', u.name) order by u.id) from public.units u
      where u.kind = 'patrol' and private.on_team(u.id)),
    'members', (select coalesce(json_agg(json_build_object('id', m.id, 'name', m.name, 'captain', m.is_captain) order by m.id), '[]')
      from public.members m where m.unit_id = v_team and m.role = 'patrol' and m.active),
    'crews', (select coalesce(json_agg(private.crew_json(c) order by c.active desc, c.id), '[]') from public.patrol_crews c where c.unit_id = v_team),
    'shifts', (select coalesce(json_agg(private.shift_json(f) order by f.starts, f.id), '[]') from public.patrol_shifts f where f.unit_id = v_team),
    'leave', (select coalesce(json_agg(private.leave_json(l) order by l.from_day, l.id), '[]') from public.crew_leave l
      where l.unit_id = v_team and l.to_day >= private.local_day(private.clock())));
end
$$;
comment on function public.patrol_team(integer) is
  'A team''s roster: {id, name, mayPlan, teams: [{id, name}] the asker sees, members: [{id, name, captain}], crews: [crew_json], shifts: [shift_json], leave: [leave_json] of today and later}; null: the asker''s own team, for leaders and the office the first. security definer: asks once whether the asker is of the team (private.on_team); names of colleagues show to the whole team.';

-- Saving -------------------------------------------------------------------------------------------

create function public.save_crew(crew jsonb) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  v_id integer := private.json_id(crew -> 'id');
  v_team integer := private.json_id(crew -> 'teamId');
  v_name text := btrim(coalesce(crew ->> 'name', ''));
  v_members integer[];
  v_skills integer[];
  v_shift integer := private.json_id(crew -> 'shiftId');
  v_start extensions.geometry := private.json_point(crew -> 'start');
  v_end extensions.geometry := private.json_point(crew -> 'end');
  c public.patrol_crews;
begin
  perform private.planning_for(v_team);
  -- Two who save crews of one team do so one after the other.
  perform 1 from public.units u where u.id = v_team for no key update;
  if v_id is not null then
    select * into c from public.patrol_crews x where x.id = v_id and x.unit_id = v_team for update;
    if c.id is null then
      perform private.refuse(format('本队没有编号为 %s 的巡查组', v_id), format('the team has no crew %s', v_id), '{"field": "id"}');
    elsif private.json_id(crew -> 'version') is distinct from c.version then
      perform private.refuse(format('巡查组“%s”已被他人修改，请刷新后再改', c.name),
        format('crew “%s” was changed by somebody else meanwhile; reload it and try again', c.name),
        jsonb_build_object('field', 'version', 'version', c.version));
    end if;
  end if;
  if char_length(v_name) not between 1 and 20 then
    perform private.refuse('巡查组名称应为 1～20 个字', 'a crew''s name has 1 to 20 characters', '{"field": "name"}');
  elsif coalesce(crew -> 'active', 'true') <> 'false' and exists (select from public.patrol_crews x
      where x.unit_id = v_team and x.name = v_name and x.active and x.id is distinct from v_id) then
    perform private.refuse(format('本队已有巡查组“%s”', v_name), format('the team has a crew “%s” already', v_name), '{"field": "name"}');
  elsif jsonb_typeof(crew -> 'memberIds') is distinct from 'array' or jsonb_array_length(crew -> 'memberIds') not between 1 and 6 then
    perform private.refuse('一个巡查组有 1～6 人', 'a crew has 1 to 6 people', '{"field": "memberIds"}');
  end if;
  v_members := array(select private.json_id(x.id) from jsonb_array_elements(crew -> 'memberIds') with ordinality x (id, n) order by x.n);
  if (select count(*) from public.members m where m.id = any (v_members) and m.unit_id = v_team and m.role = 'patrol' and m.active)
      <> cardinality(v_members) then
    perform private.refuse('组员须为本队在岗的巡查员，且不重复', 'members of a crew are active members of the team, each once', '{"field": "memberIds"}');
  elsif v_start is null then
    perform private.refuse('出发点须为 [经度, 纬度]，且在城市范围内或附近', 'the start is [longitude, latitude] in or near the city', '{"field": "start"}');
  elsif v_end is null and jsonb_typeof(coalesce(crew -> 'end', 'null')) <> 'null' then
    perform private.refuse('终点须为 [经度, 纬度]，且在城市范围内或附近', 'the end is [longitude, latitude] in or near the city', '{"field": "end"}');
  elsif coalesce(crew ->> 'mode', '') not in ('foot', 'ebike', 'car') then
    perform private.refuse('出行方式须为步行（foot）、电动自行车（ebike）或汽车（car）', 'the mode is foot, ebike or car', '{"field": "mode"}');
  elsif jsonb_typeof(coalesce(crew -> 'skills', '[]')) <> 'array' or jsonb_array_length(coalesce(crew -> 'skills', '[]')) > 20
      or exists (select from jsonb_array_elements(coalesce(crew -> 'skills', '[]')) x where coalesce(private.json_id(x), 1000) > 999) then
    perform private.refuse('技能编号须为 0～999 的整数，最多 20 个', 'skills are whole numbers from 0 to 999, at most 20', '{"field": "skills"}');
  elsif jsonb_typeof(coalesce(crew -> 'shiftId', 'null')) <> 'null'
      and not exists (select from public.patrol_shifts f where f.id = v_shift and f.unit_id = v_team) then
    perform private.refuse('请选择本队的班次', 'choose a shift of the team', '{"field": "shiftId"}');
  end if;
  v_skills := array(select distinct private.json_id(x)::integer from jsonb_array_elements(coalesce(crew -> 'skills', '[]')) x order by 1);
  if v_id is null then
    insert into public.patrol_crews (unit_id, name, member_ids, start_point, end_point, mode, skills, shift_id, active, updated_at)
    values (v_team, v_name, v_members, v_start, v_end, crew ->> 'mode', v_skills, v_shift,
      coalesce(crew -> 'active', 'true') <> 'false', private.clock())
    returning * into c;
  else
    update public.patrol_crews x set name = v_name, member_ids = v_members, start_point = v_start, end_point = v_end,
      mode = crew ->> 'mode', skills = v_skills, shift_id = v_shift, active = coalesce(crew -> 'active', 'true') <> 'false',
      version = x.version + 1, updated_at = private.clock()
    where x.id = v_id returning * into c;
  end if;
  return private.crew_json(c);
end
$$;
comment on function public.save_crew(jsonb) is
  'Saves a new or changed crew {id?, teamId, name, memberIds, start: [lon, lat], end?, mode: foot, ebike or car, skills?, shiftId?, active?, version?}; answers crew_json. security definer: clients write no crews; the captain and the office are let through (private.planning_for).';

create function private.clock_time(p_value jsonb) returns time
language sql immutable set search_path = ''
as $$ select case when p_value #>> '{}' ~ '^(([01]\d|2[0-3]):[0-5]\d|24:00)$' then (p_value #>> '{}')::time end $$;
comment on function private.clock_time(jsonb) is 'HH:MM or 24:00 of JSON, else null.';

create function public.save_shift(shift jsonb) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  v_id integer := private.json_id(shift -> 'id');
  v_team integer := private.json_id(shift -> 'teamId');
  v_name text := btrim(coalesce(shift ->> 'name', ''));
  v_starts time := private.clock_time(shift -> 'starts');
  v_ends time := private.clock_time(shift -> 'ends');
  v_days jsonb := coalesce(shift -> 'weekdays', '[1, 2, 3, 4, 5, 6, 7]');
  v_break jsonb := nullif(shift -> 'break', 'null');
  v_break_starts time := private.clock_time(v_break -> 'starts');
  v_break_ends time := private.clock_time(v_break -> 'ends');
  v_minutes integer := private.json_id(v_break -> 'minutes');
  f public.patrol_shifts;
begin
  perform private.planning_for(v_team);
  if v_id is not null and not exists (select from public.patrol_shifts x where x.id = v_id and x.unit_id = v_team) then
    perform private.refuse(format('本队没有编号为 %s 的班次', v_id), format('the team has no shift %s', v_id), '{"field": "id"}');
  elsif char_length(v_name) not between 1 and 20 then
    perform private.refuse('班次名称应为 1～20 个字', 'a shift''s name has 1 to 20 characters', '{"field": "name"}');
  elsif v_starts is null or v_ends is null or v_ends <= v_starts then
    perform private.refuse('班次起止须为 HH:MM，且结束晚于开始；夜班请在 24:00 分成两班',
      'a shift begins and ends at HH:MM, the end after the start; split a night shift at 24:00', '{"field": "starts"}');
  elsif jsonb_typeof(v_days) <> 'array' or jsonb_array_length(v_days) = 0
      or exists (select from jsonb_array_elements(v_days) d where coalesce(private.json_id(d), 0) not between 1 and 7) then
    perform private.refuse('请至少选一个星期几（1～7，星期一为 1）', 'choose weekdays, 1 (Monday) to 7', '{"field": "weekdays"}');
  elsif v_break is not null and (v_break_starts is null or v_break_ends is null or v_minutes is null or v_minutes not between 5 and 240
      or v_break_starts < v_starts or v_break_ends > v_ends or v_break_ends - v_break_starts < make_interval(mins => v_minutes)) then
    perform private.refuse('休息须在班次之内，时长 5～240 分钟且不超过其时段',
      'a break lies within the shift, lasts 5 to 240 minutes and fits between its own limits', '{"field": "break"}');
  end if;
  if v_id is null then
    insert into public.patrol_shifts (unit_id, name, starts, ends, weekdays, break_starts, break_ends, break_minutes)
    values (v_team, v_name, v_starts, v_ends, array(select distinct private.json_id(d)::smallint from jsonb_array_elements(v_days) d order by 1),
      v_break_starts, v_break_ends, v_minutes)
    returning * into f;
  else
    update public.patrol_shifts x set name = v_name, starts = v_starts, ends = v_ends,
      weekdays = array(select distinct private.json_id(d)::smallint from jsonb_array_elements(v_days) d order by 1),
      break_starts = v_break_starts, break_ends = v_break_ends, break_minutes = v_minutes
    where x.id = v_id returning * into f;
  end if;
  return private.shift_json(f);
end
$$;
comment on function public.save_shift(jsonb) is
  'Saves a new or changed shift {id?, teamId, name, starts, ends, weekdays?: 1 to 7, break?: {starts, ends, minutes} or null}; answers shift_json. security definer: as save_crew.';

create function public.remove_shift(shift_id integer) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  v_team integer := (select f.unit_id from public.patrol_shifts f where f.id = remove_shift.shift_id);
begin
  if v_team is null and private.my_role() = 'office' then
    perform private.refuse(format('没有编号为 %s 的班次', shift_id), format('there is no shift %s', shift_id), '{"field": "shift_id"}');
  end if;
  perform private.planning_for(v_team);
  delete from public.patrol_shifts f where f.id = remove_shift.shift_id;
  return json_build_object('id', shift_id);
end
$$;
comment on function public.remove_shift(integer) is
  'Removes a shift; crews that had it have none. Plans keep their own copy. security definer: as save_crew.';

create function public.save_leave(leave jsonb) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  v_team integer := private.json_id(leave -> 'teamId');
  v_crew integer := private.json_id(leave -> 'crewId');
  v_member integer := private.json_id(leave -> 'memberId');
  v_from date := private.json_date(leave -> 'from');
  v_to date := private.json_date(leave -> 'to');
  v_reason text := nullif(btrim(coalesce(leave ->> 'reason', '')), '');
  l public.crew_leave;
begin
  perform private.planning_for(v_team);
  if (v_crew is null) = (v_member is null)
      or (v_crew is not null and not exists (select from public.patrol_crews c where c.id = v_crew and c.unit_id = v_team))
      or (v_member is not null and not exists (select from public.members m where m.id = v_member and m.unit_id = v_team and m.role = 'patrol')) then
    perform private.refuse('请选择本队的一个巡查组或一名巡查员', 'choose one crew or one member of the team', '{"field": "crewId"}');
  elsif v_from is null or v_to is null or v_to < v_from or v_to - v_from > 365 then
    perform private.refuse('请假日期有误：须为 YYYY-MM-DD，结束不早于开始，最长一年',
      'the days are wrong: YYYY-MM-DD, the last not before the first, a year at most', '{"field": "from"}');
  elsif v_to < private.local_day(private.clock()) then
    perform private.refuse(format('%s 已经过去', v_to), format('%s has passed', v_to), '{"field": "to"}');
  elsif char_length(v_reason) > 100 then
    perform private.refuse('请假事由最多 100 字', 'a reason has at most 100 characters', '{"field": "reason"}');
  end if;
  insert into public.crew_leave (unit_id, crew_id, member_id, from_day, to_day, reason)
  values (v_team, v_crew, v_member, v_from, v_to, v_reason) returning * into l;
  return private.leave_json(l);
end
$$;
comment on function public.save_leave(jsonb) is
  'Notes a leave {teamId, crewId or memberId, from, to, reason?}, days inclusive; answers leave_json. security definer: as save_crew.';

create function public.remove_leave(leave_id integer) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  v_team integer := (select l.unit_id from public.crew_leave l where l.id = remove_leave.leave_id);
begin
  if v_team is null and private.my_role() = 'office' then
    perform private.refuse(format('没有编号为 %s 的请假', leave_id), format('there is no leave %s', leave_id), '{"field": "leave_id"}');
  end if;
  perform private.planning_for(v_team);
  delete from public.crew_leave l where l.id = remove_leave.leave_id;
  return json_build_object('id', leave_id);
end
$$;
comment on function public.remove_leave(integer) is 'Takes a leave back. security definer: as save_crew.';

revoke execute on function private.shift_json(public.patrol_shifts), private.lon_lat(extensions.geometry), private.named_members(integer[]),
  private.crew_json(public.patrol_crews), private.leave_json(public.crew_leave), private.clock_time(jsonb), public.patrol_team(integer),
  public.save_crew(jsonb), public.save_shift(jsonb), public.remove_shift(integer), public.save_leave(jsonb), public.remove_leave(integer) from public;
grant execute on function public.patrol_team(integer), public.save_crew(jsonb), public.save_shift(jsonb), public.remove_shift(integer),
  public.save_leave(jsonb), public.remove_leave(integer) to authenticated;
