-- inspections: read with the site; written by submit_inspection alone (inspect.sql).
begin;
\ir city.psql
\ir records.psql
select plan(7);

-- The statement of a visit by whoever asks, to a site, of a kind.
create function tests.visit(p_site_id integer, p_kind text) returns text language sql as $$
  select format('insert into public.inspections (site_id, kind, member_id, unit_id, catalogue_id, started_at, finished_at)
    values (%s, %L, private.my_member_id(), private.my_unit_id(), 1, private.clock(), private.clock())', p_site_id, p_kind)
$$;

select is(tests.answers($$ select id from public.inspections order by id $$),
  tests.say('1,2,3,4,5,6', '1,2,3,4,5,6', '4', '1,2,3,4,5', '2,5', '1,2,3,5', '1,2,3,4,5,6', '2', '4', '-', '-', 'no grant'),
  'read with the site; an assessor only its own');
select is(tests.outcomes($$ update public.inspections set note = 'x' $$), tests.all_say('no grant'), 'nobody updates');
select is(tests.outcomes($$ delete from public.inspections $$), tests.all_say('no grant'), 'nobody deletes');

-- leader, office, department, community, sponsor, patrol, captain, assessor, owner, deactivated, stranger, anonymous
select is(tests.outcomes(tests.visit(2, 'routine')), tests.all_say('no grant'), 'nobody inserts a visit past submit_inspection');
select is(tests.outcomes(tests.visit(2, 'mock')), tests.all_say('no grant'), 'of whatever kind');
select throws_ok($$
    insert into public.inspections (site_id, kind, member_id, unit_id, catalogue_id, started_at, finished_at)
    values (2, 'routine', 6, 5, 1, '2026-03-02 09:00+08', '2026-03-02 08:59+08') $$, '23514', null, 'a visit does not end before it began');
insert into public.inspections (id, site_id, kind, member_id, unit_id, catalogue_id, started_at, finished_at, recorded_at)
values (2001, 2, 'routine', 6, 5, 1, '2026-01-05', '2026-01-05', '2026-01-05');
select is((select recorded_at from public.inspections where id = 2001), private.clock(), 'the time of record is the database’s');

select * from finish();
rollback;
