-- pairings: which sponsor looks after which courtyard, and when.
begin;
\ir city.psql
\ir records.psql
select plan(6);

select is(tests.answers($$ select id from public.pairings order by id $$),
  tests.say('1,2,3,4', '1,2,3,4', '3', '1,2', '1,2,3,4', '1,2,4', '1,2,3,4', '1,2,4', '-', '-', '-', 'no grant'),
  'with the site, and one’s own of any time');
select is(tests.outcomes($$ insert into public.pairings (site_id, unit_id, valid_from) values (1, 4, '2026-01-01') $$), tests.all_say('no grant'), 'nobody inserts');
select is(tests.outcomes($$ update public.pairings set leader = '改' $$), tests.all_say('no grant'), 'nobody updates');
select is(tests.outcomes($$ delete from public.pairings $$), tests.all_say('no grant'), 'nobody deletes');
select throws_ok($$ insert into public.pairings (site_id, unit_id, valid_from) values (2, 4, '2026-02-01') $$,
  '23P01', null, 'one sponsor is not paired twice with one courtyard at one time');
select lives_ok($$ insert into public.pairings (site_id, unit_id, valid_from) values (2, 8, '2026-02-01') $$,
  'two sponsors may be');

select * from finish();
rollback;
