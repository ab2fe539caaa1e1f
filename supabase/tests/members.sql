-- members: nobody writes it, so that nobody gives himself a role.
begin;
\ir city.psql
\ir records.psql
select plan(7);

select is(tests.answers($$ select id from public.members order by id $$),
  tests.say('1,2,3,4,5,6,7,8,9,10,11,12,13', '1,2,3,4,5,6,7,8,9,10,11,12,13', '3', '4', '5', '6,7,11', '6,7,11', '8', '9', '-', '-', 'no grant'),
  'leaders and the office read the register, others themselves and the colleagues of their unit');
select is(tests.outcomes($$ insert into public.members (name, role) values ('新', 'patrol') $$), tests.all_say('no grant'), 'nobody inserts');
select is(tests.outcomes($$ update public.members set role = 'leader' $$), tests.all_say('no grant'), 'nobody updates');
select is(tests.outcomes($$ delete from public.members where id = 13 $$), tests.all_say('no grant'), 'nobody deletes');
-- A leader could otherwise find out which account somebody has.
select is(tests.outcomes($$ select user_id from public.members $$), tests.all_say('no grant'), 'nobody reads accounts');
-- At once, with a token that is still valid.
update public.members set active = false where id = 1;
select is(tests.outcome('leader', 'select from public.members'), '0', 'a leader who is deactivated reads nothing from now on');
update public.members set active = true, role = 'patrol', unit_id = 5 where id = 1;
select is(tests.outcome('leader', 'select id from public.members'), '4', 'a changed role is another view from now on');

select * from finish();
rollback;
