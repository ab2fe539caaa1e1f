-- Activities: who plans, records, reads; times of a plan, what is overdue; counts; resident awareness.
begin;
\ir city.psql
select plan(60);

create function tests.id(n integer) returns uuid language sql as $$ select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid $$;
create function tests.times(p_plan integer, p_until timestamptz) returns text language sql security definer as $$
  select string_agg(to_char(o at time zone 'Asia/Shanghai', 'MM-DD HH24:MI'), ', ' order by o)
  from public.activity_plans p cross join lateral private.occurrences(p, p_until) o where p.id = p_plan
$$;
create function tests.overdue() returns text language sql as $$
  select string_agg(concat_ws(' ', o ->> 'planId', to_char((o ->> 'plannedAt')::timestamptz at time zone 'Asia/Shanghai', 'MM-DD'), o ->> 'missed', o ->> 'mine'), ', ')
  from json_array_elements(public.overdue_activities()) o
$$;
grant usage on schema tests to authenticated, anon;
grant execute on all functions in schema tests to authenticated, anon;

-- The tables.
select is(tests.outcomes('select from public.activity_kinds'), tests.members_say('5'), 'activity_kinds: active members read');
select is(tests.outcomes($$ insert into public.activity_kinds values ('x', 9, 'x', 'x') $$), tests.all_say('no grant'), 'nobody inserts');
select is(tests.outcomes($$ update public.activity_kinds set name_zh = 'x' $$), tests.all_say('no grant'), 'nobody updates');
select is(tests.outcomes('delete from public.activity_kinds'), tests.all_say('no grant'), 'nobody deletes');
select is(tests.outcomes($$ insert into public.activity_plans (client_id, kind, area_id, unit_id, starts_at, member_id) values (tests.id(1), 'cleanup', 4, 3, now(), 4) $$),
  tests.all_say('no grant'), 'activity_plans: nobody inserts but through plan_activity()');
select is(tests.outcomes($$ update public.activity_plans set note = 'x' $$), tests.all_say('no grant'), 'nobody updates');
select is(tests.outcomes('delete from public.activity_plans'), tests.all_say('no grant'), 'nobody deletes');
select is(tests.outcomes($$ insert into public.activities (client_id, kind, area_id, unit_id, held_at, member_id) values (tests.id(1), 'cleanup', 4, 3, now(), 4) $$),
  tests.all_say('no grant'), 'activities: nobody inserts but through record_activity()');
select is(tests.outcomes($$ update public.activities set people = 1 $$), tests.all_say('no grant'), 'nobody updates');
select is(tests.outcomes('delete from public.activities'), tests.all_say('no grant'), 'nobody deletes');

-- Who plans and records, and where.
select is(tests.answers($$ select w ->> 'repeated' from public.plan_activity(tests.id(1), 'publicity', '2026-03-06 15:00+08', site_id => 2) w $$),
  tests.say('refused role', 'false', 'refused site_id', 'false', 'false', 'refused role', 'refused role', 'refused role', 'refused site_id',
    'refused role', 'refused role', 'no grant') , 'plan_activity() at a courtyard: the office, its community, its supporting unit');
select is(tests.answers($$ select w ->> 'repeated' from public.plan_activity(tests.id(1), 'training', '2026-03-06 15:00+08', site_id => 5) w $$),
  tests.say('refused role', 'false', 'false', 'refused site_id', 'refused site_id', 'refused site_id', 'refused role', 'refused site_id', 'refused role',
    'refused role', 'refused role', 'no grant') , 'at a hotel: the office and its department');
select is(tests.answers($$ select w ->> 'repeated' from public.plan_activity(tests.id(1), 'cleanup', '2026-03-06 15:00+08', area_id => 4) w $$),
  tests.say('refused role', 'false', 'refused role', 'false', 'refused role', 'refused role', 'refused role', 'refused role', 'refused role',
    'refused role', 'refused role', 'no grant') , 'in an area: the office and the community');
select is(tests.answers($$ select w ->> 'repeated' from public.record_activity(tests.id(1), '2026-03-01 15:00+08', 12, kind => 'persuasion', site_id => 2) w $$),
  tests.say('refused role', 'false', 'refused site_id', 'false', 'false', 'refused role', 'refused role', 'refused role', 'refused site_id',
    'refused role', 'refused role', 'no grant') , 'record_activity(): the same');
select is(tests.outcome('community', $$ select public.plan_activity(tests.id(1), 'cleanup', '2026-03-06 15:00+08', area_id => 2) $$), 'refused role', 'a community not in the whole street');
select is(tests.outcome('community', $$ select public.plan_activity(tests.id(1), 'cleanup', '2026-03-06 15:00+08', area_id => 4, unit_id => 2) $$), 'refused role', 'nor for another unit');
select is(tests.outcome('sponsor', $$ select public.plan_activity(tests.id(1), 'cleanup', '2026-03-06 15:00+08', site_id => 7) $$), 'refused site_id', 'a pairing that begins tomorrow');

