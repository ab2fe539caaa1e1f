-- issue_events: read with the issue; written by the database alone.
begin;
\ir city.psql
\ir records.psql
select plan(7);

select is(tests.answers($$ select issue_id from public.issue_events group by issue_id order by issue_id $$),
  tests.say('1,2,3,4,5,6,7,8', '1,2,3,4,5,6,7,8', '1,2,3', '3,6,7', '1,4,5', '4,6,8', '1,2,3,4,5,6,7,8', '-', '3', '-', '-', 'no grant'),
  'with the issue');
select is(tests.outcomes($$ insert into public.issue_events (issue_id, kind, occurred_at, state_after) values (1, 'commented', now(), 'assigned') $$), tests.all_say('no grant'), 'nobody inserts');
select is(tests.outcomes($$ update public.issue_events set note = 'x' $$), tests.all_say('no grant'), 'nobody updates');
select is(tests.outcomes($$ delete from public.issue_events $$), tests.all_say('no grant'), 'nobody deletes');
select is(tests.outcomes($$ select from public.issue_events $$),
  tests.say('23', '23', '10', '6', '11', '6', '23', '0', '3', '0', '0', 'no grant'), 'every event of it');
select throws_ok($$ update public.issue_events set note = 'x' where issue_id = 1 $$, 'P0001',
  'issue_events 只能追加，不能修改或删除', 'not even the owner of the database changes one');
select throws_ok($$ delete from public.issue_events where issue_id = 1 $$, 'P0001',
  'issue_events 只能追加，不能修改或删除', 'nor deletes one');

select * from finish();
rollback;
