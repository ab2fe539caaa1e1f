-- areas: outlines and names are public knowledge among members; only the secret key writes.
begin;
\ir city.psql
\ir records.psql
select plan(6);

select is(tests.outcomes($$ select from public.areas $$), tests.members_say('6'), 'active members read every area');
select is(tests.outcomes($$ insert into public.areas (level, name) values ('street', '新') $$), tests.all_say('no grant'), 'nobody inserts');
select is(tests.outcomes($$ update public.areas set name = '改' $$), tests.all_say('no grant'), 'nobody updates');
select is(tests.outcomes($$ delete from public.areas where id = 6 $$), tests.all_say('no grant'), 'nobody deletes');
select is((select path::text from public.areas where id = 4), '1.2.4', 'the path runs from the root to the area');
select is(
  (select extensions.st_covers(outline, point) from public.areas where id = 4), true,
  'a point inside the outline is found');

select * from finish();
rollback;
