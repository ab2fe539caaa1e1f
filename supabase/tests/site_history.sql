-- site_history(): newest first, page after page, no line lost or doubled, ties included.
begin;
\ir city.psql
select plan(19);

-- Three times over: two visits and the events of three issues, all at one moment.
set local chuangcheng.clock = '2026-03-02 10:00:00.123456+08';
select tests.inspect(4, 'all 10:fail 29:fail', 'routine', 6);
select tests.inspect(4, '33:fail', 'self', 4);
select tests.happen(id, 'accepted', p_member_id => 2) from public.issues order by id;
set local chuangcheng.clock = '2026-03-03 10:00:00+08';
select tests.happen(id, 'assigned', 3, '2026-03-04 18:00+08', p_member_id => 2) from public.issues order by id;
select tests.inspect(4, '3:pass');
select tests.inspect(4, '4:pass');
set local chuangcheng.clock = '2026-03-05 10:00:00+08';
select tests.happen(id, 'submitted', p_member_id => 4) from public.issues order by id;
select tests.happen(id, 'verified', p_member_id => 6) from public.issues order by id;
select tests.inspect(4, '1:pass');
-- Seen earlier than it was recorded.
select tests.inspect(4, '5:pass', p_observed_at => '2026-03-03 10:00+08');
-- Of another site: not here.
select tests.inspect(1, 'all 10:fail');
-- Held at the moment of other lines, and once more; withdrawn, and at another site: not here.
insert into public.activities (id, client_id, kind, site_id, area_id, unit_id, held_at, people, note, member_id, withdrawn_at) values
  (1, gen_random_uuid(), 'cleanup', 4, 4, 3, '2026-03-03 10:00+08', 12, '清扫', 4, null),
  (2, gen_random_uuid(), 'leaflets', 4, 4, 3, '2026-03-04 09:00+08', null, null, 4, null),
  (3, gen_random_uuid(), 'training', 4, 4, 3, '2026-03-04 10:00+08', null, null, 4, '2026-03-04 11:00+08'),
  (4, gen_random_uuid(), 'training', 1, 4, 3, '2026-03-04 10:00+08', null, null, 4, null);

-- What the history must hold, by the rule: at descending, then kind descending (status, inspection, event, activity), then id.
create table tests.expected as
select row_number() over (order by at desc, kind desc, id desc) as n, kind, id, at from (
  select 'inspection' as kind, id, started_at as at from public.inspections where site_id = 4
  union all
  select 'event', e.id, e.occurred_at from public.issue_events e join public.issues i on i.id = e.issue_id where i.site_id = 4
  union all
  select 'activity', id, held_at from public.activities where site_id = 4 and withdrawn_at is null
  union all
  select 'status', id, from_at from (
    select p.id, p.from_at, (p.status, p.reason, p.code, p.issue_id) is distinct from
        lag((p.status, p.reason, p.code, p.issue_id)) over (order by p.from_at) as is_change
    from public.site_status_periods p where p.site_id = 4) x where is_change) y;

create function tests.pages(p_size integer, p_kinds text[] default null) returns table (n bigint, kind text, id bigint, at timestamptz)
language plpgsql as $$
declare
  v_page json;
  v_cursor text;
  v_n bigint := 0;
begin
  perform set_config('request.jwt.claim.sub', '00000000-0000-0000-0000-000000000001', true);
  loop
    v_page := public.site_history(4, v_cursor, p_kinds, p_size);
    return query select v_n + i.ordinality, i.value ->> 'kind', (i.value ->> 'id')::bigint, (i.value ->> 'at')::timestamptz
      from json_array_elements(v_page -> 'items') with ordinality i;
    v_n := v_n + json_array_length(v_page -> 'items');
    v_cursor := v_page ->> 'next';
    exit when v_cursor is null or v_n > 1000;
  end loop;
end
$$;

select is((select concat_ws(' ', count(*), count(*) filter (where kind = 'inspection'), count(*) filter (where kind = 'event'),
    count(*) filter (where kind = 'status'), count(*) filter (where kind = 'activity')) from tests.expected), '27 6 15 4 2',
  'six visits, five events of three issues, four changes of status, two activities');
