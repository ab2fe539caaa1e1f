-- Saving a plan: who may, what is refused and where, that a save replaces the draft alone.
begin;
\ir city.psql
\ir records.psql
select plan(24);

create function tests.route(p_more jsonb default '{}', p_stops jsonb default '[{"siteId": 2, "arrivesAt": "2026-03-03T08:30:00+08:00", "serviceSeconds": 1500, "reasons": [{"code": "frequency"}]}, {"siteId": 3, "arrivesAt": "2026-03-03T09:15:00+08:00", "serviceSeconds": 1500, "kind": "recheck", "pinned": {"crew": true, "time": true}}]')
returns jsonb language sql as $$
  select '{"day": 1, "crewId": 1, "departsAt": "2026-03-03T08:00:00+08:00", "returnsAt": "2026-03-03T12:00:00+08:00", "travelSeconds": 1800, "distanceMeters": 2100,
    "path": {"type": "LineString", "coordinates": [[103.02, 29.92], [103.02, 29.91], [103.03, 29.91]]}}'::jsonb || jsonb_build_object('stops', p_stops) || p_more
$$;
create function tests.plan(p_more jsonb default '{}') returns text language sql as $$
  select format('select concat_ws('' '', p ->> ''name'', p ->> ''state'', p ->> ''revision'', ''v'' || (p ->> ''version''), json_array_length(p -> ''routes'')) from public.save_plan(%L) p',
    jsonb_build_object('clientId', 'aaaaaaaa-0000-4000-8000-000000000001', 'teamId', 5, 'name', '下周早晚', 'from', '2026-03-02', 'days', 7, 'seed', 7, 'zoneId', 1,
      'policy', '{"lateMinutes": 20}'::jsonb, 'routes', jsonb_build_array(tests.route()), 'unserved', '[{"siteId": 4, "code": "time_windows", "zh": "排不进", "en": "no room"}]'::jsonb,
      'measures', '{"offHoursShare": 0.41}'::jsonb) || p_more)
$$;
-- leader, office, department, community, sponsor, patrol, captain, assessor, owner, deactivated, stranger, anonymous
select is(tests.answers(tests.plan()),
  tests.say('refused role', '下周早晚 draft 1 v1 1', 'refused role', 'refused role', 'refused role', 'refused role', '下周早晚 draft 1 v1 1', 'refused role', 'refused role',
    'refused role', 'refused role', 'no grant'), 'who saves a plan');
select is(tests.outcome('captain', tests.plan('{"teamId": 6}'), true), 'refused teamId', 'a captain for no other team');
select is(tests.outcome('captain', tests.plan('{"id": 3, "revision": 1}'), true), 'refused id', 'nor changes another team''s, which is not there for him');
select is(tests.outcome('patrol', tests.plan('{"id": 1, "revision": 1}'), true), 'refused role', 'a member sees his team''s and changes none');
select is(tests.outcome('leader', tests.plan('{"id": 1, "revision": 1}'), true), 'refused role', 'nor does a leader');
select is(tests.outcome('captain', tests.plan('{"id": 1, "revision": 2}'), true), 'refused revision', 'a stale one');
select is(tests.outcome('captain', tests.plan('{"id": 1}'), true), 'refused revision', 'none');

-- Read back as it was saved.
alter table public.patrol_plans alter column id restart with 1001;
do $$
declare
  v_sql text := tests.plan();
begin
  perform tests.become('captain');
  execute v_sql;
  perform set_config('role', 'none', true);
end $$;
create function tests.read(p_what text) returns text language sql as $$ select format('select %s from public.plan_of(1001) p', p_what) $$;
select is(tests.outcome('captain', tests.read($$ (p::jsonb -> 'routes' -> 0) - 'id' - 'stops' $$), true)::jsonb,
  '{"planId": 1001, "version": 1, "day": 1, "date": "2026-03-03", "crewId": 1, "crewName": "王巡查一组", "members": [{"id": 6, "name": "王巡查"}, {"id": 11, "name": "王同事"}], "mode": "foot",
    "departsAt": "2026-03-03T08:00:00+08:00", "returnsAt": "2026-03-03T12:00:00+08:00", "travelSeconds": 1800, "distanceMeters": 2100,
    "path": {"type": "LineString", "coordinates": [[103.02, 29.92], [103.02, 29.91], [103.03, 29.91]]}}'::jsonb, 'a route');
