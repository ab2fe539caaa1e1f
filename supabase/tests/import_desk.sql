-- Taking in files at a desk: lists of sites, where their coordinates lie, what was taken in, taking it back.
begin;
\ir city.psql
select plan(17);

create function tests.site(p_row integer, p_more jsonb default '{}') returns jsonb language sql as $$
  select jsonb_build_object('row', p_row, 'type', 'hotel', 'name', '新店 ' || p_row, 'initials', 'xd',
    'geometry', '{"type": "Point", "coordinates": [103.012, 29.912]}'::jsonb) || p_more
$$;
create function tests.import(p_rows jsonb, p_dry boolean default false) returns json language sql as $$
  select public.import_sites('点位.xlsx', 'gcj02', p_rows, p_dry, '{"sheet": "一", "mapping": {"点位": "name", "说明": null}}')
$$;
grant usage on schema tests to authenticated, anon, service_role;
grant execute on all functions in schema tests to authenticated, anon, service_role;

-- Who ---------------------------------------------------------------------------------------------

create function tests.office_alone(p_answer text) returns text language sql as $$
  select tests.say('refused role', p_answer, 'refused role', 'refused role', 'refused role', 'refused role', 'refused role', 'refused role',
    'refused role', 'refused role', 'refused role', 'no grant')
$$;
select is(tests.outcomes($$ select tests.import(jsonb_build_array(tests.site(2))) $$), tests.office_alone('1'), 'the office takes in sites');
select is(tests.outcomes($$ select public.import_evidence('[]') $$), tests.office_alone('1'), 'and asks where they lie');
select is(tests.outcomes($$ select public.site_import_context() $$), tests.office_alone('1'), 'and what it chose before');
select is(tests.outcomes($$ select public.list_imports() $$), tests.office_alone('1'), 'and sees what was taken in');
select is(tests.outcomes($$ select public.import_issue_ids(1) $$), tests.office_alone('1'), 'and which issues that were');
select is(tests.outcomes($$ select public.undo_site_import(1) $$), tests.office_alone('refused import_id'), 'and takes it back');

-- All or none --------------------------------------------------------------------------------------

select is(tests.as_office($$ select a ->> 'added' || ' ' || (a ->> 'refused') || ' ' || coalesce(a ->> 'importId', '-')
    from tests.import(jsonb_build_array(tests.site(2), tests.site(3, '{"type": "castle"}')), true) a $$),
  '1 1 -', 'a dry run tells what would be');
select is(tests.as_office($$ select a ->> 'added' || ' ' || (a ->> 'refused') || ' ' || coalesce(a ->> 'importId', '-')
    from tests.import(jsonb_build_array(tests.site(2), tests.site(3, '{"type": "castle"}'))) a $$),
  '0 1 -', 'one refused row and nothing is taken in');
select is(tests.as_office($$ select tests.import(jsonb_build_array(tests.site(2), tests.site(3))) ->> 'added' $$), '2', 'both');
select is((select count(*)::integer from public.sites s join public.imports m on m.id = s.import_id
    join public.members p on p.id = m.member_id where p.role = 'office' and m.datum = 'gcj02'), 2, 'noted with who did it');
select is(tests.as_office($$ select tests.import(jsonb_build_array(tests.site(2), tests.site(3))) ->> 'present' $$), '2', 'again adds nothing');
select is(tests.as_office($$ select public.site_import_context() ->> 'mapping' $$), '{"点位": "name", "说明": null}', 'the columns are remembered');
select is(tests.as_office($$ select string_agg(concat_ws(' ', i ->> 'kind', i ->> 'fileName', i ->> 'sheet', i ->> 'rowCount', i ->> 'undoneAt'), ';')
    from json_array_elements(public.list_imports()) i $$), 'sites 点位.xlsx 一 2', 'the list of imports');
select is(tests.as_office($$ select public.undo_site_import((public.list_imports() -> 0 ->> 'id')::integer) ->> 'removed' $$), '2', 'taken back');

-- What plans have come to name stays, and the rest goes.
select is(tests.as_office($$ select tests.import(jsonb_build_array(tests.site(2), tests.site(3), tests.site(4), tests.site(5))) ->> 'added' $$), '4', 'taken in anew');
insert into public.activity_plans (client_id, kind, site_id, unit_id, starts_at, created_at, member_id)
select gen_random_uuid(), 'cleanup', s.id, 4, '2026-03-06 16:00+08', private.clock(), 4 from public.sites s where s.name = '新店 2';
insert into public.patrol_crews (id, unit_id, name, member_ids, start_point, mode) values (1, 5, '王巡查一组', '{6}', 'SRID=4326;POINT(103.02 29.92)', 'foot');
insert into public.patrol_plans (id, client_id, unit_id, name, draft_version, created_at, updated_at)
values (1, gen_random_uuid(), 5, '一队本周', 1, private.clock(), private.clock());
insert into public.patrol_plan_versions (plan_id, version, from_day, days, policy) values (1, 1, '2026-03-02', 7, '{}');
insert into public.patrol_plan_routes (id, plan_id, version, on_day, crew_id, member_ids, mode, departs_at, returns_at, travel_seconds, distance_meters)
values (1, 1, 1, '2026-03-02', 1, '{6}', 'foot', '2026-03-02 08:00+08', '2026-03-02 12:00+08', 2400, 2900);
insert into public.patrol_plan_stops (route_id, sequence, site_id, arrives_at, service_seconds)
select 1, 1, s.id, '2026-03-02 08:30+08', 1500 from public.sites s where s.name = '新店 3';
insert into public.patrol_plan_unserved (plan_id, version, site_id, code, reason_zh, reason_en)
select 1, 1, s.id, 'time', '各班次时间已满', 'The shifts are full' from public.sites s where s.name = '新店 4';
select is(tests.as_office($$ select concat_ws('; ', u ->> 'removed', (select string_agg(concat_ws(': ', k ->> 'name', k -> 'ties' ->> 0), '; ') from json_array_elements(u -> 'kept') k))
    from public.undo_site_import((public.list_imports() -> 0 ->> 'id')::integer) u $$),
  '1; 新店 2: 活动 activities; 新店 3: 巡查计划 patrol plans; 新店 4: 巡查计划 patrol plans', 'what plans name is kept');

-- Where --------------------------------------------------------------------------------------------

-- Outside 甲社区 by 0.001 degrees of latitude (111 m) to the north, and within it.
select is(tests.as_office($$ select string_agg(round((d.value #>> '{}')::numeric, -1)::text, ' ' order by d.ordinality)
    from json_array_elements(public.import_evidence('[{"row": 2, "name": "没有", "area": "甲社区", "points": [[103.02, 29.951], [103.02, 29.94]]}]') -> 0 -> 'area')
      with ordinality as d $$), '110 0', 'metres outside the area that a row names');

select * from finish();
rollback;
