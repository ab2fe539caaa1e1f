-- Crews, shifts and leave: the team, the office and leaders read, the captain and the office write, by functions.
begin;
\ir city.psql
\ir records.psql
select plan(34);

-- leader, office, department, community, sponsor, patrol, captain, assessor, owner, deactivated, stranger, anonymous
select is(tests.answers('select id from public.patrol_crews order by id'),
  tests.say('1,2', '1,2', '-', '-', '-', '1', '1', '-', '-', '-', '-', 'no grant'), 'crews');
select is(tests.answers('select id from public.patrol_shifts order by id'),
  tests.say('1,2', '1,2', '-', '-', '-', '1', '1', '-', '-', '-', '-', 'no grant'), 'shifts');
select is(tests.answers('select id from public.crew_leave order by id'),
  tests.say('1,2', '1,2', '-', '-', '-', '1', '1', '-', '-', '-', '-', 'no grant'), 'leave');
select is(tests.outcomes('delete from public.patrol_crews'), tests.all_say('no grant'), 'nobody deletes a crew');
select is(tests.outcomes('update public.patrol_crews set name = name'), tests.all_say('no grant'), 'nor changes one past the functions');
select is(tests.outcomes('insert into public.patrol_crews default values'), tests.all_say('no grant'), 'nor adds one');
select is(tests.outcomes('update public.patrol_shifts set name = name'), tests.all_say('no grant'), 'nor a shift');
select is(tests.outcomes('insert into public.crew_leave default values'), tests.all_say('no grant'), 'nor a leave');
select is(tests.outcomes('delete from public.crew_leave'), tests.all_say('no grant'), 'nor takes one back');

select is(tests.answers($$ select concat_ws(' ', t ->> 'id', t ->> 'mayPlan', json_array_length(t -> 'crews'), json_array_length(t -> 'shifts'),
    json_array_length(t -> 'leave'), json_array_length(t -> 'teams'), json_array_length(t -> 'members')) from public.patrol_team() t $$),
  tests.say('5 false 1 1 1 2 3', '5 true 1 1 1 2 3', 'refused team_id', 'refused team_id', 'refused team_id', '5 false 1 1 1 1 3', '5 true 1 1 1 1 3',
    'refused team_id', 'refused team_id', 'refused team_id', 'refused team_id', 'no grant'), 'patrol_team(): one''s own, with the names of colleagues');
select is(tests.answers('select t ->> ''id'' from public.patrol_team(6) t'),
  tests.say('6', '6', 'refused team_id', 'refused team_id', 'refused team_id', 'refused team_id', 'refused team_id', 'refused team_id', 'refused team_id',
    'refused team_id', 'refused team_id', 'no grant'), 'another team''s');
select is(tests.answers('select t ->> ''id'' from public.patrol_team(2) t'),
  tests.say('refused team_id', 'refused team_id', 'refused team_id', 'refused team_id', 'refused team_id', 'refused team_id', 'refused team_id', 'refused team_id', 'refused team_id',
    'refused team_id', 'refused team_id', 'no grant'), 'a unit that is no team');
select is(tests.outcome('patrol', $$ select (public.patrol_team() -> 'crews' -> 0)::jsonb - 'version' $$, true),
  '{"id": 1, "end": null, "mode": "foot", "name": "王巡查一组", "start": [103.020000, 29.920000], "active": true, "skills": [], "teamId": 5, "members": [{"id": 6, "name": "王巡查"}, {"id": 11, "name": "王同事"}], "shiftId": 1}',
  'a crew');

-- Saving -------------------------------------------------------------------------------------------
create function tests.crew(p_more jsonb default '{}') returns text language sql as $$
  select format('select concat_ws('' '', c ->> ''name'', c ->> ''mode'', c ->> ''version'', c -> ''start'', c ->> ''active'') from public.save_crew(%L) c',
    '{"teamId": 5, "name": "张巡查二组", "memberIds": [7, 6], "start": [103.02, 29.91], "mode": "ebike"}'::jsonb || p_more)
