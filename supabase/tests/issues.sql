-- issues. Department 2: sites 5, 6, 7; community 4: sites 5 and 1, and what it reported (7); the
-- sponsor: leads 1, assists 4, has led 5; the patrol: sites 9 and 1, and 8 by its area; owner: site 5.
begin;
\ir city.psql
\ir records.psql
select plan(6);

select is(tests.answers($$ select id from public.issues order by id $$),
  tests.say('1,2,3,4,5,6,7,8', '1,2,3,4,5,6,7,8', '1,2,3', '3,6,7', '1,4,5', '4,6,8', '1,2,3,4,5,6,7,8', '-', '3', '-', '-', 'no grant'),
  'with the site or the area, one’s unit’s, and what one reported; never for assessors');
select is(tests.outcomes($$ insert into public.issues (catalogue_id, code, point, source, reported_at) select 1, 10, point, 'public', now() from public.sites limit 1 $$), tests.all_say('no grant'), 'nobody inserts');
select is(tests.outcomes($$ update public.issues set state = 'closed' $$), tests.all_say('no grant'), 'nobody updates');
select is(tests.outcomes($$ delete from public.issues where id = 8 $$), tests.all_say('no grant'), 'nobody deletes');
select is((select number from public.issues where id = 3), '2026-000003', 'the number is year and running number');
select is(tests.outcomes($$ select description, source_number, person from public.issues where id = 7 $$),
  tests.say('1', '1', '0', '1', '0', '0', '1', '0', '0', '0', '0', 'no grant'),
  'an issue where no site is: the area’s, the reporter’s, and those who see all');

select * from finish();
rollback;
