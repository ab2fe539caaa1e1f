-- site_types: a new type is a row, written with the secret key.
begin;
\ir city.psql
\ir records.psql
select plan(4);

select is(tests.outcomes($$ select from public.site_types $$), tests.members_say('4'), 'active members read');
select is(tests.outcomes($$ insert into public.site_types values ('market', 5, 'SC', '市场', 'Market') $$), tests.all_say('no grant'), 'nobody inserts');
select is(tests.outcomes($$ update public.site_types set name_zh = '改' $$), tests.all_say('no grant'), 'nobody updates');
select is(tests.outcomes($$ delete from public.site_types $$), tests.all_say('no grant'), 'nobody deletes');

select * from finish();
rollback;
