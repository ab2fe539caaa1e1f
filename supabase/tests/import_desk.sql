-- Taking in files at a desk: lists of sites, where their coordinates lie, what was taken in, taking it back.
begin;
\ir city.psql
select plan(15);

create function tests.site(p_row integer, p_more jsonb default '{}') returns jsonb language sql as $$
  select jsonb_build_object('row', p_row, 'type', 'hotel', 'name', '新店 ' || p_row, 'initials', 'xd',
    'geometry', '{"type": "Point", "coordinates": [103.012, 29.912]}'::jsonb) || p_more
$$;
create function tests.import(p_rows jsonb, p_dry boolean default false) returns json language sql as $$
  select public.import_sites('点位.xlsx', 'gcj02', p_rows, p_dry, '{"sheet": "一", "mapping": {"点位": "name", "说明": null}}')
$$;
create function tests.as_office(p_sql text) returns text language plpgsql as $$
declare
  v text;
begin
  perform tests.become('office');
  execute p_sql into v;
  perform set_config('role', 'none', true);
  return v;
end
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

-- Where --------------------------------------------------------------------------------------------

-- Outside 甲社区 by 0.001 degrees of latitude (111 m) to the north, and within it.
select is(tests.as_office($$ select string_agg(round((d.value #>> '{}')::numeric, -1)::text, ' ' order by d.ordinality)
    from json_array_elements(public.import_evidence('[{"row": 2, "name": "没有", "area": "甲社区", "points": [[103.02, 29.951], [103.02, 29.94]]}]') -> 0 -> 'area')
      with ordinality as d $$), '110 0', 'metres outside the area that a row names');

select * from finish();
rollback;
