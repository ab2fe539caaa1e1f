-- catalogues: the rules one is judged by are open; only the secret key writes.
begin;
\ir city.psql
\ir records.psql
select plan(5);

select is(tests.outcomes($$ select from public.catalogues $$), tests.members_say('1'), 'active members read');
select is(tests.outcomes($$ insert into public.catalogues (edition, in_force_from) values ('x', '2030-01-01') $$), tests.all_say('no grant'), 'nobody inserts');
select is(tests.outcomes($$ update public.catalogues set edition = 'x' $$), tests.all_say('no grant'), 'nobody updates');
select is(tests.outcomes($$ delete from public.catalogues $$), tests.all_say('no grant'), 'nobody deletes');
select throws_ok($$ insert into public.catalogues (edition, in_force_from) values ('2025', '2026-03-02 09:59+08') $$,
  'P0001', '目录版本 2025 的生效时间已过，请选择将来的时间', 'an edition does not begin in the past');

select * from finish();
rollback;
