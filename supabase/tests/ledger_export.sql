-- ledger_details() answers for what row-level security shows; export_templates: read by all who see
-- issues, kept by the office.
begin;
\ir city.psql
\ir records.psql
select plan(17);

select is(tests.answers($$ select r ->> 'id' from json_array_elements(public.ledger_details('{1,2,3,4,5,6,7,8}')) r $$),
  tests.say('1,2,3,4,5,6,7,8', '1,2,3,4,5,6,7,8', '1,2,3', '3,6,7', '1,4,5', '4,6,8', '1,2,3,4,5,6,7,8', '-', '3', '-', '-', 'no grant'),
  'the details of the issues that one sees, as ledger_page has it');
update public.issues set person = '王巡查', measures = '已清理', assisting_unit_ids = '{4,3}', resumes_at = '2026-03-01 00:00+08' where id = 3;
select is(tests.outcome('office', $$ select public.ledger_details('{3}') #>> '{0}' $$, true),
  (select json_build_object('id', 3, 'person', '王巡查', 'measures', '已清理', 'resumesAt', '2026-03-01 00:00+08'::timestamptz,
    'assistingUnits', json_build_array((select name from public.units where id = 3), (select name from public.units where id = 4)))::text),
  'person, measures, the planned day, the assisting units');
select is(tests.outcome('office', $$ select public.ledger_details(array(select generate_series(1, 501))) $$), 'refused issue_ids', 'too many at once');

insert into public.export_templates (id, name, bytes) values (9001, '整改台账', '\x504b030400');

select is(tests.answers('select name from public.export_templates'),
  tests.say('整改台账', '整改台账', '整改台账', '整改台账', '整改台账', '整改台账', '整改台账', '-', '整改台账', '-', '-', 'no grant'), 'who sees the templates');
select is(tests.answers($$ select t ->> 'name' from json_array_elements(public.list_export_templates()) t $$),
  tests.say('整改台账', '整改台账', '整改台账', '整改台账', '整改台账', '整改台账', '整改台账', '-', '整改台账', '-', '-', 'no grant'), 'list_export_templates()');
select is(tests.outcomes($$ insert into public.export_templates (name, bytes) values ('x', '\x504b0304') $$), tests.all_say('no grant'), 'nobody inserts');
select is(tests.outcomes($$ update public.export_templates set name = 'x' $$), tests.all_say('no grant'), 'nobody updates');
select is(tests.outcomes('delete from public.export_templates'), tests.all_say('no grant'), 'nobody deletes');
select is(tests.outcome('community', $$ select public.export_template(9001) ->> 'base64' $$, true), 'UEsDBAA=', 'its bytes');
select is(tests.outcome('assessor', $$ select public.export_template(9001) $$), 'refused template_id', 'not for whoever sees no issues');

select is(tests.outcomes($$ select public.save_export_template('月报', 'UEsDBAA=') $$),
  replace(tests.say('@', '1', '@', '@', '@', '@', '@', '@', '@', '@', '@', 'no grant'), '@', 'refused 导出模板由创城办维护'), 'the office saves');
select is(tests.outcomes('select public.delete_export_template(9001)'),
  replace(tests.say('@', '1', '@', '@', '@', '@', '@', '@', '@', '@', '@', 'no grant'), '@', 'refused 导出模板由创城办维护'), 'the office deletes');
select is(tests.outcome('office', $$ select public.save_export_template(' 整改台账 ', 'UEsDBAA=') ->> 'id' $$, true), '9001', 'the same name is replaced');
select is(tests.outcome('office', $$ select public.save_export_template('图片', 'iVBORw0KGgo=') $$), 'refused base64', 'a picture is no workbook, whatever it is called');
select is(tests.outcome('office', $$ select public.save_export_template('乱', '%%%') $$), 'refused base64', 'what is no base64');
select is(tests.outcome('office', $$ select public.save_export_template(' ', 'UEsDBAA=') $$), 'refused name', 'no name');
select is(tests.outcome('office', $$ select public.save_export_template('大', repeat('UEsD', 730000)) $$), 'refused base64', 'more than 2 MB');

select * from finish();
rollback;