select is(tests.outcome('captain', tests.read($$ (p::jsonb -> 'routes' -> 0 -> 'stops' -> 1) - 'id' $$), true)::jsonb,
  '{"sequence": 2, "siteId": 3, "siteName": "甲二院", "siteType": "courtyard", "address": "东街2号", "lon": 103.03, "lat": 29.91, "arrivesAt": "2026-03-03T09:15:00+08:00",
    "serviceSeconds": 1500, "kind": "recheck", "reasons": [], "pinned": {"crew": true, "day": false, "time": true},
    "standing": {"state": "open", "late": false, "at": null, "by": null, "reason": null, "inspectionId": null}}'::jsonb, 'a stop');
select is(tests.outcome('captain', tests.read($$ concat_ws(' ', p -> 'unserved' -> 0 ->> 'siteName', p -> 'measures' ->> 'offHoursShare', p -> 'policy' ->> 'lateMinutes',
    p -> 'policy' ->> 'staleDays', p ->> 'zoneId', p -> 'area' ->> 'type') $$), true), '甲宾馆 0.41 20 30 1 Polygon', 'what it was made of, the policy whole and the zone''s shape');
select is(tests.outcome('captain', tests.plan(), true), '下周早晚 draft 1 v1 1', 'saving it again by the same clientId makes no second');
select is((select count(*)::integer from public.patrol_plans where client_id = 'aaaaaaaa-0000-4000-8000-000000000001'), 1, 'there is one');
select is(tests.outcome('office', tests.plan(), true), 'refused clientId', 'nor is it somebody else''s');
select is(tests.outcome('captain', tests.plan('{"id": 1001, "revision": 1, "routes": [], "name": "改"}'), true), '改 draft 2 v1 0', 'a save replaces the draft whole');
-- On leave on the 5th and 6th: 王同事.
select is(tests.outcome('captain', format('select p -> ''routes'' -> 0 -> ''members'' -> 0 ->> ''name'' || json_array_length(p -> ''routes'' -> 0 -> ''members'') from public.save_plan(%L) p',
    jsonb_build_object('id', 1001, 'revision', 1, 'name', '改', 'from', '2026-03-02', 'days', 7, 'routes', jsonb_build_array(tests.route(
      '{"day": 3, "departsAt": "2026-03-05T08:00:00+08:00", "returnsAt": "2026-03-05T12:00:00+08:00"}',
      '[{"siteId": 2, "arrivesAt": "2026-03-05T08:30:00+08:00", "serviceSeconds": 1500}]')))), true), '王巡查1', 'who is on leave does not walk');
-- A published plan's draft leaves what is published as it is.
select is(tests.outcome('captain', tests.plan('{"id": 1, "revision": 1, "name": "一队本周"}'), true), '一队本周 published 2 v2 1', 'a change of a published plan is drafted');
select is(tests.outcome('captain', tests.plan('{"id": 1, "revision": 1, "from": "2026-03-03"}'), true), 'refused from', 'its first day stays');
do $$
declare
  v_sql text := tests.plan('{"id": 1, "revision": 1, "name": "一队本周", "routes": []}');
begin
  perform tests.become('captain');
  execute v_sql;
  perform set_config('role', 'none', true);
end $$;
select is((select string_agg(concat_ws(' ', r.version, s.id), ', ' order by s.id) from public.patrol_plan_routes r join public.patrol_plan_stops s on s.route_id = r.id
  where r.plan_id = 1), '1 1, 1 2, 1 3', 'it replaces the draft''s stops and touches none of the published version''s');

-- 王同事 has left the team; on Monday's route of the published version he stays.
update public.members set unit_id = 6 where id = 11;
create function tests.walked(p_day integer, p_date text) returns text language sql as $$
  select tests.plan(jsonb_build_object('id', 1, 'revision', 2, 'name', '一队本周', 'routes', jsonb_build_array(tests.route(
    jsonb_build_object('day', p_day, 'departsAt', p_date || 'T08:00:00+08:00', 'returnsAt', p_date || 'T12:00:00+08:00', 'memberIds', '[6, 11]'::jsonb),
    jsonb_build_array(jsonb_build_object('siteId', 2, 'arrivesAt', p_date || 'T08:30:00+08:00', 'serviceSeconds', 1500))))))
$$;
select is(tests.outcome('captain', tests.walked(0, '2026-03-02'), true), '一队本周 published 3 v2 1', 'who has left the team stays on the route he walked');
select is(tests.outcome('captain', tests.walked(1, '2026-03-03'), true), 'refused routes.memberIds', 'and is sent on no other');
update public.members set unit_id = 5 where id = 11;

