-- What the office edits: only the office, the whole checked, one line of refusal; and who reads it.
begin;
\ir city.psql
\ir records.psql
select plan(36);

create function tests.office_only(p_answer text) returns text language sql as $$
  select tests.say('refused role', p_answer, 'refused role', 'refused role', 'refused role', 'refused role', 'refused role', 'refused role',
    'refused role', 'refused role', 'refused role', 'no grant')
$$;

-- Working hours.
select is(tests.answers($$ select w from public.save_working_hours('[{"starts": "14:30", "ends": "18:30"}, {"starts": "09:00", "ends": "12:00"}]') w $$),
  tests.office_only('[{"starts" : "09:00", "ends" : "12:00"}, {"starts" : "14:30", "ends" : "18:30"}]'), 'save_working_hours(): the office');
select is(tests.outcome('office', $$ select public.save_working_hours('[{"starts": "08:30", "ends": "12:00"}, {"starts": "11:59", "ends": "18:00"}]') $$),
  'refused hours', 'hours that overlap');
select is(tests.outcome('office', $$ select public.save_working_hours('[{"starts": "12:00", "ends": "08:30"}]') $$), 'refused hours', 'that end before they start');
select is(tests.outcome('office', $$ select public.save_working_hours('[{"starts": "8:30", "ends": "12:00"}]') $$), 'refused hours', 'that are written otherwise');
select is(tests.outcome('office', $$ select public.save_working_hours('[]') $$), 'refused hours', 'a day without any');
select is(tests.outcome('office', $$ select public.save_working_hours('{"starts": "08:30"}') $$), 'refused hours', 'what is no list');
select tests.become('office');
select public.save_working_hours('[{"starts": "08:00", "ends": "12:00"}, {"starts": "12:00", "ends": "24:00"}]');
reset role;
select is(to_char(private.add_to_clock('2026-03-02 11:00+08', 'working_hours', 12), 'MM-DD HH24:MI'), '03-02 23:00', 'clocks run by them at once; they may touch');
select is(to_char(private.add_to_clock('2026-03-02 11:00+08', 'working_days', 1), 'MM-DD HH24:MI'), '03-04 00:00', 'up to midnight');

-- Hour bands.
select is(tests.answers($$ select json_array_length(w) from public.save_hour_bands('[{"id": "early", "starts": "06:00", "ends": "09:00"}, {"id": "night", "starts": "20:00", "ends": "24:00"}]') w $$),
  tests.office_only('2'), 'save_hour_bands(): the office');
select is(tests.outcome('office', $$ select public.save_hour_bands('[{"id": "dawn", "starts": "04:00", "ends": "06:00"}]') $$), 'refused bands', 'a band without a word');
select is(tests.outcome('office', $$ select public.save_hour_bands('[{"id": "noon", "starts": "12:00", "ends": "14:00"}, {"id": "noon", "starts": "14:00", "ends": "15:00"}]') $$),
  'refused bands', 'twice the same');
select is(tests.outcome('office', $$ select public.save_hour_bands('[{"id": "noon", "starts": "11:00", "ends": "14:00"}, {"id": "morning", "starts": "09:00", "ends": "12:00"}]') $$),
  'refused bands', 'that overlap');
select tests.become('office');
select public.save_hour_bands('[{"id": "night", "starts": "20:00", "ends": "24:00"}]');
reset role;
select is(private.hour_band('2026-03-02 23:30+08') || coalesce(private.hour_band('2026-03-02 10:00+08'), ' none'), 'night none', 'bands hold at once');

-- The calendar.
select is(tests.answers($$ select w from public.save_calendar_days('[{"day": "2026-03-06", "kind": "holiday", "name": "示例节"}]') w $$),
  tests.office_only('{"saved" : 1}'), 'save_calendar_days(): the office');
