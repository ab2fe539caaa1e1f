-- indicators: edition 2024 as in the specification.
begin;
\ir city.psql
\ir records.psql
select plan(8);

select is(tests.outcomes($$ select from public.indicators $$), tests.members_say('35'), 'active members read all 35');
select is(tests.outcomes($$ insert into public.indicators select * from public.indicators limit 1 $$), tests.all_say('no grant'), 'nobody inserts');
select is(tests.outcomes($$ update public.indicators set weight = 9 $$), tests.all_say('no grant'), 'nobody updates');
select is(tests.outcomes($$ delete from public.indicators $$), tests.all_say('no grant'), 'nobody deletes');
-- Sums recomputed by hand from the table of the specification.
select is(
  (select string_agg(t.code || ' ' || x.n || '/' || x.weight, ', ' order by t.ordinal)
   from public.site_types t cross join lateral (
     select count(*) as n, sum(k.weight)::integer as weight from public.indicators k where t.id = any (k.applies_to)) x),
  'SQ 16/40, YL 21/57, JD 15/44, CS 22/62', 'checks and weight for each type of site');
select is((select array_agg(code order by code) from public.indicators where veto), '{14,15}'::smallint[], 'the vetoes');
select is(
  (select string_agg(clock || ' ' || clock_amount || ': ' || codes, '; ' order by clock, clock_amount) from (
     select clock, clock_amount, string_agg(code::text, ' ' order by code) as codes
     from public.indicators group by clock, clock_amount) x),
  'urgent_hours 4: 14 15; working_hours 4: 11 12; working_days 1: 7 10 13 16 17 22 25 26 27 29 30 32 33 34; '
  'working_days 3: 1 2 3 4 5 6 8 9 18 31; working_days 5: 19 20 21 24 28 35; working_days 20: 23',
  'default deadlines');
select is(
  (select string_agg(valid_days || ': ' || codes, '; ' order by valid_days) from (
     select valid_days, string_agg(code::text, ' ' order by code) as codes from public.indicators group by valid_days) x),
  '14: 11 12 14 15 22 25 26; 30: 1 2 3 4 5 7 8 9 10 13 17 18 27 29 30 32 33 34; 90: 6 16 21 23 24 31 35; 180: 19 20 28',
  'how long an observation counts');

select * from finish();
rollback;
