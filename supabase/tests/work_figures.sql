-- The figures of the work against cases worked out by hand: each issue below says what it should count as
-- in March 2026, and the sums follow. Working hours are 08:30–12:00 and 14:00–18:00.
begin;
\ir city.psql
select plan(32);

create function tests.at(p_at timestamptz) returns void language sql as $$
  select set_config('chuangcheng.clock', p_at::text, true)
$$;
create function tests.opened(p_site_id integer, p_code integer, p_at timestamptz, p_unit_id integer, p_deadline_at timestamptz)
returns bigint language plpgsql as $$
declare
  v_id bigint;
begin
  perform tests.at(p_at);
  v_id := tests.report(p_site_id, p_code);
  perform tests.happen(v_id, 'accepted');
  perform tests.happen(v_id, 'assigned', p_unit_id, p_deadline_at);
  perform tests.happen(v_id, 'started');
  return v_id;
end
$$;
create function tests.step(p_issue_id bigint, p_at timestamptz, p_kind text, p_deadline_at timestamptz default null,
  p_resumes_at timestamptz default null, p_recheck_due_at timestamptz default null, p_merged_into bigint default null)
returns void language plpgsql as $$
begin
  perform tests.at(p_at);
  perform tests.happen(p_issue_id, p_kind, null, p_deadline_at, p_resumes_at, p_recheck_due_at, p_merged_into);
end
$$;

-- A year ago, taken over from a workbook on New Year's Day: 03-10 09:00 to 03-11 17:00 is 32 h, 7 + 6.5 worked.
select tests.at('2026-01-01 00:00+08');
insert into public.issues (site_id, catalogue_id, code, point, source, lead_unit_id, reported_at)
select 2, 1, 10, point, 'patrol', 3, '2025-03-10 08:00+08' from public.sites where id = 2;
insert into public.issue_events (issue_id, kind, occurred_at, to_unit_id, deadline_at) values
  (1001, 'reported', '2025-03-10 08:00+08', null, null), (1001, 'accepted', '2025-03-10 09:00+08', null, null),
  (1001, 'assigned', '2025-03-10 09:00+08', 3, '2025-03-12 18:00+08'), (1001, 'submitted', '2025-03-11 10:00+08', null, null),
  (1001, 'verified', '2025-03-11 17:00+08', null, null);
-- The month before: Monday 02-02 09:00 to Wednesday 15:00, 54 h; and one that was late.
select tests.opened(2, 10, '2026-02-02 09:00+08', 3, '2026-02-05 18:00+08');
select tests.step(1002, '2026-02-04 10:00+08', 'submitted');
select tests.step(1002, '2026-02-04 15:00+08', 'verified');
select tests.opened(8, 12, '2026-02-10 09:00+08', 3, '2026-02-10 14:30+08');
select tests.step(1003, '2026-02-26 10:00+08', 'submitted');
select tests.step(1003, '2026-02-26 15:00+08', 'verified');