select is(tests.outcome('office', $$ select public.save_calendar_days('[{"day": "2026-03-01", "kind": "holiday", "name": "x"}]') $$), 'refused days', 'yesterday stays');
select is(tests.outcome('office', $$ select public.save_calendar_days('[{"day": "2026-02-30", "kind": "holiday", "name": "x"}]') $$), 'refused days', 'no such day');
select is(tests.outcome('office', $$ select public.save_calendar_days('[{"day": "3月6日", "kind": "holiday", "name": "x"}]') $$), 'refused days', 'no date');
select is(tests.outcome('office', $$ select public.save_calendar_days('[{"day": "2026-03-06", "kind": "half", "name": "x"}]') $$), 'refused days', 'no kind');
select is(tests.outcome('office', $$ select public.save_calendar_days('[{"day": "2026-03-06", "kind": "holiday", "name": " "}]') $$), 'refused days', 'no name');
select tests.become('office');
select public.save_calendar_days('[{"day": "2026-03-06", "kind": "holiday", "name": "示例节"}, {"day": "2026-03-07", "kind": "workday", "name": "示例节调休"},
  {"day": "2026-05-09", "kind": "usual"}]');
reset role;
select is((select string_agg(private.is_working_day(d::date)::text, ' ') from unnest(array['2026-03-06', '2026-03-07', '2026-05-09']) d),
  'false true false', 'a Friday off, a Saturday on, a make-up day taken back');
select tests.become('office');
select throws_ok($$ select public.save_calendar_days('[{"day": "2026-03-06", "kind": "usual"}, {"day": "2026-03-07", "kind": "x"}]') $$,
  'P0001', '2026-03-07 须为 holiday（放假）、workday（上班）或 usual（照常）', 'all or none');
reset role;
select is(private.is_working_day('2026-03-06'), false, 'the first line was not saved alone');

-- Default units.
select is(tests.answers($$ select w ->> 'removed' from public.save_default_unit(10, 'courtyard', 5, 8) w $$), tests.office_only('false'), 'save_default_unit(): the office');
select is(tests.outcome('office', 'select public.save_default_unit(77, null, null, 8)'), 'refused code', 'no such indicator');
select is(tests.outcome('office', $$ select public.save_default_unit(10, 'zoo', null, 8) $$), 'refused site_type', 'no such type');
select is(tests.outcome('office', 'select public.save_default_unit(10, null, 99, 8)'), 'refused area_id', 'no such area');
select is(tests.outcome('office', 'select public.save_default_unit(10, null, null, 99)'), 'refused unit_id', 'no such unit');
select tests.become('office');
select public.save_default_unit(10, 'courtyard', 5, 8);
select public.save_default_unit(10, 'courtyard', 5, 7);
select public.save_default_unit(22);
reset role;
select is((select string_agg(concat_ws('/', coalesce(code::text, '-'), site_type, area_id, unit_id), ' ' order by id) from public.default_units),
  '-/hotel/2 10/courtyard/5/7', 'saved anew it is changed; without a unit it is removed');

-- Words.
select is(tests.answers($$ select w ->> 'nameZh' from public.save_issue_word('state', 'closed', ' 销号 ', 'Written off') w $$), tests.office_only('销号'), 'save_issue_word(): the office');
select is(tests.outcome('office', $$ select public.save_issue_word('state', 'gone', '没了', 'Gone') $$), 'refused id', 'no such state');
select is(tests.outcome('office', $$ select public.save_issue_word('state', 'closed', '', 'Closed') $$), 'refused name_zh', 'no word');
select is(tests.outcome('office', $$ select public.save_issue_word('state', 'closed', '整改中', 'Closed') $$), 'refused name_zh', 'the word of another state');
select tests.become('office');
select public.save_issue_word('state', 'closed', '办结', 'Done');
reset role;
select is(private.word_zh('state', 'closed'), '办结', 'refusals use it at once');

-- Reading.
select is(tests.answers($$ select concat_ws(' ', json_array_length(w -> 'editions'), json_array_length(w -> 'workingHours'), json_array_length(w -> 'hourBands'),
    json_array_length(w -> 'defaultUnits'), json_array_length(w -> 'issueWords')) from public.office_settings() w $$),
  tests.members_say('1 2 1 2 38', '0 0 0 0 0'), 'office_settings(): any active member reads');
select is((select concat_ws(' ', w -> 'editions' -> 0 ->> 'standing', w -> 'editions' -> 0 ->> 'indicatorCount', w ->> 'today') from public.office_settings() w),
  'in_force 35 2026-03-02', 'with how the editions stand');
select is(tests.answers($$ select json_array_length(public.edition_indicators(1)) $$), tests.members_say('35', '0'), 'edition_indicators()');

select * from finish();
rollback;
