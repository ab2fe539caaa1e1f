-- Reminders, warnings and cards at their exact moments, and the talks that red cards propose. The
-- moments are worked out by hand from the working hours 08:30–12:00, 14:00–18:00.
begin;
\ir city.psql
select plan(22);

create function tests.cards(p_issue_id bigint) returns text language sql as $$
  select string_agg(kind || ' ' || to_char(occurred_at, 'MM-DD HH24:MI'), ', ' order by recorded_at, id) from public.issue_events
  where issue_id = p_issue_id and kind in ('reminder', 'warning', 'yellow_card', 'red_card')
$$;
create function tests.tick(p_at timestamptz) returns void language plpgsql as $$
begin
  perform set_config('chuangcheng.clock', p_at::text, true);
  while private.tick() > 0 loop null; end loop;
end
$$;

-- Litter (11): four working hours. Assigned Monday 10:00, due 10–12 and 14–16.
select tests.report(8, 11);
select tests.happen(1001, 'accepted');
select tests.happen(1001, 'assigned', 3, '2026-03-02 16:00+08');
select is((select to_char(alert_at, 'MM-DD HH24:MI') from public.issues where id = 1001), '03-02 12:00', 'half of four working hours is two');
select tests.tick('2026-03-02 11:59+08');
select is(tests.cards(1001), null, 'nothing before its moment');
select tests.tick('2026-03-02 15:30+08');
select is(tests.cards(1001), 'reminder 03-02 12:00, warning 03-02 15:12', 'a late tick writes the exact moments: 2 h, 3.2 h');
select tests.tick('2026-03-03 10:00+08');
select is(tests.cards(1001), 'reminder 03-02 12:00, warning 03-02 15:12, yellow_card 03-02 16:00, red_card 03-02 18:00',
  'yellow when overdue, red after half as long again: two more working hours');
select is((select (alert_level, alert_at)::text from public.issues where id = 1001), '(4,)', 'and that is the end of it');
select tests.tick('2026-03-20 10:00+08');
select is((select count(*)::integer from public.issue_events where issue_id = 1001 and kind = 'red_card'), 1, 'one red card');

-- Submitted: the clock stops, and with it the escalation.
set local chuangcheng.clock = '2026-03-23 08:30+08';
select tests.report(8, 11);
select tests.happen(1002, 'accepted');
select tests.happen(1002, 'assigned', 3, '2026-03-23 14:30+08');
select tests.happen(1002, 'started');
set local chuangcheng.clock = '2026-03-23 10:00+08';
select tests.happen(1002, 'submitted');
select is((select alert_at from public.issues where id = 1002), null, 'nothing is due while it is being checked');
select tests.tick('2026-03-24 09:00+08');
select is(tests.cards(1002), null, 'nor written');
-- Back with 2.5 of 4 hours left: half is 0.5 h away, four fifths 1.7 h.
select tests.happen(1002, 'rework', p_deadline_at => '2026-03-24 11:30+08');
select is((select to_char(alert_at, 'MM-DD HH24:MI') from public.issues where id = 1002), '03-24 09:30', 'it goes on with what was left');
-- An extension begins anew: 4 h and 4 more; 6.5 left at 09:00, half is 2.5 h away.
select tests.happen(1002, 'extension_requested');
select tests.happen(1002, 'extension_granted', p_deadline_at => '2026-03-24 17:30+08');
select is((select to_char(alert_at, 'MM-DD HH24:MI') from public.issues where id = 1002), '03-24 11:30', 'an extension stretches it');
select tests.tick('2026-03-24 11:30+08');
select is(tests.cards(1002), 'reminder 03-24 11:30', 'reminded');
-- Nothing left: what lies behind is passed over.
select tests.happen(1002, 'submitted');
set local chuangcheng.clock = '2026-03-25 09:00+08';
select tests.happen(1002, 'rework', p_deadline_at => '2026-03-25 09:00+08');
select tests.tick('2026-03-25 09:01+08');
select is(tests.cards(1002), 'reminder 03-24 11:30, yellow_card 03-25 09:00', 'overdue at once, without a warning');

-- What was loaded without its events' triggers is found by the tick.
set local chuangcheng.clock = '2026-03-26 09:00+08';
select tests.report(8, 12);
select tests.happen(1003, 'accepted');
select tests.happen(1003, 'assigned', 3, '2026-03-26 14:30+08');
update public.issues set alert_level = null, alert_at = null where id = 1003;
select tests.tick('2026-03-26 09:05+08');
select is((select to_char(alert_at, 'MM-DD HH24:MI') from public.issues where id = 1003), '03-26 10:45', 'half of three and a half hours');
select is_empty($$ select i.id from public.issues i cross join lateral private.alert_of(i.id) a
  where (i.alert_level, i.alert_at) is distinct from (a.level, a.at) $$, 'what is kept is what the events say');

-- Three red cards in 30 days: proposed for a talk, decided by a leader -------------------------------------
select is(tests.outcome('leader', 'select json_array_length(public.talk_proposals())', true), '0', 'two red cards propose nobody');
insert into public.issue_events (issue_id, kind, to_unit_id, occurred_at) values
  (1003, 'red_card', 3, '2026-03-26 09:00+08');
select is(tests.answers($$ select x ->> 'unitName' || ' ' || (x ->> 'redCards') from json_array_elements(public.talk_proposals()) x $$),
  tests.say('甲社区居委会 3', '甲社区居委会 3', 'refused 约谈名单仅领导和创城办可看', 'refused 约谈名单仅领导和创城办可看',
    'refused 约谈名单仅领导和创城办可看', 'refused 约谈名单仅领导和创城办可看', 'refused 约谈名单仅领导和创城办可看',
    'refused 约谈名单仅领导和创城办可看', 'refused 约谈名单仅领导和创城办可看', 'refused 约谈名单仅领导和创城办可看',
    'refused 约谈名单仅领导和创城办可看', 'no grant'), 'three do, to leaders and the office');
select is(tests.outcome('office', $$ select public.decide_talk(gen_random_uuid(), 3, 'held') $$), 'refused 只有领导可以决定约谈', 'a leader decides');
select is(tests.outcome('leader', $$ select public.decide_talk(gen_random_uuid(), 3, 'perhaps') $$), 'refused decision', 'held or dismissed');
select is(tests.outcome('leader', $$ select public.decide_talk(gen_random_uuid(), 4, 'held') $$), 'refused unit_id', 'nobody who was not proposed');
select tests.become('leader');
select public.decide_talk('22222222-2222-4222-8222-222222222222', 3, 'held', '已约谈');
select is((public.decide_talk('22222222-2222-4222-8222-222222222222', 3, 'held') ->> 'id')::integer,
  (select max(id) from public.talks), 'repeating it changes nothing');
select is(json_array_length(public.talk_proposals()), 0, 'decided is decided');
reset role;
select is(tests.answers('select unit_id from public.talks'),
  tests.say('3', '3', '-', '3', '-', '-', '-', '-', '-', '-', '-', 'no grant'), 'leaders, the office and the unit read it');

select * from finish();
rollback;
