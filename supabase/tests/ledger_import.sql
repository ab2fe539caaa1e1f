-- A ledger taken in: judged row by row, whole or not at all, made of events, once, and taken back.
begin;
\ir city.psql
select plan(39);

-- Rows of a sheet in short: what is not said is that of an ordinary row.
create function tests.row(p_row integer, p_more jsonb default '{}') returns jsonb language sql as $$
  select jsonb_build_object('row', p_row, 'part', 1, 'cell', 'D' || p_row, 'siteId', 2, 'code', 17, 'description', '楼道堆物 ' || p_row,
    'source', 'supervision', 'unitId', 7, 'assistingUnitIds', '[]'::jsonb, 'state', 'in_progress',
    'reportedAt', '2026-02-24T09:00:00+08:00') || p_more
$$;
create function tests.import(p_rows jsonb, p_dry boolean default false) returns json language sql as $$
  select public.import_ledger(p_rows, '{"fileName": "台账.xlsx", "sheet": "一月", "mapping": {"问题": "description", "情况": null}}', p_dry)
$$;
create function tests.fates(p_answer json) returns text language sql as $$
  select string_agg(concat_ws(' ', f ->> 'row', f ->> 'fate', f ->> 'field'), ', ') from json_array_elements(p_answer -> 'fates') f
$$;
create function tests.counts(p_answer json) returns text language sql as $$
  select concat_ws(' ', p_answer ->> 'new', p_answer ->> 'changed', p_answer ->> 'same', p_answer ->> 'refused')
$$;
create function tests.life(p_row integer) returns text language sql as $$
  select string_agg(e.kind || '@' || to_char(e.occurred_at at time zone 'Asia/Shanghai', 'MM-DD'), ' ' order by e.id)
  from public.issue_events e where e.payload ->> 'row' = p_row::text
$$;
grant usage on schema tests to authenticated, anon, service_role;
grant execute on all functions in schema tests to authenticated, anon, service_role;

-- Who ---------------------------------------------------------------------------------------------

select is(tests.outcomes($$ select tests.import(jsonb_build_array(tests.row(3))) $$),
  tests.say('refused role', '1', 'refused role', 'refused role', 'refused role', 'refused role', 'refused role', 'refused role',
    'refused role', 'refused role', 'refused role', 'no grant'), 'the office imports');
select is(tests.outcomes($$ select public.ledger_import_context() $$),
  tests.say('refused role', '1', 'refused role', 'refused role', 'refused role', 'refused role', 'refused role', 'refused role',
    'refused role', 'refused role', 'refused role', 'no grant'), 'and reads what a sheet is read against');
select is(tests.outcomes($$ select public.undo_ledger_import(1) $$),
  tests.say('refused role', 'refused import_id', 'refused role', 'refused role', 'refused role', 'refused role', 'refused role',
    'refused role', 'refused role', 'refused role', 'refused role', 'no grant'), 'and undoes');

-- Judging -----------------------------------------------------------------------------------------

select is(tests.fates(tests.as_office($$ select tests.import(jsonb_build_array(
    tests.row(3),
    tests.row(4, '{"siteId": 999}'),
    tests.row(5, '{"siteId": null}'),
    tests.row(6, '{"siteId": null, "lon": 104.5, "lat": 30.5}'),
    tests.row(7, '{"siteId": 4}'),
    tests.row(8, '{"unitId": 999}'),
    tests.row(9, '{"reportedAt": "2026-03-03T09:00:00+08:00"}'),
    tests.row(10, '{"closedAt": "2026-02-20T09:00:00+08:00", "state": "closed"}'),
    tests.row(11, '{"description": " "}'),
    tests.row(12, '{"state": "gone"}'),
    tests.row(13, '{"siteId": 7, "unitId": null}'),
    tests.row(14, '{"state": "deferred"}'),
    tests.row(15, '{"state": "deferred", "code": 15, "deadlineAt": "2026-04-01T18:00:00+08:00"}'),
    tests.row(16, '{"description": "楼道堆物 3"}'),
    tests.row(17, '{"code": 99}')), true) $$)::json),
  '3 new, 4 refused place, 5 refused place, 6 refused longitude, 7 refused indicator, 8 refused unit, 9 refused reported, '
  || '10 refused deadline, 11 refused description, 12 refused status, 13 refused unit, 14 refused deadline, 15 refused deadline, '
  || '16 same, 17 refused indicator', 'each row its fate');
