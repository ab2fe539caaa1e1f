-- Periods: the boundary is the exact moment, however late the tick, and no read depends on it.
begin;
\ir city.psql
select plan(36);
create function tests.leader_status(p_as_of timestamptz default null) returns text language sql as $$
  select tests.outcome('leader', format('select encode(decode(public.city_status(%L) ->> ''status'', ''base64''), ''hex'')', p_as_of), true)
$$;
grant usage on schema tests to authenticated;
grant execute on function tests.moment(timestamptz) to authenticated;
savepoint fresh;

-- A late tick -----------------------------------------------------------------------------------------
select tests.inspect(4, 'all');
set local chuangcheng.clock = '2026-04-05 09:30+08';
select is(tests.periods(4),
  '01-01 00:00:00 ~ 03-02 10:00:00 | unknown never_inspected - #- - - 0.0000
03-02 10:00:00 ~ - | compliant all_met - #- - 1.0000 1.0000 | 03-16 10:00:00', 'the tick has not run for a month');
select is(tests.leader_status(), '040404240404040404', 'a read now computes what it would write: lapsed (0x24)');
select is(tests.leader_status('2026-03-16 09:59:59+08'), '040404010404040404', 'a read as of before');
select is(tests.leader_status('2026-04-01 09:59:59+08'), '040404010404040404', 'a second before');
select is(tests.leader_status('2026-04-01 10:00:00+08'), '040404240404040404', 'and of the exact moment');
select is(tests.outcome('leader', $$ select concat_ws(' ', s ->> 'status', s ->> 'reason', round((s ->> 'coverage')::numeric, 4), tests.moment((s ->> 'since')::timestamptz), tests.moment((s ->> 'lapsesAt')::timestamptz))
    from (select public.site_card(4) -> 'status' as s) x $$, true),
  'unknown lapsed 0.1591 04-01 10:00:00 05-31 10:00:00', 'the card says since when');
select is(tests.outcome('leader', $$ select a ->> 'unknown' from json_array_elements(public.area_compliance('community')) a where a ->> 'areaId' = '4' $$, true),
  '4', 'the figures of the area');
select is(tests.outcome('leader', $$ select t ->> 'unknown' from json_array_elements(public.zone_statistics(
    '{"type":"Polygon","coordinates":[[[103.035,29.905],[103.045,29.905],[103.045,29.915],[103.035,29.905]]]}') -> 'sites') t $$, true),
  '1', 'the figures of a zone');
select is(private.tick(), 1, 'the tick works on one site');
select is(tests.periods(4),
  '01-01 00:00:00 ~ 03-02 10:00:00 | unknown never_inspected - #- - - 0.0000
03-02 10:00:00 ~ 03-16 10:00:00 | compliant all_met - #- - 1.0000 1.0000
03-16 10:00:00 ~ 04-01 10:00:00 | compliant all_met - #- - 1.0000 0.7045
04-01 10:00:00 ~ - | unknown lapsed - #- - 1.0000 0.1591 | 05-31 10:00:00', 'every boundary at its exact moment');
select is(private.tick(), 0, 'a second tick has nothing to do');
select is(tests.leader_status(), '040404240404040404', 'the reads say as before');
rollback to fresh;

-- An event before the tick ------------------------------------------------------------------------------
select tests.inspect(4, 'all');
set local chuangcheng.clock = '2026-04-05 09:30+08';
select tests.inspect(4, '16:pass 11:pass');
-- 16, 31: 7; 11: 3; then 16 again: 10 of 44
select is(tests.periods(4),
  '01-01 00:00:00 ~ 03-02 10:00:00 | unknown never_inspected - #- - - 0.0000
03-02 10:00:00 ~ 03-16 10:00:00 | compliant all_met - #- - 1.0000 1.0000
03-16 10:00:00 ~ 04-01 10:00:00 | compliant all_met - #- - 1.0000 0.7045
04-01 10:00:00 ~ 04-05 09:30:00 | unknown lapsed - #- - 1.0000 0.1591
04-05 09:30:00 ~ - | unknown lapsed - #- - 1.0000 0.2273 | 04-19 09:30:00', 'an event first writes what has lapsed');
rollback to fresh;

-- A deadline ------------------------------------------------------------------------------------------
alter table public.issues alter column id restart with 1001;
select tests.inspect(4, 'all 10:fail');
select tests.happen(1001, 'accepted');
select tests.happen(1001, 'assigned', 3, '2026-03-03 18:00+08');
set local chuangcheng.clock = '2026-03-04 08:00+08';
select private.tick();
select is(tests.periods(4),
  '01-01 00:00:00 ~ 03-02 10:00:00 | unknown never_inspected - #- - - 0.0000
03-02 10:00:00 ~ 03-03 18:00:00 | attention open_issue 10 #1001 03-03 18:00:00 0.9545 1.0000
03-03 18:00:00 ~ - | serious overdue 10 #1001 03-03 18:00:00 0.9545 1.0000 | 03-16 10:00:00',
  'several events at one moment make one period; overdue from the deadline on');
rollback to fresh;

-- A lapse that changes nothing ----------------------------------------------------------------------------
alter table public.issues alter column id restart with 1001;
select tests.inspect(4, 'all 15:fail');
select is(tests.periods(4),
  '01-01 00:00:00 ~ 03-02 10:00:00 | unknown never_inspected - #- - - 0.0000
03-02 10:00:00 ~ - | serious veto 15 #1001 03-02 14:00:00 0.8864 1.0000 | 03-02 14:00:00', 'it would lapse at the veto’s deadline');
set local chuangcheng.clock = '2026-03-02 15:00+08';
select is(private.lapse(), 1, 'which passes');
select is(tests.periods(4),
  '01-01 00:00:00 ~ 03-02 10:00:00 | unknown never_inspected - #- - - 0.0000
03-02 10:00:00 ~ - | serious veto 15 #1001 03-02 14:00:00 0.8864 1.0000 | 03-16 10:00:00', 'and moves only the lapse');
rollback to fresh;

-- Deferred issues resume ------------------------------------------------------------------------------------
alter table public.issues alter column id restart with 1001;
select tests.inspect(4, 'all 10:fail');
select tests.happen(1001, 'accepted');
select tests.happen(1001, 'assigned', 3, '2026-03-11 18:00+08');
select tests.happen(1001, 'started');
select tests.happen(1001, 'deferred', p_resumes_at => '2026-03-09 00:00+08');
set local chuangcheng.clock = '2026-03-10 08:00+08';
select is(tests.leader_status(), '040404020404040404', 'read late: as if resumed');
select is(private.tick(), 1, 'the tick resumes one issue; the event writes its site’s lapsed periods');
select is(private.tick(), 0, 'once');
select is((select concat_ws(' ', kind, state_after, tests.moment(occurred_at), tests.moment(recorded_at), coalesce(member_id::text, 'system'))
    from public.issue_events order by id desc limit 1),
  'resumed in_progress 03-09 00:00:00 03-10 08:00:00 system', 'it happened on the planned date and was recorded by the tick');
select is(tests.periods(4),
  '01-01 00:00:00 ~ 03-02 10:00:00 | unknown never_inspected - #- - - 0.0000
03-02 10:00:00 ~ 03-09 00:00:00 | compliant all_met - #- - 1.0000 1.0000 hatched
03-09 00:00:00 ~ - | attention open_issue 10 #1001 03-11 18:00:00 0.9545 1.0000 | 03-11 18:00:00', 'in progress from the planned date on');
rollback to fresh;

-- Of an issue at another site, into which a fail here was merged ----------------------------------------
alter table public.issues alter column id restart with 1001;
set local chuangcheng.clock = '2026-03-01 10:00+08';
select tests.inspect(8, 'all');
select tests.report(1, 7);
select tests.happen(1001, 'accepted');
select tests.happen(1001, 'assigned', 3);
select tests.happen(1001, 'started');
set local chuangcheng.clock = '2026-03-02 10:00+08';
select tests.inspect(8, '7:fail');
select tests.happen(1002, 'merged', p_merged_into => 1001);
select tests.happen(1001, 'deferred', p_resumes_at => '2026-03-05 00:00+08');
set local chuangcheng.clock = '2026-03-06 10:00+08';
select private.tick();
select is(tests.periods(8),
  '01-01 00:00:00 ~ 03-01 10:00:00 | unknown never_inspected - #- - - 0.0000
03-01 10:00:00 ~ 03-05 00:00:00 | compliant all_met - #- - 1.0000 1.0000
03-05 00:00:00 ~ - | attention below_target 7 #1002 - 0.9000 1.0000 | 03-15 10:00:00', 'the merged fail counts again from the planned date on');
rollback to fresh;

-- A new edition -----------------------------------------------------------------------------------------
select tests.inspect(4, 'all');
insert into public.catalogues (id, edition, in_force_from) values (2, '2026', '2026-03-10 00:00+08');
insert into public.indicators (catalogue_id, code, name_zh, name_en, applies_to, weight, clock, clock_amount, valid_days)
select 2, code, name_zh, name_en, applies_to, weight, clock, clock_amount, valid_days from public.indicators where code in (1, 16);
insert into public.indicators (catalogue_id, code, name_zh, name_en, applies_to, weight, clock, clock_amount, valid_days)
values (2, 40, '新项', 'New', '{hotel}', 12, 'working_days', 1, 30);
set local chuangcheng.clock = '2026-03-12 08:00+08';
select is(tests.leader_status(), '040404440404040404', 'read late: by the new rules, known 8 of 20');
select private.tick();
-- 1 and 16: 3 + 5 of 20
select is(tests.periods(4),
  '01-01 00:00:00 ~ 03-02 10:00:00 | unknown never_inspected - #- - - 0.0000
03-02 10:00:00 ~ 03-10 00:00:00 | compliant all_met - #- - 1.0000 1.0000
03-10 00:00:00 ~ - | unknown partial - #- - 1.0000 0.4000 | 04-01 10:00:00', 'a new edition begins a period');
select is(tests.computed(4, '2026-03-09 23:59:59+08'), 'compliant all_met - #- - 1.0000 1.0000', 'the past keeps the rules it had');
rollback to fresh;

-- Closed sites ------------------------------------------------------------------------------------------
select tests.inspect(4, 'all');
update public.sites set closed_at = '2026-03-10 00:00+08' where id = 4;
set local chuangcheng.clock = '2026-03-12 08:00+08';
select is(tests.leader_status(), '040404000404040404', 'read late: absent');
select private.tick();
select is(tests.periods(4),
  '01-01 00:00:00 ~ 03-02 10:00:00 | unknown never_inspected - #- - - 0.0000
03-02 10:00:00 ~ 03-10 00:00:00 | compliant all_met - #- - 1.0000 1.0000', 'a closed site has no period from its closing on');
select is(private.tick(), 0, 'and nothing that lapses');
update public.sites set closed_at = null where id = 4;
select is(tests.status(4), 'compliant all_met - #- - 1.0000 1.0000', 'opened again: a new period');
select is((select count(*) from public.site_status_periods where site_id = 4 and from_at = '2026-03-12 08:00+08'), 1::bigint, 'from then on');
rollback to fresh;

-- A site that opens later ---------------------------------------------------------------------------------
insert into public.sites (id, type, name, geom, opened_at)
select 10, 'hotel', '将开业', geom, '2026-03-05 00:00+08' from public.sites where id = 4;
select is(tests.leader_status(), '04040404040404040400', 'not open yet: absent');
set local chuangcheng.clock = '2026-03-05 00:00+08';
select is(tests.leader_status(), '04040404040404040404', 'open: never inspected');
rollback to fresh;

-- A projection is not dated back by a clock that was set back ----------------------------------------------
select tests.inspect(4, 'all');
set local chuangcheng.clock = '2026-03-02 08:00+08';
select tests.inspect(4, '1:na');
select is((select recorded_at from public.inspections order by id desc limit 1), '2026-03-02 10:00+08'::timestamptz,
  'a clock set back records at the standing period’s beginning');
select is((select count(*) from public.site_status_periods where site_id = 4), 2::bigint, 'and writes no period before it');

-- Without gaps or overlaps.
select is_empty($$ select * from (
    select site_id, to_at, lead(from_at) over (partition by site_id order by from_at) as next_from from public.site_status_periods) x
  where to_at is distinct from next_from $$, 'each period begins where the one before ends');

select * from finish();
rollback;