-- Bad arguments.
select is(tests.outcome('office', $$ select public.plan_activity(null, 'cleanup', '2026-03-06', area_id => 4) $$), 'refused client_id', 'no client_id');
select is(tests.outcome('office', $$ select public.plan_activity(tests.id(1), 'party', '2026-03-06', area_id => 4) $$), 'refused kind', 'no such kind');
select is(tests.outcome('office', $$ select public.plan_activity(tests.id(1), 'cleanup', '2026-03-06') $$), 'refused site_id', 'no place');
select is(tests.outcome('office', $$ select public.plan_activity(tests.id(1), 'cleanup', '2026-02-06', area_id => 4) $$), 'refused starts_at', 'a plan for the past');
select is(tests.outcome('office', $$ select public.plan_activity(tests.id(1), 'cleanup', '2026-03-06', area_id => 4, recurs => 'daily') $$), 'refused recurs', 'daily');
select is(tests.outcome('office', $$ select public.plan_activity(tests.id(1), 'cleanup', '2026-03-06', area_id => 4, recurs => 'weekly', until => '2026-03-01') $$),
  'refused until', 'an end before the start');
select is(tests.outcome('office', $$ select public.record_activity(tests.id(1), '2026-03-03', kind => 'cleanup', area_id => 4) $$), 'refused held_at', 'held tomorrow');
select is(tests.outcome('office', $$ select public.record_activity(tests.id(1), '2026-03-01', 0, kind => 'cleanup', area_id => 4) $$), 'refused people', 'by nobody');

-- A weekly clean-up on Fridays, and a monthly one on the last day.
select tests.become('community');
select public.plan_activity(tests.id(10), 'cleanup', '2026-03-06 15:00+08', area_id => 4, recurs => 'weekly');
select public.plan_activity(tests.id(11), 'training', '2026-03-31 09:00+08', site_id => 2, recurs => 'monthly', until => '2026-06-30');
select is((select (w ->> 'repeated') || ' ' || (select count(*) from public.activity_plans) from public.plan_activity(tests.id(10), 'cleanup', '2026-03-06 15:00+08', area_id => 4) w),
  'true 2', 'repeating a client_id changes nothing');
reset role;
create temporary table plans as select id, kind from public.activity_plans;
grant select on plans to authenticated;
select is(tests.times((select id from plans where kind = 'cleanup'), '2026-03-21 00:00+08'), '03-06 15:00, 03-13 15:00, 03-20 15:00', 'every Friday');
select is(tests.times((select id from plans where kind = 'training'), '2026-09-01 00:00+08'), '03-31 09:00, 04-30 09:00, 05-31 09:00, 06-30 09:00',
  'the last day where a month has no 31st, and back again, to the end');

set local chuangcheng.clock = '2026-03-06 23:00+08';
select tests.become('community');
select is(tests.overdue(), null, 'on its day it is not overdue');
set local chuangcheng.clock = '2026-03-07 10:00+08';
select is(replace(tests.overdue(), (select id::text from plans where kind = 'cleanup'), 'P'), 'P 03-06 1 true', 'the day after it is');
select is((select to_char((w ->> 'plannedAt')::timestamptz at time zone 'Asia/Shanghai', 'MM-DD') from public.record_activity(tests.id(20), '2026-03-05 15:30+08', 30, (select id from plans where kind = 'cleanup')) w),
  '03-06', 'held a day early: the nearest time');
select is(tests.overdue(), null, 'recorded');
reset role;
select is(tests.outcome('community', $$ select public.record_activity(tests.id(21), '2026-03-06 15:30+08', 30, (select id from plans where kind = 'cleanup'), '2026-03-06 15:00+08') $$),
  'refused planned_at', 'one time is recorded once');
select tests.become('community');
select is((select w ->> 'repeated' from public.record_activity(tests.id(20), '2026-03-05 15:30+08', 30, (select id from plans where kind = 'cleanup')) w), 'true', 'a repeated request is');
set local chuangcheng.clock = '2026-03-21 10:00+08';
select is(replace(tests.overdue(), (select id::text from plans where kind = 'cleanup'), 'P'), 'P 03-20 2 true', 'two missed are one line');
select is((select string_agg(to_char((p ->> 'nextAt')::timestamptz at time zone 'Asia/Shanghai', 'MM-DD HH24:MI'), ', ' order by p ->> 'kind')
  from json_array_elements(public.list_activities('2026-03-01', '2026-04-01') -> 'plans') p), '03-27 15:00, 03-31 09:00', 'what comes next');