-- March.
-- 1004: on time; 29 h, worked 2 + 4 + 3.5 + 1 = 10.5 h.
select tests.opened(2, 10, '2026-03-02 10:00+08', 3, '2026-03-03 18:00+08');
select tests.step(1004, '2026-03-03 10:00+08', 'submitted');
select tests.step(1004, '2026-03-03 15:00+08', 'verified');
-- 1005: deferred only after its deadline had passed: due and late.
select tests.opened(7, 24, '2026-03-02 10:00+08', 2, '2026-03-09 18:00+08');
select tests.step(1005, '2026-03-12 10:00+08', 'deferred', '2026-06-01 10:00+08', '2026-06-01 10:00+08');
-- 1006: late, sent back once; 120 h, worked 3 + 4 + 7.5 + 7.5 + 0.5 = 22.5 h.
select tests.opened(2, 22, '2026-03-04 09:00+08', 3, '2026-03-05 18:00+08');
select tests.step(1006, '2026-03-06 09:00+08', 'submitted');
select tests.step(1006, '2026-03-06 11:00+08', 'rework', '2026-03-06 11:00+08');
select tests.step(1006, '2026-03-06 16:00+08', 'submitted');
select tests.step(1006, '2026-03-09 09:00+08', 'verified');
-- 1007: due on the 20th, deferred on the 12th and still so: taken out.
select tests.opened(3, 23, '2026-03-10 10:00+08', 3, '2026-03-20 18:00+08');
select tests.step(1007, '2026-03-12 10:00+08', 'deferred', '2026-05-09 18:00+08', '2026-05-01 09:00+08');
-- 1008: never done.
select tests.opened(5, 25, '2026-03-16 09:00+08', 2, '2026-03-17 18:00+08');
-- 1009: closed, relapsed, closed again, each time on time: once; from the relapse 48 h, worked 6 + 7.5 + 1.5 = 15 h.
select tests.opened(5, 10, '2026-03-18 08:30+08', 2, '2026-03-20 18:00+08');
select tests.step(1009, '2026-03-19 16:00+08', 'submitted');
select tests.step(1009, '2026-03-19 18:00+08', 'verified');
select tests.step(1009, '2026-03-19 18:00+08', 'recheck_scheduled', null, null, '2026-03-25 00:00+08');
select tests.step(1009, '2026-03-25 10:00+08', 'relapsed', '2026-03-26 18:00+08');
select tests.step(1009, '2026-03-26 12:00+08', 'submitted');
select tests.step(1009, '2026-03-27 10:00+08', 'verified');
-- 1010: stood still from noon of the 18th to 14:00 of the 19th: 33.5 − 26 = 7.5 h, worked 15 − 7.5 = 7.5 h; re-checked well.
select tests.opened(6, 10, '2026-03-18 08:30+08', 2, '2026-03-20 18:00+08');
select tests.step(1010, '2026-03-18 12:00+08', 'deferred', '2026-04-10 18:00+08', '2026-04-08 09:00+08');
select tests.step(1010, '2026-03-19 14:00+08', 'resumed', '2026-03-20 18:00+08');
select tests.step(1010, '2026-03-19 16:00+08', 'submitted');
select tests.step(1010, '2026-03-19 18:00+08', 'verified');
select tests.step(1010, '2026-03-19 18:00+08', 'recheck_scheduled', null, null, '2026-03-25 00:00+08');
select tests.step(1010, '2026-03-25 10:00+08', 'recheck_passed');
-- 1011: accepted and merged; 1012: rejected; 1013: fixed on the spot.
select tests.at('2026-03-20 10:00+08');
select tests.report(4, 11);
select tests.happen(1011, 'accepted');
select tests.happen(1011, 'merged', p_merged_into => 1010);
select tests.report(8, 12);
select tests.happen(1012, 'rejected');
select tests.at('2026-03-21 10:00+08');
insert into public.issues (site_id, catalogue_id, code, point, source, reported_at)
select 1, 1, 10, point, 'patrol', '2026-03-21 10:00+08' from public.sites where id = 1;
insert into public.issue_events (issue_id, kind) values (1013, 'fixed_on_the_spot');
-- 1014: extended to the 30th, submitted on the 27th, not checked yet: on time.
select tests.opened(7, 19, '2026-03-23 09:00+08', 2, '2026-03-24 18:00+08');
select tests.happen(1014, 'extension_requested');
select tests.step(1014, '2026-03-24 09:00+08', 'extension_granted', '2026-03-30 18:00+08');
select tests.step(1014, '2026-03-27 09:00+08', 'submitted');
-- 1015: due in April.
select tests.opened(1, 9, '2026-03-31 09:00+08', 3, '2026-04-03 18:00+08');

select tests.at('2026-04-02 10:00+08');
create function tests.march(p_by text, p_id integer, variadic p_path text[]) returns text language sql as $$
  select case when p_by = 'city' then w -> 'total' else (
      select r from json_array_elements(w -> 'rows') r where (r ->> 'id')::integer is not distinct from p_id) end #>> p_path
  from public.work_figures('2026-03-01 00:00+08', '2026-04-01 00:00+08', p_by) w
$$;
create function tests.rate(p_by text, p_id integer, p_period text, p_name text) returns text language sql as $$
  select concat_ws(' ', tests.march(p_by, p_id, p_period, p_name, 'numerator') || '/' || tests.march(p_by, p_id, p_period, p_name, 'denominator'),
    tests.march(p_by, p_id, p_period, p_name, 'value'), 'n=' || tests.march(p_by, p_id, p_period, p_name, 'n'))
$$;
grant usage on schema tests to authenticated, anon;
grant execute on all functions in schema tests to authenticated, anon;

