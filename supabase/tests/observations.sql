-- observations: read with the site; written by submit_inspection alone; a fail opens an issue; append-only.
begin;
\ir city.psql
\ir records.psql
select plan(15);

select is(tests.answers($$ select id from public.observations where id < 1001 order by id $$),
  tests.say('1,2,3,4,5,6,7,8,9,10', '1,2,3,4,5,6,7,8,9,10', '6,7', '1,2,3,4,5,6,7,8', '3,4,8', '1,2,3,4,5,8',
    '1,2,3,4,5,6,7,8,9,10', '3,4', '6,7', '-', '-', 'no grant'),
  'read with the site; an assessor only those of its own mock visits');
select is(tests.answers($$ select issue_id from public.observations where id = 1001 $$),
  tests.say('5', '5', '-', '-', '-', '-', '5', '-', '-', '-', '-', 'no grant'),
  'the pass that a verification wrote: with the site, and never for assessors');
select is(tests.outcomes($$ update public.observations set result = 'pass' $$), tests.all_say('no grant'), 'nobody updates');
select is(tests.outcomes($$ delete from public.observations $$), tests.all_say('no grant'), 'nobody deletes');
select throws_ok($$ update public.observations set note = 'x' where id = 1 $$, 'P0001',
  'observations 只能追加，不能修改或删除', 'not even the owner of the database changes one');
select throws_ok($$ delete from public.observations where id = 1 $$, 'P0001',
  'observations 只能追加，不能修改或删除', 'nor deletes one');

create function tests.observe(p_inspection_id bigint, p_site_id integer, p_code integer, p_result text)
returns text language sql as $$
  select format('insert into public.observations (inspection_id, site_id, catalogue_id, code, result, observed_at)
    values (%s, %s, 1, %s, %L, private.clock())', p_inspection_id, p_site_id, p_code, p_result)
$$;
-- Inspections 1 patrol, 2 assessor, 4 owner, 5 sponsor, 6 captain.
select is(tests.outcomes(tests.observe(1, 1, 12, 'pass')), tests.all_say('no grant'), 'nobody adds to a visit past submit_inspection');
create function tests.refused(p_sql text) returns text language plpgsql as $$
declare v_detail text;
begin
  execute p_sql;
  return 'taken';
exception when raise_exception then
  get stacked diagnostics v_detail = pg_exception_detail;
  return v_detail::json ->> 'field';
end
$$;
-- What the database itself would not take from anybody.
select is(tests.refused(tests.observe(1, 2, 12, 'pass')), 'site_id', 'a visit to one site says nothing of another');
select is(tests.refused(tests.observe(1, 1, 5, 'pass')), 'code', 'a check of hotels says nothing of a community');
select is(tests.refused(tests.observe(1, 1, 99, 'pass')), 'code', 'a check that is not in the catalogue');
select throws_ok($$
    insert into public.observations (inspection_id, site_id, catalogue_id, code, result, observed_at)
    values (1, 1, 1, 12, 'pass', private.clock() + interval '6 minutes') $$, '23514', null, 'nothing is seen in the future');
insert into public.observations (id, inspection_id, site_id, catalogue_id, code, result, observed_at, mock)
values (2001, 2, 2, 1, 10, 'fail', private.clock(), false);
select is((select mock from public.observations where id = 2001), true, 'a mock visit’s is a mock, whatever is said');

-- A fail opens an issue in the inspector's name.
do $$ begin execute tests.observe(1, 1, 12, 'fail'); end $$;
select is((select concat_ws(' ', i.id, i.site_id, i.code, i.source, i.reported_by, i.state, i.number) from public.issues i order by i.id desc limit 1),
  '1001 1 12 patrol 6 reported 2026-001001', 'a fail opens an issue in the inspector’s name');
select is((select issue_id from public.observations where id <> 2001 order by id desc limit 1), 1001::bigint, 'and refers to it');
select is((select string_agg(concat_ws(' ', kind, member_id, unit_id, state_after), '; ' order by id)
    from public.issue_events where issue_id = 1001), 'reported 6 5 reported', 'whose first event says who');

select * from finish();
rollback;
