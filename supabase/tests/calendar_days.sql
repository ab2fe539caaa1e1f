-- calendar_days: holidays and make-up workdays, written with the secret key.
begin;
\ir city.psql
\ir records.psql
select plan(4);

select is(tests.outcomes($$ select from public.calendar_days where day = '2026-02-17' $$), tests.members_say('1'), 'active members read');
select is(tests.outcomes($$ insert into public.calendar_days values ('2030-01-01', 'holiday', 'x') $$), tests.all_say('no grant'), 'nobody inserts');
select is(tests.outcomes($$ update public.calendar_days set name = 'x' $$), tests.all_say('no grant'), 'nobody updates');
select is(tests.outcomes($$ delete from public.calendar_days $$), tests.all_say('no grant'), 'nobody deletes');

select * from finish();
rollback;