select is((select count(*) from public.issues), 0::bigint, 'a dry run writes nothing');
select is(tests.counts(tests.as_office($$ select tests.import(jsonb_build_array(tests.row(3), tests.row(4, '{"siteId": 999}'))) $$)::json),
  '1 0 0 1', 'one refused row');
select is((select count(*) from public.issues) + (select count(*) from public.imports), 0::bigint, 'and nothing is taken in');

-- Taking in ---------------------------------------------------------------------------------------

create temporary table given (rows jsonb);
grant select on given to authenticated;
insert into given select jsonb_build_array(
  tests.row(3, '{"state": "reported", "unitId": null}'),
  tests.row(4, '{"state": "assigned", "deadlineAt": "2026-03-06T18:00:00+08:00", "photos": [
    {"stage": "before", "base64": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABh6FO1AAAAABJRU5ErkJggg=="},
    {"stage": "after", "base64": "bm8gcGljdHVyZQ=="}]}'),
  tests.row(5),
  tests.row(6, '{"state": "deferred", "deadlineAt": "2026-04-01T18:00:00+08:00", "code": 19}'),
  tests.row(7, '{"state": "awaiting_check", "code": 18}'),
  tests.row(8, '{"state": "closed", "code": 9, "closedAt": "2026-02-27T18:00:00+08:00"}'),
  tests.row(9, '{"state": "standing", "siteId": 4, "code": 25}'),
  tests.row(10, '{"state": "on_the_spot", "siteId": 4, "code": 10, "unitId": null}'),
  tests.row(11, '{"state": "reported", "code": 15, "siteId": 3, "unitId": null}'),
  tests.row(12, '{"siteId": null, "lon": 103.0812, "lat": 29.96, "code": 23, "state": "assigned"}'));
select is(tests.counts(tests.as_office('select tests.import(rows) from given')::json), '10 0 0 0', 'ten rows are taken in');
select results_eq($$ select kind, file_name, row_count, member_id, source ->> 'sheet' from public.imports $$,
  $$ values ('ledger', '台账.xlsx', 10, 2, '一月') $$, 'the import is noted');
select is(tests.life(3), 'reported@02-24', 'reported');
select is(tests.life(4), 'reported@02-24 accepted@02-24 assigned@02-24', 'assigned');
select is(tests.life(5), 'reported@02-24 accepted@02-24 assigned@02-24 started@02-24', 'in progress');
select is(tests.life(6), 'reported@02-24 accepted@02-24 assigned@02-24 started@02-24 deferred@03-02', 'deferred');
select is(tests.life(7), 'reported@02-24 accepted@02-24 assigned@02-24 started@02-24 submitted@03-02', 'awaiting check');
select is(tests.life(8), 'reported@02-24 accepted@02-24 assigned@02-24 started@02-24 submitted@02-27 verified@02-27', 'closed when the sheet says');
select is(tests.life(9), 'reported@02-24 accepted@02-24 assigned@02-24 started@02-24 submitted@03-02 verified@03-02 recheck_scheduled@03-02',
  'kept up: closed, and to be looked at again');
select is(tests.life(10), 'fixed_on_the_spot@02-24', 'on the spot');
select is(tests.life(11), 'reported@02-24 accepted@02-24 assigned@02-24', 'a veto item does not wait');
select results_eq($$ select i.description, p.stage, e.kind::text, f.mime, f.width from public.photos p join public.issues i on i.id = p.issue_id
    join public.issue_events e on e.id = p.event_id join public.photo_files f on f.sha256 = p.sha256 $$,
  $$ values ('楼道堆物 4', 'before', 'reported', 'image/png', 1) $$, 'pictures go with the report; what is no picture by its bytes does not');
select is_empty($$ select i.id from public.issues i cross join lateral private.fold_issue(i.id) f
  where (i.state, i.state_since, i.deadline_at, i.check_by_at, i.resumes_at, i.closed_at, i.recheck_due_at, i.event_count, i.lead_unit_id)
    is distinct from (f.state, f.state_since, f.deadline_at, f.check_by_at, f.resumes_at, f.closed_at, f.recheck_due_at, f.event_count, f.lead_unit_id) $$,
  'every issue is as its events make it');