select public.record_activity(tests.id(22), '2026-03-20 15:00+08', null, (select id from plans where kind = 'cleanup'));
select is(tests.overdue(), null, 'the last recorded, what was missed before is not asked for');
reset role;
select is(tests.answers($$ select public.withdraw_activity((select max(id) from public.activities)) ->> 'activityId' is not null $$),
  tests.say('refused activity_id', 'true', 'refused activity_id', 'true', 'refused activity_id', 'refused activity_id', 'refused activity_id', 'refused activity_id',
    'refused activity_id', 'refused activity_id', 'refused activity_id', 'no grant'), 'withdraw_activity(): the unit and the office');
select tests.become('community');
select public.withdraw_activity((select max(id) from public.activities));
select is(replace(tests.overdue(), (select id::text from plans where kind = 'cleanup'), 'P'), 'P 03-20 2 true', 'withdrawn: overdue again');
select public.restore_activity((select max(id) from public.activities));
select is(tests.overdue(), null, 'restored: recorded as before');
select public.withdraw_activity((select max(id) from public.activities));
create temporary table withdrawn as select max(id) as id from public.activities;
select public.record_activity(tests.id(23), '2026-03-20 16:00+08', 8, (select id from plans where kind = 'cleanup'), '2026-03-20 15:00+08');
reset role;
grant select on withdrawn to authenticated;
select is(tests.outcome('community', 'select public.restore_activity((select id from withdrawn))'), 'refused activity_id', 'not beside a newer record of that time');
select is(tests.answers($$ select public.restore_activity((select id from public.activities where client_id = tests.id(20))) ->> 'activityId' is not null $$),
  tests.say('refused activity_id', 'true', 'refused activity_id', 'true', 'refused activity_id', 'refused activity_id', 'refused activity_id', 'refused activity_id',
    'refused activity_id', 'refused activity_id', 'refused activity_id', 'no grant'), 'restore_activity(): the unit and the office');
select tests.become('community');
select public.withdraw_activity((select max(id) from public.activities));
select public.end_activity_plan((select id from plans where kind = 'cleanup'));
select is(tests.overdue(), null, 'called off: not asked for');
select public.restore_activity_plan((select id from plans where kind = 'cleanup'));
select is(replace(tests.overdue(), (select id::text from plans where kind = 'cleanup'), 'P'), 'P 03-20 2 true', 'restored: asked for again');
select public.end_activity_plan((select id from plans where kind = 'cleanup'));
reset role;
select is(tests.answers($$ select public.restore_activity_plan((select id from plans where kind = 'training')) ->> 'planId' is not null $$),
  tests.say('refused plan_id', 'true', 'refused plan_id', 'true', 'refused plan_id', 'refused plan_id', 'refused plan_id', 'refused plan_id', 'refused plan_id',
    'refused plan_id', 'refused plan_id', 'no grant'), 'restore_activity_plan(): the unit and the office');
select is(tests.answers($$ select public.end_activity_plan((select id from plans where kind = 'training')) ->> 'planId' is not null $$),
  tests.say('refused plan_id', 'true', 'refused plan_id', 'true', 'refused plan_id', 'refused plan_id', 'refused plan_id', 'refused plan_id', 'refused plan_id',
    'refused plan_id', 'refused plan_id', 'no grant'), 'end_activity_plan(): the unit and the office');

-- Who reads: at a hotel by 商务局, in 乙 by 帮扶二公司, in 西街 by the office, besides the clean-up in 甲.
insert into public.activities (client_id, kind, site_id, area_id, unit_id, held_at, people, member_id) values
  (tests.id(30), 'training', 5, 6, 2, '2026-03-10 09:00+08', 40, 3),
  (tests.id(31), 'leaflets', 9, 5, 8, '2026-03-11 09:00+08', 6, 2),
  (tests.id(32), 'publicity', null, 3, 1, '2026-03-12 09:00+08', 100, 2);
select is(tests.answers('select kind from public.activities where withdrawn_at is null order by held_at'),
  tests.say('cleanup,training,leaflets,publicity', 'cleanup,training,leaflets,publicity', 'training', 'cleanup', '-', 'cleanup,leaflets',
    'cleanup,training,leaflets,publicity', '-', 'training', '-', '-', 'no grant'), 'activities: by site, area and unit; an assessor nothing');