select tests.become('office');
select is(tests.march('city', null, 'now', 'accepted'), '9', '受理数: 1004 to 1010, 1014, 1015; neither merged nor rejected');
select is(tests.march('city', null, 'now', 'closed'), '4', '销号数: 1004, 1006, 1009 once, 1010');
select is(tests.march('city', null, 'now', 'fixedOnTheSpot'), '1', '当场整改: 1013');
select is(tests.rate('city', null, 'now', 'closedRate'), '4/9 0.4444 n=9', '销号率');
select is(tests.rate('city', null, 'now', 'onTimeRate'), '4/7 0.5714 n=8', '按期整改率: 8 due, 1007 deferred; 1004, 1009, 1010, 1014 on time');
select is(tests.march('city', null, 'now', 'onTimeRate', 'due') || ' ' || tests.march('city', null, 'now', 'onTimeRate', 'deferred'),
  '8 1', 'which says what was taken out');
select is(tests.rate('city', null, 'now', 'reworkRate'), '1/6 0.1667 n=4', '返工率: six checks, 1006 sent back once');
select is(tests.rate('city', null, 'now', 'relapseRate'), '1/2 0.5000 n=2', '反弹率: 1009 relapsed, 1010 did not');
select is(tests.march('city', null, 'now', 'medianHours', 'value'), '38.50', 'median of 7.5, 29, 48, 120 h');
select is(tests.march('city', null, 'now', 'medianHours', 'workingValue'), '12.75', 'of 7.5, 10.5, 15, 22.5 working hours');
select is(tests.march('city', null, 'now', 'medianHours', 'n'), '4', 'from four issues');

select is(tests.march('city', null, 'before', 'accepted') || ' ' || tests.rate('city', null, 'before', 'onTimeRate') || ' '
    || tests.march('city', null, 'before', 'medianHours', 'value'),
  '2 1/2 0.5000 n=2 222.00', '环比: February, 54 and 390 h');
select is(tests.march('city', null, 'yearAgo', 'accepted') || ' ' || tests.rate('city', null, 'yearAgo', 'onTimeRate') || ' '
    || tests.march('city', null, 'yearAgo', 'medianHours', 'value') || ' ' || tests.march('city', null, 'yearAgo', 'medianHours', 'workingValue'),
  '1 1/1 1.0000 n=1 32.00 13.50', '同比: March 2025, by when it happened and not when it was taken over');

select is(tests.march('unit', 3, 'now', 'accepted') || ' ' || tests.march('unit', 3, 'now', 'closed') || ' ' || tests.rate('unit', 3, 'now', 'onTimeRate'),
  '4 2 1/2 0.5000 n=3', 'by unit: 甲社区居委会');
select is(tests.march('unit', 2, 'now', 'accepted') || ' ' || tests.march('unit', 2, 'now', 'closed') || ' ' || tests.rate('unit', 2, 'now', 'onTimeRate'),
  '5 2 3/5 0.6000 n=5', '商务局');
select is(tests.march('unit', null, 'now', 'fixedOnTheSpot'), '1', 'and what has no unit');
select is(tests.march('unit', 2, 'before', 'accepted') || ' ' || coalesce(tests.march('unit', 2, 'before', 'closedRate', 'value'), 'null'),
  '0 null', 'a unit without issues has no rate, not a rate of nought');
select is((select string_agg((r ->> 'name') || ' ' || (r -> 'now' ->> 'accepted'), ', ')
    from json_array_elements(public.work_figures('2026-03-01 00:00+08', '2026-04-01 00:00+08', 'street') -> 'rows') r),
  '东街街道 4, 西街街道 5', 'by street');
select is((select string_agg((r ->> 'name') || ' ' || (r -> 'now' ->> 'accepted'), ', ')
    from json_array_elements(public.work_figures('2026-03-01 00:00+08', '2026-04-01 00:00+08', 'area') -> 'rows') r),
  '甲社区 4, 丙社区 5', 'by community');
select is((select string_agg((r ->> 'id') || ' ' || (r -> 'now' ->> 'accepted'), ', ')
    from json_array_elements(public.work_figures('2026-03-01 00:00+08', '2026-04-01 00:00+08', 'indicator') -> 'rows') r),
  '9 1, 10 3, 12 0, 19 1, 22 1, 23 1, 24 1, 25 1', 'by indicator, February’s among them');
