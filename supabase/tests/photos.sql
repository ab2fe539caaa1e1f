-- photos: which photo shows what.
begin;
\ir city.psql
\ir records.psql
select plan(6);

select is(tests.answers($$ select id from public.photos order by id $$),
  tests.say('1,2,3', '1,2,3', '2', '1,3', '2,3', '1,3', '1,2,3', '3', '-', '-', '-', 'no grant'),
  'with the site or the issue, and one’s own');
select is(tests.outcomes($$ insert into public.photos (site_id, stage, sha256) values (1, 'before', repeat('1', 64)) $$), tests.all_say('no grant'), 'nobody inserts');
select is(tests.outcomes($$ update public.photos set caption = 'x' $$), tests.all_say('no grant'), 'nobody updates');
select is(tests.outcomes($$ delete from public.photos $$), tests.all_say('no grant'), 'nobody deletes');
select is(tests.outcomes($$ select public.photo(2) $$),
  tests.say('1', '1', '1', 'refused photo_id', '1', 'refused photo_id', '1', 'refused photo_id', 'refused photo_id',
    'refused photo_id', 'refused photo_id', 'no grant'), 'photo() gives the bytes of those alone');
select is(public.photo(2)::jsonb, jsonb_build_object('mime', 'image/png', 'width', 1, 'height', 1,
  'base64', encode('photo 2', 'base64')), 'and exactly those');

select * from finish();
rollback;
