-- Publishing and withdrawing: versions, what is carried over, what is refused.
begin;
\ir city.psql
\ir records.psql
select plan(24);

create function tests.publish(p_plan integer, p_revision integer) returns text language sql as $$
  select format('select concat_ws('' '', p ->> ''state'', ''v'' || (p ->> ''publishedVersion''), p ->> ''revision'', p ->> ''versionState'') from public.publish_plan(%s, %s) p', p_plan, p_revision)
$$;
create function tests.withdraw(p_plan integer, p_revision integer) returns text language sql as $$
  select format('select concat_ws('' '', p ->> ''state'', ''v'' || (p ->> ''publishedVersion''), p ->> ''revision'', p ->> ''versionState'') from public.withdraw_plan(%s, %s) p', p_plan, p_revision)
$$;
-- Every stop of a version: day, site and how it stands.
create function tests.stops(p_plan integer, p_version integer) returns text language sql as $$
  select string_agg(format('%s %s#%s %s%s', to_char(r.on_day, 'MM-DD'), s.sequence, s.site_id, coalesce(e.kind, 'open'), case when e.carried_from is not null then ' carried' end), ', '
    order by r.on_day, r.crew_id, s.sequence)
  from public.patrol_plan_routes r join public.patrol_plan_stops s on s.route_id = r.id
  left join lateral (select * from public.patrol_stop_events x where x.stop_id = s.id order by x.id desc limit 1) e on true
  where r.plan_id = p_plan and r.version = p_version
$$;

-- leader, office, department, community, sponsor, patrol, captain, assessor, owner, deactivated, stranger, anonymous
select is(tests.answers(tests.publish(1, 1)),
  tests.say('refused role', 'published v2 2 published', 'refused id', 'refused id', 'refused id', 'refused role', 'published v2 2 published', 'refused id', 'refused id',
    'refused id', 'refused id', 'no grant'), 'who publishes');
select is(tests.answers(tests.publish(3, 1)),
  tests.say('refused role', 'refused revision', 'refused id', 'refused id', 'refused id', 'refused id', 'refused id', 'refused id', 'refused id', 'refused id', 'refused id', 'no grant'),
  'another team''s; what has no draft is not published again');
select is(tests.answers(tests.withdraw(1, 1)),
  tests.say('refused role', 'withdrawn v1 2 draft', 'refused id', 'refused id', 'refused id', 'refused role', 'withdrawn v1 2 draft', 'refused id', 'refused id',
    'refused id', 'refused id', 'no grant'), 'who withdraws');
select is(tests.outcome('captain', tests.publish(1, 9), true), 'refused revision', 'a stale one');
select is(tests.outcome('captain', tests.publish(2, 1), true), 'published v1 2 published', 'a first version');
select is(tests.outcome('captain', tests.withdraw(2, 1), true), 'withdrawn 2 draft', 'a draft is put aside');

-- The first publication of a change, on Monday: the stop done this morning is not in it and stays. ------
select is(tests.act('captain', tests.publish(1, 1)), 'published v2 2 published', 'version 2');
select is(tests.stops(1, 1), '03-02 1#2 done, 03-02 2#3 open, 03-02 3#1 open', 'version 1 stays as it was');
select is(tests.stops(1, 2), '03-02 1#2 done carried, 03-03 1#2 open', 'version 2 has what was done, and what it plans');
select is((select string_agg(version || ' ' || state, ', ' order by version) from public.patrol_plan_versions where plan_id = 1), '1 superseded, 2 published', 'the states');
select is(tests.outcome('patrol', $$ select string_agg(v ->> 'state', ' ') from public.plan_of(1) p, json_array_elements(p -> 'versions') v $$, true), 'superseded published',
  'earlier versions stay readable for the team');
select is(tests.outcome('patrol', $$ select concat_ws(' ', t ->> 'planned', t ->> 'done', t ->> 'skipped', t ->> 'open') from (select public.plan_progress(1, 1) -> 'total' as t) x $$, true), '3 1 0 2',
  'with what was done against them');
