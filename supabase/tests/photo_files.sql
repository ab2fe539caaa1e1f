-- photo_files: the bytes, once each.
begin;
\ir city.psql
\ir records.psql
select plan(4);

select is(tests.answers($$ select left(sha256, 1) from public.photo_files order by sha256 $$),
  tests.say('1,2,3', '1,2,3', '2', '1,3', '2,3', '1,3', '1,2,3', '3', '-', '-', '-', 'no grant'),
  'whoever sees a photo that uses them');
select is(tests.outcomes($$ insert into public.photo_files values (repeat('9', 64), 'image/png', 1, 1, 'x') $$), tests.all_say('no grant'), 'nobody inserts');
select is(tests.outcomes($$ update public.photo_files set mime = 'image/png' $$), tests.all_say('no grant'), 'nobody updates');
select is(tests.outcomes($$ delete from public.photo_files $$), tests.all_say('no grant'), 'nobody deletes');

select * from finish();
rollback;
