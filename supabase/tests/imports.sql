-- imports: leaders and the office see what was taken in.
begin;
\ir city.psql
\ir records.psql
select plan(4);

select is(tests.answers($$ select id from public.imports $$),
  tests.say('1', '1', '-', '-', '-', '-', '-', '-', '-', '-', '-', 'no grant'),
  'leaders and the office read');
select is(tests.outcomes($$ insert into public.imports (kind, file_name) values ('sites', 'x') $$), tests.all_say('no grant'), 'nobody inserts');
select is(tests.outcomes($$ update public.imports set file_name = 'x' $$), tests.all_say('no grant'), 'nobody updates');
select is(tests.outcomes($$ delete from public.imports $$), tests.all_say('no grant'), 'nobody deletes');

select * from finish();
rollback;
