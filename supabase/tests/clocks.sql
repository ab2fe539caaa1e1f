-- The four clocks, worked by hand. Spring Festival 2026: holiday from Sunday 15 to Monday 23 February,
-- work on Saturday 14 and Saturday 28. Hours 08:30–12:00 and 14:00–18:00.
begin;
\ir city.psql
select plan(31);

create function tests.due(p_starts text, p_clock text, p_amount numeric) returns text language sql as $$
  select to_char(private.add_to_clock((p_starts || '+08')::timestamptz, p_clock::public.clock_kind, p_amount)
    at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS')
$$;

select is(tests.due('2026-02-16 23:00', 'urgent_hours', 4), '2026-02-17 03:00:00', 'urgent hours run through the night of a holiday');
select is(tests.due('2026-03-02 09:59:59', 'urgent_hours', 4), '2026-03-02 13:59:59', 'and through lunch, to the second');

select is(tests.due('2026-03-02 08:30', 'working_hours', 3.5), '2026-03-02 12:00:00', 'a morning of working hours');
select is(tests.due('2026-03-02 08:30', 'working_hours', 4), '2026-03-02 14:30:00', 'lunch does not count');
select is(tests.due('2026-03-02 11:00', 'working_hours', 4), '2026-03-02 17:00:00', 'one hour before lunch, three after');
select is(tests.due('2026-03-02 12:30', 'working_hours', 4), '2026-03-02 18:00:00', 'begun in the lunch break: from 14:00');
select is(tests.due('2026-03-02 16:00', 'working_hours', 4), '2026-03-03 10:30:00', 'two hours today, two tomorrow');
select is(tests.due('2026-03-02 20:00', 'working_hours', 4), '2026-03-03 14:30:00', 'begun in the evening: from tomorrow morning');
select is(tests.due('2026-03-02 05:00', 'working_hours', 1), '2026-03-02 09:30:00', 'begun before dawn');
select is(tests.due('2026-03-06 17:00', 'working_hours', 4), '2026-03-09 11:30:00', 'over an ordinary weekend');
select is(tests.due('2026-02-14 17:00', 'working_hours', 4), '2026-02-24 11:30:00', 'from the make-up Saturday over the festival');
select is(tests.due('2026-02-13 17:00', 'working_hours', 4), '2026-02-14 11:30:00', 'the make-up Saturday counts');
select is(tests.due('2026-02-17 10:00', 'working_hours', 4), '2026-02-24 14:30:00', 'begun in the festival: from Tuesday the 24th');
select is(tests.due('2026-02-27 17:30', 'working_hours', 8), '2026-02-28 18:00:00', 'half an hour on Friday, 7.5 on the make-up Saturday');
select is(tests.due('2026-02-27 17:30', 'working_hours', 8.5), '2026-03-02 09:00:00', 'and on over Sunday');

select is(tests.due('2026-03-02 09:00', 'working_days', 1), '2026-03-03 18:00:00', 'a working day is the end of the next');
select is(tests.due('2026-03-02 23:59', 'working_days', 1), '2026-03-03 18:00:00', 'whenever it began');
select is(tests.due('2026-03-03 00:00', 'working_days', 1), '2026-03-04 18:00:00', 'midnight is the next day');
select is(tests.due('2026-03-06 09:00', 'working_days', 1), '2026-03-09 18:00:00', 'Friday to Monday');
select is(tests.due('2026-02-12 09:00', 'working_days', 3), '2026-02-24 18:00:00', '13, 14 (make-up), 24');
select is(tests.due('2026-02-14 09:00', 'working_days', 1), '2026-02-24 18:00:00', 'nine days of holiday between');
select is(tests.due('2026-02-18 09:00', 'working_days', 5), '2026-02-28 18:00:00', '24, 25, 26, 27, 28 (make-up)');
select is(tests.due('2026-02-18 09:00', 'working_days', 6), '2026-03-02 18:00:00', 'not Sunday, 1 March');
select is(tests.due('2026-02-02 09:00', 'working_days', 20), '2026-03-06 18:00:00', '3–6, 9–13 and 14 (make-up), 24–27 and 28 (make-up), 2–6 March');
select is(tests.due('2026-09-30 09:00', 'working_days', 3), '2026-10-10 18:00:00', 'National Day: 8, 9, and Saturday the 10th');

select is(tests.due('2026-02-14 09:00', 'calendar_days', 3), '2026-02-18 00:00:00', 'calendar days run through holidays to midnight');
select is(tests.due('2026-02-14 23:59', 'calendar_days', 1), '2026-02-16 00:00:00', 'from the local day');

-- The database's own time zone does not matter.
set local timezone = 'America/New_York';
select is(tests.due('2026-03-02 23:59', 'working_days', 1), '2026-03-03 18:00:00', 'in New York as well');
set local timezone = 'UTC';
select is(tests.due('2026-02-14 17:00', 'working_hours', 4), '2026-02-24 11:30:00', 'and in UTC');

-- Hours are data.
update public.working_hours set ends = '11:30' where starts = '08:30';
select is(tests.due('2026-03-02 08:30', 'working_hours', 4), '2026-03-02 15:00:00', 'a longer lunch');
delete from public.calendar_days where day = '2026-02-14';
select is(tests.due('2026-02-13 09:00', 'working_days', 1), '2026-02-24 18:00:00', 'a make-up day taken back');

select * from finish();
rollback;
