-- saved_filters: one's own and nobody else's.
begin;
\ir city.psql
select plan(14);

insert into public.saved_filters (id, member_id, name, view) values
  (9001, 2, '本周到期', '{"query": "due:week"}'), (9002, 3, '我的', '{"query": "mine:1"}');

select is(tests.answers('select name from public.saved_filters order by id'),
  tests.say('-', '本周到期', '我的', '-', '-', '-', '-', '-', '-', '-', '-', 'no grant'), 'who sees which');
select is(tests.outcomes($$ insert into public.saved_filters (member_id, name, view) values (2, 'x', '{}') $$), tests.all_say('no grant'), 'nobody inserts');
select is(tests.outcomes($$ update public.saved_filters set name = 'x' $$), tests.all_say('no grant'), 'nobody updates');
select is(tests.outcomes('delete from public.saved_filters'), tests.all_say('no grant'), 'nobody deletes');

select is(tests.answers($$ select f ->> 'name' || ' ' || (f -> 'view' ->> 'query') from json_array_elements(public.my_filters()) f $$),
  tests.say('-', '本周到期 due:week', '我的 mine:1', '-', '-', '-', '-', '-', '-', '-', '-', 'no grant'), 'my_filters()');
select is(tests.outcomes($$ select public.save_filter('新', '{"query": ""}') $$), tests.members_say('1', 'refused name'), 'every member saves');
select is(tests.outcomes('select public.delete_filter(9001)'),
  tests.say('refused filter_id', '1', 'refused filter_id', 'refused filter_id', 'refused filter_id', 'refused filter_id', 'refused filter_id',
    'refused filter_id', 'refused filter_id', 'refused filter_id', 'refused filter_id', 'no grant'), 'one deletes one’s own');
select is(tests.outcome('office', $$ select public.save_filter(' 本周到期 ', '{"query": "due:today"}') ->> 'id' $$, true), '9001', 'the same name is replaced');
select is(tests.outcome('office', $$ select public.save_filter('', '{}') $$), 'refused name', 'no name');
select is(tests.outcome('office', $$ select public.save_filter(repeat('长', 41), '{}') $$), 'refused name', 'too long a name');
select is(tests.outcome('office', $$ select public.save_filter('x', '[]') $$), 'refused view', 'a view that is no object');
select is(tests.outcome('office', $$ select public.save_filter('x', (select jsonb_object_agg(n, md5(n::text)) from generate_series(1, 400) n)) $$), 'refused view', 'a view that is too long');
insert into public.saved_filters (member_id, name, view) select 2, '第' || n, '{}' from generate_series(1, 49) n;
select is(tests.outcome('office', $$ select public.save_filter('再一个', '{}') $$), 'refused name', 'the fifty-first');
select is(tests.outcome('office', $$ select public.save_filter('第7', '{"a": 1}') $$), '1', 'but one of the fifty is replaced');

select * from finish();
rollback;
