-- default_units: who is proposed for an issue.
begin;
\ir city.psql
\ir records.psql
select plan(10);

select is(tests.outcomes($$ select from public.default_units $$), tests.members_say('2'), 'active members read');
select is(tests.outcomes($$ insert into public.default_units (unit_id) values (1) $$), tests.all_say('no grant'), 'nobody inserts');
select is(tests.outcomes($$ update public.default_units set unit_id = 1 $$), tests.all_say('no grant'), 'nobody updates');
select is(tests.outcomes($$ delete from public.default_units $$), tests.all_say('no grant'), 'nobody deletes');
insert into public.default_units (code, site_type, area_id, unit_id) values (10, null, 2, 3), (10, 'courtyard', 5, 8);
select is(private.default_unit(10::smallint, 9, 5), 8, 'the closest area wins');
select is(private.default_unit(10::smallint, 3, 4), 3, 'else the area around it');
select is(private.default_unit(10::smallint, 5, 6), 2, 'else by type of site');
select is(private.default_unit(22::smallint, 7, 6), 7, 'else by indicator');
select is(private.default_unit(10::smallint, 6, 6), null::integer, 'else nobody where the site has no unit');
select is(private.default_unit(11::smallint, 1, 4), 3, 'else the site’s own unit');

select * from finish();
rollback;
