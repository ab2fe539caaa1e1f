-- hour_bands: the bands of staggering and of same-hour verification.
begin;
\ir city.psql
\ir records.psql
select plan(4);

select is(tests.outcomes($$ select from public.hour_bands $$), tests.members_say('6'), 'active members read');
select is(tests.outcomes($$ insert into public.hour_bands values ('x', '19:00', '20:00') $$), tests.all_say('no grant'), 'nobody inserts');
select is(tests.outcomes($$ update public.hour_bands set ends = '23:00' $$), tests.all_say('no grant'), 'nobody updates');
select is(tests.outcomes($$ delete from public.hour_bands $$), tests.all_say('no grant'), 'nobody deletes');

select * from finish();
rollback;
