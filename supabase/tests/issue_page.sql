-- issue_page(): all of one issue for whom the policies show it; the clock's share worked out by hand.
begin;
\ir city.psql
\ir records.psql
select plan(10);

select is(tests.outcomes('select public.issue_page(3)'),
  tests.say('1', '1', '1', '1', 'refused issue_id', 'refused issue_id', '1', 'refused issue_id', '1', 'refused issue_id', 'refused issue_id', 'no grant'),
  'who opens issue 3');
select is(tests.outcome('office', 'select public.issue_page(999)'), 'refused issue_id', 'one that is not there');
-- Issue 5 is written off: its unit still sees it, but no more its site.
select is(tests.answers($$ select coalesce(p -> 'site' ->> 'name', 'hidden') || ' ' || coalesce(p -> 'issue' ->> 'siteName', 'hidden') from public.issue_page(5) p $$),
  tests.say('丙社区 丙社区', '丙社区 丙社区', 'refused issue_id', 'refused issue_id', 'hidden hidden', 'refused issue_id', '丙社区 丙社区',
    'refused issue_id', 'refused issue_id', 'refused issue_id', 'refused issue_id', 'no grant'), 'the site, to whom it may be shown');
select is(tests.outcome('office', $$ select string_agg((e ->> 'kind') || ' ' || (e ->> 'memberName') || ' ' || coalesce(e ->> 'unitName', '-') || ' ' || (e ->> 'state'), ', ')
    from json_array_elements(public.issue_page(5) -> 'events') e $$, true),
  'reported 吴办事 创城办 reported, accepted 吴办事 创城办 accepted, assigned 吴办事 创城办 assigned, submitted 周帮扶 帮扶一公司 awaiting_check, verified 张队长 巡查一队 closed',
  'its life, oldest first');
select is(tests.outcome('office', $$ select string_agg((p ->> 'id') || ' ' || (p ->> 'stage'), ',') from json_array_elements(public.issue_page(1) -> 'events' -> 0 -> 'photos') p $$, true),
  '2 before', 'photos with their event');

-- Working days, 08:30–12:00 and 14:00–18:00: from Monday 10:00 to Wednesday 18:00 is 6 + 7.5 + 7.5 = 21 hours.
select tests.happen(6, 'accepted');
select tests.happen(6, 'assigned', 3, '2026-03-04 18:00+08');
set local chuangcheng.clock = '2026-03-03 10:30+08';
select tests.happen(6, 'started');
set local chuangcheng.clock = '2026-03-05 09:30+08';
select tests.happen(6, 'submitted', p_member_id => 4);
select tests.happen(6, 'rework', p_deadline_at => '2026-03-05 18:00+08');
set local chuangcheng.clock = '2026-03-05 12:00+08';
select tests.happen(6, 'commented');
select is(tests.outcome('office', $$ select string_agg(coalesce(e ->> 'elapsedShare', '-'), ' ') from json_array_elements(public.issue_page(6) -> 'events') e $$, true),
  -- 8 of 21 hours; 22 of 21; no unit's clock while it is checked; 2.5 of 6.5.
  '- - - 0.381 1.048 - 0.385', 'each event against the clock that ran');

-- Merged and related: issue 4's neighbours of the same indicator at the same site, within 50 m, and beyond.
select tests.report(9, 22);
insert into public.issues (id, catalogue_id, code, point, source, reported_at)
select 1100 + n, 1, 22, extensions.st_setsrid(extensions.st_point(103.02 + n * 0.0002, 29.97), 4326), 'public', private.clock() from generate_series(1, 4) n;
insert into public.issue_events (issue_id, kind) select id, 'reported' from public.issues where id > 1100 order by id;
select tests.happen(1101, 'merged', p_merged_into => 4);
select is(tests.answers($$ select string_agg(r ->> 'id', ' ') from json_array_elements(public.issue_page(4) -> 'merged') r $$),
  tests.say('1101', '1101', 'refused issue_id', 'refused issue_id', '-', '1101', '1101', 'refused issue_id', 'refused issue_id', 'refused issue_id', 'refused issue_id', 'no grant'),
  'merged ones, where one sees them');
select is(tests.outcome('office', $$ select string_agg(round(((r ->> 'lon')::numeric - 103.02) * 10000)::text, ' ' order by r ->> 'lon') from json_array_elements(public.issue_page(4) -> 'related') r $$, true),
  '0 4', 'the same site and within 50 m: 0.0004° of longitude are 39 m, 0.0006° are 58 m');
select is(tests.outcome('office', $$ select concat_ws(' ', p -> 'indicator' ->> 'clock', p -> 'indicator' ->> 'clockAmount', p -> 'issue' -> 'assistingUnits' -> 0 ->> 'name', p -> 'issue' ->> 'reportedByName', p -> 'issue' ->> 'waivedPhoto') from public.issue_page(4) p $$, true),
  'working_days 1 帮扶一公司 吴办事 false', 'indicator, units, reporter');
select is(tests.outcome('office', $$ select p -> 'issue' -> 'mergedInto' ->> 'number' from public.issue_page(1101) p $$, true), '2026-000004', 'what it was merged into');

select * from finish();
rollback;
