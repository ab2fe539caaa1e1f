-- base_features: the built-in base map.
begin;
\ir city.psql
\ir records.psql
select plan(4);

select is(tests.outcomes($$ select from public.base_features $$), tests.members_say('3'), 'active members read');
select is(tests.outcomes($$ insert into public.base_features (kind, class, geom) select kind, class, geom from public.base_features $$), tests.all_say('no grant'), 'nobody inserts');
select is(tests.outcomes($$ update public.base_features set name = 'x' $$), tests.all_say('no grant'), 'nobody updates');
select is(tests.outcomes($$ delete from public.base_features $$), tests.all_say('no grant'), 'nobody deletes');

select * from finish();
rollback;