select is(tests.outcomes('select from public.activity_plans'), tests.say('2', '2', '0', '2', '1', '2', '2', '0', '0', '0', '0', 'no grant'), 'plans: the same');
select is(tests.answers($$ select h ->> 'unitName' from json_array_elements(public.list_activities('2026-03-01', '2026-04-01') -> 'held') h $$),
  tests.say('创城办,帮扶二公司,商务局,甲社区居委会', '创城办,帮扶二公司,商务局,甲社区居委会', '商务局', '甲社区居委会', '-', '帮扶二公司,甲社区居委会',
    '创城办,帮扶二公司,商务局,甲社区居委会', '-', '商务局', '-', '-', 'no grant'), 'list_activities()');
select is(tests.answers($$ select concat_ws(':', c ->> 'name', c ->> 'times', c ->> 'people') from json_array_elements(public.activity_counts('2026-03-01', '2026-04-01', 'street')) c $$),
  tests.say('东街街道:2:36,西街街道:2:140', '东街街道:2:36,西街街道:2:140', '西街街道:1:40', '东街街道:1:30', '-', '东街街道:2:36', '东街街道:2:36,西街街道:2:140', '-',
    '西街街道:1:40', '-', '-', 'no grant'), 'activity_counts(): by street');
-- Of the clean-up the 6th was held, the 13th and the 20th were not; the training is on the 31st. The 20th, called off on the 21st, still counts.
select is(tests.outcome('office', $$ select concat_ws(' ', c ->> 'id', c ->> 'times', c ->> 'people', c ->> 'counted', c ->> 'due', c ->> 'kept')
    from json_array_elements(public.activity_counts('2026-03-01', '2026-04-01')) c order by c ->> 'id' $$, true),
  '1 1 100 1 0 0,2 1 40 1 0 0,3 1 30 1 3 1,8 1 6 1 0 0', 'of how many the people were counted, and how many of the planned times were held');
select is(tests.outcome('office', $$ select c from json_array_elements(public.activity_counts('2026-03-13', '2026-03-15', 'area')) c $$, true),
  '{"id" : 4, "name" : "甲社区", "times" : 0, "people" : 0, "counted" : 0, "due" : 1, "kept" : 0, "kinds" : {}}', 'whoever held nothing of what was planned is counted, too');
select is(tests.outcome('office', $$ select c -> 'kinds' from json_array_elements(public.activity_counts('2026-03-01', '2026-04-01')) c where c ->> 'id' = '3' $$, true),
  '{ "cleanup" : 1 }', 'by unit, with the kinds');
select is(tests.answers($$ select json_array_length(w -> 'held') || ' ' || json_array_length(w -> 'plans') from public.site_activities(5) w $$),
  tests.say('1 0', '1 0', '1 0', 'refused site_id', 'refused site_id', 'refused site_id', '1 0', 'refused site_id', '1 0', 'refused site_id', 'refused site_id', 'no grant'),
  'site_activities()');
select is(tests.answers($$ select json_array_length(public.overdue_activities()) $$), tests.members_say('0'), 'overdue_activities()');

-- A photo shows one, where there is one.
select tests.become('community');
create function pg_temp.png() returns text language sql as $$
  select 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
$$;
select public.record_activity(tests.id(40), '2026-03-20 15:00+08', 3, kind => 'cleanup', area_id => 4,
  photos => array[(public.add_photo(pg_temp.png(), 'evidence', 2) ->> 'id')::bigint]);
select is((select count(*)::integer from public.photos where activity_id is not null), 1, 'a photo of a site in the area');
reset role;
select is(tests.outcome('community', $$ select public.record_activity(tests.id(41), '2026-03-20 15:00+08', 3, kind => 'cleanup', area_id => 4, photos => '{4711}') $$),
  'refused photos', 'none that is not there');

-- Resident awareness: 4 of 5 is a B, 1 of 5 a C, which opens an issue.
select is(tests.answers($$ select (w ->> 'passed') || ' ' || (w ->> 'failed') from public.record_awareness(tests.id(50), 2, 4, 5) w $$),
  tests.say('refused role', '1 0', 'refused site_id', '1 0', '1 0', '1 0', '1 0', 'refused role', 'refused site_id', 'refused role', 'refused role', 'no grant'),
  'record_awareness(): whoever inspects there');
select is(tests.outcome('office', 'select public.record_awareness(tests.id(50), 2, 6, 5)'), 'refused good', 'more knew than were asked');
select tests.become('community');
select public.record_awareness(tests.id(50), 2, 4, 5);
select public.record_awareness(tests.id(51), 2, 1, 5);
reset role;
select is((select string_agg(concat_ws(' ', code, result, trim(grade), samples_good, samples_total, issue_id is not null), ', ' order by id) from public.observations where code = 35),
  '35 pass B 4 5 f, 35 fail C 1 5 t', 'graded observations of indicator 35');

select * from finish();
rollback;