select is((select w -> 'total' -> 'now' ->> 'accepted' from public.work_figures('2026-03-01 00:00+08', '2026-04-01 00:00+08', 'city',
    '{"areaId": 3, "codes": [10, 25], "types": ["hotel"], "sources": ["public"]}') w), '2', 'filtered: 1008 and 1009');
select is((select w -> 'total' -> 'now' ->> 'accepted' from public.work_figures('2026-03-01 00:00+08', '2026-04-01 00:00+08', 'city', '{"unitId": 3}') w),
  '4', 'by the unit in charge then');

select is((select concat_ws(' ', w ->> 'month', w ->> 'complete', w -> 'total' -> 'now' ->> 'accepted', json_array_length(w -> 'units'),
    json_array_length(w -> 'streets'), json_array_length(w -> 'areas')) from public.monthly_report('2026-03-15') w),
  '2026-03 true 9 3 2 2', 'monthly_report(): the same figures for the month of a day');
reset role;

-- Seen from the middle of the month, the others are cut off at the same place.
select is((select string_agg(p.period || ' ' || to_char(p.from_at, 'YYYY-MM-DD HH24') || ' ' || to_char(p.to_at, 'YYYY-MM-DD HH24'), ', ' order by p.period) from (
    select * from private.work_periods('2026-03-01 00:00+08', '2026-04-01 00:00+08', '2026-03-10 12:00+08')) p),
  '0 2026-03-01 00 2026-03-10 12, 1 2026-02-01 00 2026-02-10 12, 2 2025-03-01 00 2025-03-10 12', 'a month that still runs');
select is((select string_agg(to_char(p.from_at, 'YYYY-MM-DD') || ' ' || to_char(p.to_at, 'YYYY-MM-DD'), ', ' order by p.period) from (
    select * from private.work_periods('2026-03-31 00:00+08', '2026-04-10 00:00+08', '2026-05-10 12:00+08')) p),
  '2026-03-31 2026-04-10, 2026-03-21 2026-03-31, 2025-03-31 2025-04-10', 'ten days are compared with ten days');
select is((select string_agg(to_char(p.from_at, 'YYYY-MM-DD') || ' ' || to_char(p.to_at, 'YYYY-MM-DD'), ', ' order by p.period) from (
    select * from private.work_periods('2026-02-01 00:00+08', '2026-03-01 00:00+08', '2026-03-01 00:00+08')) p),
  '2026-02-01 2026-03-01, 2026-01-01 2026-02-01, 2025-02-01 2025-03-01', 'a month with a month, however long');
-- The twelve see what the policies show them: each the count of the accepted that a plain select shows.
select is(tests.answers($$ select w -> 'total' -> 'now' ->> 'accepted' from public.work_figures('2026-03-01 00:00+08', '2026-04-01 00:00+08') w $$),
  tests.say('9', '9', '5', '4', '4', '4', '9', '0', '2', '0', '0', 'no grant'), 'work_figures() counts what one sees');
select is(tests.answers($$ select (w -> 'total' -> 'now' ->> 'accepted')::integer - (select count(*) from public.issues
      where id in (1004, 1005, 1006, 1007, 1008, 1009, 1010, 1014, 1015))
    from public.work_figures('2026-03-01 00:00+08', '2026-04-01 00:00+08') w $$), tests.members_say('0'), 'no more and no less');
select is(tests.answers($$ select (w -> 'total' -> 'now' ->> 'accepted') || ' ' || json_array_length(w -> 'units') from public.monthly_report('2026-03-01') w $$),
  tests.say('9 3', '9 3', '5 1', '4 2', '4 2', '4 2', '9 3', '0 0', '2 1', '0 0', '0 0', 'no grant'), 'monthly_report() too');

select is(tests.outcome('office', $$ select public.work_figures('2026-04-01', '2026-03-01') $$), 'refused to_at', 'a period that ends before it begins');
select is(tests.outcome('office', $$ select public.work_figures('2026-03-01', '2026-04-01', 'member') $$), 'refused by', 'persons are not ranked');
select is(tests.outcome('office', $$ select public.work_figures('2026-03-01', '2026-04-01', 'unit', '{"memberId": 2}') $$), 'refused filters.memberId',
  'nor filtered by');

select * from finish();
rollback;