-- What is refused, by its place. -----------------------------------------------------------------------
select is(
  (select string_agg(tests.outcome('captain', tests.plan(x || '{"clientId": "aaaaaaaa-0000-4000-8000-000000000002"}'), true), ', ' order by n) from unnest(array[
    '{"name": ""}', '{"from": "2026-03-01"}', '{"from": null}', '{"days": 0}', '{"days": 61}', '{"seed": -1}', '{"zoneId": 5}', '{"policy": {"staleDays": 0}}', '{"routes": 1}',
    '{"unserved": [{"siteId": 4}]}', '{"choices": "x"}', '{"area": {"type": "Point", "coordinates": [103, 29]}}'
  ]::jsonb[]) with ordinality y (x, n)),
  'refused name, refused from, refused from, refused days, refused days, refused seed, refused zoneId, refused staleDays, refused routes, refused unserved, refused choices, refused geometry',
  'of the plan');
select is(
  (select string_agg(tests.outcome('captain', tests.plan(jsonb_build_object('clientId', 'aaaaaaaa-0000-4000-8000-000000000002', 'routes', jsonb_build_array(x))), true), ', ' order by n) from unnest(array[
    tests.route('{"day": 7}'), tests.route('{"day": -1}'), tests.route('{"crewId": 2}'), tests.route('{"crewId": 99}'), tests.route('{"mode": "horse"}'), tests.route('{"departsAt": "2026-03-04T08:00:00+08:00"}'),
    tests.route('{"returnsAt": "2026-03-03T07:00:00+08:00"}'), tests.route('{"travelSeconds": -1}'), tests.route('{"path": {"type": "Point", "coordinates": [1, 2]}}'), tests.route('{"memberIds": [13]}'),
    tests.route('{}', '[]'), tests.route('{}', '[{"siteId": 99, "arrivesAt": "2026-03-03T09:00:00+08:00", "serviceSeconds": 1}]'), tests.route('{}', '[{"siteId": 2, "arrivesAt": "2026-03-03T13:00:00+08:00", "serviceSeconds": 1}]'),
    tests.route('{}', '[{"siteId": 2, "arrivesAt": "2026-03-03T09:00:00+08:00", "serviceSeconds": 1}, {"siteId": 3, "arrivesAt": "2026-03-03T08:59:00+08:00", "serviceSeconds": 1}]'),
    tests.route('{}', '[{"siteId": 2, "arrivesAt": "2026-03-03T09:00:00+08:00"}]'), tests.route('{}', '[{"siteId": 2, "arrivesAt": "2026-03-03T09:00:00+08:00", "serviceSeconds": 1, "kind": "tea"}]'),
    tests.route('{}', '[{"siteId": 2, "arrivesAt": "2026-03-03T09:00:00+08:00", "serviceSeconds": 1, "reasons": [1]}]'), tests.route('{}', '[{"siteId": 2, "arrivesAt": "yesterday", "serviceSeconds": 1}]')
  ]) with ordinality y (x, n)),
  'refused routes.day, refused routes.day, refused routes.crewId, refused routes.crewId, refused routes.mode, refused routes.departsAt, refused routes.departsAt, refused routes.travelSeconds, refused routes.path, refused routes.memberIds, '
  || 'refused routes.stops, refused routes.stops, refused routes.stops, refused routes.stops, refused routes.stops, refused routes.stops, refused routes.stops, refused routes.stops',
  'of a route and its stops');
select is(tests.outcome('captain', tests.plan(jsonb_build_object('clientId', 'aaaaaaaa-0000-4000-8000-000000000002', 'routes', jsonb_build_array(tests.route(), tests.route()))), true),
  'refused routes', 'one crew in two places');
select is(tests.lines('captain', tests.plan(jsonb_build_object('clientId', 'aaaaaaaa-0000-4000-8000-000000000002', 'routes',
    jsonb_build_array(tests.route('{}', '[{"siteId": 2, "arrivesAt": "2026-03-03T09:00:00+08:00", "serviceSeconds": 1}, {"siteId": 99, "arrivesAt": "2026-03-03T09:00:00+08:00", "serviceSeconds": 1}]'))))),
  '第 1 条路线：第 2 站：点位 99 不存在或无权查看 | route 1: stop 2: site 99 is not there, or you may not see it', 'one line says which and why');

select * from finish();
rollback;