$$;
select is(tests.answers(tests.crew()),
  tests.say('refused role', '张巡查二组 ebike 1 [103.020000, 29.910000] true', 'refused role', 'refused role', 'refused role', 'refused role',
    '张巡查二组 ebike 1 [103.020000, 29.910000] true', 'refused role', 'refused role', 'refused role', 'refused role', 'no grant'), 'who makes a crew');
select is(tests.outcome('captain', tests.crew('{"teamId": 6, "memberIds": [13]}'), true), 'refused teamId', 'a captain for no other team');
select is(tests.outcome('office', tests.crew('{"teamId": 6, "memberIds": [13]}'), true), '张巡查二组 ebike 1 [103.020000, 29.910000] true', 'the office for any');
select is(tests.outcome('office', tests.crew('{"teamId": 2}'), true), 'refused teamId', 'a unit that is no team');
select is(
  (select string_agg(tests.outcome('captain', tests.crew(x), true), ', ' order by n) from unnest(array[
    '{"name": " "}', '{"name": "王巡查一组"}', '{"memberIds": []}', '{"memberIds": [13]}', '{"memberIds": [6, 6]}', '{"memberIds": "6"}', '{"start": [29.91, 103.02]}', '{"start": null}',
    '{"end": [0, 0]}', '{"mode": "horse"}', '{"skills": [-1]}', '{"shiftId": 2}', '{"id": 2, "version": 1}', '{"id": 1, "version": 9}', '{"id": 99, "version": 1}'
  ]::jsonb[]) with ordinality y (x, n)),
  'refused name, refused name, refused memberIds, refused memberIds, refused memberIds, refused memberIds, refused start, refused start, refused end, refused mode, refused skills, refused shiftId, refused id, refused version, refused id',
  'each fault is named by its field');
select is(tests.outcome('captain', tests.crew('{"id": 1, "version": 1, "name": "王巡查一组", "active": false, "shiftId": 1}'), true),
  '王巡查一组 ebike 2 [103.020000, 29.910000] false', 'a crew is put aside, and the change counted');

create function tests.shift(p_more jsonb default '{}') returns text language sql as $$
  select format('select (c::jsonb - ''id'')::text from public.save_shift(%L) c', '{"teamId": 5, "name": "日班", "starts": "09:00", "ends": "17:30"}'::jsonb || p_more)
$$;
select is(tests.answers(tests.shift()),
  tests.say('refused role', '{"ends": "17:30", "name": "日班", "break": null, "starts": "09:00", "teamId": 5, "weekdays": [1, 2, 3, 4, 5, 6, 7]}', 'refused role',
    'refused role', 'refused role', 'refused role', '{"ends": "17:30", "name": "日班", "break": null, "starts": "09:00", "teamId": 5, "weekdays": [1, 2, 3, 4, 5, 6, 7]}',
    'refused role', 'refused role', 'refused role', 'refused role', 'no grant'), 'who makes a shift');
select is(tests.outcome('captain', tests.shift('{"id": 1, "ends": "24:00", "weekdays": [7, 1], "break": {"starts": "12:00", "ends": "14:00", "minutes": 60}}'), true),
  '{"ends": "24:00", "name": "日班", "break": {"ends": "14:00", "starts": "12:00", "minutes": 60}, "starts": "09:00", "teamId": 5, "weekdays": [1, 7]}', 'with its break');
