-- sites. Department 2 is in charge of hotels and supermarkets and has an issue at courtyard 7;
-- community 4 works in 甲 (1–4) and has an issue at hotel 5 in 丙; the sponsor is paired with 2, was
-- until today with 3, will be from tomorrow with 7, leads an issue at 6 and assists at 9; what it has
-- had at 8 is written off; the patrol's subtree is 东街, the captain's the whole city.
begin;
\ir city.psql
\ir records.psql
select plan(9);

select is(tests.answers($$ select id from public.sites order by id $$),
  tests.say('1,2,3,4,5,6,7,8,9', '1,2,3,4,5,6,7,8,9', '4,5,6,7', '1,2,3,4,5', '2,6,9', '1,2,3,4,9', '1,2,3,4,5,6,7,8,9', '1,2,3,4,9', '5', '-', '-', 'no grant'),
  'by area, type, pairing, ownership, and wherever an issue is assigned to one’s unit');
select is(tests.outcomes($$ insert into public.sites (type, name, geom, point) select 'hotel', '新', geom, point from public.sites limit 1 $$), tests.all_say('no grant'), 'nobody inserts');
select is(tests.outcomes($$ update public.sites set name = '改' $$), tests.all_say('no grant'), 'nobody updates');
select is(tests.outcomes($$ delete from public.sites where id = 9 $$), tests.all_say('no grant'), 'nobody deletes');
-- The day turns: one pairing begins, the other has ended.
set local chuangcheng.clock = '2026-03-01 23:59:59+08';
select is(tests.outcome('sponsor', 'select id from public.sites order by id', true), '2,3,6,9',
  'a pairing holds until the last second of its last day');
set local chuangcheng.clock = '2026-03-03 00:00+08';
select is(tests.outcome('sponsor', 'select id from public.sites order by id', true), '2,6,7,9',
  'a pairing holds from the first second of its first day');
select is(tests.outcome('sponsor', $$ select id from public.sites where id = 8 $$, true), '-',
  'the site of an issue that is written off is no longer shown');
-- An open issue shows its site in every state; a rejected one does not.
select is(tests.outcome('department', 'select id from public.sites order by id', true), '4,5,6,7', 'in progress: shown');
select tests.happen(2, 'deferred', p_resumes_at => '2026-04-01 00:00+08');
select is(tests.outcome('department', 'select id from public.sites order by id', true), '4,5,6,7', 'deferred: shown');

select * from finish();
rollback;