select is((select count(distinct at) from tests.expected), 6::bigint, 'at only six different moments');
select results_eq('select * from tests.pages(1)', 'select * from tests.expected order by n', 'line by line');
select results_eq('select * from tests.pages(2)', 'select * from tests.expected order by n', 'two at a time');
select results_eq('select * from tests.pages(3)', 'select * from tests.expected order by n', 'three at a time');
select results_eq('select * from tests.pages(7)', 'select * from tests.expected order by n', 'seven at a time');
select results_eq('select * from tests.pages(26)', 'select * from tests.expected order by n', 'all but one');
select results_eq('select * from tests.pages(27)', 'select * from tests.expected order by n', 'all on one page');
select results_eq('select * from tests.pages(null)', 'select * from tests.expected order by n', 'the usual 30');
select results_eq('select kind, id from tests.pages(0)', 'select kind, id from tests.expected order by n', 'at least one at a time');
select results_eq($$ select kind, id from tests.pages(4, '{event}') $$, $$ select kind, id from tests.expected where kind = 'event' order by n $$, 'events alone');
select results_eq($$ select kind, id from tests.pages(2, '{inspection,status}') $$,
  $$ select kind, id from tests.expected where kind in ('inspection', 'status') order by n $$, 'visits and status');
select results_eq($$ select kind, id from tests.pages(1, '{activity}') $$, $$ select kind, id from tests.expected where kind = 'activity' order by n $$, 'activities alone');
select is((select count(*) from tests.pages(3, '{}')), 0::bigint, 'no kinds, no lines');
select is(tests.outcome('leader', $$ select public.site_history(4, null, '{inspection,drink}') $$), 'refused kinds', 'another kind');

-- What the lines say.
select is(tests.outcome('leader', $$ select concat_ws(' ', i ->> 'inspectionKind', i ->> 'memberName', i ->> 'unitName', i ->> 'passed', i ->> 'failed',
      i ->> 'notApplicable', (select string_agg(o ->> 'code', ' ') from json_array_elements(i -> 'observations') o where o ->> 'result' = 'fail'))
    from json_array_elements(public.site_history(4, null, '{inspection}') -> 'items') i where (i ->> 'failed')::integer > 0 $$, true),
  'self 陈社工 甲社区居委会 0 1 0 33,routine 王巡查 巡查一队 13 2 0 10 29', 'a visit: who, of which unit, how many passed and failed');
select is(tests.outcome('leader', $$ select concat_ws(' ', e ->> 'eventKind', e ->> 'memberName', e ->> 'toUnitName', e ->> 'code', e ->> 'stateAfter')
    from json_array_elements(public.site_history(4, null, '{event}') -> 'items') e where e ->> 'code' = '10' $$, true),
  'verified 王巡查 10 closed,submitted 陈社工 10 awaiting_check,assigned 吴办事 甲社区居委会 10 assigned,accepted 吴办事 10 accepted,reported 王巡查 10 reported',
  'the life of an issue');
select is(tests.outcome('leader', $$ select concat_ws(' ', a ->> 'activityKind', a ->> 'kindZh', a ->> 'memberName', a ->> 'unitName', a ->> 'people', a ->> 'note', a ->> 'planned')
    from json_array_elements(public.site_history(4, null, '{activity}') -> 'items') a $$, true),
  'leaflets 入户发放宣传折页 陈社工 甲社区居委会 false,cleanup 环境卫生大扫除 陈社工 甲社区居委会 12 清扫 false', 'what was held, by whom, with how many');
-- 44 − 2 − 3 − 3 = 36 of 44 (0.8182); overdue since the evening of the 4th; written off on the 5th.
select is(tests.outcome('leader', $$ select concat_ws(' ', s ->> 'status', s ->> 'reason', round((s ->> 'score')::numeric, 4), s ->> 'issueNumber',
      to_char((s ->> 'at')::timestamptz, 'MM-DD HH24:MI'), to_char((s ->> 'until')::timestamptz, 'MM-DD HH24:MI'))
    from json_array_elements(public.site_history(4, null, '{status}') -> 'items') s $$, true),
  'compliant all_met 1.0000 03-05 10:00,serious overdue 0.8182 2026-001001 03-04 18:00 03-05 10:00,'
  'attention open_issue 0.8182 2026-001001 03-02 10:00 03-04 18:00,unknown never_inspected 01-01 00:00 03-02 10:00', 'the changes of status');

select * from finish();
rollback;