select is(
  (select string_agg(tests.outcome('captain', tests.shift(x), true), ', ' order by n) from unnest(array[
    '{"name": ""}', '{"starts": "9:00"}', '{"ends": "09:00"}', '{"ends": "25:00"}', '{"weekdays": []}', '{"weekdays": [0]}', '{"id": 2}',
    '{"break": {"starts": "08:00", "ends": "10:00", "minutes": 30}}', '{"break": {"starts": "12:00", "ends": "12:20", "minutes": 30}}', '{"break": {}}', '{"teamId": 6}'
  ]::jsonb[]) with ordinality y (x, n)),
  'refused name, refused starts, refused starts, refused starts, refused weekdays, refused weekdays, refused id, refused break, refused break, refused break, refused teamId',
  'each fault of a shift');
select is(tests.outcomes('select public.remove_shift(1)'),
  tests.say('refused role', '1', 'refused role', 'refused role', 'refused role', 'refused role', '1', 'refused role', 'refused role', 'refused role', 'refused role', 'no grant'),
  'who removes a shift');
select is(tests.outcome('captain', 'select public.remove_shift(2)'), 'refused teamId', 'not another team''s');
delete from public.patrol_shifts where id = 1;
select is((select shift_id from public.patrol_crews where id = 1), null, 'the crew that had it has none');

create function tests.leave(p_more jsonb default '{}') returns text language sql as $$
  select format('select concat_ws('' '', c ->> ''name'', c ->> ''from'', c ->> ''to'', c ->> ''reason'') from public.save_leave(%L) c',
    '{"teamId": 5, "memberId": 6, "from": "2026-03-03", "to": "2026-03-04", "reason": "培训"}'::jsonb || p_more)
$$;
select is(tests.answers(tests.leave()),
  tests.say('refused role', '王巡查 2026-03-03 2026-03-04 培训', 'refused role', 'refused role', 'refused role', 'refused role', '王巡查 2026-03-03 2026-03-04 培训',
    'refused role', 'refused role', 'refused role', 'refused role', 'no grant'), 'who notes a leave');
select is(
  (select string_agg(tests.outcome('captain', tests.leave(x), true), ', ' order by n) from unnest(array[
    '{"memberId": 13}', '{"crewId": 1}', '{"memberId": null}', '{"memberId": null, "crewId": 2}', '{"to": "2026-03-01"}', '{"from": "2026-02-01", "to": "2026-02-02"}',
    '{"from": "2026-02-30"}', '{"to": "2028-03-04"}', '{"teamId": 6}', '{"memberId": null, "crewId": 1}'
  ]::jsonb[]) with ordinality y (x, n)),
  'refused crewId, refused crewId, refused crewId, refused crewId, refused from, refused to, refused from, refused from, refused teamId, 王巡查一组 2026-03-03 2026-03-04 培训',
  'each fault of a leave');
select is(tests.outcomes('select public.remove_leave(1)'),
  tests.say('refused role', '1', 'refused role', 'refused role', 'refused role', 'refused role', '1', 'refused role', 'refused role', 'refused role', 'refused role', 'no grant'),
  'who takes a leave back');
select is(tests.outcome('captain', 'select public.remove_leave(2)'), 'refused teamId', 'not another team''s');
select is(tests.outcome('office', 'select public.remove_leave(99)'), 'refused leave_id', 'none that is not there');
select is(tests.outcome('office', 'select public.remove_shift(99)'), 'refused shift_id', 'nor such a shift');

-- The refusals in both languages -------------------------------------------------------------------
select is(tests.lines('patrol', tests.crew()), '只有巡查队队长和创城办可以安排巡查 | only a patrol team''s captain and the office plan patrols', 'who is no captain');
select is(tests.lines('captain', tests.crew('{"start": [29.91, 103.02]}')),
  '出发点须为 [经度, 纬度]，且在城市范围内或附近 | the start is [longitude, latitude] in or near the city', 'latitude first');
select is(tests.lines('captain', tests.shift('{"starts": "22:00", "ends": "06:00"}')),
  '班次起止须为 HH:MM，且结束晚于开始；夜班请在 24:00 分成两班 | a shift begins and ends at HH:MM, the end after the start; split a night shift at 24:00', 'a night shift');

select * from finish();
rollback;
