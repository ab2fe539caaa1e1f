-- working_hours: the intervals of a working day.
begin;
\ir city.psql
\ir records.psql
select plan(4);

select is(tests.outcomes($$ select from public.working_hours $$), tests.members_say('2'), 'active members read');
select is(tests.outcomes($$ insert into public.working_hours values ('19:00', '20:00') $$), tests.all_say('no grant'), 'nobody inserts');
select is(tests.outcomes($$ update public.working_hours set ends = '23:00' $$), tests.all_say('no grant'), 'nobody updates');
select is(tests.outcomes($$ delete from public.working_hours $$), tests.all_say('no grant'), 'nobody deletes');

select * from finish();
rollback;
