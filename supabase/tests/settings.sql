-- settings: active members read, only the secret key writes.
begin;
\ir city.psql
\ir records.psql
select plan(4);

select is(tests.outcomes($$ select from public.settings $$), tests.members_say('1'), 'active members read');
select is(tests.outcomes($$ insert into public.settings (key, value) values ('x', '1') $$), tests.all_say('no grant'), 'nobody inserts');
select is(tests.outcomes($$ update public.settings set value = '1' $$), tests.all_say('no grant'), 'nobody updates');
select is(tests.outcomes($$ delete from public.settings $$), tests.all_say('no grant'), 'nobody deletes');

select * from finish();
rollback;
