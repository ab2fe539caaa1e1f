-- units: names of offices are public knowledge among members; only the secret key writes.
begin;
\ir city.psql
\ir records.psql
select plan(4);

select is(tests.outcomes($$ select from public.units $$), tests.members_say('8'), 'active members read every unit');
select is(tests.outcomes($$ insert into public.units (name, kind) values ('新', 'patrol') $$), tests.all_say('no grant'), 'nobody inserts');
select is(tests.outcomes($$ update public.units set name = '改' $$), tests.all_say('no grant'), 'nobody updates');
select is(tests.outcomes($$ delete from public.units where id = 8 $$), tests.all_say('no grant'), 'nobody deletes');

select * from finish();
rollback;