select is(tests.outcome('captain', tests.publish(1, 2), true), 'refused revision', 'nothing has changed since');
-- A phone that did not know yet: a stop of version 1 that version 2 left out is put back as done.
select is(tests.act('patrol', $$ select public.record_stop('bbbbbbbb-0000-4000-8000-000000000001', 3, 'done') -> 'standing' ->> 'state' $$), 'done', 'a late record of a superseded version');
select is(tests.stops(1, 2), '03-02 1#2 done carried, 03-02 2#1 done carried, 03-03 1#2 open', 'is carried into the one that is walked, in its place');

-- Tuesday: skipped. Wednesday: planned anew; the past is kept whatever the draft says of it. -------------
set local chuangcheng.clock = '2026-03-03 09:00+08';
select is(tests.act('patrol', $$ select public.record_stop('bbbbbbbb-0000-4000-8000-000000000002', 4, 'skipped', '大门锁闭') -> 'standing' ->> 'state' $$), 'skipped', 'a stop is skipped');
set local chuangcheng.clock = '2026-03-04 07:00+08';
create function tests.save(p_day integer, p_date text) returns text language sql as $$
  select format('select p ->> ''revision'' from public.save_plan(%L) p', jsonb_build_object('id', 1, 'revision', 2, 'name', '一队本周', 'from', '2026-03-02', 'days', 7, 'routes', (
    select jsonb_agg(jsonb_build_object('day', d.n, 'crewId', 1, 'departsAt', d.at || 'T08:00:00+08:00', 'returnsAt', d.at || 'T12:00:00+08:00', 'travelSeconds', 60, 'distanceMeters', 60,
      'stops', jsonb_build_array(jsonb_build_object('siteId', 9, 'arrivesAt', d.at || 'T08:30:00+08:00', 'serviceSeconds', 600))))
    from (values (0, '2026-03-02'), (p_day, p_date)) d (n, at))))
$$;
select is(tests.act('captain', tests.save(2, '2026-03-04')), '3', 'a draft that says something else of Monday');
select is(tests.act('captain', tests.publish(1, 3)), 'published v3 4 published', 'version 3');
select is(tests.stops(1, 3), '03-02 1#2 done carried, 03-02 2#1 done carried, 03-03 1#2 skipped carried, 03-04 1#9 open', 'the past is not rewritten');
select is((tests.act('captain', $$ select (public.plan_progress(1) -> 'skipped' -> 0)::jsonb - 'stopId' $$))::jsonb,
  '{"siteId": 2, "siteName": "甲一院", "crewId": 1, "date": "2026-03-03", "arrivesAt": "2026-03-03T08:30:00+08:00", "reason": "大门锁闭", "at": "2026-03-03T09:00:00+08:00", "by": "王巡查"}'::jsonb,
  'what was skipped, and why');
select is((tests.act('captain', $$ select (public.plan_progress(1) -> 'byCrewAndDay')::jsonb $$))::jsonb,
  '[{"crewId": 1, "crewName": "王巡查一组", "date": "2026-03-02", "day": 0, "planned": 2, "done": 2, "late": 1, "skipped": 0, "missed": 0, "open": 0, "behind": 0},
    {"crewId": 1, "crewName": "王巡查一组", "date": "2026-03-03", "day": 1, "planned": 1, "done": 0, "late": 0, "skipped": 1, "missed": 0, "open": 0, "behind": 0},
    {"crewId": 1, "crewName": "王巡查一组", "date": "2026-03-04", "day": 2, "planned": 1, "done": 0, "late": 0, "skipped": 0, "missed": 0, "open": 1, "behind": 0}]'::jsonb,
  'by crew and day');

-- A crew is in one place at a time; withdrawn, it is free again. ---------------------------------------
insert into public.patrol_plan_routes (plan_id, version, on_day, crew_id, member_ids, mode, departs_at, returns_at, travel_seconds, distance_meters)
values (2, 1, '2026-03-04', 1, '{6}', 'foot', '2026-03-04 11:00+08', '2026-03-04 13:00+08', 0, 0);
select is(tests.outcome('captain', tests.publish(2, 1), true), 'refused routes', 'two plans do not ask for one crew at once');
do $$ begin perform tests.act('captain', tests.withdraw(1, 4)); end $$;
select is(tests.outcome('captain', tests.publish(2, 1), true), 'published v1 2 published', 'once the first is withdrawn, they do');
set local chuangcheng.clock = '2026-03-20 07:00+08';
select is(tests.outcome('captain', tests.publish(2, 1), true), 'refused from', 'what has passed is not published');

select * from finish();
rollback;