select is_empty($$ select i.id from public.issues i
  cross join lateral (select * from public.issue_events e where e.issue_id = i.id order by e.id desc limit 1) e
  where (i.state, i.deadline_at, i.resumes_at, i.recheck_due_at) is distinct from (e.state_after, e.deadline_after, e.resumes_after, e.recheck_due_after) $$,
  'and so says its last event');
select is((select count(*) from public.issue_events where recorded_at <> '2026-03-02 10:00+08' or member_id is distinct from 2), 0::bigint,
  'recorded now, by whoever imported');
select results_eq($$ select i.code::integer, o.result::text, o.observed_at from public.observations o join public.issues i on i.id = o.issue_id order by 1 $$,
  $$ values (9, 'pass', '2026-02-27 18:00+08'::timestamptz), (10, 'pass', '2026-02-24 09:00+08'::timestamptz), (25, 'pass', '2026-03-02 10:00+08'::timestamptz) $$,
  'what is closed passes');
select is((select deadline_at from public.issues where code = 17 and state = 'in_progress'), '2026-02-25 18:00+08'::timestamptz,
  'a deadline that the sheet does not say is that of the check, one working day');
select is_empty($$ select s.id from public.sites s where tests.status(s.id) is distinct from tests.computed(s.id, private.clock()) $$,
  'the sites stand as the rule says');
select is((select area_id from public.issues where site_id is null), 6, 'where no site stands, the area follows from the place');
select is(tests.as_office($$ select public.ledger_import_context() ->> 'mapping' $$), '{"情况": null, "问题": "description"}',
  'the mapping is remembered');

-- Again -------------------------------------------------------------------------------------------

set local chuangcheng.clock = '2026-03-03 10:00+08';
select is(tests.counts(tests.as_office('select tests.import(rows) from given')::json) || ' ' || (select count(*) from public.imports),
  '0 0 10 0 1', 'the same file adds nothing');
select is(tests.counts(tests.as_office($$ select tests.import(jsonb_build_array(
    tests.row(5, '{"state": "closed", "closedAt": "2026-03-02T18:00:00+08:00"}'), tests.row(8, '{"state": "assigned", "code": 9}'), tests.row(20))) $$)::json),
  '1 1 1 0', 'a later state moves on, an earlier one does not');
select results_eq($$ select i.state::text, i.closed_at, i.event_count from public.issues i where i.description = '楼道堆物 5' $$,
  $$ values ('closed', '2026-03-02 18:00+08'::timestamptz, 6) $$, 'by events, at the sheet''s time');

-- Taking back -------------------------------------------------------------------------------------

select throws_ok('delete from public.issue_events', 'P0001', null, 'events of a ledger that stands may not be deleted by their owner');
select is(tests.outcome('office', 'select public.undo_ledger_import(1002)'), 'refused import_id', 'what a later import moved on is not taken back before it');
select is(tests.as_office('select public.undo_ledger_import(1003)')::json ->> 'removed', '1', 'what it added goes');
select is((select state || ' ' || event_count from public.issues where description = '楼道堆物 5'), 'in_progress 4',
  'what it moved on returns to where it stood');
do $$ begin
  insert into public.issue_events (issue_id, kind, member_id, unit_id) select id, 'commented', 6, 5 from public.issues where description = '楼道堆物 4';
end $$;
select throws_ok($$ select tests.as_office('select public.undo_ledger_import(1002)') $$, 'P0001',
  format('不能撤销：导入的问题已有人办理（%s）', (select number from public.issues where description = '楼道堆物 4')),
  'an import on which people have worked stays, and the issue is named');
alter table public.issue_events disable trigger append_only;
delete from public.issue_events where kind = 'commented';
alter table public.issue_events enable trigger append_only;
select is(tests.as_office('select public.undo_ledger_import(1002)')::json ->> 'removed', '10', 'else it is taken back');
select is((select count(*) from public.issues) + (select count(*) from public.issue_events) + (select count(*) from public.observations)
    + (select count(*) from public.photos) + (select count(*) from public.photo_files), 0::bigint, 'whole');
select is_empty($$ select s.id from public.sites s where tests.status(s.id) is distinct from tests.computed(s.id, private.clock()) $$,
  'and the sites stand as the rule says');
select is(tests.counts(tests.as_office('select tests.import(rows) from given')::json), '10 0 0 0', 'after which it can be taken in again');

select * from finish();
rollback;
